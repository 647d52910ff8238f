// The other workspaces, each a link to this page as its people see it.

import * as api from "./api.js";
import { el } from "./dom.js";
import { change } from "./state.js";

export async function startTeams(place) {
  const teams = await api.teams();
  const asked = api.team?.toLowerCase();
  const here = teams.find((one) => [one.id, one.name].some((known) => known.toLowerCase() === asked)) ?? teams[0];
  change({ team: here.id, bot: here.bot_user });
  const others = teams.filter((one) => one !== here);
  place.append(`This is ${here.name}; see `, ...others.map((one) => link(one, teams)), ".");
}

const link = (one, teams) => el("a", { href: one === teams[0] ? "/" : `/?team=${one.id}` }, one.name);
