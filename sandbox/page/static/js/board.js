// The Wrike board: a campaign's tasks by custom status, edited as the chosen person.

import { avatar } from "./avatar.js";
import * as api from "./api.js";
import { openCard } from "./card.js";
import { el, fill, icon, keyed } from "./dom.js";
import { me, now, on, personOf, state } from "./state.js";
import { format, isoDay } from "./zones.js";

let chosen = null; // a folder's id; null shows every task

export function startBoard(root) {
  const head = el("header", { class: "board-head" });
  const columns = el("div", { class: "columns", tabindex: "0", role: "region", "aria-label": "Columns" });
  root.append(head, columns);
  on(["board", "me", "people", "clock"], () => state.board && draw(head, columns));
}

function draw(head, columns) {
  const board = state.board;
  if (!folders(board).some((one) => one.id === chosen)) chosen = null;
  fill(
    head,
    folderMenu(board, () => draw(head, columns)),
    el("span", { class: "muted" }, `Editing as ${me()?.name ?? "…"}`),
  );
  const tasks = board.tasks.filter((task) => task.scope !== "RbTask" && (!chosen || isIn(board, task, chosen)));
  const lanes = statuses(board, tasks).map((status) => laneOf(status, tasks));
  keyed(columns, tasks.length ? lanes : [{ key: "none", print: "none" }], (lane) =>
    lane.status ? drawLane(lane) : empty(),
  );
}

const folders = (board) => board.folders.filter((one) => one.scope === "WsFolder");

function isIn(board, task, folder) {
  const places = [...(task.parentIds ?? []), ...(task.superParentIds ?? [])];
  const above = (id) =>
    id === folder || board.folders.some((one) => one.id === id && (one.parentIds ?? []).some(above));
  return places.some(above);
}

function folderMenu(board, redraw) {
  const options = folders(board).map((one) =>
    el("option", { value: one.id, selected: one.id === chosen }, one.project ? `${one.title} (project)` : one.title),
  );
  const select = el(
    "select",
    { class: "input select", "aria-label": "Folder", data: { focus: "folder" } },
    el("option", { value: "", selected: !chosen }, "All folders"),
    options,
  );
  select.addEventListener("change", () => {
    chosen = select.value || null;
    redraw();
  });
  const folder = folders(board).find((one) => one.id === chosen);
  const copy = folder && el("code", { class: "permalink", title: "For /galley campaign link" }, folder.permalink);
  return [select, copy];
}

/** Columns: the statuses of the workflows that the shown tasks use, or of the first one. */
export function statuses(board, tasks) {
  const used = new Set(tasks.map((task) => task.customStatusId));
  const workflows = board.workflows.filter((flow) => flow.customStatuses.some((status) => used.has(status.id)));
  return (workflows.length ? workflows : board.workflows.slice(0, 1))
    .flatMap((flow) => flow.customStatuses)
    .filter((status) => !status.hidden || used.has(status.id));
}

function laneOf(status, tasks) {
  const cards = tasks.filter((task) => task.customStatusId === status.id).map(cardOf);
  return { key: status.id, print: JSON.stringify([status, cards.map((card) => card.print)]), status, cards };
}

function cardOf(task) {
  const today = isoDay(now(), me()?.zone ?? "UTC");
  return { key: task.id, print: JSON.stringify([task, today]), task };
}

function drawLane({ status, cards }) {
  const list = el(
    "ul",
    { class: "lane-cards" },
    cards.map((card) => el("li", { data: { key: card.key } }, drawCard(card))),
  );
  const node = el(
    "section",
    { class: cards.length ? "lane" : "lane lane-empty", "aria-label": `${status.name}, ${cards.length} tasks` },
    el(
      "h3",
      { class: "lane-head" },
      el("span", { class: "lane-dot" }),
      status.name,
      el("span", { class: "lane-count" }, String(cards.length)),
    ),
    list,
  );
  node.querySelector(".lane-dot").dataset.color = status.color;
  return node;
}

/** The current version of every file on a task. */
export const filesOf = (task) => task.attachments.filter((one) => one.currentAttachmentId === one.id);

function drawCard({ task }) {
  const { comments } = task;
  const attachments = filesOf(task);
  const thumb = attachments.findLast((one) => one.contentType?.startsWith("image/"));
  const face =
    thumb && el("img", { class: "task-picture", src: api.attachmentUrl(thumb.id), alt: thumb.name, loading: "lazy" });
  face?.addEventListener("error", () => face.remove());
  const people = (task.responsibleIds ?? [])
    .map((id) => personOf(id) ?? state.people.find((one) => one.wrike_id === id))
    .filter(Boolean);
  return el(
    "button",
    {
      type: "button",
      class: "task",
      data: { focus: `task-${task.id}`, task: task.id },
      onclick: () => openCard(task.id),
    },
    face,
    el("strong", { class: "task-title" }, task.title),
    el(
      "span",
      { class: "task-foot" },
      due(task),
      comments.length > 0 &&
        el(
          "span",
          { class: "task-count" },
          icon("message"),
          String(comments.length),
          el("span", { class: "sr-only" }, " comments"),
        ),
      attachments.length > 0 &&
        el(
          "span",
          { class: "task-count" },
          icon("clip"),
          String(attachments.length),
          el("span", { class: "sr-only" }, " attachments"),
        ),
      el(
        "span",
        { class: "task-people" },
        people.map((one) => [avatar(one, "avatar-tiny"), el("span", { class: "sr-only" }, one.name)]),
      ),
    ),
  );
}

function due(task) {
  if (!task.dates?.due) return el("span", { class: "task-due muted" }, "No due date");
  const day = task.dates.due.slice(0, 10);
  const isLate = !task.completedDate && day < isoDay(now(), me()?.zone ?? "UTC");
  const shown = format(new Date(`${day}T12:00:00Z`), { day: "numeric", month: "short" }, "UTC");
  return el(
    "span",
    { class: isLate ? "task-due is-late" : "task-due" },
    icon("calendar"),
    isLate ? `${shown}, late` : shown,
  );
}

const empty = () =>
  el(
    "div",
    { class: "empty" },
    el("div", { class: "empty-face" }, icon("board")),
    el("h2", {}, "No tasks yet"),
    el(
      "p",
      {},
      "Choose a folder above, copy its permalink, and type /galley campaign link with it in a channel. Each picture submitted there gets a task here.",
    ),
  );
