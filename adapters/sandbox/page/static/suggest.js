// What a phone suggests after a slash: the commands that the bot has told its platform.
export class Suggestions {
  constructor(field, phone, platform) {
    Object.assign(this, { field, phone, platform, commands: [], chosen: -1 });
    this.list = document.createElement("ul");
    this.list.className = "suggest";
    this.list.id = `suggest-${phone}`;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", "Commands");
    this.list.hidden = true;
    field.closest(".frame").append(this.list);
    field.setAttribute("role", "combobox");
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-controls", this.list.id);
    field.setAttribute("aria-expanded", "false");
    field.addEventListener("input", () => this.suggest());
    field.addEventListener("keydown", (event) => this.key(event));
    field.addEventListener("blur", () => this.close());
  }

  async suggest() {
    const typed = this.field.value.match(/^\/(\w*)$/);
    if (!typed || this.field.readOnly) return this.close();
    if (typed[1] === "" || !this.commands.length) {
      const answer = await fetch(`/commands/${this.phone}`);
      this.commands = answer.ok ? await answer.json() : [];
    }
    const now = this.field.value.match(/^\/(\w*)$/);
    const found = now ? this.commands.filter(({ name }) => name.startsWith(now[1].toLowerCase())) : [];
    this.chosen = -1;
    this.list.replaceChildren(...found.map((command, at) => this.draw(command, at)));
    this.list.hidden = !found.length;
    return this.field.setAttribute("aria-expanded", String(Boolean(found.length)));
  }

  draw({ name, about, options }, at) {
    const item = document.createElement("li");
    item.id = `${this.list.id}-${at}`;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    item.dataset.name = name;
    const title = Object.assign(document.createElement("b"), { textContent: `/${name}` });
    const more = Object.assign(document.createElement("i"), { textContent: options.map((option) => ` ${option}`).join("") });
    item.append(title, more, Object.assign(document.createElement("small"), { textContent: about }));
    item.addEventListener("mousedown", (event) => { event.preventDefault(); this.take(item); });
    return item;
  }

  key(event) {
    if (this.list.hidden) return;
    const items = [...this.list.children];
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const step = event.key === "ArrowDown" ? 1 : -1;
      this.choose(items, this.chosen < 0 && step < 0 ? items.length - 1 : (this.chosen + step + items.length) % items.length);
      event.preventDefault();
    } else if (event.key === "Escape") {
      this.close();
    } else if (this.chosen >= 0 && (event.key === "Tab" || event.key === "Enter")) {
      this.take(items[this.chosen]);
      event.preventDefault();
    }
  }

  choose(items, at) {
    this.chosen = at;
    items.forEach((item, place) => item.setAttribute("aria-selected", String(place === at)));
    items[at].scrollIntoView({ block: "nearest" });
    this.field.setAttribute("aria-activedescendant", items[at].id);
  }

  take(item) {
    this.field.value = `/${item.dataset.name} `;
    this.close();
  }

  close() {
    this.list.hidden = true;
    this.chosen = -1;
    this.field.setAttribute("aria-expanded", "false");
    this.field.removeAttribute("aria-activedescendant");
  }
}
