// One Wrike task, opened: status, due date, people, comments, as the chosen person would change them.

import { attempt, openDialog } from "./a11y.js";
import * as api from "./api.js";
import { avatar } from "./avatar.js";
import { checklist, choice } from "./choices.js";
import { el, fill, icon } from "./dom.js";
import { filesOf, statuses } from "./board.js";
import { me, on, state } from "./state.js";
import { refresh } from "./stream.js";
import { format } from "./zones.js";

let open = null; // {id, talk}

on(["board"], () => open && find(open.id) && drawTalk());

export function openCard(id) {
  const task = find(id);
  const talk = el("div", { class: "task-talk" });
  const dialog = el(
    "dialog",
    { class: "modal", "aria-labelledby": "task-title" },
    form(task, talk, () => dialog.close()),
  );
  open = { id, talk };
  drawTalk();
  openDialog(dialog);
  dialog.addEventListener("close", () => (open = null));
}

const find = (id) => state.board.tasks.find((task) => task.id === id);

function form(task, talk, close) {
  const inputs = inputsFor(task);
  const node = el("form", { class: "modal-form" }, head(task, close), body(task, inputs, talk), foot(close));
  node.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (await save(task.id, changes(task, inputs))) close();
  });
  return node;
}

function inputsFor(task) {
  const due = el("input", { class: "input input-short", type: "date", id: "task-due" });
  due.value = dayOf(task);
  const placeholder = `Comment as ${me().name}`;
  return {
    status: choice({ groups: [{ options: columns(task) }], chosen: task.customStatusId, id: "task-status" }),
    due,
    people: checklist({
      groups: [{ options: everybody() }],
      chosen: task.responsibleIds ?? [],
      placeholder: "Nobody",
      "aria-label": "Assignees",
      data: { focus: "assignees" },
    }),
    comment: el("textarea", { class: "input", id: "task-comment", rows: "2", placeholder }),
  };
}

const head = (task, close) =>
  el(
    "header",
    { class: "modal-head" },
    el("h2", { id: "task-title" }, task.title),
    el("button", { type: "button", class: "tool", "aria-label": "Close the task", onclick: close }, icon("close")),
  );

const body = (task, inputs, talk) =>
  el(
    "div",
    { class: "modal-body blocks" },
    field("Status", "task-status", inputs.status),
    field("Due", "task-due", inputs.due),
    field("Assignees", null, inputs.people),
    task.briefDescription && el("p", { class: "muted" }, task.briefDescription),
    talk,
    field("New comment", "task-comment", inputs.comment),
  );

const foot = (close) =>
  el(
    "footer",
    { class: "modal-foot" },
    el("button", { type: "button", class: "button", onclick: close }, "Close"),
    el("button", { class: "button button-primary" }, "Save in Wrike"),
  );

const field = (label, id, node) =>
  el("div", { class: "field" }, el("label", { class: "field-label", for: id }, label), node);

const dayOf = (task) => task.dates?.due?.slice(0, 10) ?? "";

const columns = (task) => statuses(state.board, [task]).map((status) => ({ value: status.id, label: status.name }));

const everybody = () => state.people.map((one) => ({ value: one.wrike_id, label: `${one.name} (${one.role})` }));

/** Only what the person changed: what others changed meanwhile stays. */
function changes(task, { status, due, people, comment }) {
  const set = {};
  const sorted = (ids) => [...ids].sort().join();
  if (status.value && status.value !== task.customStatusId) set.customStatusId = status.value;
  if (due.value !== dayOf(task)) set.due = due.value ? due.value + hourOf(task) : null;
  if (sorted(people.read()) !== sorted(task.responsibleIds ?? [])) set.responsibleIds = people.read();
  if (comment.value.trim()) set.comment = comment.value.trim();
  return set;
}

const hourOf = (task) => task.dates?.due?.slice(10) ?? "";

async function save(id, set) {
  if (Object.keys(set).length === 0) return true;
  const done = await attempt(() => api.editWrike(state.me, id, set));
  refresh("wrike");
  return Boolean(done);
}

function drawTalk() {
  const { comments } = find(open.id);
  const files = filesOf(find(open.id));
  fill(
    open.talk,
    files.length > 0 &&
      el(
        "ul",
        { class: "task-files" },
        files.map((file) => el("li", {}, attachment(file))),
      ),
    comments.length > 0 && el("ul", { class: "task-comments", "aria-label": "Comments" }, comments.map(oneComment)),
  );
}

function attachment(file) {
  if (!file.contentType?.startsWith("image/")) return el("span", { class: "file-chip" }, icon("file"), file.name);
  return el(
    "figure",
    {},
    el("img", { class: "task-picture", src: api.attachmentUrl(file.id), alt: file.name }),
    el("figcaption", {}, file.name),
  );
}

function oneComment(comment) {
  const person = state.people.find((one) => one.wrike_id === comment.authorId);
  const time = format(
    new Date(comment.createdDate),
    { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
    me().zone,
  );
  const text = new DOMParser().parseFromString(comment.text.replace(/<br\s*\/?>/gi, "\n"), "text/html").body
    .textContent;
  return el(
    "li",
    {},
    avatar(person, "avatar-tiny"),
    el(
      "div",
      {},
      el("strong", {}, person?.name ?? "Galley"),
      " ",
      el("small", { class: "muted" }, time),
      el("p", { class: "task-comment" }, text),
    ),
  );
}
