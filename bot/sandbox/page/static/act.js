// What the person does: sent to the workspace, with a sign of waiting, and a sentence where it failed.
import { forget } from "./morph.js";
import { look, place } from "./look.js";

const UNREACHED = "The workspace can't be reached. Is it still running?";

// Do `verb`; resolves to the sentence to show, or "". `waiting` shows that it is under way and can't be done twice.
export async function act(verb, given = {}, waiting = null) {
  if (waiting?.getAttribute("aria-busy") === "true") return "";
  waiting?.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(`/page/do/${verb}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ ...place, ...given }),
    });
    return answer.ok || answer.status === 404 ? (await answer.json()).notice : `That failed here, in the page (${answer.status}).`;
  } catch {
    return UNREACHED;
  } finally {
    await look();
    waiting?.removeAttribute("aria-busy");
  }
}

let hiding = 0;

// A sentence at the bottom of the page, or in the modal while one is open.
export function tell(sentence) {
  const modal = document.getElementById("modal");
  const where = document.getElementById(modal.open ? "modal-notice" : "notice");
  where.textContent = sentence;
  clearTimeout(hiding);
  if (sentence && !modal.open) hiding = setTimeout(() => { where.textContent = ""; }, 9000);
}

const kindOf = (element) => element.dataset.kind;

// The value of an element: one string, a list for those that take several.
export function valueOf(element) {
  const ticks = [...element.querySelectorAll("input[type=checkbox], input[type=radio]")];
  if (kindOf(element) === "checkboxes" || kindOf(element).startsWith("multi_"))
    return ticks.filter((each) => each.checked).map((each) => each.value);
  if (kindOf(element) === "radio_buttons") return ticks.find((each) => each.checked)?.value ?? "";
  return element.querySelector("select, textarea, input:not([type=search])")?.value ?? "";
}

export const valuesOf = (form) =>
  [...form.querySelectorAll(".input .element:not([data-live])")]
    .filter((each) => kindOf(each) !== "file_input" || each.dataset.files)
    .map((each) => ({
      block: each.dataset.block,
      action: each.dataset.action,
      kind: kindOf(each),
      value: kindOf(each) === "file_input" ? each.dataset.files.split(" ") : valueOf(each),
    }));

export const targetOf = (element) => {
  const view = element.closest("[data-view]");
  return view ? { view: view.dataset.view } : { ts: element.closest("[data-ts]").dataset.ts };
};

// Press or choose: the element with its value, on its message or view, after the confirmation that it may ask for.
export async function press(element, value, waiting) {
  const asked = element.querySelector("template.confirm");
  if (asked && !(await confirmed(asked))) {
    forget(element);
    element.closest("[data-region]").dataset.stamp = "";
    return look();
  }
  const view = element.closest("[data-view]");
  const message = element.closest("[data-ts]");
  const form = element.closest("form[data-modal]");
  const { block, action, kind } = element.dataset;
  const notice = await act("press", { ...targetOf(element), block, action, kind, value, values: form ? valuesOf(form) : [] }, waiting);
  if (!form) forget(element);
  const trouble = (view ?? message)?.querySelector(".trouble");
  if (trouble) trouble.textContent = notice;
  else tell(notice);
}

function confirmed(asked) {
  const dialog = document.getElementById("confirm");
  const part = (name) => asked.content.querySelector(name);
  const [deny, confirm] = dialog.querySelectorAll("[data-answer]");
  dialog.querySelector("h2").replaceChildren(...part("h2").cloneNode(true).childNodes);
  dialog.querySelector("#confirm-text").replaceChildren(part("p").cloneNode(true));
  confirm.textContent = part("[data-part=confirm]").textContent || "Yes";
  deny.textContent = part("[data-part=deny]").textContent || "No";
  confirm.className = `button ${asked.dataset.style === "danger" ? "danger" : "primary"}`;
  dialog.returnValue = "";
  dialog.showModal();
  confirm.focus();
  return new Promise((answered) => {
    dialog.onclose = () => answered(dialog.returnValue === "yes");
    for (const each of [deny, confirm]) each.onclick = () => dialog.close(each.dataset.answer);
  });
}
