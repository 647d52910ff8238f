// A thread, open beside its conversation.

import { Composer } from "./composer.js";
import { el, fill, icon, keyed } from "./dom.js";
import { drawRow, rows } from "./messages.js";
import { reader } from "./reader.js";
import { change, on, state } from "./state.js";
import { title } from "./conversation.js";

export function startThread(root) {
  const list = el("ol", { class: "messages", "aria-label": "Thread" });
  const scroller = el(
    "div",
    { class: "scroller", tabindex: "0", role: "region", "aria-label": "Thread messages" },
    list,
  );
  const composer = new Composer({ label: () => "Reply in this thread", threadTs: () => state.thread });
  const head = el("header", { class: "pane-head" });
  const none = el(
    "div",
    { class: "empty" },
    el("div", { class: "empty-face" }, icon("thread")),
    el("h2", {}, "No thread open"),
    el(
      "p",
      {},
      "Choose “Reply in thread” on a message. Decisions, comments and new versions live in the card's thread.",
    ),
  );
  root.append(head, none, scroller, composer.node, composer.zone);
  composer.acceptDrops(root);

  let open = null;
  const draw = () => {
    fill(head, el("h2", {}, state.thread ? `Thread in ${title()}` : ""));
    none.hidden = Boolean(state.thread);
    scroller.hidden = composer.node.hidden = !state.thread;
    const isAtEnd = open !== state.thread || scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 80;
    keyed(list, state.thread ? rows(state.replies, reader()) : [], (row) => drawRow(row, { inThread: true }));
    if (isAtEnd && state.replies.length > 1) scroller.scrollTo({ top: scroller.scrollHeight });
    if (state.replies.length > 1) open = state.thread;
    composer.draw();
  };
  on(["replies", "thread", "me", "place"], draw);
  draw();
}

export function openThread(ts) {
  change({ thread: ts, replies: [], pane: "thread", tab: "pane" });
}
