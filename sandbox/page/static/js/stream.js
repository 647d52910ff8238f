// Live: what the sandbox says has changed is fetched again, many changes at once.

import * as api from "./api.js";
import { change, channelParam, personOf, places, state } from "./state.js";

const CALM_MS = 60; // changes this close are one
const AGAIN_MS = 1000;
const HEALTH_MS = 3000;

const FETCH = {
  slack: fetchSlack,
  home: async () => state.place.kind === "home" && change({ home: await api.homeNow(state.me) }),
  wrike: async () => change({ board: await api.wrike() }),
  clock: async () => change({ clock: { now: new Date((await api.clock()).now), read: Date.now() } }),
  faults: async () => change({ faults: await api.faults() }),
  health: fetchHealth,
};

const wanted = new Set();
let isFetching = false;

export function listen() {
  const source = new EventSource("/control/stream");
  source.addEventListener("message", (event) => take(JSON.parse(event.data)));
  source.addEventListener("open", () => {
    change({ isLive: true });
    refresh(...Object.keys(FETCH));
  });
  source.addEventListener("error", () => {
    source.close(); // a sandbox that was started again counts its notes from one: begin anew rather than resume
    change({ isLive: false });
    setTimeout(listen, AGAIN_MS);
  });
}

/** The sandbox does not tell when a bot comes or goes. */
export const watchHealth = () => setInterval(() => refresh("health"), HEALTH_MS);

function take(note) {
  if (note.kind === "reset") return location.reload();
  if (note.system === "slack" && note.team !== state.team) return undefined; // another workspace's
  if (note.system === "slack") markWaiting(note);
  if (note.kind === "home") return refresh("home");
  if (note.system === "world") return refresh("faults", "health");
  return refresh(FETCH[note.system] ? note.system : "health", "health");
}

export function refresh(...names) {
  for (const name of names) wanted.add(name);
  if (isFetching) return;
  isFetching = true;
  setTimeout(fetchWanted, CALM_MS);
}

async function fetchWanted() {
  const names = [...wanted];
  wanted.clear();
  const outcomes = await Promise.allSettled(names.map((name) => FETCH[name]()));
  for (const outcome of outcomes.filter((one) => one.status === "rejected")) console.warn(outcome.reason.message);
  isFetching = false;
  if (wanted.size) refresh();
}

async function fetchHealth() {
  const health = await api.health();
  if (health.bot !== state.health?.bot) change({ health });
}

async function fetchSlack() {
  const { me, place, thread } = state;
  const channel = channelParam();
  const isStill = () => me === state.me && channel === channelParam() && place.kind === state.place.kind;
  const [views, messages, replies] = await Promise.all([
    api.views(me),
    place.kind === "home" ? [] : api.messages(me, channel),
    thread && place.kind !== "home" ? api.messages(me, channel, thread) : [],
  ]);
  const channels = await api.channels(me); // after the messages: what was just read is no longer unread
  if (!isStill()) return refresh("slack");
  change({ views, messages, ...places(channels), ...(thread === state.thread && { replies }) });
  return undefined;
}

/** A dot for every person whom Slack would have rung, until somebody looks as them. */
function markWaiting(note) {
  const person = note.kind === "notification" && personOf(note.user);
  if (!person) return;
  const isLooking = person.role === state.me && state.place.kind === "dm";
  const waiting = new Set(state.waiting);
  if (!isLooking) waiting.add(person.role);
  change({ waiting });
}
