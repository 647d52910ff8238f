// Files on their way in: staged beside the composer, dropped on a conversation, or picked inside a modal.

import { announce, attempt } from "./a11y.js";
import * as api from "./api.js";
import { el, fill, icon } from "./dom.js";

/** The files that a person has chosen and not yet sent. */
export class Tray {
  constructor(node) {
    this.node = node;
    this.files = [];
  }

  take(files) {
    this.files.push(...files);
    this.draw();
    if (files.length) announce(`${files.length} ${files.length === 1 ? "file" : "files"} ready to send.`);
  }

  empty() {
    for (const image of this.node.querySelectorAll("img")) URL.revokeObjectURL(image.src);
    this.files = [];
    this.draw();
  }

  draw() {
    this.node.hidden = this.files.length === 0;
    fill(
      this.node,
      this.files.map((file, index) => chip(file, () => this.remove(index))),
    );
  }

  remove(index) {
    this.files.splice(index, 1);
    this.draw();
  }
}

function chip(file, remove) {
  const face = file.type.startsWith("image/") ? el("img", { src: URL.createObjectURL(file), alt: "" }) : icon("file");
  return el(
    "li",
    { class: "tray-file" },
    face,
    el("span", { class: "tray-name" }, file.name, el("small", {}, weight(file.size))),
    el("button", { type: "button", class: "tray-remove", "aria-label": `Remove ${file.name}`, onclick: remove }, "×"),
  );
}

export function weight(bytes) {
  if (!Number.isFinite(bytes)) return "";
  const [unit, size] = [
    ["MB", 1_000_000],
    ["kB", 1000],
    ["B", 1],
  ].find(([, least]) => bytes >= least) ?? ["B", 1];
  return `${(bytes / size).toFixed(unit === "MB" ? 1 : 0)} ${unit}`;
}

/** Shows the drop zone while files hover over `target`, and gives what is dropped to `take`. */
export function dropZone(target, zone, take) {
  let depth = 0;
  const show = (isOver) => target.classList.toggle("is-dropping", isOver);
  const isFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
  const leave = () => show((depth = Math.max(0, depth - 1)) > 0);
  target.addEventListener("dragenter", (event) => isFiles(event) && show((depth += 1) > 0));
  target.addEventListener("dragleave", (event) => isFiles(event) && leave());
  target.addEventListener("dragover", (event) => isFiles(event) && event.preventDefault());
  target.addEventListener("drop", (event) => {
    if (!isFiles(event)) return;
    event.preventDefault();
    depth = 0;
    show(false);
    take([...event.dataTransfer.files]);
  });
  return zone;
}

/** A file input of a modal: each file is stored at once, and the input's value is the list of their ids. */
export function filePicker({ most, kinds, kept, user, ...props }) {
  const stored = [...kept];
  const list = el("ul", { class: "tray" });
  const accept = kinds.map((kind) => `.${kind}`).join(",") || null;
  const input = el("input", { type: "file", class: "file-input", multiple: most > 1, accept, ...props });
  const hint = el("p", { class: "hint" }, `Drop ${most === 1 ? "a file" : `up to ${most} files`} here, or choose.`);
  const node = el("div", { class: "picker" }, input, hint, list);
  const take = async (files) => {
    stored.push(...(await store(user, files.slice(0, most - stored.length))));
    input.value = "";
    drawStored(list, stored);
    node.dispatchEvent(new Event("change"));
  };

  input.addEventListener("change", (event) => {
    event.stopPropagation();
    take([...input.files]);
  });
  dropZone(node, null, take);
  node.read = () => stored.map((file) => file.id);
  node.keep = () => [...stored];
  drawStored(list, stored);
  return node;
}

async function store(user, files) {
  const stored = [];
  for (const file of files) {
    const id = await attempt(() => api.stage(user, file));
    if (id) stored.push({ id, name: file.name, size: file.size });
  }
  return stored;
}

function drawStored(list, stored) {
  const without = (index) => () => {
    stored.splice(index, 1);
    drawStored(list, stored);
  };
  fill(
    list,
    stored.map((file, index) => storedChip(file, without(index))),
  );
  list.hidden = stored.length === 0;
}

const storedChip = (file, remove) =>
  el(
    "li",
    { class: "tray-file" },
    el("img", { src: api.fileUrl(file.id, 64), alt: "" }),
    el("span", { class: "tray-name" }, file.name, el("small", {}, weight(file.size))),
    el("button", { type: "button", class: "tray-remove", "aria-label": `Remove ${file.name}`, onclick: remove }, "×"),
  );
