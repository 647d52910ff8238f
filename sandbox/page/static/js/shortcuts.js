// Shortcuts: global ones beside the composer, message ones on each message.

import { attempt } from "./a11y.js";
import * as api from "./api.js";
import { el } from "./dom.js";
import { openDialog } from "./a11y.js";
import { state } from "./state.js";

/** Menu rows for the shortcuts of a kind ("message" or "global"); the last one lets a person name another by its id. */
export function shortcutRows(kind, detailsOf) {
  const run = (callbackId) => attempt(() => api.shortcut({ user: state.me, ...detailsOf(callbackId) }));
  const known = state.shortcuts.filter((one) => one.type === kind);
  const rows = known.map((one) => ({ label: one.name, hint: one.description, choose: () => run(one.callback_id) }));
  return [...rows, { label: "Another, by its id…", choose: () => askForId(run) }];
}

function askForId(run) {
  const input = el("input", { class: "input", id: "callback-id", autocomplete: "off", spellcheck: "false" });
  const form = el(
    "form",
    { method: "dialog" },
    el(
      "div",
      { class: "modal-body" },
      el("label", { class: "field-label", for: "callback-id" }, "The shortcut's callback_id"),
      input,
    ),
    el("footer", { class: "modal-foot" }, el("button", { class: "button button-primary" }, "Run")),
  );
  const dialog = el("dialog", { class: "modal modal-small", "aria-label": "Run a shortcut" }, form);
  form.addEventListener("submit", () => input.value.trim() && run(input.value.trim()));
  openDialog(dialog);
}
