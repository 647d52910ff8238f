// Modals: the top of the person's stack, redrawn when the bot fills it, keeping what was typed.

import { announce, attempt, focusable, trap } from "./a11y.js";
import * as api from "./api.js";
import { blocks, picture } from "./blocks.js";
import { el, fill, focusIn, icon, restore } from "./dom.js";
import { plain } from "./mrkdwn.js";
import { pictureSource } from "./messages.js";
import { reader } from "./reader.js";
import { on, state } from "./state.js";
import { refresh } from "./stream.js";

let open = null; // {dialog, view, fields, before}

export function startModals() {
  on(["views", "me"], draw);
}

function draw() {
  const view = state.views.at(-1);
  if (!view) return shut();
  if (open?.view.hash === view.hash && open.view.id === view.id) return undefined;
  const isSame = open?.view.id === view.id;
  const kept = isSame ? typed(open.fields) : new Map();
  const focus = isSame ? focusIn(open.dialog) : null;
  if (!open) show();
  open.view = view;
  open.fields = new Map();
  fill(open.dialog, frame(view, kept));
  settleFocus(view, focus);
  return undefined;
}

function show() {
  const dialog = el("dialog", { class: "modal", "aria-labelledby": "modal-title" });
  open = { dialog, before: focusIn(document.body) };
  trap(dialog);
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    closeTop();
  });
  document.body.append(dialog);
  dialog.showModal();
}

function shut() {
  if (!open) return;
  const { dialog, before } = open;
  open = null;
  dialog.close();
  dialog.remove();
  if (before?.node.isConnected) before.node.focus({ preventScroll: true });
  else restore(document.body, before);
}

function settleFocus(view, focus) {
  const body = open.dialog.querySelector(".modal-body");
  if (focus) restore(open.dialog, focus);
  if (open.dialog.contains(document.activeElement) && document.activeElement !== open.dialog && focus) return;
  (focusable(body)[0] ?? focusable(open.dialog).at(-1))?.focus();
  announce(`${plain(view.title)} opened.`);
}

function frame(view, kept) {
  const surface = surfaceOf(view, kept);
  const depth =
    state.views.length > 1 && el("span", { class: "muted modal-depth" }, `${state.views.length} of up to 3`);
  const head = el(
    "header",
    { class: "modal-head" },
    el("h2", { id: "modal-title" }, plain(view.title)),
    depth,
    closeButton("tool", icon("close"), "Close this window"),
  );
  const foot = el(
    "footer",
    { class: "modal-foot" },
    closeButton("button", view.close ? plain(view.close) : "Close"),
    view.submit &&
      el(
        "button",
        { class: "button button-primary", disabled: view.submit_disabled, data: { focus: "submit" } },
        plain(view.submit),
      ),
  );
  const form = el(
    "form",
    { class: "modal-form", novalidate: true },
    head,
    el("div", { class: "modal-body blocks" }, blocks(view.blocks, surface)),
    foot,
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    submit(view);
  });
  return form;
}

const closeButton = (kind, content, label) =>
  el(
    "button",
    { type: "button", class: kind, "aria-label": label, data: { focus: `close-${kind}` }, onclick: closeTop },
    content,
  );

function surfaceOf(view, kept) {
  const surface = {
    reader: reader(),
    source: pictureSource,
    fields: open.fields,
    kept: (name) => kept.get(name),
    act: (details) =>
      attempt(() => api.click({ user: state.me, view_id: view.id, ...details })).then(() => refresh("slack")),
    suggest: (details) => attempt(() => api.suggest({ user: state.me, view_id: view.id, ...details })),
  };
  return { ...surface, picture: picture(surface) };
}

/** What the person has entered, as it can be put back: files with their names, everything else as its value. */
function typed(fields) {
  return new Map([...fields].map(([name, field]) => [name, field.node.keep?.() ?? field.read()]));
}

function values(fields) {
  const byBlock = {};
  for (const field of fields.values()) {
    byBlock[field.block] ??= {};
    byBlock[field.block][field.action] = field.read();
  }
  return byBlock;
}

async function submit(view) {
  showErrors({});
  open.dialog.classList.add("is-busy");
  const answer = await attempt(() => api.submit(state.me, view.id, values(open.fields)));
  open?.dialog.classList.remove("is-busy");
  if (answer?.errors) showErrors(answer.errors);
  else refresh("slack");
}

function showErrors(errors) {
  for (const place of open.dialog.querySelectorAll("[data-error-for]")) {
    const message = errors[place.dataset.errorFor] ?? "";
    place.textContent = message;
    place.closest(".field").classList.toggle("has-error", Boolean(message));
  }
  const first = open.dialog.querySelector(".field.has-error");
  if (first) (focusable(first)[0] ?? first).focus();
}

async function closeTop() {
  if (!open) return;
  await attempt(() => api.close(state.me, open.view.id));
  refresh("slack");
}
