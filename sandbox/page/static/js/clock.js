// The clock bar: what time it is in the sandbox, and how to make it later.

import { announce, attempt, openDialog } from "./a11y.js";
import * as api from "./api.js";
import { el, fill, icon } from "./dom.js";
import { me, now, on, state } from "./state.js";
import { refresh } from "./stream.js";
import { city, format } from "./zones.js";

const SHAPE = {
  weekday: "short",
  day: "numeric",
  month: "short",
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
};

export function startClock(root) {
  const face = el("span", { class: "clock-now" });
  const zone = el("span", { class: "clock-zone" });
  const jump = (label, advance, spoken) =>
    el(
      "button",
      { type: "button", class: "button button-small", "aria-label": spoken, onclick: () => move({ advance }) },
      label,
    );
  root.append(
    icon("clock"),
    el("span", { class: "clock-words", role: "timer", "aria-label": "Sandbox clock" }, face, zone),
    jump("+1 hour", "PT1H", "Advance the clock by one hour"),
    jump("+1 day", "P1D", "Advance the clock by one day"),
    el(
      "button",
      {
        type: "button",
        class: "button button-small clock-custom",
        "aria-label": "Move the clock by another amount",
        onclick: custom,
      },
      icon("calendar"),
      el("span", {}, "Custom…"),
    ),
  );
  const draw = () => {
    if (!state.clock) return;
    const here = me()?.zone ?? "UTC";
    fill(face, format(now(), SHAPE, here));
    fill(zone, city(here));
  };
  on(["clock", "me"], draw);
  setInterval(draw, 5000);
}

async function move(body) {
  const answer = await attempt(() => api.moveClock(body));
  if (!answer) return;
  refresh("clock", "slack", "wrike");
  announce(`The clock now says ${format(new Date(answer.now), SHAPE, me()?.zone ?? "UTC")}.`);
}

function custom() {
  const number = (name, label) => [
    el("label", { class: "field-label", for: `jump-${name}` }, label),
    el("input", { class: "input input-short", id: `jump-${name}`, name, type: "number", min: "0", value: "0" }),
  ];
  const until = el("input", { class: "input", type: "datetime-local", name: "until", id: "jump-until" });
  const form = el(
    "form",
    { method: "dialog", class: "modal-form" },
    el("header", { class: "modal-head" }, el("h2", {}, "Move the clock")),
    el(
      "div",
      { class: "modal-body" },
      el(
        "div",
        { class: "inline-fields" },
        el("div", {}, number("days", "Days")),
        el("div", {}, number("hours", "Hours")),
        el("div", {}, number("minutes", "Minutes")),
      ),
      el("p", { class: "or" }, "or set it to a moment (UTC)"),
      el("label", { class: "sr-only", for: "jump-until" }, "A moment in UTC"),
      until,
    ),
    el(
      "footer",
      { class: "modal-foot" },
      el("button", { class: "button", value: "no", formnovalidate: true }, "Cancel"),
      el("button", { class: "button button-primary", value: "yes" }, "Move"),
    ),
  );
  const dialog = el("dialog", { class: "modal modal-small", "aria-label": "Move the clock" }, form);
  form.addEventListener("submit", (event) => event.submitter?.value !== "no" && move(wanted(form)));
  openDialog(dialog);
}

function wanted(form) {
  const amount = (name) => Number(form.elements[name].value) || 0;
  if (form.elements.until.value) return { set: `${form.elements.until.value}:00Z` };
  return { advance: `P${amount("days")}DT${amount("hours")}H${amount("minutes")}M` };
}
