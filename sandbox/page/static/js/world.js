// The drawer: faults, the calls log, and a fresh start.

import { attempt } from "./a11y.js";
import * as api from "./api.js";
import { startCalls } from "./calls.js";
import { question } from "./confirm.js";
import { el, icon } from "./dom.js";
import { startFaults } from "./faults.js";
import { on, state } from "./state.js";

export function startWorld(root, button) {
  const faults = el("section", { class: "world-part", "aria-label": "Faults" });
  const calls = el("section", { class: "world-part world-calls", "aria-label": "Calls" });
  const close = el(
    "button",
    { type: "button", class: "tool", "aria-label": "Close the drawer", onclick: () => show(false) },
    icon("close"),
  );
  root.append(
    el("header", { class: "pane-head" }, el("h2", {}, "Behind the scenes"), close),
    el("div", { class: "world-body" }, faults, calls, foot()),
  );
  startFaults(faults);
  const drawCalls = startCalls(calls);

  function show(isOpen) {
    root.classList.toggle("is-open", isOpen);
    button.setAttribute("aria-expanded", String(isOpen));
    if (isOpen) drawCalls();
    else if (root.contains(document.activeElement)) button.focus();
  }

  button.addEventListener("click", () => show(!root.classList.contains("is-open")));
  root.addEventListener("keydown", (event) => event.key === "Escape" && show(false));
  on(["faults"], () => {
    button.dataset.count = state.faults.length || "";
  });
  on(["tab"], () => state.tab === "world" && drawCalls());
}

function foot() {
  return el(
    "p",
    { class: "world-foot" },
    el("button", { type: "button", class: "button button-danger", onclick: startAgain }, "Back to the first morning"),
    el("a", { href: "/gallery" }, "Gallery of every view"),
  );
}

async function startAgain() {
  const isSure = await question({
    title: "Back to the first morning?",
    text: "All messages, files and tasks of the sandbox are forgotten. Galley keeps its own database.",
    yes: "Start again",
    isDanger: true,
  });
  if (isSure) await attempt(() => api.reset());
}
