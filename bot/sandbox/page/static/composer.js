// The composer: sends messages and commands, completes commands as they are typed, keeps drafts while one looks around.
import { act, tell } from "./act.js";
import { forget } from "./morph.js";
import { look, place, toBottom } from "./look.js";

const list = document.getElementById("completion");
const options = [...list.querySelectorAll("[role=option]")];
const isComposer = (target) => target instanceof HTMLTextAreaElement && target.closest("[data-composer]");
const draftKey = (text) => `draft:${place.as}:${text.id}`;

export function grow(text) {
  text.style.height = "auto";
  text.style.height = `${text.scrollHeight}px`;
  text.closest("[data-composer]").classList.toggle("empty", !text.value.trim());
}

export function restoreDrafts() {
  for (const text of document.querySelectorAll("[data-composer] textarea")) {
    if (!text.dataset.dirty) text.value = sessionStorage.getItem(draftKey(text)) ?? "";
    if (text.value) text.dataset.dirty = "1";
    grow(text);
  }
}

function suggest(text) {
  const typed = text.value.trimStart();
  const command = typed.split(/\s/)[0];
  const isWhole = /\s/.test(typed);
  const fits = (each) => (isWhole ? each.dataset.command === command : each.dataset.command.startsWith(command));
  const shown = typed.startsWith("/") && !text.form.dataset.thread ? options.filter(fits) : [];
  for (const each of options) each.hidden = !shown.includes(each);
  select(text, isWhole ? null : shown[0]);
  list.hidden = !shown.length;
  text.setAttribute("aria-expanded", String(shown.length > 0));
  if (!shown.length) return;
  const box = text.closest(".box").getBoundingClientRect();
  Object.assign(list.style, {
    left: `${box.left}px`, width: `${Math.min(box.width, 560)}px`, bottom: `${window.innerHeight - box.top + 6}px`,
  });
}

function select(text, chosen) {
  for (const each of options) each.setAttribute("aria-selected", String(each === chosen));
  if (chosen) text.setAttribute("aria-activedescendant", chosen.id);
  else text.removeAttribute("aria-activedescendant");
  chosen?.scrollIntoView({ block: "nearest" });
}

const selected = () => (list.hidden ? null : options.find((each) => each.getAttribute("aria-selected") === "true"));

export function closeSuggestions() {
  list.hidden = true;
  document.querySelector("[data-composer] textarea[aria-expanded=true]")?.setAttribute("aria-expanded", "false");
}

function complete(text, option) {
  text.value = `${option.dataset.command} `;
  text.dispatchEvent(new Event("input", { bubbles: true }));
  text.focus();
}

function steer(event, text) {
  const shown = options.filter((each) => !each.hidden);
  const now = selected();
  if (event.key === "Escape" && !list.hidden) return closeSuggestions(), event.preventDefault();
  if (now && ["ArrowDown", "ArrowUp"].includes(event.key)) {
    const step = event.key === "ArrowDown" ? 1 : shown.length - 1;
    select(text, shown[(shown.indexOf(now) + step) % shown.length]);
    return event.preventDefault();
  }
  const accepts = event.key === "Tab" || (event.key === "Enter" && text.value.trim() !== now?.dataset.command);
  if (now && accepts && !event.shiftKey) {
    complete(text, now);
    return event.preventDefault();
  }
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    text.form.requestSubmit();
  }
}

async function send(form) {
  const text = form.querySelector("textarea");
  const typed = text.value.trim();
  if (!typed || form.getAttribute("aria-busy") === "true") return;
  closeSuggestions();
  const thread = form.dataset.thread ?? "";
  const isCommand = typed.startsWith("/") && !thread;
  text.value = "";
  sessionStorage.removeItem(draftKey(text));
  forget(form);
  grow(text);
  const notice = await act(isCommand ? "slash" : "say", { text: typed, thread }, form);
  if (notice && !text.value) {
    text.value = typed;
    text.dataset.dirty = "1";
    grow(text);
  }
  form.querySelector(".trouble").textContent = notice;
  const scroller = form.parentElement.querySelector("[data-scroll]");
  if (scroller && !notice) toBottom(scroller);
}

async function share(input) {
  for (const file of input.files) {
    const asked = new URLSearchParams({ as: place.as, at: place.at, name: file.name });
    const answer = await fetch(`/page/upload?${asked}`, { method: "POST", body: file }).catch(() => null);
    if (!answer?.ok) tell(`${file.name} could not be shared.`);
  }
  input.value = "";
  look();
}

export function startComposer() {
  document.addEventListener("input", ({ target }) => {
    if (!isComposer(target)) return;
    sessionStorage.setItem(draftKey(target), target.value);
    target.closest("form").querySelector(".trouble").textContent = "";
    grow(target);
    suggest(target);
  });
  document.addEventListener("keydown", (event) => isComposer(event.target) && steer(event, event.target));
  document.addEventListener("focusout", ({ target }) => isComposer(target) && setTimeout(closeSuggestions, 120));
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-composer]")) return;
    event.preventDefault();
    send(event.target);
  });
  document.addEventListener("change", ({ target }) => target.matches?.("[data-upload]") && share(target));
  list.addEventListener("mousedown", (event) => {
    const option = event.target.closest("[role=option]");
    event.preventDefault();
    if (option) complete(document.querySelector("[data-composer] textarea"), option);
  });
  restoreDrafts();
}
