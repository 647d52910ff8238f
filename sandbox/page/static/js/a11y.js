// Focus and speech: what keyboards and screen readers need beyond plain HTML.

import { el, focusIn, restore } from "./dom.js";

const SPOKEN_MS = 3000;
const FOCUSABLE = "a[href], button, input, select, textarea, summary, [tabindex='0']";

/** Says a sentence to a screen reader, once. */
export function announce(sentence) {
  const live = document.getElementById("live");
  const line = el("p", {}, sentence);
  live.append(line);
  setTimeout(() => line.remove(), SPOKEN_MS);
}

/** A short sentence at the foot of the page; errors stay until closed. */
export function toast(sentence, { isError = false } = {}) {
  const box = el(
    "div",
    { class: isError ? "toast toast-error" : "toast", role: isError ? "alert" : "status" },
    sentence,
  );
  const remove = () => box.remove();
  const shown = shelf();
  box.append(el("button", { class: "toast-close", type: "button", "aria-label": "Dismiss", onclick: remove }, "×"));
  if (shown.lastChild?.textContent === box.textContent) shown.lastChild.remove();
  shown.append(box);
  if (!isError) setTimeout(remove, 5000);
}

/** Where toasts stand: in the open dialog when there is one, since all else is inert and behind it. */
function shelf() {
  const dialog = [...document.querySelectorAll("dialog[open]")].at(-1);
  if (!dialog) return document.getElementById("toasts");
  if (!dialog.querySelector(".toasts")) dialog.append(el("div", { class: "toasts" }));
  return dialog.querySelector(".toasts");
}

/** Runs what a person asked for; a refusal is shown, anything else is a defect of the page and surfaces as such. */
export async function attempt(work) {
  try {
    return await work();
  } catch (error) {
    toast(error.message, { isError: true });
    if (error.status === undefined) console.error(error);
    return undefined;
  }
}

export function focusable(container) {
  return [...container.querySelectorAll(FOCUSABLE)].filter((node) => !node.disabled && node.offsetParent !== null);
}

/** Keeps Tab inside a dialog. */
export function trap(dialog) {
  dialog.addEventListener("keydown", (event) => {
    if (event.key !== "Tab") return;
    const stops = focusable(dialog);
    const edge = event.shiftKey ? stops[0] : stops.at(-1);
    if (document.activeElement !== edge && dialog.contains(document.activeElement)) return;
    event.preventDefault();
    (event.shiftKey ? stops.at(-1) : stops[0])?.focus();
  });
}

/** Opens a dialog and gives the focus back to where it was when it closes. */
export function openDialog(dialog) {
  const before = focusIn(document.body);
  trap(dialog);
  document.body.append(dialog);
  dialog.showModal();
  dialog.addEventListener("close", () => {
    dialog.remove();
    if (before?.node.isConnected) before.node.focus({ preventScroll: true });
    else restore(document.body, before);
  });
}

export const isPhone = () => matchMedia("(max-width: 760px)").matches;
