// What the page knows, and who wants to hear when it changes.

export const state = {
  people: [],
  channels: [],
  dm: null, // the person's direct messages with Galley
  me: null, // a person's role
  team: "T0SANDBOX", // the workspace, and who Galley is there
  bot: "U0GALLEY",
  place: { kind: "channel", id: "intake" }, // or {kind: "dm"} or {kind: "home"}
  thread: null, // the root message's ts
  messages: [],
  replies: [],
  views: [],
  home: null,
  board: null,
  shortcuts: [],
  clock: null, // {now: Date, read: milliseconds of this browser}
  health: null,
  faults: [],
  waiting: new Set(), // roles of people whom something rang
  pane: "board", // or "thread" or "closed"
  tab: "chat", // on a phone: places, chat, pane, world
  isLive: true,
};

const listeners = [];
let changed = new Set();

export function change(patch) {
  Object.assign(state, patch);
  if (changed.size === 0) queueMicrotask(tell);
  for (const name of Object.keys(patch)) changed.add(name);
}

/** Calls `listen` once after each round of changes that touched one of `names`. */
export function on(names, listen) {
  listeners.push({ names: new Set(names), listen });
}

function tell() {
  const names = changed;
  changed = new Set();
  for (const one of listeners) {
    if ([...names].some((name) => one.names.has(name))) one.listen();
  }
}

/** What a person may open, sorted into channels and the direct messages with Galley. */
export function places(conversations) {
  const isDm = (one) => one.kind === "im";
  return { channels: conversations.filter((one) => !isDm(one)), dm: conversations.find(isDm) ?? null };
}

export function me() {
  return state.people.find((person) => person.role === state.me);
}

export function personOf(id) {
  return state.people.find((person) => person.slack_id === id || person.role === id);
}

export function channelOf(id) {
  return state.channels.find((channel) => channel.id === id || channel.name === id);
}

/** The name of the open conversation as the control API wants it. */
export function channelParam() {
  return state.place.kind === "channel" ? state.place.id : `@${state.me}`;
}

export function now() {
  if (!state.clock) return new Date();
  return new Date(state.clock.now.getTime() + (Date.now() - state.clock.read));
}
