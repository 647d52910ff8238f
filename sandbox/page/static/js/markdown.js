// The markdown block: standard Markdown, the part of it that Slack documents.

import { el, link } from "./dom.js";
import { withEmoji } from "./emoji.js";

const INLINE = [
  { test: /`([^`]+)`/, draw: (found) => el("code", {}, found[1]) },
  { test: /!?\[([^\]]*)\]\(([^)\s]+)\)/, draw: (found) => link(found[2], markdownInline(found[1])) },
  { test: /\*\*(.+?)\*\*|__(.+?)__/, draw: (found) => el("strong", {}, markdownInline(found[1] ?? found[2])) },
  { test: /~~(.+?)~~/, draw: (found) => el("s", {}, markdownInline(found[1])) },
  { test: /\*(\S.*?)\*|\b_(\S.*?)_\b/, draw: (found) => el("em", {}, markdownInline(found[1] ?? found[2])) },
];

function markdownInline(text) {
  const first = INLINE.map((rule) => ({ rule, found: rule.test.exec(text) }))
    .filter((one) => one.found)
    .sort((one, other) => one.found.index - other.found.index)[0];
  if (!first) return [withEmoji(text)];
  const { index, 0: whole } = first.found;
  const before = text.slice(0, index);
  return [
    before && withEmoji(before),
    first.rule.draw(first.found),
    ...markdownInline(text.slice(index + whole.length)),
  ];
}

export function markdown(source) {
  const lines = source.split("\n");
  const nodes = [];
  while (lines.length) nodes.push(nextBlock(lines));
  return nodes.filter(Boolean);
}

function nextBlock(lines) {
  const line = lines.shift();
  const heading = /^(#{1,6}) +(.*)$/.exec(line);
  if (!line.trim()) return null;
  if (line.startsWith("```")) return fence(lines);
  if (heading)
    return el(
      "div",
      { class: `md-h md-h${heading[1].length}`, role: "heading", "aria-level": String(heading[1].length + 2) },
      markdownInline(heading[2]),
    );
  if (/^(-{3,}|\*{3,})\s*$/.test(line)) return el("hr");
  if (isRow(line) && /^\s*\|?[\s:|-]+\|?\s*$/.test(lines[0] ?? "")) return table(line, lines);
  if (itemOf(line)) return list(line, lines);
  if (line.startsWith(">")) return quote(line, lines);
  return el("p", {}, markdownInline([line, ...takeWhile(lines, isText)].join(" ")));
}

const itemOf = (line) => /^\s*(?:[-*+]|(\d+)\.) +(.*)$/.exec(line ?? "");
const isRow = (line) => line.includes("|");
const isText = (line) => line.trim() && !/^(#{1,6} |```|>|-{3,})/.test(line) && !itemOf(line);

function takeWhile(lines, test) {
  const taken = [];
  while (lines.length && test(lines[0])) taken.push(lines.shift());
  return taken;
}

function fence(lines) {
  const body = takeWhile(lines, (line) => !line.startsWith("```"));
  lines.shift();
  return el("pre", {}, el("code", {}, body.join("\n")));
}

function list(first, lines) {
  const items = [first, ...takeWhile(lines, itemOf)].map(itemOf);
  return el(
    items[0][1] ? "ol" : "ul",
    {},
    items.map((item) => el("li", {}, markdownInline(item[2]))),
  );
}

function quote(first, lines) {
  const rows = [first, ...takeWhile(lines, (line) => line.startsWith(">"))];
  return el(
    "blockquote",
    {},
    rows.map((row) => el("div", {}, markdownInline(row.replace(/^> ?/, "")))),
  );
}

function table(head, lines) {
  lines.shift();
  const cells = (line) =>
    line
      .replace(/^\s*\||\|\s*$/g, "")
      .split("|")
      .map((cell) => cell.trim());
  const row = (line, tag) =>
    el(
      "tr",
      {},
      cells(line).map((cell) => el(tag, {}, markdownInline(cell))),
    );
  const body = takeWhile(lines, isRow).map((line) => row(line, "td"));
  return el("table", { class: "table" }, el("thead", {}, row(head, "th")), el("tbody", {}, body));
}
