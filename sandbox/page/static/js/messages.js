// One message as a person sees it: face, name, words or blocks, files, its thread and what may be done with it.

import * as api from "./api.js";
import { attempt } from "./a11y.js";
import { avatar } from "./avatar.js";
import { blocks, picture } from "./blocks.js";
import { el, icon, link } from "./dom.js";
import { menuButton } from "./menu.js";
import { mrkdwn } from "./mrkdwn.js";
import { reader } from "./reader.js";
import { shortcutRows } from "./shortcuts.js";
import { channelParam, me, personOf, state } from "./state.js";
import { enlarge } from "./lightbox.js";
import { weight } from "./upload.js";
import { ago, clockTime, format, isoDay, pretty, tsDate } from "./zones.js";

const TOGETHER_S = 300; // messages of one author this close share one head

/** The rows of a conversation: messages, with a line between days. */
export function rows(messages, eyes) {
  const list = [];
  let before = null;
  for (const message of messages) {
    const day = isoDay(tsDate(message.ts), eyes.zone);
    if (!before || isoDay(tsDate(before.ts), eyes.zone) !== day) {
      list.push({ key: `day-${day}`, print: `${day}${isoDay(eyes.now, eyes.zone)}`, day: tsDate(message.ts) });
      before = null;
    }
    const isGrouped = Boolean(before) && isSameHand(before, message);
    list.push({
      key: keyOf(message),
      print: JSON.stringify([message, isGrouped, eyes.me, eyes.zone, isoDay(eyes.now, eyes.zone)]),
      message,
      isGrouped,
    });
    before = message;
  }
  return list;
}

export const keyOf = (message) => `${message.ephemeral ? "only-" : ""}${message.ts}`;

const author = (message) => message.user ?? message.bot_id;

function isSameHand(one, next) {
  const near = Number(next.ts) - Number(one.ts) < TOGETHER_S;
  return near && author(one) === author(next) && !one.ephemeral && !next.ephemeral && !next.blocks?.length;
}

export function drawRow(row, options) {
  const eyes = reader();
  if (row.day)
    return el("li", { class: "day" }, el("span", {}, capital(pretty(row.day, "date_long", eyes.zone, eyes.now))));
  return drawMessage(row.message, { ...options, isGrouped: row.isGrouped, eyes });
}

const capital = (text) => text[0].toUpperCase() + text.slice(1);

export function drawMessage(message, { inThread = false, isGrouped = false, eyes = reader() } = {}) {
  const person = message.bot_id ? null : personOf(message.user);
  const name = nameOf(message);
  const time = tsDate(message.ts);
  const stamp = el(
    "time",
    { datetime: time.toISOString(), title: format(time, { dateStyle: "full", timeStyle: "medium" }, eyes.zone) },
    clockTime(time, eyes.zone),
  );
  const head = el(
    "div",
    { class: "message-head" },
    el("strong", {}, name),
    !person && message.bot_id && el("span", { class: "badge" }, "App"),
    stamp,
  );
  const kind = `message${isGrouped ? " message-grouped" : ""}${message.ephemeral ? " message-private" : ""}`;
  return el(
    "li",
    { class: kind, data: { ts: message.ts } },
    isGrouped ? stamp.cloneNode(true) : avatar(person),
    el(
      "article",
      { class: "message-body", "aria-label": `${name}, ${clockTime(time, eyes.zone)}` },
      message.ephemeral && el("p", { class: "only-you" }, icon("eye"), "Only visible to you"),
      !isGrouped && head,
      content(message, eyes),
      message.edited && el("span", { class: "edited" }, "(edited)"),
      attachments(message, eyes),
      files(message),
      reactions(message),
      !inThread && threadLine(message, eyes),
    ),
    !message.ephemeral && toolbar(message, inThread),
  );
}

export function nameOf(message) {
  if (message.bot_id) return message.username ?? "Galley";
  return personOf(message.user)?.name ?? "Slack";
}

function content(message, eyes) {
  if (message.blocks?.length) return el("div", { class: "blocks" }, blocks(message.blocks, surfaceOf(message, eyes)));
  if (!message.text) return null;
  const isNotice = ["channel_join", "channel_leave", "tombstone"].includes(message.subtype);
  return el("div", { class: isNotice ? "prose muted" : "prose" }, mrkdwn(message.text, eyes));
}

function surfaceOf(message, eyes) {
  const surface = {
    reader: eyes,
    source: pictureSource,
    zoom: (spec) => enlarge(pictureSource(spec, "full"), spec.alt_text ?? ""),
    kept: () => undefined,
    act: (details) => attempt(() => api.click({ user: state.me, channel: channelParam(), ts: message.ts, ...details })),
    suggest: (details) =>
      attempt(() => api.suggest({ user: state.me, channel: channelParam(), ts: message.ts, ...details })),
  };
  return { ...surface, picture: picture(surface) };
}

/** Where a picture's bytes come from: a file of this Slack, or an address of this page; others would leave the machine. */
export function pictureSource(spec, size) {
  const id = spec.slack_file?.id ?? /\b(F[A-Z0-9]{6,})\b/.exec(spec.slack_file?.url ?? "")?.[1];
  if (id) return api.fileUrl(id, size === "full" ? null : { large: 1024, thumb: 360, tiny: 64 }[size]);
  return spec.image_url?.startsWith("data:image/") ? spec.image_url : null;
}

function attachments(message, eyes) {
  return (message.attachments ?? []).map((one) => {
    const node = el(
      "div",
      { class: "attachment" },
      one.title && el("strong", {}, one.title_link ? link(one.title_link, one.title) : one.title),
      one.text && el("div", { class: "prose" }, mrkdwn(one.text, eyes)),
      one.blocks && el("div", { class: "blocks" }, blocks(one.blocks, surfaceOf(message, eyes))),
    );
    if (/^#?[0-9a-f]{6}$/i.test(one.color ?? "")) node.style.borderColor = `#${one.color.replace("#", "")}`;
    return node;
  });
}

function files(message) {
  const list = message.files ?? [];
  return (
    list.length > 0 &&
    el(
      "ul",
      { class: "files", "aria-label": "Files" },
      list.map((file) => el("li", {}, oneFile(file))),
    )
  );
}

function oneFile(file) {
  if (file.mode === "tombstone")
    return el("span", { class: "file-chip muted" }, icon("file"), "This file was deleted.");
  const name = file.title || file.name;
  if (!file.mimetype?.startsWith("image/")) return fileChip(file, name);
  const image = el("img", { src: api.fileUrl(file.id, 360), alt: file.alt_txt || name, loading: "lazy" });
  const open = el(
    "button",
    {
      type: "button",
      class: "file-picture",
      "aria-label": `Enlarge ${name}`,
      onclick: () => enlarge(api.fileUrl(file.id), name),
    },
    image,
    el("span", { class: "file-name" }, file.name),
  );
  image.addEventListener("error", () => open.replaceWith(fileChip(file, name)));
  return open;
}

const fileChip = (file, name) =>
  el(
    "span",
    { class: "file-chip" },
    icon("file"),
    el("span", {}, name, el("small", {}, `${file.pretty_type ?? file.filetype ?? "File"} · ${weight(file.size)}`)),
  );

function reactions(message) {
  const list = message.reactions ?? [];
  return (
    list.length > 0 &&
    el(
      "p",
      { class: "reactions" },
      list.map((one) => el("span", { class: "chip" }, mrkdwn(`:${one.name}: ${one.count}`, reader()))),
    )
  );
}

function threadLine(message, eyes) {
  if (!message.reply_count) return null;
  const words = `${message.reply_count} ${message.reply_count === 1 ? "reply" : "replies"}`;
  const latest = message.latest_reply && el("small", {}, ago(tsDate(message.latest_reply), eyes.now));
  const faces = (message.reply_users ?? []).slice(0, 3).map((id) => avatar(personOf(id), "avatar-tiny"));
  return el(
    "button",
    { type: "button", class: "thread-line", data: { openThread: message.ts, focus: `thread-${message.ts}` } },
    faces,
    el("span", {}, words),
    latest,
  );
}

function toolbar(message, inThread) {
  const root = message.thread_ts ?? message.ts;
  const reply = el(
    "button",
    {
      type: "button",
      class: "tool",
      "aria-label": "Reply in thread",
      title: "Reply in thread",
      data: { openThread: root, focus: `reply-${message.ts}` },
    },
    icon("thread"),
  );
  const more = menuButton(
    {
      class: "tool",
      "aria-label": "Message shortcuts",
      title: "Message shortcuts",
      data: { focus: `more-${message.ts}` },
    },
    icon("more"),
    () => [
      ...shortcutRows("message", (callbackId) => ({
        callback_id: callbackId,
        channel: channelParam(),
        ts: message.ts,
      })),
      ...deletions(message),
    ],
  );
  return el("div", { class: "toolbar" }, !inThread && reply, more);
}

/** What its author, or an admin, may take away: each file, and the message. */
function deletions(message) {
  const [one, channel] = [me(), channelParam()];
  if (message.user !== one.slack_id && !one.is_admin) return [];
  const present = (message.files ?? []).filter((file) => file.mode !== "tombstone");
  return [
    ...present.map((file) => ({
      label: `Delete file ${file.name}`,
      isDanger: true,
      choose: () => attempt(() => api.removeFile(one.role, file.id)),
    })),
    { label: "Delete message", isDanger: true, choose: () => attempt(() => api.remove(one.role, channel, message.ts)) },
  ];
}
