// Building nodes: the only way this page makes elements, so that no text from outside is ever read as markup.

const SVG = "http://www.w3.org/2000/svg";
const SAFE_LINK = /^(https?:|mailto:)/i;

export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) setProp(node, name, value);
  add(node, children);
  return node;
}

function setProp(node, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
  else if (name === "class") node.className = value;
  else if (name === "data") Object.assign(node.dataset, value);
  else if (name === "value" || name === "checked" || name === "selected") node[name] = value;
  else node.setAttribute(name, value === true ? "" : value);
}

export function add(node, children) {
  for (const child of [children].flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    node.append(child);
  }
  return node;
}

export function fill(node, ...children) {
  node.replaceChildren();
  return add(node, children);
}

/** One of the page's own line drawings; decoration only, so hidden from screen readers. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `/page/static/icons.svg#${name}`);
  svg.append(use);
  return svg;
}

/** A link that cannot run anything: other schemes become plain text. */
export function link(url, ...children) {
  if (!SAFE_LINK.test(url)) return el("span", {}, ...children);
  return el("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, ...children);
}

const prints = new WeakMap(); // what each node was drawn from

/** Draws a list again, keeping every node whose content is the same, so that focus and scrolling stay where they are. */
export function keyed(container, items, draw) {
  const old = new Map([...container.children].map((node) => [node.dataset.key, node]));
  const wanted = items.map((item) => {
    const known = old.get(item.key);
    if (known && prints.get(known) === item.print) return known;
    const node = draw(item, known);
    node.dataset.key = item.key;
    prints.set(node, item.print);
    return node;
  });
  const focus = focusIn(container);
  placeInOrder(container, wanted);
  restore(container, focus);
}

function placeInOrder(container, wanted) {
  const keep = new Set(wanted);
  for (const node of [...container.children]) if (!keep.has(node)) node.remove();
  wanted.forEach((node, index) => {
    if (container.children[index] !== node) container.insertBefore(node, container.children[index] ?? null);
  });
}

/** Where the focus is, in words that survive a redraw. */
export function focusIn(container) {
  const node = document.activeElement;
  if (!container.contains(node)) return null;
  const row = node.closest("[data-key]");
  const { focus: name, action } = node.dataset;
  return { node, row: row?.dataset.key, name, action, start: node.selectionStart, end: node.selectionEnd };
}

export function restore(container, focus) {
  if (!focus || container.contains(focus.node) || !focus.name) return;
  const row = focus.row ? container.querySelector(`[data-key="${CSS.escape(focus.row)}"]`) : null;
  const again = named(row ?? container, focus) ?? row;
  if (again === row && row) row.tabIndex = -1; // the button is gone: its message takes the focus
  again?.focus({ preventScroll: true });
  if (again?.setSelectionRange && again.type !== "file" && Number.isInteger(focus.start)) {
    again.setSelectionRange(focus.start, focus.end);
  }
}

const named = (within, { name, action }) =>
  within.querySelector(`[data-focus="${CSS.escape(name)}"]`) ??
  (action && within.querySelector(`[data-action="${CSS.escape(action)}"]`));
