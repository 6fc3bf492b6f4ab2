// One phone: its chat, its keyboard, and whose hand is on it.
import { Suggestions } from "./suggest.js";
import { drawMessage, drawStart } from "./message.js";

const TEMPLATE = document.createElement("template");
TEMPLATE.innerHTML = `
<section class="phone">
  <h2><span class="name"></span><small class="role"></small><b class="app"></b></h2>
  <div class="frame">
    <header class="top">
      <img class="face" src="/static/warmline.svg" alt="">
      <p>Warmline<small></small></p>
    </header>
    <div class="log" role="log" aria-live="polite" tabindex="0"></div>
    <p class="toast" role="status"></p>
    <form class="composer">
      <button type="button" class="where" hidden></button>
      <label class="hidden"></label>
      <textarea rows="1" maxlength="4000" autocomplete="off" enterkeyhint="send"></textarea>
      <button class="send" aria-label="Send">➤</button>
    </form>
  </div>
</section>`;

export class Phone {
  constructor({ key, name, role, platform, place }, post) {
    this.key = key;
    this.platform = platform;
    this.name = name;
    this.messages = new Map();
    this.publicly = false;
    this.send = (what) => post(`/phones/${key}`, what).then((toast) => this.toast(toast));
    this.node = TEMPLATE.content.cloneNode(true).firstElementChild;
    this.find = (selector) => this.node.querySelector(selector);
    this.log = this.find(".log");
    this.low = true; // whether the newest message is in sight: then it stays there
    this.log.addEventListener("scroll", () => {
      this.low = this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < 80;
    });
    new ResizeObserver(() => { if (this.low) this.log.scrollTop = this.log.scrollHeight; }).observe(this.log);
    this.field = this.find("textarea");
    this.label({ key, name, role, platform, place });
    this.suggestions = new Suggestions(this.field, key, platform);
    this.find("form").addEventListener("submit", (event) => { event.preventDefault(); this.submit(); });
    this.field.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing && !event.defaultPrevented) {
        event.preventDefault();
        this.submit();
      }
    });
  }

  label({ key, name, role, platform, place }) {
    const app = platform === "telegram" ? "Telegram" : "Discord";
    this.node.classList.add(platform);
    this.node.id = `phone-${key}`;
    this.node.setAttribute("aria-label", `${name}’s phone: ${app}, ${role}`);
    this.find(".name").textContent = name;
    this.find(".role").textContent = role;
    this.find(".app").textContent = app;
    this.find(".top small").textContent = platform === "telegram" ? "bot" : "app · direct message";
    this.log.setAttribute("aria-label", `${name}’s chat with Warmline`);
    this.field.id = `field-${key}`;
    this.find("label").htmlFor = this.field.id;
    this.find("label").textContent = `${name} writes`;
    if (platform === "discord") this.chooseWhere(place);
  }

  /** On Discord a slash command can be used in a server, too; what others must not see is shown to one person. */
  chooseWhere(place) {
    const where = this.find(".where");
    const show = () => {
      where.textContent = this.publicly ? "#general" : "@DM";
      where.title = this.publicly ? `In the server ${place}: commands are answered for ${this.name} only` : "In the direct message";
      where.setAttribute("aria-label", `${this.name} writes ${this.publicly ? `in #general of ${place}` : "in the direct message"}; change`);
    };
    where.hidden = false;
    where.addEventListener("click", () => { this.publicly = !this.publicly; show(); this.field.focus(); });
    show();
  }

  submit() {
    const text = this.field.value.trim();
    if (!text || this.locked) return;
    this.suggestions.close();
    this.field.value = "";
    this.send({ kind: "says", text, where: this.publicly ? "place" : "dm" });
  }

  /** Draw what is new, changed or gone; whether there is anything new. */
  show(news) {
    const ids = new Set(news.messages.map((message) => message.id));
    let fresh = false;
    for (const [id, old] of this.messages) {
      if (!ids.has(id)) { old.node.remove(); this.messages.delete(id); }
    }
    for (const message of news.messages) {
      const old = this.messages.get(message.id);
      if (old?.version === message.version) continue;
      const node = drawMessage(message, this);
      if (old) { node.classList.add("changed"); old.node.replaceWith(node); } else this.log.append(node);
      this.messages.set(message.id, { version: message.version, by: message.by, node });
      fresh = fresh || !old;
    }
    this.group(news.messages);
    this.showEmpty(news);
    if (fresh || this.low) this.log.scrollTop = this.log.scrollHeight;
    return fresh;
  }

  /** On Discord, messages of one author stand together under one face. */
  group(messages) {
    messages.forEach((message, at) => {
      const before = messages[at - 1];
      const again = before && before.by === message.by && !before.ephemeral && !message.ephemeral;
      this.messages.get(message.id).node.classList.toggle("again", Boolean(again));
    });
  }

  /** A chat in which nothing was written yet looks as on its platform. */
  showEmpty({ messages, about }) {
    const shown = this.find(".start");
    if (messages.length) return shown?.remove();
    if (shown || (this.platform === "telegram" && !about)) return undefined;
    return this.log.append(drawStart(about, this));
  }

  toast(text) {
    clearTimeout(this.fading);
    this.find(".toast").textContent = text;
    this.fading = setTimeout(() => { this.find(".toast").textContent = ""; }, 4500);
  }

  /** While the tour plays, nobody else uses the phones. */
  lock(locked) {
    this.locked = locked;
    this.field.readOnly = locked;
    this.field.placeholder = locked ? "The tour plays" : "Message";
  }

  /** The tour's hand: it types, or is about to press. */
  act({ kind, text }) {
    this.rest();
    this.node.classList.add("acting");
    if (kind === "presses") {
      const labelled = [...this.log.querySelectorAll(".keys button")].filter((key) => key.textContent === text);
      const button = labelled.at(-1);
      button?.classList.add("hand");
      button?.scrollIntoView({ block: "nearest" });
      return;
    }
    let typed = 0;
    const each = Math.max(1, Math.ceil(text.length / 28));
    this.typing = setInterval(() => {
      typed += each;
      this.field.value = text.slice(0, typed);
      this.field.scrollTop = this.field.scrollHeight;
      if (typed >= text.length) clearInterval(this.typing);
    }, 16);
    this.typed = true;
  }

  rest() {
    clearInterval(this.typing);
    this.node.classList.remove("acting");
    for (const button of this.log.querySelectorAll(".hand")) button.classList.remove("hand");
    if (this.typed) this.field.value = "";
    this.typed = false;
  }
}
