// What could follow what is being typed: commands after a slash, people after an @.
import { place } from "./look.js";

const list = document.getElementById("completion");
const commands = [...list.querySelectorAll("[data-command]")];
const MENTION = /(?:^|\s)(@(?:[^\s@][^@\n]{0,30})?)$/;

let shown = [];
let from = 0;
let asked = 0;

export async function suggest(text) {
  const before = text.value.slice(0, text.selectionStart);
  const mention = before.match(MENTION);
  if (text.value.startsWith("/") && !text.form.dataset.thread && !mention) return offerCommands(text);
  const turn = ++asked;
  const people = mention ? await namesLike(mention[1].slice(1)) : [];
  if (turn === asked) show(text, people.map(personOption), before.length - (mention?.[1].length ?? 0));
}

function offerCommands(text) {
  asked += 1;
  const command = text.value.split(/\s/)[0];
  const isWhole = /\s/.test(text.value);
  const fits = ({ dataset }) => (isWhole ? dataset.command === command : dataset.command.startsWith(command));
  show(text, commands.filter(fits), 0);
  if (isWhole) select(text, null);
}

async function namesLike(typed) {
  const answer = await fetch(`/page/names?${new URLSearchParams({ as: place.as, typed })}`).catch(() => null);
  return answer?.ok ? answer.json() : [];
}

function personOption({ id, name, title }) {
  const option = document.createElement("li");
  Object.assign(option, { id: `person-${id}`, role: "option" });
  option.className = "person";
  option.dataset.insert = `@${name} `;
  const words = Object.assign(document.createElement("strong"), { textContent: name });
  option.append(words, " ", Object.assign(document.createElement("small"), { textContent: title }));
  return option;
}

function show(text, options, start) {
  shown = options;
  from = start;
  list.replaceChildren(...options);
  list.hidden = !options.length;
  text.setAttribute("aria-expanded", String(options.length > 0));
  select(text, options[0]);
  if (!options.length) return;
  const box = text.closest(".box").getBoundingClientRect();
  Object.assign(list.style, {
    left: `${box.left}px`, width: `${Math.min(box.width, 560)}px`, bottom: `${window.innerHeight - box.top + 6}px`,
  });
}

function select(text, chosen) {
  for (const each of shown) each.setAttribute("aria-selected", String(each === chosen));
  if (chosen) text.setAttribute("aria-activedescendant", chosen.id);
  else text.removeAttribute("aria-activedescendant");
  chosen?.scrollIntoView({ block: "nearest" });
}

const selected = () => (list.hidden ? null : shown.find((each) => each.getAttribute("aria-selected") === "true"));

export function closeSuggestions() {
  asked += 1;
  list.hidden = true;
  document.querySelector("[data-composer] textarea[aria-expanded=true]")?.setAttribute("aria-expanded", "false");
}

const insertOf = (option) => option.dataset.insert ?? `${option.dataset.command} `;

function complete(text, option) {
  const inserted = insertOf(option);
  const rest = text.value.slice(text.selectionStart);
  text.value = text.value.slice(0, from) + inserted + rest;
  text.focus();
  text.setSelectionRange(from + inserted.length, from + inserted.length);
  text.dispatchEvent(new Event("input", { bubbles: true }));
}

const isWhole = (text, option) => text.value.slice(from, text.selectionStart).trim() === insertOf(option).trim();

// Whether a key was for the list. Enter on what is already whole is not: it sends.
export function steerSuggestions(event, text) {
  const now = selected();
  if (event.key === "Escape" && !list.hidden) closeSuggestions();
  else if (now && event.key === "ArrowDown") select(text, shown[(shown.indexOf(now) + 1) % shown.length]);
  else if (now && event.key === "ArrowUp") select(text, shown.at(shown.indexOf(now) - 1));
  else if (now && !event.shiftKey && (event.key === "Tab" || (event.key === "Enter" && !isWhole(text, now)))) complete(text, now);
  else return false;
  event.preventDefault();
  return true;
}

export function startCompletion() {
  document.addEventListener("focusout", ({ target }) => target.matches("[data-composer] textarea") && setTimeout(closeSuggestions, 120));
  list.addEventListener("mousedown", (event) => {
    const option = event.target.closest("[role=option]");
    event.preventDefault();
    if (option) complete(document.querySelector("[data-composer] textarea[aria-expanded=true]"), option);
  });
}
