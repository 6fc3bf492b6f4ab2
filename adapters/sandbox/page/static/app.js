// What the server tells, put where it belongs; and the buttons above the phones.
import { Phone } from "./phone.js";
import { Tables } from "./tables.js";

const byId = (id) => document.getElementById(id);
const [stage, tabs, power, play] = ["stage", "tabs", "power", "play"].map(byId);
const phones = new Map();
const tables = new Tables(byId("tables"));
let tour = { playing: false, caption: {}, hand: null };
let bot = { state: "starting", pid: null, busy: true };
let shownHand = 0;

export async function post(path, body) {
  try {
    const answer = await fetch(path, {
      method: "POST", body: JSON.stringify(body), headers: { "Content-Type": "application/json" },
    });
    return (await answer.json()).toast ?? "";
  } catch {
    return "The demo is gone. Start it again in your terminal.";
  }
}

const events = new EventSource("/events");
const hear = (name, then) => events.addEventListener(name, (event) => then(JSON.parse(event.data)));
hear("bot", (news) => { bot = news; showBot(); });
hear("tour", (news) => { tour = news; showBot(); showCaption(); showHand(); });
hear("tables", (news) => { if (tables.show(news)) mark("kept"); });
hear("phones", (all) => {
  const first = !phones.size;
  for (const news of all) {
    if (!phones.has(news.key)) addPhone(news);
    if (phones.get(news.key).show(news) && !first) mark(news.key);
  }
  if (first) {
    addTab("kept", byId("kept"), "Database", "what is kept");
    stage.scrollTo({ left: 0, behavior: "instant" });
  }
});
events.onerror = () => { bot = { state: "down", pid: null, busy: true }; showBot("The demo is gone"); };

function addPhone(news) {
  const phone = new Phone(news, post);
  phones.set(news.key, phone);
  stage.insertBefore(phone.node, byId("kept"));
  addTab(news.key, phone.node, news.name, news.platform === "telegram" ? "Telegram" : "Discord");
  phone.lock(tour.playing);
}

function showBot(words) {
  const told = { up: `The bot runs (${bot.pid})`, starting: "The bot is starting", down: "The bot is dead" };
  byId("bot").dataset.state = bot.state;
  byId("bot").querySelector("span").textContent = words ?? told[bot.state];
  power.textContent = bot.state === "down" ? "Restart" : "Kill the bot";
  power.disabled = bot.busy || bot.state === "starting";
  play.textContent = tour.playing ? "Stop" : "Play the tour";
  play.disabled = !tour.playing && bot.busy;
}

function showCaption() {
  const { kind, number = 0, of = 0, title = "Setting the stage", text = "" } = tour.caption;
  const caption = byId("caption");
  if (kind === "scene" && number === of) goTo(byId("kept"));
  caption.dataset.kind = kind ?? "";
  caption.querySelector("h2").textContent = title;
  caption.querySelector("p").textContent = text;
  const scenes = Array.from({ length: tour.playing ? of : 0 }, (_, at) => {
    const one = document.createElement("li");
    one.className = at + 1 < number ? "past" : at + 1 === number ? "now" : "";
    return one;
  });
  byId("scenes").replaceChildren(...scenes);
}

function showHand() {
  const hand = tour.hand;
  for (const [key, phone] of phones) {
    phone.lock(tour.playing);
    if (!hand || hand.phone !== key) phone.rest();
  }
  if (hand && hand.n !== shownHand && phones.has(hand.phone)) {
    const phone = phones.get(hand.phone);
    goTo(phone.node);
    phone.act(hand);
  }
  shownHand = hand?.n ?? 0;
}

power.addEventListener("click", () => post("/bot", { up: bot.state === "down" }));
play.addEventListener("click", () => post("/tour", { play: !tour.playing }));

// Narrow screens show one pane after another: tabs that follow the swipe, and a dot for news elsewhere.
function addTab(key, pane, name, about) {
  const tab = document.createElement("button");
  tab.type = "button";
  tab.id = `tab-${key}`;
  tab.append(name, Object.assign(document.createElement("small"), { textContent: about }));
  tab.addEventListener("click", () => goTo(pane));
  tabs.append(tab);
  watched.set(pane, tab);
  watch.observe(pane);
}

function goTo(pane) {
  if (stage.scrollWidth > stage.clientWidth + 1) {
    const left = pane.offsetLeft - stage.offsetLeft - (stage.clientWidth - pane.offsetWidth) / 2;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    stage.scrollTo({ left, behavior: calm ? "auto" : "smooth" });
  }
}

function mark(key) {
  const tab = byId(`tab-${key}`);
  if (tab && tab.getAttribute("aria-current") !== "true") tab.classList.add("news");
}

const watched = new Map();
const watch = new IntersectionObserver((seen) => {
  for (const { target, isIntersecting } of seen) {
    const tab = watched.get(target);
    tab.setAttribute("aria-current", String(isIntersecting));
    if (isIntersecting) {
      tab.classList.remove("news");
      if (tabs.scrollWidth > tabs.clientWidth) tabs.scrollTo({ left: tab.offsetLeft - 60, behavior: "smooth" });
    }
  }
}, { root: stage, threshold: 0.6 });
