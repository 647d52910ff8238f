// Who reads: the chosen person's eyes, for everything that is drawn differently for each person.

import { channelOf, me, now, personOf, state } from "./state.js";

const bot = () => ({ slack_id: state.bot, name: "Galley", role: "galley" });
const GROUPS = { S0DESIGNERS: "designers" };

export function reader() {
  const person = me();
  return {
    me: person?.slack_id,
    zone: person?.zone ?? "UTC",
    now: now(),
    user: (id) => userName(id),
    channel: (id) => channelOf(id)?.name ?? id,
    group: (id) => GROUPS[id] ?? id,
    people: () => [
      { label: "", options: state.people.map((one) => ({ value: one.slack_id, label: `${one.name} (${one.role})` })) },
    ],
    conversations: () => [
      { label: "", options: state.channels.map((one) => ({ value: one.id, label: `#${one.name}` })) },
    ],
  };
}

export function userName(id) {
  if (id === state.bot) return bot().name;
  return personOf(id)?.name ?? id;
}

/** @Names as a person types them, in the words of the wire. */
export function withMentions(text) {
  const known = [...state.people, bot()];
  return text.replace(/(^|\s)@(\w+(?: [A-Z]\w+)?)/g, (whole, before, name) => {
    const one = byName(known, name) ?? byName(known, name.split(" ")[0]);
    if (!one) return whole;
    const rest = byName(known, name) ? "" : name.slice(name.split(" ")[0].length);
    return `${before}<@${one.slack_id}>${rest}`;
  });
}

const byName = (known, name) =>
  known.find((one) => [one.name, one.role].some((called) => called.toLowerCase() === name.toLowerCase()));
