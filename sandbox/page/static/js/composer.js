// Where a person writes: text, files, /galley commands and global shortcuts.

import { announce, attempt } from "./a11y.js";
import * as api from "./api.js";
import { el, icon } from "./dom.js";
import { menuButton } from "./menu.js";
import { withMentions } from "./reader.js";
import { shortcutRows } from "./shortcuts.js";
import { channelParam, state } from "./state.js";
import { refresh } from "./stream.js";
import { dropZone, Tray } from "./upload.js";

const drafts = new Map(); // what each person has half written, by place

export class Composer {
  constructor({ label, threadTs }) {
    this.label = label;
    this.threadTs = threadTs;
    this.tray = new Tray(el("ul", { class: "tray", "aria-label": "Files to send", hidden: true }));
    this.text = el("textarea", { rows: "1", class: "composer-text", data: { focus: "composer" } });
    this.picker = el("input", {
      type: "file",
      multiple: true,
      class: "sr-only",
      tabindex: "-1",
      "aria-label": "Files to upload",
    });
    this.node = this.build();
    this.zone = el(
      "div",
      { class: "drop-zone", "aria-hidden": "true" },
      icon("inbox"),
      el("strong", {}, "Drop to upload"),
    );
    this.listen();
  }

  build() {
    const attach = el(
      "button",
      {
        type: "button",
        class: "tool",
        "aria-label": "Attach files",
        title: "Attach files",
        onclick: () => this.picker.click(),
      },
      icon("clip"),
    );
    const bolt = menuButton(
      { class: "tool", "aria-label": "Global shortcuts", title: "Global shortcuts" },
      icon("bolt"),
      () => shortcutRows("global", (id) => ({ callback_id: id })),
    );
    this.sendButton = el(
      "button",
      { class: "button button-primary composer-send", "aria-label": "Send" },
      icon("send"),
    );
    const tip = el(
      "span",
      { class: "composer-tip" },
      "Enter sends · Shift Enter breaks the line · try ",
      el("code", {}, "/galley help"),
    );
    return el(
      "form",
      { class: "composer" },
      this.tray.node,
      this.text,
      el("div", { class: "composer-row" }, attach, this.picker, bolt, tip, this.sendButton),
    );
  }

  listen() {
    this.picker.addEventListener("change", () => {
      this.tray.take([...this.picker.files]);
      this.picker.value = "";
      this.text.focus();
    });
    this.text.addEventListener("input", () => this.remember());
    this.text.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.send();
    });
    this.text.addEventListener(
      "paste",
      (event) => event.clipboardData.files.length && this.tray.take([...event.clipboardData.files]),
    );
    this.node.addEventListener("submit", (event) => {
      event.preventDefault();
      this.send();
    });
  }

  acceptDrops(target) {
    dropZone(target, this.zone, (files) => {
      this.tray.take(files);
      this.send();
    });
  }

  draw() {
    const draft = drafts.get(this.place()) ?? "";
    if (this.shownPlace !== this.place()) {
      this.text.value = draft;
      this.tray.empty();
      this.shownPlace = this.place();
    }
    this.text.placeholder = this.label();
    this.text.setAttribute("aria-label", this.label());
    this.grow();
  }

  place() {
    return `${state.me} ${channelParam()} ${this.threadTs() ?? ""}`;
  }

  remember() {
    drafts.set(this.place(), this.text.value);
    this.grow();
  }

  grow() {
    this.text.style.height = "auto";
    this.text.style.height = `${Math.min(this.text.scrollHeight, 180)}px`;
  }

  async send() {
    const text = this.text.value.trim();
    const files = [...this.tray.files];
    if (!text && files.length === 0) return;
    this.node.classList.add("is-busy");
    const done = await attempt(() => this.deliver(text, files).then(() => true));
    this.node.classList.remove("is-busy");
    if (!done) return;
    this.text.value = "";
    this.remember();
    this.tray.empty();
    refresh("slack");
  }

  deliver(text, files) {
    const [user, channel, threadTs] = [state.me, channelParam(), this.threadTs()];
    if (files.length) return api.upload({ user, channel, files, text: withMentions(text), threadTs });
    const slash = /^(\/[a-z][\w-]*)\s*([\s\S]*)$/.exec(text);
    if (!slash) return api.say(user, channel, withMentions(text), threadTs);
    if (threadTs) throw new api.Refused("Slack does not run slash commands in threads. Type it in the channel.", 400);
    announce(`${slash[1]} sent.`);
    return api.command(user, channel, slash[1], slash[2]);
  }
}
