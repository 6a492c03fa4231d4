// Ties the page together: links, buttons, keys, and the news from the workspace.
import { act, press, tell } from "./act.js";
import { restoreDrafts, startComposer } from "./composer.js";
import { startExternal } from "./external.js";
import { go, listen, look, place, toBottom } from "./look.js";
import { menuMessage, startMenus } from "./menus.js";
import { startModal } from "./modal.js";

const chooser = document.getElementById("chooser");
const messageOf = (button) => button.closest("[data-ts]") ?? menuMessage();

const DEEDS = {
  sidebar: () => {
    const open = document.body.classList.toggle("sidebar-open");
    document.querySelector(open ? ".acting" : ".open-sidebar").focus();
  },
  theme: () => window.toggleTheme(),
  inspect: () => go({ inspect: place.inspect ? "" : "1" }),
  chooser: () => openChooser(),
  thread: (button) => openThread(messageOf(button).dataset.ts),
  close_thread: () => go({ thread: "" }).then(() => document.querySelector(".main textarea")?.focus()),
  close: () => act("close"),
  join: async (button) => tell(await act("join", {}, button)),
  shortcut: async (button) => tell(await act("shortcut", { callback: button.value })),
  message_shortcut: async (button) =>
    tell(await act("message_shortcut", { callback: button.value, ts: messageOf(button).dataset.ts })),
  react: async (button) => tell(await act("react", { name: button.value, ts: messageOf(button).dataset.ts })),
  delete: async (button) => tell(await act("delete", { ts: messageOf(button).dataset.ts })),
  control: async (button) => tell(await act("control", { label: button.value }, button)),
};

async function openThread(ts) {
  await go({ thread: ts });
  document.querySelector(".thread textarea")?.focus();
}

let asked = 0;

// An answer to what was typed before may come after the answer to what is typed now.
async function fillChooser() {
  const turn = ++asked;
  const typed = document.getElementById("chooser-find").value;
  const answer = await fetch(`/page/people?${new URLSearchParams({ as: place.as, at: place.at, typed })}`);
  const found = await answer.text();
  if (turn === asked) document.getElementById("chooser-list").innerHTML = found;
}

function openChooser() {
  document.getElementById("chooser-find").value = "";
  fillChooser();
  chooser.showModal();
}

function follow(event, link) {
  const { go: at, person, thread } = link.dataset;
  if (event.metaKey || event.ctrlKey || event.shiftKey || (!at && !person && !thread)) return;
  event.preventDefault();
  if (thread) return openThread(thread);
  if (person) chooser.close();
  go(person ? { as: person } : { at }).then(readyToType);
}

// Where there is a keyboard, one can type at once; a phone would cover half the page with one.
function readyToType() {
  if (window.matchMedia("(hover: hover)").matches) document.querySelector(".main textarea")?.focus({ preventScroll: true });
}

function clicked(event) {
  const link = event.target.closest("a[data-go], a[data-person], a[data-thread]");
  if (link) return follow(event, link);
  const pressed = event.target.closest("[data-press]");
  if (pressed) {
    const element = pressed.closest(".element");
    const busy = pressed.getAttribute("role") === "menuitem" ? element.querySelector("button") : pressed;
    return press(element, element.dataset.kind === "overflow" ? (pressed.value || pressed.dataset.value) : null, busy);
  }
  const button = event.target.closest("[data-do]");
  if (button) DEEDS[button.dataset.do]?.(button);
  else if (event.target === chooser) chooser.close();
}

// Arrow keys go through messages, places and people.
function steer(event) {
  if ((event.ctrlKey || event.metaKey) && event.key === "k") {
    event.preventDefault();
    return document.querySelector("dialog[open]") ? null : openChooser();
  }
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const { target } = event;
  if (target.id === "chooser-find" && event.key === "Enter") {
    event.preventDefault();
    return document.querySelector(".face")?.click();
  }
  if (target.matches?.(".message") && event.key === "Escape") return document.querySelector(".main textarea")?.focus();
  if (!step) return;
  if (target.matches?.("[data-composer] textarea") && target.value) return;
  const group = [".message", ".row", ".face, #chooser-find", ".entry > summary"].find((each) => target.matches?.(each));
  const root = target.closest?.("dialog, .region");
  const stops = group ? [...root.querySelectorAll(group)] : [];
  const next = group ? stops[stops.indexOf(target) + step] : step < 0 && target.closest?.(".composer") && [...root.querySelectorAll(".message")].at(-1);
  if (!next || event.defaultPrevented) return;
  event.preventDefault();
  next.focus();
  next.scrollIntoView({ block: "nearest" });
}

async function showTraffic({ target }) {
  const key = target.dataset?.traffic;
  const json = key && target.querySelector(".json");
  if (!json || !target.open || json.childElementCount) return;
  json.innerHTML = await (await fetch(`/page/traffic/${encodeURIComponent(key)}`)).text();
}

function filter({ target }) {
  if (target.id === "chooser-find") return fillChooser();
  if (!target.matches?.("[data-filter]")) return;
  const typed = target.value.toLowerCase();
  for (const each of target.closest(".choices").querySelectorAll(".tick")) each.hidden = !each.innerText.toLowerCase().includes(typed);
}

document.addEventListener("click", clicked);
document.addEventListener("keydown", steer);
document.addEventListener("input", filter);
document.addEventListener("toggle", showTraffic, true);
document.addEventListener("moved", () => act("visit"));
document.addEventListener("redrawn", restoreDrafts);
document.addEventListener("visibilitychange", look);
window.addEventListener("popstate", ({ state }) => state && go(state, { remember: false }));
setInterval(look, 30_000);

startMenus();
startModal();
startExternal();
startComposer();
history.replaceState({ ...place }, "", location.search || undefined);
for (const each of document.querySelectorAll("[data-scroll]")) toBottom(each);
act("visit");
listen();
