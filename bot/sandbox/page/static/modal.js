// The modal: opens when the workspace has one for this person, keeps focus inside, and gives it back.
import { act, press, tell, valueOf, valuesOf } from "./act.js";

const dialog = document.getElementById("modal");
const FOCUSABLE = "a[href], button:not([disabled]), input:not([disabled]), select, textarea, summary, [tabindex='0']";
let shown = "";
let before = null;

// Show or hide the dialog as the region says, and put the focus where work goes on.
export function follow() {
  const view = dialog.querySelector("form[data-modal]");
  if (!view) return hide();
  if (!dialog.open) {
    before = document.activeElement;
    dialog.showModal();
  }
  const wrong = dialog.querySelector(".wrong .field, .wrong input");
  if (view.dataset.view !== shown) {
    shown = view.dataset.view;
    tell("");
    const first = view.querySelector("[autofocus]") ?? view.querySelector(":scope > .blocks :is(input, select, textarea, summary, button)");
    (first ?? view.querySelector("[type=submit], footer button")).focus({ preventScroll: true });
  } else if (wrong && !dialog.querySelector(".wrong :focus")) {
    wrong.focus();
  }
}

function hide() {
  if (!dialog.open) return;
  shown = "";
  tell("");
  dialog.close();
  const back = before?.isConnected && before !== document.body ? before : document.querySelector(".main textarea");
  back?.focus();
}

async function submit(form) {
  const button = form.querySelector("[type=submit]");
  tell("");
  const notice = await act("submit", { values: valuesOf(form) }, button);
  if (notice) tell(notice);
}

function keepInside(event) {
  if (event.key === "Escape") return escape(event);
  if (event.key !== "Tab") return;
  const stops = [...dialog.querySelectorAll(FOCUSABLE)].filter((each) => each.checkVisibility());
  const [first, last] = [stops[0], stops.at(-1)];
  if (event.shiftKey ? document.activeElement === first : document.activeElement === last) {
    event.preventDefault();
    (event.shiftKey ? last : first).focus();
  }
}

// Escape closes what is innermost: an open list, or else the modal.
function escape(event) {
  if (dialog.querySelector(":popover-open")) return;
  event.preventDefault();
  const open = event.target.closest("details.picker[open]");
  if (!open) return act("close");
  open.open = false;
  open.querySelector("summary").focus();
}

async function take(element, input) {
  const ids = [];
  for (const file of input.files) {
    const asked = new URLSearchParams({ as: document.body.dataset.as, name: file.name, keep: "1" });
    const answer = await fetch(`/page/upload?${asked}`, { method: "POST", body: file });
    ids.push((await answer.json()).file);
  }
  element.dataset.files = ids.join(" ");
}

export function startModal() {
  dialog.addEventListener("cancel", (event) => event.preventDefault());
  dialog.addEventListener("keydown", keepInside);
  dialog.addEventListener("submit", (event) => {
    event.preventDefault();
    submit(event.target);
  });
  document.addEventListener("input", ({ target }) => {
    if (target.closest("[data-region]") && !target.matches("[data-filter], [data-external]")) target.dataset.dirty = "1";
  });
  document.addEventListener("change", ({ target }) => {
    const element = target.closest?.(".element");
    if (!element || target.type === "search") return;
    if (element.dataset.kind === "file_input") take(element, target);
    else if (element.matches("[data-live]:not(.multi)")) press(element, valueOf(element), null);
    else if (element.matches(".multi")) showChips(element);
  });
  document.addEventListener("toggle", closePicker, true);
  document.addEventListener("redrawn", ({ detail }) => detail.includes("modal") && follow());
  follow();
}

function showChips(element) {
  const chips = [...element.querySelectorAll("input:checked")].map((each) => {
    const chip = document.createElement("span");
    chip.className = "chip";
    chip.textContent = each.closest("label").innerText.trim();
    return chip;
  });
  element.querySelector(".chips").replaceChildren(...chips);
  element.dataset.changed = "1";
}

// A multi-select outside an input is sent once its list is closed, as in Slack.
function closePicker({ target }) {
  const element = target.matches?.(".picker:not([open])") && target.closest(".element[data-live][data-changed]");
  if (!element) return;
  delete element.dataset.changed;
  press(element, valueOf(element), null);
}
