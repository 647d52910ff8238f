// Block Kit's buttons, menus and inputs. Each draws itself, can be read, and tells its surface when somebody acts.

import { el, icon } from "./dom.js";
import { confirmed } from "./confirm.js";
import { menuButton } from "./menu.js";
import { plain, textNodes } from "./mrkdwn.js";
import { checklist, choice, search } from "./choices.js";
import { filePicker } from "./upload.js";

/** `surface` is {reader, act(details), kept(block, action), fields: Map, isInput, label}. */
export function element(spec, block, surface) {
  const draw = KINDS[spec.type];
  if (spec.visible_to_user_ids?.length && !spec.visible_to_user_ids.includes(surface.reader.me)) return null;
  if (!draw) return el("span", { class: "unknown" }, `[${spec.type}]`);
  return draw(spec, {
    block,
    surface,
    label: surface.label ?? labelOf(spec),
    name: `${block.block_id}/${spec.action_id}`,
  });
}

const labelOf = (spec) => spec.accessibility_label ?? (plain(spec.placeholder) || spec.action_id);

const KINDS = {
  button,
  workflow_button: button,
  overflow,
  image: (spec, at) => at.surface.picture(spec, "thumb"),
  plain_text_input: textInput,
  rich_text_input: textInput,
  email_text_input: (spec, at) => textInput(spec, at, "email"),
  url_text_input: (spec, at) => textInput(spec, at, "url"),
  number_input: (spec, at) => textInput(spec, at, "text", "decimal"),
  static_select: (spec, at) => single(spec, at, options(spec)),
  multi_static_select: (spec, at) => several(spec, at, options(spec)),
  users_select: (spec, at) => single(spec, at, at.surface.reader.people()),
  multi_users_select: (spec, at) => several(spec, at, at.surface.reader.people()),
  conversations_select: (spec, at) => single(spec, at, at.surface.reader.conversations()),
  multi_conversations_select: (spec, at) => several(spec, at, at.surface.reader.conversations()),
  channels_select: (spec, at) => single(spec, at, at.surface.reader.conversations()),
  multi_channels_select: (spec, at) => several(spec, at, at.surface.reader.conversations()),
  external_select: (spec, at) => searching(spec, at),
  multi_external_select: (spec, at) => searching(spec, at),
  datepicker: (spec, at) => moment(spec, at, "date", spec.initial_date),
  timepicker: (spec, at) => moment(spec, at, "time", spec.initial_time),
  datetimepicker: (spec, at) => moment(spec, at, "datetime-local", localInput(spec.initial_date_time, at)),
  radio_buttons: (spec, at) => ticks(spec, at, "radio"),
  checkboxes: (spec, at) => ticks(spec, at, "checkbox"),
  file_input: files,
};

function button(spec, at) {
  const style = { primary: "button button-primary", danger: "button button-danger" }[spec.style] ?? "button";
  const press = (event) => act(spec, at, { value: spec.value ?? "" }, event.currentTarget);
  const props = {
    type: "button",
    class: style,
    "aria-label": spec.accessibility_label,
    data: { focus: at.name, action: spec.action_id },
    onclick: press,
  };
  if (!spec.url) return el("button", props, plain(spec.text));
  const opens = /^https?:/i.test(spec.url) ? spec.url : null;
  return el(
    "a",
    { ...props, type: null, href: opens, target: "_blank", rel: "noopener noreferrer" },
    plain(spec.text),
    icon("out"),
  );
}

function overflow(spec, at) {
  const props = {
    class: "button button-icon",
    "aria-label": spec.accessibility_label ?? "More actions",
    data: { focus: at.name, action: spec.action_id },
  };
  const holder = menuButton(props, icon("more"), () =>
    spec.options.map((option) => ({
      label: plain(option.text),
      hint: option.description && plain(option.description),
      choose: () => act(spec, at, { option: option.value }, holder),
    })),
  );
  return holder;
}

function textInput(spec, at, type = "text", inputmode = null) {
  const props = {
    class: "input",
    type: spec.multiline ? null : type,
    inputmode,
    rows: spec.multiline ? "4" : null,
    placeholder: plain(spec.placeholder),
    maxlength: spec.max_length,
    ...naming(at),
  };
  const node = el(spec.multiline || spec.type === "rich_text_input" ? "textarea" : "input", props);
  node.value = at.surface.kept(at.name) ?? spec.initial_value ?? "";
  register(spec, at, node, () => (spec.type === "rich_text_input" ? asRichText(node.value) : node.value));
  return node;
}

const asRichText = (text) =>
  text && { type: "rich_text", elements: [{ type: "rich_text_section", elements: [{ type: "text", text }] }] };

function single(spec, at, groups) {
  const first = initial(spec);
  const node = choice({
    groups,
    chosen: at.surface.kept(at.name) ?? first,
    placeholder: plain(spec.placeholder),
    ...naming(at),
  });
  register(spec, at, node, () => node.value || null);
  return node;
}

function several(spec, at, groups) {
  const first = initialSeveral(spec);
  const node = checklist({
    groups,
    chosen: at.surface.kept(at.name) ?? first,
    placeholder: plain(spec.placeholder),
    most: spec.max_selected_items,
    ...naming(at),
  });
  register(spec, at, node, node.read);
  return node;
}

function searching(spec, at) {
  const first = at.surface.kept(at.name) ?? spec.initial_option?.value ?? null;
  const find = (text) => at.surface.suggest({ block_id: at.block.block_id, action_id: spec.action_id, value: text });
  const node = search({
    find,
    chosen: first,
    shown: plain(spec.initial_option?.text),
    least: spec.min_query_length ?? 3,
    placeholder: plain(spec.placeholder),
    ...naming(at),
  });
  register(spec, at, node, () => (spec.type.startsWith("multi") ? [node.read()].filter(Boolean) : node.read()));
  return node;
}

function moment(spec, at, type, first) {
  const node = el("input", { class: "input input-short", type, ...naming(at) });
  node.value = at.surface.kept(at.name) ?? first ?? "";
  register(spec, at, node, () =>
    node.value ? (type === "datetime-local" ? Date.parse(node.value) / 1000 : node.value) : null,
  );
  return node;
}

const localInput = (seconds) => (seconds ? new Date(seconds * 1000).toISOString().slice(0, 16) : null);

let groups = 0; // radio buttons that share a name untick one another, and a page may show one form twice

function ticks(spec, at, type) {
  const group = `${at.name}/${(groups += 1)}`;
  const kept = at.surface.kept(at.name);
  const first =
    type === "radio" ? [spec.initial_option?.value] : (spec.initial_options ?? []).map((option) => option.value);
  const chosen = new Set(kept === undefined ? first : [kept].flat());
  const rows = spec.options.map((option) => tick(option, type, chosen, at, group));
  const node = el(
    "div",
    { class: "ticks", role: type === "radio" ? "radiogroup" : "group", "aria-label": at.label },
    rows,
  );
  const picked = () => [...node.querySelectorAll("input:checked")].map((input) => input.value);
  register(spec, at, node, () => (type === "radio" ? (picked()[0] ?? null) : picked()));
  return node;
}

function tick(option, type, chosen, at, group) {
  const focus = `${at.name}/${option.value}`;
  const input = el("input", {
    type,
    name: group,
    value: option.value,
    checked: chosen.has(option.value),
    data: { focus },
  });
  const words = el(
    "span",
    {},
    textNodes(option.text, at.surface.reader),
    option.description && el("small", {}, textNodes(option.description, at.surface.reader)),
  );
  return el("label", { class: "tick" }, input, words);
}

function files(spec, at) {
  const node = filePicker({
    most: spec.max_files ?? 10,
    kinds: spec.filetypes ?? [],
    kept: at.surface.kept(at.name) ?? [],
    user: at.surface.reader.me,
    ...naming(at),
  });
  register(spec, at, node, node.read);
  return node;
}

/** Slack's two ways of naming an initial value, whichever kind of menu it is. */
function initial(spec) {
  return spec.initial_option?.value ?? spec.initial_user ?? spec.initial_conversation ?? spec.initial_channel ?? "";
}

function initialSeveral(spec) {
  const chosen = spec.initial_users ?? spec.initial_conversations ?? spec.initial_channels;
  return chosen ?? (spec.initial_options ?? []).map((option) => option.value);
}

function options(spec) {
  const asOptions = (list) => list.map((option) => ({ value: option.value, label: plain(option.text) }));
  if (spec.options) return [{ label: "", options: asOptions(spec.options) }];
  return spec.option_groups.map((group) => ({ label: plain(group.label), options: asOptions(group.options) }));
}

const naming = (at) => ({ "aria-label": at.label, data: { focus: at.name }, id: at.surface.idOf?.(at.name) });

/** Remembers how to read the input, and acts at once where Slack does: outside input blocks, or when asked to. */
function register(spec, at, node, read) {
  at.surface.fields?.set(at.name, { block: at.block.block_id, action: spec.action_id, read, node });
  if (at.surface.isInput && !at.surface.dispatches) return;
  node.addEventListener("change", () => {
    const value = read();
    const isText = spec.type.endsWith("_input") || spec.type.endsWith("picker");
    act(spec, at, isText ? { value } : { option: value }, node);
  });
}

async function act(spec, at, details, node) {
  if (spec.confirm && !(await confirmed(spec.confirm, at.surface.reader))) return;
  node.classList.add("is-busy");
  await at.surface.act({ block_id: at.block.block_id, action_id: spec.action_id, ...details });
  node.classList.remove("is-busy");
}
