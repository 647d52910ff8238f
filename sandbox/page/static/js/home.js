// App Home: the tab that Galley publishes for one person.

import { attempt } from "./a11y.js";
import * as api from "./api.js";
import { avatar } from "./avatar.js";
import { blocks, picture } from "./blocks.js";
import { el, fill, focusIn, restore } from "./dom.js";
import { enlarge } from "./lightbox.js";
import { pictureSource } from "./messages.js";
import { reader } from "./reader.js";
import { change, me, on, state } from "./state.js";
import { refresh } from "./stream.js";

export function startHome(root) {
  const body = el("div", { class: "home-body blocks" });
  const head = el("header", { class: "place-head" }, el("h1", {}, "App Home"));
  root.append(head, el("div", { class: "scroller", tabindex: "0", role: "region", "aria-label": "App Home" }, body));
  on(["home", "place", "me"], () => {
    root.hidden = state.place.kind !== "home";
    if (!root.hidden) draw(body);
  });
}

/** Opens the tab as the person: this tells the bot, which publishes. */
export async function visitHome() {
  const user = state.me;
  const home = await attempt(() => api.home(user).then(() => api.homeNow(user)));
  if (home && user === state.me) change({ home });
}

function draw(body) {
  const focus = focusIn(body);
  const list = state.home?.blocks ?? [];
  if (list.length) fill(body, blocks(list, surface()));
  else fill(body, empty());
  restore(body, focus);
}

function surface() {
  const bare = {
    reader: reader(),
    source: pictureSource,
    zoom: (spec) => enlarge(pictureSource(spec, "full"), spec.alt_text ?? ""),
    fields: new Map(),
    kept: () => undefined,
    act: (details) =>
      attempt(() => api.click({ user: state.me, view_id: state.home.view_id, ...details })).then(() =>
        refresh("slack"),
      ),
    suggest: (details) => attempt(() => api.suggest({ user: state.me, view_id: state.home.view_id, ...details })),
  };
  return { ...bare, picture: picture(bare) };
}

const empty = () =>
  el(
    "div",
    { class: "empty" },
    el("div", { class: "empty-face" }, avatar(null, "avatar-large")),
    el("h2", {}, "Nothing published yet"),
    el(
      "p",
      {},
      `Galley writes this page for ${me()?.name ?? "each person"}: what waits for them and what they sent. It appears once the bot is connected.`,
    ),
  );
