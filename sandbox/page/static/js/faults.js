// A bad day on demand: arm a fault, see what is armed, end it.

import { attempt } from "./a11y.js";
import * as api from "./api.js";
import { el, fill } from "./dom.js";
import { on, state } from "./state.js";
import { refresh } from "./stream.js";

const SYSTEMS = { slack: "Slack", wrike: "Wrike" };

const KINDS = {
  rate_limit: "429 rate limit",
  error: "500 error",
  slow: "slow answers",
  drop: "lost before any work",
  duplicate: "deliveries doubled",
  reorder: "deliveries out of order",
  offline: "offline",
  lost_reply: "work done, answer lost",
};

export function startFaults(root) {
  const armed = el("ul", { class: "armed", "aria-label": "Armed faults" });
  root.append(
    el("h3", {}, "Faults"),
    el("p", { class: "muted" }, "Make a system misbehave and watch Galley cope."),
    form(),
    armed,
  );
  on(["faults"], () =>
    fill(
      armed,
      state.faults.length
        ? [state.faults.map(row), endAll()]
        : el("li", { class: "muted" }, "A good day: nothing is armed."),
    ),
  );
}

function form() {
  const select = (name, options) =>
    el(
      "select",
      { class: "input select", name },
      Object.entries(options).map(([value, label]) => el("option", { value }, label)),
    );
  const labelled = (label, node) => el("label", { class: "fault-field" }, el("span", {}, label), node);
  const node = el(
    "form",
    { class: "fault-form" },
    labelled("System", select("system", SYSTEMS)),
    labelled("Fault", select("kind", KINDS)),
    labelled(
      "Only where the path contains",
      el("input", { class: "input", name: "match", placeholder: "chat.postMessage, event, …", autocomplete: "off" }),
    ),
    labelled(
      "Times (empty: until ended)",
      el("input", { class: "input", name: "times", type: "number", min: "1", value: "1" }),
    ),
    el("button", { class: "button button-primary" }, "Arm"),
  );
  node.addEventListener("submit", (event) => {
    event.preventDefault();
    arm(new FormData(node));
  });
  return node;
}

async function arm(wish) {
  const { system, kind, match, times } = Object.fromEntries(wish);
  await attempt(() => api.arm({ system, kind, ...(match && { match }), ...(times && { times: Number(times) }) }));
  refresh("faults");
}

function row(fault) {
  const left = fault.times ? `${fault.struck} of ${fault.times} struck` : `${fault.struck} struck`;
  const end = async () => {
    await attempt(() => api.disarm(fault.number));
    refresh("faults");
  };
  return el(
    "li",
    {},
    el(
      "span",
      {},
      `${SYSTEMS[fault.system] ?? fault.system}: ${KINDS[fault.kind] ?? fault.kind}`,
      el("small", {}, [fault.match, left].filter(Boolean).join(" · ")),
    ),
    el(
      "button",
      { type: "button", class: "button button-small", "aria-label": `End fault ${fault.number}`, onclick: end },
      "End",
    ),
  );
}

const endAll = () =>
  el(
    "li",
    {},
    el(
      "button",
      {
        type: "button",
        class: "button button-small",
        onclick: () => attempt(() => api.disarm()).then(() => refresh("faults")),
      },
      "End all",
    ),
  );
