// Where the person is, and how the page comes to show what is there now.
import { morphChildren } from "./morph.js";

const NEAR_BOTTOM = 80;
const { as, at, thread, inspect, since } = document.body.dataset;
export const place = { as, at, thread, inspect, since };
const regions = () => [...document.querySelectorAll("[data-region]")];
const scrollers = (root) => [...root.querySelectorAll("[data-scroll]")];

let looking = null;
let again = false;

// Ask for what changed and draw it. Calls that come while one is under way become a single one after it.
export function look() {
  if (looking) {
    again = true;
    return looking;
  }
  looking = lookOnce().finally(() => {
    looking = null;
    if (again) {
      again = false;
      return look();
    }
  });
  return looking;
}

async function lookOnce() {
  const asked = { ...place };
  const known = Object.fromEntries(regions().map((each) => [each.dataset.region, each.dataset.stamp]));
  const seen = document.visibilityState === "visible";
  const answer = await fetch("/page/look", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ ...asked, seen, known }),
  }).catch(() => null);
  if (!answer?.ok) return;
  const { regions: fresh, title, at: arrived, since } = await answer.json();
  if (Object.keys(asked).some((each) => asked[each] !== place[each])) return;
  document.title = title;
  Object.assign(place, { at: arrived, since });
  for (const [name, { html, stamp }] of Object.entries(fresh)) redraw(name, html, stamp);
  if (Object.keys(fresh).length) document.dispatchEvent(new CustomEvent("redrawn", { detail: Object.keys(fresh) }));
}

function redraw(name, html, stamp) {
  const region = document.querySelector(`[data-region="${name}"]`);
  const before = new Map(scrollers(region).map((each) => [each.id, isNearBottom(each)]));
  const known = new Set([...region.querySelectorAll(".message")].map((each) => each.id));
  const fresh = document.createElement("template");
  fresh.innerHTML = html;
  morphChildren(region, fresh.content);
  region.dataset.stamp = stamp;
  for (const each of scrollers(region)) {
    const stayed = before.has(each.id);
    if (!stayed || before.get(each.id)) toBottom(each);
    if (stayed && known.size) announce(each, known);
  }
}

const isNearBottom = (each) => each.scrollHeight - each.scrollTop - each.clientHeight < NEAR_BOTTOM;

export function toBottom(each) {
  each.scrollTop = each.id === "scroll-home" ? 0 : each.scrollHeight;
}

function announce(scroller, known) {
  const added = [...scroller.querySelectorAll(".message:not([data-mine])")].filter((each) => !known.has(each.id));
  if (!added.length || added.length > 5) return;
  const words = (each) => [...each.querySelectorAll(".text, .block")].map((part) => part.innerText).join(" ").slice(0, 300);
  document.getElementById("announcer").textContent = added.map((each) => `${each.dataset.from}: ${words(each)}`).join(" ");
}

export const address = () =>
  "?" + new URLSearchParams(Object.entries({ ...place, since: "" }).filter(([, value]) => value)).toString();

// Go to another place, or act as someone else. The app hears of it, as Slack tells it when Home is opened.
export async function go(there, { remember = true } = {}) {
  const moved = ("at" in there && there.at !== place.at) || ("as" in there && there.as !== place.as);
  Object.assign(place, moved ? { thread: "", since: undefined } : {}, there);
  if (remember) history.pushState({ ...place }, "", address());
  document.body.classList.remove("sidebar-open");
  await look();
  history.replaceState({ ...place }, "", address());
  if (moved) document.dispatchEvent(new CustomEvent("moved"));
}

// Be told of changes, for as long as the page is open.
export function listen(wait = 400) {
  const socket = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/page/live`);
  socket.onopen = () => {
    document.getElementById("offline").hidden = true;
    wait = 400;
    look();
  };
  socket.onmessage = ({ data }) => {
    if (JSON.parse(data).includes("place") || place.inspect) look();
  };
  socket.onclose = () => {
    document.getElementById("offline").hidden = false;
    setTimeout(() => listen(Math.min(wait * 2, 5000)), wait);
  };
}
