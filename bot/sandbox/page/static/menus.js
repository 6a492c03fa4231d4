// Menus that open at a button: they find a place on the screen, move by arrow keys, and know their message.

let opener = null;

export const menuMessage = () => opener?.closest("[data-ts]");

function put(menu, at) {
  const button = at.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = menu;
  const below = button.bottom + 6 + height < window.innerHeight;
  menu.style.left = `${Math.max(8, Math.min(button.right - width, window.innerWidth - width - 8))}px`;
  menu.style.top = `${below ? button.bottom + 6 : Math.max(8, button.top - height - 6)}px`;
}

const items = (menu) => [...menu.querySelectorAll("[role=menuitem]")].filter((each) => each.checkVisibility());

function opened({ target, newState }) {
  if (!target.matches?.("[popover]")) return;
  const at = document.querySelector(`[popovertarget="${CSS.escape(target.id)}"]`) ?? opener;
  at?.setAttribute("aria-expanded", String(newState === "open"));
  if (newState !== "open") return;
  for (const each of target.querySelectorAll("[data-mine]")) each.hidden = !menuMessage()?.hasAttribute("data-mine");
  if (at) put(target, at);
  items(target)[0]?.focus();
}

function steer(event) {
  const menu = event.target.closest?.("[popover]");
  const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
  if (!menu || !step) return;
  event.preventDefault();
  const all = items(menu);
  all[(all.indexOf(document.activeElement) + step + all.length) % all.length]?.focus();
}

export function startMenus() {
  document.addEventListener("toggle", opened, true);
  document.addEventListener("keydown", steer);
  document.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-menu]");
    if (button) {
      opener = button;
      // Said before the menu opens: it keeps a message's tools in sight, so that the focus can come back to them.
      button.setAttribute("aria-expanded", "true");
      document.getElementById(button.dataset.menu).showPopover();
    } else {
      target.closest("[role=menuitem]")?.closest("[popover]")?.hidePopover();
    }
  });
}
