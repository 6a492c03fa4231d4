// Turns a region into its new look by the smallest change, so that focus, scroll and typed text stay.

const OWN = new Set(["open", "aria-busy", "aria-expanded", "aria-activedescendant", "data-dirty", "style"]);

export function morphChildren(old, fresh) {
  const byId = new Map([...old.children].filter((each) => each.id).map((each) => [each.id, each]));
  const wanted = new Set([...fresh.children].map((each) => each.id).filter(Boolean));
  let next = old.firstChild;
  for (const node of [...fresh.childNodes]) {
    while (next && next.id && !wanted.has(next.id)) next = drop(next);
    const kept = node.id ? byId.get(node.id) : null;
    if (kept && kept.nodeName === node.nodeName) {
      if (kept === next) next = next.nextSibling;
      else old.insertBefore(kept, next);
      morphElement(kept, node);
    } else if (next && !node.id && !next.id && next.nodeName === node.nodeName) {
      const same = next;
      next = next.nextSibling;
      if (same.nodeType === Node.ELEMENT_NODE) morphElement(same, node);
      else if (same.nodeValue !== node.nodeValue) same.nodeValue = node.nodeValue;
    } else {
      old.insertBefore(document.importNode(node, true), next);
    }
  }
  while (next) next = drop(next);
}

function drop(node) {
  const after = node.nextSibling;
  node.remove();
  return after;
}

function morphElement(old, fresh) {
  if (old.hasAttribute("data-keep")) return;
  for (const { name } of [...old.attributes]) if (!fresh.hasAttribute(name) && !OWN.has(name)) old.removeAttribute(name);
  for (const { name, value } of [...fresh.attributes])
    if (!OWN.has(name) && old.getAttribute(name) !== value) old.setAttribute(name, value);
  if (old.nodeName === "TEMPLATE") old.innerHTML = fresh.innerHTML;
  else if (old.nodeName !== "TEXTAREA") morphChildren(old, fresh);
  keepTyped(old, fresh);
}

// What the person has typed or chosen stands until the page forgets it (see `forget`).
function keepTyped(old, fresh) {
  if (old.dataset.dirty) return;
  if (old.nodeName === "TEXTAREA") old.value = fresh.textContent;
  else if (old.nodeName === "SELECT") old.value = fresh.querySelector("option[selected]")?.value ?? "";
  else if (old.nodeName === "INPUT" && ["checkbox", "radio"].includes(old.type)) old.checked = fresh.hasAttribute("checked");
  else if (old.nodeName === "INPUT" && old.type !== "file") old.value = fresh.getAttribute("value") ?? "";
}

export function forget(root) {
  for (const each of [root, ...root.querySelectorAll("[data-dirty]")]) delete each.dataset.dirty;
}
