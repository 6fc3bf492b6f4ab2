// The database: every table with its count, rows that light up when they come and fade when they go.
const KEPT = [
  ["live", "Live", "goes with the conversation"],
  ["roster", "Roster", "until a listener leaves"],
  ["ledger", "Agreed to", "what somebody said yes to"],
  ["safety", "Safety", "only after a report or block"],
  ["line", "The line itself", ""],
];

const make = (tag, props = {}, ...inside) => {
  const node = Object.assign(document.createElement(tag), props);
  node.append(...inside);
  return node;
};

export class Tables {
  constructor(place) {
    this.place = place;
    this.tables = new Map();
    this.groups = new Map(KEPT.map(([kept, title, about]) => {
      const group = make("section", {}, make("h3", {}, title, make("small", { textContent: about })));
      place.append(group);
      return [kept, group];
    }));
  }

  /** Show all tables; whether a live one has changed its number of rows. */
  show(news) {
    let changed = false;
    for (const [name, table] of this.tables) {
      if (!news.some((one) => one.name === name)) { table.node.remove(); this.tables.delete(name); }
    }
    for (const one of news) {
      if (!this.tables.has(one.name)) this.add(one);
      changed = this.fill(this.tables.get(one.name), one) || changed;
    }
    return changed;
  }

  add({ name, kept }) {
    const count = make("b", { textContent: "0" });
    const node = make("div", { className: `table none ${kept === "live" ? "" : "lasting"}` });
    node.append(make("p", {}, make("span", { textContent: name }), count));
    this.groups.get(kept).append(node);
    this.tables.set(name, { node, count, rows: new Map(), more: null, live: kept === "live" });
  }

  fill(table, { count, rows }) {
    const changed = table.count.textContent !== String(count);
    table.count.textContent = count;
    table.node.classList.toggle("none", count === 0);
    const keys = new Set(rows.map((row) => row.key));
    for (const [key, row] of table.rows) {
      if (!keys.has(key)) { this.fade(row.node); table.rows.delete(key); }
    }
    for (const { key, cells } of rows) {
      if (!table.rows.has(key)) {
        table.rows.set(key, { node: table.node.appendChild(make("dl", { className: "row" })), cells: {} });
      }
      this.write(table.rows.get(key), cells);
    }
    table.more?.remove();
    const unseen = count - rows.length;
    table.more = unseen > 0 ? table.node.appendChild(make("p", { className: "more", textContent: `and ${unseen} more` })) : null;
    return changed && table.live;
  }

  write(row, cells) {
    const fresh = !Object.keys(row.cells).length;
    const entries = Object.entries(cells).filter(([, value]) => value !== "–" && value !== "");
    row.node.replaceChildren(...entries.map(([name, value]) => {
      const same = fresh || JSON.stringify(row.cells[name]) === JSON.stringify(value);
      const cell = value.sealed
        ? make("dd", { className: "sealed", textContent: `${value.as}…`, title: `${value.sealed} bytes, sealed with a key that is not in the database` })
        : make("dd", { textContent: value, title: value });
      if (value.sealed) cell.setAttribute("aria-label", `sealed, ${value.sealed} bytes`);
      return make("div", { className: same ? "" : "changed" }, make("dt", { textContent: name }), cell);
    }));
    row.cells = cells;
  }

  fade(node) {
    node.style.maxHeight = `${node.offsetHeight}px`;
    node.classList.add("gone");
    node.addEventListener("animationend", (event) => { if (event.target === node) node.remove(); });
  }
}
