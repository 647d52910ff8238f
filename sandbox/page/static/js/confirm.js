// A button's own question before it acts.

import { el } from "./dom.js";
import { openDialog } from "./a11y.js";
import { plain, textNodes } from "./mrkdwn.js";

/** Whether the person says yes; Escape says no. */
export function confirmed(spec, reader) {
  const text = textNodes(typeof spec.text === "string" ? { type: "plain_text", text: spec.text } : spec.text, reader);
  return question({
    title: plain(spec.title),
    text,
    yes: plain(spec.confirm) || "Yes",
    no: plain(spec.deny) || "Cancel",
    isDanger: spec.style === "danger",
  });
}

export function question({ title, text, yes, no = "Cancel", isDanger = false }) {
  return new Promise((settle) => {
    const answer = (isYes) => () => {
      settle(isYes);
      dialog.close();
    };
    const dialog = el(
      "dialog",
      { class: "modal modal-small", "aria-labelledby": "question-title" },
      el("header", { class: "modal-head" }, el("h2", { id: "question-title" }, title)),
      el("div", { class: "modal-body" }, text),
      el(
        "footer",
        { class: "modal-foot" },
        el("button", { type: "button", class: "button", onclick: answer(false) }, no),
        el(
          "button",
          {
            type: "button",
            class: `button ${isDanger ? "button-danger" : "button-primary"}`,
            autofocus: true,
            onclick: answer(true),
          },
          yes,
        ),
      ),
    );
    dialog.addEventListener("close", () => settle(false));
    openDialog(dialog);
  });
}
