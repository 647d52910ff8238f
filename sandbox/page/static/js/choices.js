// Menus to choose from: one, several, or one found by searching.

import { el, fill } from "./dom.js";

/** A plain select: the browser's own is the most accessible there is. */
export function choice({ groups, chosen, placeholder, ...props }) {
  const rows = groups.map((group) => {
    const options = group.options.map((option) => el("option", { value: option.value, selected: option.value === chosen }, option.label));
    return group.label ? el("optgroup", { label: group.label }, options) : options;
  });
  const none = el("option", { value: "", selected: !chosen }, placeholder || "Choose one");
  return el("select", { class: "input select", ...props }, none, rows);
}

/** Several of a list, as a folded list of tick boxes with the chosen ones named in its head. */
export function checklist({ groups, chosen, placeholder, most, ...props }) {
  const picked = new Set(chosen);
  const head = el("summary", { class: "input select", data: props.data, id: props.id, "aria-label": props["aria-label"] });
  const boxes = groups.map((group) => [group.label && el("strong", { class: "menu-heading" }, group.label), group.options.map(box)]);
  const node = el("details", { class: "checklist" }, head, el("div", { class: "checklist-body", role: "group", "aria-label": props["aria-label"] }, boxes));

  function box(option) {
    const input = el("input", { type: "checkbox", value: option.value, checked: picked.has(option.value) });
    input.addEventListener("change", () => {
      if (input.checked && most && picked.size >= most) input.checked = false;
      else if (input.checked) picked.add(option.value);
      else picked.delete(option.value);
      name();
    });
    return el("label", { class: "tick" }, input, el("span", {}, option.label));
  }

  function name() {
    const all = groups.flatMap((group) => group.options);
    const names = all.filter((option) => picked.has(option.value)).map((option) => el("span", { class: "chip" }, option.label));
    fill(head, names.length ? names : el("span", { class: "muted" }, placeholder || "Choose some"));
  }

  node.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !node.open) return;
    event.stopPropagation();
    event.preventDefault();
    node.open = false;
    head.focus();
  });
  node.read = () => [...picked];
  name();
  return node;
}

/** A text box whose answers come from the bot. */
export function search({ find, chosen, shown, least, placeholder, ...props }) {
  const list = el("datalist", { id: `list-${props.data.focus}` });
  const input = el("input", { class: "input", type: "search", list: list.id, placeholder: placeholder || "Type to search", autocomplete: "off", ...props });
  let known = chosen ? [{ value: chosen, label: shown || chosen }] : [];
  input.value = known[0]?.label ?? "";
  input.addEventListener("input", async () => {
    if (input.value.length < least) return;
    const answers = await find(input.value);
    if (!answers) return;
    known = answers;
    fill(list, known.map((option) => el("option", { value: option.label })));
  });
  const node = el("div", {}, input, list);
  node.read = () => known.find((option) => option.label === input.value)?.value ?? null;
  return node;
}
