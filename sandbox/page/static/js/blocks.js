// Block Kit's blocks as DOM nodes: what a card looks like.

import { el, icon } from "./dom.js";
import { element } from "./elements.js";
import { markdown } from "./markdown.js";
import { plain, textNodes } from "./mrkdwn.js";
import { richText, table } from "./richtext.js";

const KINDS = {
  header: (block) => el("div", { class: "block-header", role: "heading", "aria-level": "3" }, plain(block.text)),
  section,
  context,
  context_actions: actions,
  actions,
  image: (block, surface) => figure(block, surface),
  divider: () => el("hr", { class: "block-divider" }),
  rich_text: (block, surface) => el("div", { class: "prose" }, richText(block, surface.reader)),
  table: (block, surface) => table(block, surface.reader),
  markdown: (block) => el("div", { class: "prose" }, markdown(block.text)),
  input,
  alert: (block, surface) =>
    el(
      "div",
      { class: `alert alert-${block.level ?? "default"}`, role: "note" },
      textNodes(block.text, surface.reader),
    ),
};

export function blocks(list, surface) {
  return list.map((block, index) => {
    const named = { block_id: `block-${index}`, ...block };
    const node = KINDS[block.type]?.(named, surface) ?? unknown(block);
    node.classList.add("block", `block-${block.type}`);
    node.dataset.block = named.block_id;
    return node;
  });
}

const unknown = (block) => el("div", { class: "unknown" }, `This page does not draw "${block.type}" blocks.`);

function section(block, surface) {
  const words = el(
    "div",
    { class: "section-words" },
    block.text && el("div", { class: "prose" }, textNodes(block.text, surface.reader)),
    block.fields &&
      el(
        "div",
        { class: "fields" },
        block.fields.map((field) => el("div", { class: "prose" }, textNodes(field, surface.reader))),
      ),
  );
  const accessory = block.accessory && el("div", { class: "accessory" }, element(block.accessory, block, surface));
  return el("div", { class: "section" }, words, accessory);
}

function context(block, surface) {
  const parts = block.elements.map((part) =>
    part.type === "image"
      ? picture(surface)(part, "tiny")
      : el("div", { class: "prose" }, textNodes(part, surface.reader)),
  );
  return el("div", { class: "context" }, parts);
}

function actions(block, surface) {
  return el(
    "div",
    { class: "actions" },
    block.elements.map((part) => element(part, block, surface)),
  );
}

function figure(block, surface) {
  const caption = block.title && el("figcaption", {}, plain(block.title));
  return el("figure", { class: "figure" }, caption, picture(surface)(block, "large"));
}

/** A picture with its alt text; where it cannot be shown, the alt text says what would be there. */
export const picture = (surface) => (spec, size) => {
  const source = surface.source(spec, size);
  const alt = spec.alt_text ?? "";
  const instead = () =>
    el(
      "div",
      { class: `no-picture no-picture-${size}`, role: "img", "aria-label": alt || "Picture" },
      icon("picture"),
      size === "large" && el("span", {}, alt),
    );
  if (!source) return instead();
  const image = el("img", {
    class: `picture picture-${size}`,
    src: source,
    alt,
    loading: size === "large" ? "eager" : "lazy",
  });
  image.addEventListener("error", () => (image.closest(".zoom") ?? image).replaceWith(instead()));
  if (size !== "large" || !surface.zoom) return image;
  return el(
    "button",
    { type: "button", class: "zoom", "aria-label": `Enlarge: ${alt}`, onclick: () => surface.zoom(spec) },
    image,
  );
};

function input(block, surface) {
  const label = plain(block.label);
  const id = `${block.block_id}-${block.element.action_id}`.replace(/\W/g, "-");
  const inside = {
    ...surface,
    isInput: true,
    dispatches: block.dispatch_action,
    label: label + (block.optional ? " (optional)" : ""),
  };
  return el(
    "div",
    { class: "field" },
    el(
      "label",
      { class: "field-label", for: id },
      label,
      block.optional && el("span", { class: "muted" }, " (optional)"),
    ),
    element(block.element, block, { ...inside, idOf: () => id }),
    block.hint && el("div", { class: "hint" }, plain(block.hint)),
    el("div", { class: "field-error", role: "alert", data: { errorFor: block.block_id } }),
  );
}
