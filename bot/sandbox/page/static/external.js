// Selects whose options the app suggests while one types.
import { targetOf } from "./act.js";
import { place } from "./look.js";

let waiting = 0;

async function suggest(input) {
  const element = input.closest(".element");
  if (input.value.length < Number(input.dataset.external)) return;
  const asked = { ...place, ...targetOf(element), action: element.dataset.action, typed: input.value };
  const headers = { "content-type": "application/json" };
  const answer = await fetch("/page/options", { method: "POST", headers, body: JSON.stringify(asked) });
  const found = answer.ok ? await answer.json() : [];
  if (element.matches(".multi")) offerTicks(element, found);
  else offerOptions(element.querySelector("select"), found);
}

function offerOptions(select, found) {
  for (const each of [...select.options]) if (each.value && !each.selected) each.remove();
  for (const { value, text } of found) if (select.value !== value) select.add(new Option(text, value));
}

function offerTicks(element, found) {
  const ticks = [...element.querySelectorAll(".tick")];
  for (const each of ticks) if (!each.querySelector("input").checked) each.remove();
  const kept = new Set([...element.querySelectorAll(".tick input")].map((each) => each.value));
  for (const { value, text } of found.filter((each) => !kept.has(each.value))) {
    const label = document.createElement("label");
    const box = Object.assign(document.createElement("input"), { type: "checkbox", value });
    const words = Object.assign(document.createElement("span"), { textContent: text });
    label.className = "tick";
    label.append(box, words);
    element.querySelector(".choices").append(label);
  }
}

export function startExternal() {
  document.addEventListener("input", ({ target }) => {
    if (!target.matches?.("[data-external]")) return;
    clearTimeout(waiting);
    waiting = setTimeout(suggest, 250, target);
  });
}
