// The middle: one channel or direct message, newest at the foot, with its composer.

import { announce } from "./a11y.js";
import { avatar } from "./avatar.js";
import { Composer } from "./composer.js";
import { el, fill, icon, keyed } from "./dom.js";
import { drawRow, keyOf, nameOf, rows } from "./messages.js";
import { reader } from "./reader.js";
import { channelOf, channelParam, me, on, state } from "./state.js";

const SHOWN = 200;

const HINTS = {
  intake: [
    "Drop a picture here",
    "Drop a picture into #intake as Uma Uploader. Galley checks it and asks for approval in #review.",
  ],
  review: [
    "Nothing to decide yet",
    "Cards with Approve, Request changes and Reject appear here once a picture is dropped into #intake.",
  ],
  campaign: [
    "A channel for a campaign",
    "Type /galley campaign link and a Wrike folder's permalink to bind this channel to its tasks.",
  ],
  general: [
    "A channel like any other",
    "Galley does not take uploads here. Try the message shortcut “Send to review” on a picture.",
  ],
  dm: [
    "Your messages with Galley",
    "Outcomes, reminders and private notes for this person arrive here. Try /galley help.",
  ],
};

export function startConversation(root) {
  const list = el("ol", { class: "messages", "aria-label": "Messages" });
  const scroller = el("div", { class: "scroller", tabindex: "0", role: "region", "aria-label": "Conversation" }, list);
  const empty = el("div", { class: "empty" });
  const head = el("header", { class: "place-head" });
  const composer = new Composer({ label: () => `Message ${title()}`, threadTs: () => null });
  scroller.prepend(empty);
  root.append(head, scroller, composer.node, composer.zone);
  composer.acceptDrops(root);

  const draw = () => {
    root.hidden = state.place.kind === "home";
    fill(head, el("h1", {}, title()), el("p", { class: "muted" }, about()));
    drawMessages({ list, scroller, empty, choose: () => composer.picker.click() });
    composer.draw();
  };
  on(["messages", "place", "me", "people", "channels", "clock"], draw);
}

export const title = () =>
  state.place.kind === "channel" ? `#${channelOf(state.place.id)?.name ?? state.place.id}` : "Galley";

const about = () =>
  state.place.kind === "channel" ? `Reading as ${me()?.name ?? "…"}` : `Direct message with ${me()?.name ?? "…"}`;

let shown = { place: "", keys: new Set() };

function drawMessages({ list, scroller, empty, choose }) {
  const place = `${state.me} ${channelParam()}`;
  const isAtEnd = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 80;
  const roots = state.messages.slice(-SHOWN);
  keyed(list, rows(roots, reader()), (row) => drawRow(row, {}));
  hint(empty, roots.length === 0, choose);
  if (isAtEnd || shown.place !== place) toEnd(scroller);
  tellNew(roots, place);
}

function hint(empty, isEmpty, choose) {
  empty.hidden = !isEmpty;
  const name = state.place.kind === "dm" ? "dm" : channelOf(state.place.id)?.name;
  const pick = el("button", { type: "button", class: "button", onclick: choose }, icon("clip"), "Choose pictures");
  const [heading, text] = HINTS[name] ?? ["Nothing here yet", "Write the first message below."];
  const face = state.place.kind === "dm" ? avatar(null, "avatar-large") : icon("picture");
  fill(
    empty,
    el("div", { class: "empty-face" }, face),
    el("h2", {}, heading),
    el("p", {}, text),
    name === "intake" && pick,
  );
}

function toEnd(scroller) {
  const go = () => scroller.scrollTo({ top: scroller.scrollHeight });
  go();
  for (const image of scroller.querySelectorAll("img"))
    if (!image.complete) image.addEventListener("load", go, { once: true });
}

/** Says new messages aloud, but not those that were there when the person came. */
function tellNew(messages, place) {
  const keys = new Set(messages.map(keyOf));
  if (shown.place === place) {
    for (const message of messages.filter((one) => !shown.keys.has(keyOf(one)))) {
      announce(`${message.ephemeral ? "Only visible to you. " : ""}${nameOf(message)}: ${message.text || "a message"}`);
    }
  }
  shown = { place, keys };
}
