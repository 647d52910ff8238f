// A picture as large as the window allows.

import { el } from "./dom.js";
import { openDialog } from "./a11y.js";

export function enlarge(source, alt) {
  if (!source) return;
  const close = () => dialog.close();
  const dialog = el(
    "dialog",
    { class: "lightbox", "aria-label": alt },
    el("img", { src: source, alt }),
    el("p", {}, alt),
    el("button", { type: "button", class: "button", onclick: close }, "Close"),
  );
  dialog.addEventListener("click", (event) => event.target === dialog && close());
  openDialog(dialog);
}
