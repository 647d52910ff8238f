// Slack's mrkdwn as DOM nodes. The reader is {zone, now, user(id), channel(id), group(id)}.

import { el, link } from "./dom.js";
import { withEmoji } from "./emoji.js";
import { slackDate } from "./zones.js";

const ENTITIES = { "&amp;": "&", "&lt;": "<", "&gt;": ">" };
const STYLES = { "*": "strong", _: "em", "~": "s" };
const WORD = /[\p{L}\p{N}]/u;

export const unescape = (text) => text.replace(/&(amp|lt|gt);/g, (entity) => ENTITIES[entity]);

/** Text that has no styles: only emoji, when it says so. */
export function plain(text) {
  return text?.type === "mrkdwn" ? text.text : text?.emoji === false ? text.text : withEmoji(text?.text ?? "");
}

export function textNodes(text, reader) {
  if (text.type === "mrkdwn") return mrkdwn(text.text, reader, { verbatim: text.verbatim });
  return lines(plain(text));
}

export function mrkdwn(source, reader) {
  return fences(source).flatMap((part) =>
    part.isCode ? el("pre", {}, el("code", {}, unescape(part.text))) : paragraphs(part.text, reader),
  );
}

function fences(source) {
  return source
    .split(/```\n?([\s\S]+?)\n?```\n?/)
    .map((text, index) => ({ text, isCode: index % 2 === 1 }))
    .filter((part) => part.text !== "");
}

function paragraphs(text, reader) {
  const nodes = [];
  let quote = null;
  for (const line of text.replace(/\n$/, "").split("\n")) {
    const quoted = /^(?:&gt;|>(?!>)) ?(.*)$/.exec(line);
    if (quoted) {
      quote ??= nodes[nodes.push(el("blockquote")) - 1];
      quote.append(...lineOf(quoted[1], reader));
    } else {
      quote = null;
      nodes.push(...lineOf(line, reader));
    }
  }
  return nodes;
}

function lineOf(line, reader) {
  const bullet = /^(\s*)([•◦▪]|\d+\.) (.*)$/.exec(line);
  if (!bullet) return [el("div", { class: line ? "line" : "line line-empty" }, inline(line, reader))];
  const depth = String(Math.min(3, Math.floor(bullet[1].length / 2)));
  return [el("div", { class: "line line-bullet", data: { depth } }, `${bullet[2]} `, inline(bullet[3], reader))];
}

const lines = (text) => text.split("\n").flatMap((line, index) => (index === 0 ? [line] : [el("br"), line]));

/** One line: code, links and mentions, emoji, then bold, italic and strike around what is left. */
export function inline(text, reader) {
  const nodes = [];
  let at = 0;
  let run = "";
  const flush = () => {
    if (run) nodes.push(withEmoji(unescape(run)));
    run = "";
  };
  while (at < text.length) {
    const found = special(text, at, reader);
    if (found) {
      flush();
      nodes.push(found.node);
      at = found.end;
    } else {
      run += text[at];
      at += 1;
    }
  }
  flush();
  return nodes;
}

function special(text, at, reader) {
  if (text[at] === "`") return code(text, at);
  if (text[at] === "<") return angle(text, at, reader);
  if (STYLES[text[at]]) return styled(text, at, reader);
  return null;
}

function code(text, at) {
  const end = text.indexOf("`", at + 1);
  if (end <= at + 1) return null;
  return { node: el("code", {}, unescape(text.slice(at + 1, end))), end: end + 1 };
}

function angle(text, at, reader) {
  const end = text.indexOf(">", at);
  if (end < 0) return null;
  return { node: reference(text.slice(at + 1, end), reader), end: end + 1 };
}

function styled(text, at, reader) {
  const mark = text[at];
  if (WORD.test(text[at - 1] ?? " ") || /\s/.test(text[at + 1] ?? " ")) return null;
  for (let end = text.indexOf(mark, at + 2); end > 0; end = text.indexOf(mark, end + 1)) {
    if (/\s/.test(text[end - 1]) || WORD.test(text[end + 1] ?? " ") || isInsideAngle(text, at, end)) continue;
    return { node: el(STYLES[mark], {}, inline(text.slice(at + 1, end), reader)), end: end + 1 };
  }
  return null;
}

const isInsideAngle = (text, from, at) => text.lastIndexOf("<", at) > Math.max(text.lastIndexOf(">", at), from - 1);

/** What stands between < and >: a mention, a date, or a link. */
function reference(inside, reader) {
  const [target, ...rest] = inside.split("|");
  const label = rest.join("|");
  if (target.startsWith("@")) return mention(`@${reader.user(target.slice(1)) || label}`, target.slice(1), reader);
  if (target.startsWith("#")) return mention(`#${label || reader.channel(target.slice(1))}`, null, reader);
  if (target.startsWith("!")) return command(target.slice(1), label, reader);
  return link(unescape(target), withEmoji(unescape(label || target.replace(/^mailto:/, ""))));
}

export function mention(name, id, reader) {
  return el("span", { class: id && id === reader.me ? "mention mention-me" : "mention" }, name);
}

function command(target, label, reader) {
  const [word, ...details] = target.split("^");
  if (word === "date") return date(details, label, reader);
  if (word === "subteam") return mention(label || `@${reader.group(details[0])}`, null, reader);
  return el("span", { class: "mention mention-loud" }, `@${word}`);
}

function date([seconds, pattern, url], fallback, reader) {
  const shown = pattern ? slackDate(Number(seconds), pattern, reader) : fallback;
  const time = el(
    "time",
    { datetime: new Date(Number(seconds) * 1000).toISOString(), title: `${fallback} · your zone: ${reader.zone}` },
    shown,
  );
  return url ? link(url, time) : time;
}
