// A message as its platform draws it. Texts are put in as text: nothing in them is markup.
const WHO = /^([^\n:]{1,64}:)(?= )/; // "Warmline:" or an alias: who is speaking is never in doubt

const make = (tag, props = {}, ...inside) => {
  const node = Object.assign(document.createElement(tag), props);
  node.append(...inside);
  return node;
};

export function drawMessage(message, phone) {
  const mine = message.by === "me";
  const who = mine ? null : message.text.match(WHO);
  const person = who && who[1] !== "Warmline:";
  const node = make("article", { className: `msg ${message.by} ${person ? "person" : ""}` });
  node.dataset.id = message.id;
  node.classList.toggle("ephemeral", message.ephemeral);
  const text = make("div", { className: "text" });
  if (who) text.append(make("b", { textContent: who[1] }), message.text.slice(who[1].length));
  else text.append(message.text);
  if (phone.platform === "telegram") telegram(node, message, text);
  else discord(node, message, text, mine, phone);
  return node;

  function telegram() {
    const bubble = make("div", { className: "bubble" }, ...quote(message), text, time(message));
    node.append(bubble, ...keys(message, phone));
  }

  function discord() {
    const face = mine
      ? make("span", { className: "face letter", textContent: phone.name[0], ariaHidden: "true" })
      : make("img", { className: "face", src: "/static/warmline.svg", alt: "" });
    const by = make("div", { className: "by" }, mine ? phone.name : "Warmline");
    if (!mine) by.append(make("i", { textContent: "APP" }));
    by.append(time(message));
    const used = message.used ? [make("p", { className: "used", textContent: `${phone.name} used /${message.used}` })] : [];
    const body = make("div", { className: "body" }, ...used, by, ...quote(message), text, ...keys(message, phone));
    if (message.ephemeral) body.append(make("p", { className: "only", textContent: `Only ${phone.name} can see this` }));
    node.append(face, body);
  }
}

/** What an app shows before the first word: Telegram the bot's description and Start, Discord where the chat begins. */
export function drawStart(about, phone) {
  if (phone.platform === "discord") {
    return make("div", { className: "start" },
      make("img", { className: "face", src: "/static/warmline.svg", alt: "" }),
      make("p", { textContent: "This is the beginning of your direct messages with Warmline." }),
      make("p", { textContent: "Type / to see its commands. /talk works here, and in #general, where nobody else sees the answer." }));
  }
  const start = make("button", { type: "button", textContent: "Start" });
  start.addEventListener("click", () => phone.send({ kind: "says", text: "/start" }));
  return make("div", { className: "start" }, make("p", { textContent: about }), start);
}

function quote({ quote: words }) {
  return words ? [make("blockquote", { textContent: words.length > 90 ? `${words.slice(0, 90)}…` : words })] : [];
}

function time({ at, edited }) {
  const when = new Date(at * 1000);
  const shown = when.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hour12: false });
  return make("time", { dateTime: when.toISOString(), textContent: edited ? `edited ${shown}` : shown });
}

function keys(message, phone) {
  if (!message.buttons.length && !message.menus.length) return [];
  const rows = message.buttons.map((row) => make("div", {}, ...row.map((button) => key(button, message, phone))));
  const menus = message.menus.map(({ hint, labels }) => {
    const menu = make("select", { ariaLabel: hint || "Choose" }, make("option", { value: "", textContent: hint || "Choose" }));
    menu.append(...labels.map((label) => make("option", { value: label, textContent: label })));
    menu.addEventListener("change", () => menu.value && phone.send({ kind: "selects", text: menu.value, message: message.id }));
    return menu;
  });
  return [make("div", { className: "keys" }, ...rows, ...menus)];
}

function key({ label, style, url }, message, phone) {
  const button = make("button", { type: "button", textContent: label, className: style ? `s${style}` : "" });
  button.addEventListener("click", async () => {
    if (phone.locked) return;
    if (url && phone.platform === "discord") { phone.toast(`This opens ${url}`); return; }
    button.setAttribute("aria-busy", "true");
    await phone.send({ kind: "presses", text: label, message: message.id });
    button.removeAttribute("aria-busy");
  });
  return button;
}
