// The sidebar: who one is, where one may go, and where something new waits.

import { attempt } from "./a11y.js";
import * as api from "./api.js";
import { avatar } from "./avatar.js";
import { el, fill, focusIn, icon, keyed, restore } from "./dom.js";
import { visitHome } from "./home.js";
import { menuButton } from "./menu.js";
import { change, channelOf, me, now, on, places, state } from "./state.js";
import { refresh } from "./stream.js";
import { city, clockTime } from "./zones.js";

export function startPlaces(root, switcher) {
  const draw = () => {
    drawSwitcher(switcher);
    const focus = focusIn(root);
    fill(root, entries());
    restore(root, focus);
  };
  on(["people", "channels", "me", "place", "dm", "waiting", "clock", "health"], draw);
}

function drawSwitcher(root) {
  const person = me();
  if (!person) return;
  const time = clockTime(now(), person.zone);
  const print = JSON.stringify([person.role, time, isElsewhereNew()]);
  keyed(root, [{ key: "who", print }], () => switcherOf(person, time));
}

function switcherOf(person, time) {
  const words = el(
    "span",
    { class: "who-words" },
    el("strong", {}, person.name),
    el("small", {}, `${person.role} · ${time}`),
  );
  const label = `You are ${person.name}, ${person.role}. Change person`;
  const props = { class: "who", id: "who", "aria-label": label, data: { focus: "who" } };
  const mark = isElsewhereNew() && dot("Somebody else has something new");
  return menuButton(props, [avatar(person), words, mark, icon("down")], people);
}

const localTime = (person) => `${clockTime(now(), person.zone)} ${city(person.zone)}`;

const people = () =>
  state.people.map((one) => ({
    label: one.name,
    hint: `${one.role} · ${localTime(one)}`,
    picture: avatar(one),
    isChosen: one.role === state.me,
    mark: isWaited(one) && dot("something new"),
    choose: () => become(one.role),
  }));

const isWaited = (one) => state.waiting.has(one.role);

const isElsewhereNew = () => state.people.some((one) => one.role !== state.me && isWaited(one));

const dot = (label) => el("span", { class: "dot", role: "img", "aria-label": label });

export async function become(role) {
  localStorage.setItem("person", role);
  change({ me: role, messages: [], replies: [], views: [], home: null });
  const channels = await attempt(() => api.channels(role));
  if (!channels || state.me !== role) return;
  change(places(channels));
  const here = channelOf(state.place.id) ?? state.channels[0];
  go(state.place.kind === "channel" ? { kind: "channel", id: here.id } : state.place);
}

export function go(place) {
  const isElsewhere = place.kind !== state.place.kind || place.id !== state.place.id;
  const waiting = new Set([...state.waiting].filter((role) => role !== state.me));
  change({ place, waiting, tab: "chat", ...(isElsewhere && { messages: [], replies: [], thread: null }) });
  localStorage.setItem("place", JSON.stringify(place));
  if (place.kind === "home") visitHome();
  refresh("slack");
}

function entries() {
  return [
    el("h2", { class: "places-title" }, "Channels"),
    el(
      "ul",
      {},
      state.channels.map((one) => el("li", {}, entry({ kind: "channel", id: one.id }, one.name, icon("hash"), one.id))),
    ),
    el("h2", { class: "places-title" }, "Galley"),
    el(
      "ul",
      {},
      el("li", {}, entry({ kind: "dm" }, "Messages", icon("message"), "dm")),
      el("li", {}, entry({ kind: "home" }, "App Home", icon("home"), "home")),
    ),
    connection(),
  ];
}

function entry(target, name, face, key) {
  const isHere = state.place.kind === target.kind && state.place.id === target.id;
  const isUnread = !isHere && isNew(target);
  const props = {
    type: "button",
    class: isUnread ? "place is-unread" : "place",
    "aria-current": isHere ? "page" : null,
    data: { focus: `place-${key}` },
    onclick: () => go(target),
  };
  return el("button", props, face, el("span", {}, name), isUnread && dot("unread"));
}

const isNew = (target) => (target.kind === "dm" ? state.dm : channelOf(target.id))?.unread > 0;

function connection() {
  const isThere = state.health?.bot === "connected";
  const words = isThere ? "Galley is connected" : "Galley is not connected";
  const hint = isThere ? null : el("small", {}, "Start it with “make run”: it finds this sandbox by itself.");
  return el("p", { class: isThere ? "connection is-there" : "connection" }, el("span", {}, words), hint);
}
