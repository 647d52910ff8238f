// The rich_text block: sections, lists, quotes and preformatted text, and tables made of them.

import { el, link } from "./dom.js";
import { emoji } from "./emoji.js";
import { mention } from "./mrkdwn.js";
import { slackDate } from "./zones.js";

const PIECES = {
  text: (piece) => lines(piece.text),
  emoji: (piece) =>
    piece.unicode
      ? String.fromCodePoint(...piece.unicode.split("-").map((hex) => Number.parseInt(hex, 16)))
      : emoji(piece.name),
  link: (piece) => link(piece.url, piece.text ?? piece.url),
  user: (piece, reader) => mention(`@${reader.user(piece.user_id)}`, piece.user_id, reader),
  usergroup: (piece, reader) => mention(`@${reader.group(piece.usergroup_id)}`, null, reader),
  channel: (piece, reader) => mention(`#${reader.channel(piece.channel_id)}`, null, reader),
  broadcast: (piece) => el("span", { class: "mention mention-loud" }, `@${piece.range}`),
  date: (piece, reader) => el("time", {}, slackDate(piece.timestamp, piece.format, reader)),
  color: (piece) => el("code", {}, piece.value),
};

const TAGS = [
  ["bold", "strong"],
  ["italic", "em"],
  ["strike", "s"],
  ["underline", "u"],
  ["code", "code"],
];

const lines = (text) => text.split("\n").flatMap((line, index) => (index === 0 ? [line] : [el("br"), line]));

function pieces(elements, reader) {
  return elements.map((piece) => {
    const draw = PIECES[piece.type];
    const inner = draw ? draw(piece, reader) : `[${piece.type}]`;
    return TAGS.reduce((node, [style, tag]) => (piece.style?.[style] ? el(tag, {}, node) : node), inner);
  });
}

const PARTS = {
  rich_text_section: (part, reader) => el("div", { class: "line" }, pieces(part.elements, reader)),
  rich_text_quote: (part, reader) => el("blockquote", {}, pieces(part.elements, reader)),
  rich_text_preformatted: (part, reader) => el("pre", {}, el("code", {}, pieces(part.elements, reader))),
  rich_text_list: list,
};

function list(part, reader) {
  const tag = part.style === "ordered" ? "ol" : "ul";
  const items = part.elements.map((item) => el("li", {}, pieces(item.elements, reader)));
  const props = { class: "rich-list", data: { depth: String(part.indent ?? 0) } };
  if (tag === "ol" && part.offset) props.start = part.offset + 1;
  return el(tag, props, items);
}

export function richText(block, reader) {
  return block.elements.map((part) => PARTS[part.type]?.(part, reader) ?? el("div", {}, `[${part.type}]`));
}

export function table(block, reader) {
  const rows = block.rows.map((row, index) =>
    el(
      "tr",
      {},
      row.map((cell, column) => cellOf(cell, column, index === 0, block, reader)),
    ),
  );
  return el(
    "div",
    { class: "table-wrap", tabindex: "0", role: "region", "aria-label": "Table" },
    el("table", { class: "table" }, el("tbody", {}, rows)),
  );
}

function cellOf(cell, column, isHead, block, reader) {
  const setting = block.column_settings?.[column] ?? {};
  const props = {
    class: `align-${setting.align ?? "left"}${setting.is_wrapped ? " wrapped" : ""}`,
    scope: isHead ? "col" : null,
  };
  const content = cell.type === "rich_text" ? richText(cell, reader) : String(cell.text ?? cell.value ?? "");
  return el(isHead ? "th" : "td", props, content);
}
