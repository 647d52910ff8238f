// The log of what the bot asked of each system.

import { attempt } from "./a11y.js";
import * as api from "./api.js";
import { el, fill } from "./dom.js";
import { me } from "./state.js";
import { format } from "./zones.js";

const SHOWN = 200;
const EVERY_MS = 2000;

export function startCalls(root) {
  const system = el(
    "select",
    { class: "input select", "aria-label": "System" },
    ["", "slack", "wrike"].map((name) => el("option", { value: name }, name || "All systems")),
  );
  const body = el("tbody");
  root.append(el("div", { class: "calls-head" }, el("h3", {}, "Calls received"), system), table(body));

  let known = [];
  const draw = async () => {
    const news = await attempt(() => api.calls(system.value || null, known.at(-1)?.time));
    if (!news) return;
    known = [...known, ...news.filter((call) => call.number > (known.at(-1)?.number ?? 0))].slice(-SHOWN);
    fill(body, known.length ? known.toReversed().map(row) : none());
  };
  system.addEventListener("change", () => {
    known = [];
    draw();
  });
  setInterval(() => root.checkVisibility({ visibilityProperty: true }) && draw(), EVERY_MS);
  return draw;
}

function table(body) {
  const names = ["Time", "System", "Call", "Status"].map((name) => el("th", { scope: "col" }, name));
  return el(
    "div",
    { class: "calls-scroll", tabindex: "0", role: "region", "aria-label": "Calls" },
    el("table", { class: "calls" }, el("thead", {}, el("tr", {}, names)), body),
  );
}

const none = () =>
  el(
    "tr",
    {},
    el(
      "td",
      { colspan: "4", class: "muted" },
      "No calls yet. Once Galley is connected, everything it asks stands here.",
    ),
  );

function row(call) {
  const time = format(new Date(call.time), "time_secs", me()?.zone ?? "UTC");
  const isBad = call.status >= 400 || Boolean(call.detail);
  return el(
    "tr",
    { class: isBad ? "is-bad" : null },
    el("td", {}, time),
    el("td", {}, call.system),
    el("td", { class: "call-path" }, `${call.method} ${call.path}`, call.detail && el("small", {}, call.detail)),
    el("td", {}, String(call.status)),
  );
}
