// Menus to choose from: one, several, or one found by searching.

import { el, fill } from "./dom.js";

/** A plain select: the browser's own is the most accessible there is. */
export function choice({ groups, chosen, placeholder, ...props }) {
  const rows = groups.map((group) => {
    const options = group.options.map((option) =>
      el("option", { value: option.value, selected: option.value === chosen }, option.label),
    );
    return group.label ? el("optgroup", { label: group.label }, options) : options;
  });
  const none = el("option", { value: "", selected: !chosen }, placeholder || "Choose one");
  return el("select", { class: "input select", ...props }, none, rows);
}

/** Several of a list, as a folded list of tick boxes with the chosen ones named in its head. */
export function checklist({ groups, chosen, placeholder, most, data, id, "aria-label": label }) {
  const picked = new Set(chosen);
  const head = el("summary", { class: "input select", data, id, "aria-label": label });
  const none = el("span", { class: "muted" }, placeholder || "Choose some");
  const name = () => fill(head, chips(groups, picked).length ? chips(groups, picked) : none);
  const boxes = groups.map((group) => [
    group.label && el("strong", { class: "menu-heading" }, group.label),
    group.options.map((option) => box(option, picked, most, name)),
  ]);
  const body = el("div", { class: "checklist-body", role: "group", "aria-label": label }, boxes);
  const node = el("details", { class: "checklist" }, head, body);
  node.addEventListener("keydown", (event) => event.key === "Escape" && node.open && fold(node, head, event));
  node.read = () => [...picked];
  name();
  return node;
}

function box(option, picked, most, tell) {
  const input = el("input", { type: "checkbox", value: option.value, checked: picked.has(option.value) });
  input.addEventListener("change", () => {
    if (!input.checked) picked.delete(option.value);
    else if (most && picked.size >= most) input.checked = false;
    else picked.add(option.value);
    tell();
  });
  return el("label", { class: "tick" }, input, el("span", {}, option.label));
}

const chips = (groups, picked) =>
  groups
    .flatMap((group) => group.options)
    .filter((option) => picked.has(option.value))
    .map((option) => el("span", { class: "chip" }, option.label));

/** Escape closes the list, not the modal around it. */
function fold(node, head, event) {
  event.stopPropagation();
  event.preventDefault();
  node.open = false;
  head.focus();
}

/** A text box whose answers come from the bot. */
export function search({ find, chosen, shown, least, placeholder, ...props }) {
  const list = el("datalist", { id: `list-${props.data.focus}` });
  const input = el("input", {
    class: "input",
    type: "search",
    list: list.id,
    placeholder: placeholder || "Type to search",
    autocomplete: "off",
    ...props,
  });
  let known = chosen ? [{ value: chosen, label: shown || chosen }] : [];
  input.value = known[0]?.label ?? "";
  input.addEventListener("input", async () => {
    if (input.value.length < least) return;
    const answers = await find(input.value);
    if (!answers) return;
    known = answers;
    fill(
      list,
      known.map((option) => el("option", { value: option.label })),
    );
  });
  const node = el("div", {}, input, list);
  node.read = () => known.find((option) => option.label === input.value)?.value ?? null;
  return node;
}
