// A menu that opens from a button: arrows, first letters, Enter, Escape.

import { el, icon } from "./dom.js";

let open = null;

/** A button that opens a menu; `items` gives [{label, hint, picture, isChosen, choose}] at the moment of opening. */
export function menuButton(props, content, items) {
  const button = el("button", { type: "button", "aria-haspopup": "menu", "aria-expanded": "false", ...props }, content);
  button.addEventListener("click", (event) => {
    event.stopPropagation();
    if (open?.button === button) return closeMenu();
    openMenu(button, items());
  });
  return button;
}

export function openMenu(button, items) {
  closeMenu();
  const list = el("div", {
    class: "menu",
    role: "menu",
    "aria-label": button.getAttribute("aria-label") ?? button.textContent,
  });
  list.append(...items.map((item) => (item.isHeading ? heading(item) : row(item))));
  list.addEventListener("keydown", (event) => steer(list, event));
  (button.closest("dialog") ?? document.body).append(list);
  place(list, button);
  button.setAttribute("aria-expanded", "true");
  open = { list, button };
  (list.querySelector("[aria-checked='true']") ?? list.querySelector("[role^='menuitem']"))?.focus();
}

export function closeMenu({ returnFocus = false } = {}) {
  if (!open) return;
  const { list, button } = open;
  open = null;
  list.remove();
  button.setAttribute("aria-expanded", "false");
  if (returnFocus && button.isConnected) button.focus();
}

const heading = (item) => el("div", { class: "menu-heading", role: "presentation" }, item.label);

function row(item) {
  const isChoice = item.isChosen !== undefined;
  const props = {
    class: item.isDanger ? "menu-row danger-text" : "menu-row",
    type: "button",
    role: isChoice ? "menuitemradio" : "menuitem",
    tabindex: "-1",
    "aria-checked": isChoice ? String(item.isChosen) : null,
    onclick: () => {
      closeMenu({ returnFocus: true });
      item.choose();
    },
  };
  const words = el(
    "span",
    { class: "menu-words" },
    el("span", {}, item.label),
    item.hint && el("small", {}, item.hint),
  );
  return el("button", props, item.picture, words, item.mark, item.isChosen && icon("check"));
}

function steer(list, event) {
  const rows = [...list.querySelectorAll("[role^='menuitem']")];
  const at = rows.indexOf(document.activeElement);
  const go = (index) => rows[(index + rows.length) % rows.length]?.focus();
  const moves = { ArrowDown: () => go(at + 1), ArrowUp: () => go(at - 1), Home: () => go(0), End: () => go(-1) };
  if (moves[event.key]) moves[event.key]();
  else if (event.key === "Escape" || event.key === "Tab") closeMenu({ returnFocus: true });
  else if (event.key.length === 1 && event.key !== " ") return letter(rows, at, event.key);
  else return;
  event.preventDefault();
  event.stopPropagation();
}

function letter(rows, at, key) {
  const turned = [...rows.slice(at + 1), ...rows.slice(0, at + 1)];
  turned.find((one) => one.textContent.trim().toLowerCase().startsWith(key.toLowerCase()))?.focus();
}

function place(list, button) {
  const anchor = button.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = list;
  const left = Math.min(Math.max(8, anchor.left), innerWidth - width - 8);
  const below = anchor.bottom + 6;
  const top = below + height < innerHeight - 8 ? below : Math.max(8, anchor.top - height - 6);
  Object.assign(list.style, { left: `${left}px`, top: `${top}px` });
}

addEventListener("click", (event) => {
  if (open && !open.list.contains(event.target)) closeMenu();
});
addEventListener("resize", () => closeMenu());
