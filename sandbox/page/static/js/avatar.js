// Faces, drawn in CSS: initials on a colour of their own, and Galley's registration mark.

import { el, icon } from "./dom.js";

export function avatar(person, size = "") {
  const props = { class: `avatar ${size}`, "aria-hidden": "true" };
  if (!person) return el("span", { ...props, class: `${props.class} avatar-bot` }, icon("mark"));
  const initials = person.name
    .split(" ")
    .map((word) => word[0])
    .join("")
    .slice(0, 2);
  const node = el("span", props, initials);
  node.style.setProperty("--hue", String(hueOf(person.role)));
  return node;
}

function hueOf(role) {
  const sum = [...role].reduce((total, letter, index) => total + letter.charCodeAt(0) * (index + 3), 0);
  return (sum * 47) % 360;
}
