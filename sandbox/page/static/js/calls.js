// The log of what the bot asked of each system.

import { attempt } from "./a11y.js";
import * as api from "./api.js";
import { el, fill } from "./dom.js";
import { me } from "./state.js";
import { format } from "./zones.js";

const SHOWN = 200;
const EVERY_MS = 2000;

export function startCalls(root) {
  const system = el("select", { class: "input select", "aria-label": "System" }, ["", "slack", "wrike"].map((name) => el("option", { value: name }, name || "All systems")));
  const body = el("tbody");
  const head = el("thead", {}, el("tr", {}, ["Time", "System", "Call", "Status"].map((name) => el("th", { scope: "col" }, name))));
  root.append(el("div", { class: "calls-head" }, el("h3", {}, "Calls received"), system), el("div", { class: "calls-scroll", tabindex: "0", role: "region", "aria-label": "Calls" }, el("table", { class: "calls" }, head, body)));

  const draw = async () => {
    const list = await attempt(() => api.calls(system.value || null));
    if (list) fill(body, list.slice(-SHOWN).reverse().map(row));
    if (list?.length === 0) fill(body, el("tr", {}, el("td", { colspan: "4", class: "muted" }, "No calls yet. Once Galley is connected, everything it asks stands here.")));
  };
  system.addEventListener("change", draw);
  setInterval(() => root.offsetParent !== null && draw(), EVERY_MS);
  return draw;
}

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
