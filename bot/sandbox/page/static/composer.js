// The composer: sends messages and commands, keeps drafts while one looks around.
import { act, tell } from "./act.js";
import { closeSuggestions, startCompletion, steerSuggestions, suggest } from "./completion.js";
import { forget } from "./morph.js";
import { look, place, toBottom } from "./look.js";

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

function typed(event, text) {
  if (steerSuggestions(event, text) || event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  text.form.requestSubmit();
}

async function send(form) {
  const text = form.querySelector("textarea");
  const words = text.value.trim();
  if (!words || form.getAttribute("aria-busy") === "true") return;
  closeSuggestions();
  const thread = form.dataset.thread ?? "";
  const isCommand = words.startsWith("/") && !thread;
  text.value = "";
  sessionStorage.removeItem(draftKey(text));
  forget(form);
  grow(text);
  const notice = await act(isCommand ? "slash" : "say", { text: words, thread }, form);
  if (notice && !text.value) {
    text.value = words;
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
  document.addEventListener("keydown", (event) => isComposer(event.target) && typed(event, event.target));
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-composer]")) return;
    event.preventDefault();
    send(event.target);
  });
  document.addEventListener("change", ({ target }) => target.matches?.("[data-upload]") && share(target));
  startCompletion();
  restoreDrafts();
}
