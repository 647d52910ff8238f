// The gallery: every golden view of the bot, drawn as its readers would see it.

import { attempt } from "./a11y.js";
import { avatar } from "./avatar.js";
import { get } from "./api.js";
import { blocks, picture } from "./blocks.js";
import { el, fill } from "./dom.js";
import { mrkdwn, plain } from "./mrkdwn.js";
import { reader } from "./reader.js";
import { change } from "./state.js";

const FIRST_MORNING = new Date("2026-03-02T09:00:00Z");

async function start() {
  const [{ goldens }, people] = await Promise.all([fetchGoldens(), get("people").catch(() => ({ people: [] }))]);
  change({ people: people.people, channels: CHANNELS });
  const filter = document.getElementById("filter");
  filter.addEventListener("input", () => draw(goldens, filter.value));
  draw(goldens, "");
  if (location.hash) document.getElementById(decodeURIComponent(location.hash.slice(1)))?.scrollIntoView();
}

const CHANNELS = ["intake", "review", "campaign", "general"].map((name) => ({ id: `C0${name.toUpperCase()}`, name }));

const fetchGoldens = async () => (await fetch("/page/goldens")).json();

function draw(goldens, wanted) {
  const shown = goldens.filter((golden) =>
    `${golden.name} ${golden.title}`.toLowerCase().includes(wanted.toLowerCase()),
  );
  fill(
    document.getElementById("index"),
    groups(shown).map(([folder, list]) => [el("h2", { class: "places-title" }, folder), el("ul", {}, list.map(entry))]),
  );
  fill(document.getElementById("views"), shown.length ? shown.map(exhibit) : none(goldens.length));
}

function groups(goldens) {
  const byFolder = new Map();
  for (const golden of goldens) {
    const folder = golden.name.includes("/") ? golden.name.split("/").slice(0, -1).join(" / ") : "Views";
    byFolder.set(folder, [...(byFolder.get(folder) ?? []), golden]);
  }
  return [...byFolder];
}

const entry = (golden) => el("li", {}, el("a", { href: `#${golden.name}` }, golden.title));

const none = (count) =>
  el(
    "div",
    { class: "empty" },
    el("h2", {}, count ? "No view has that name" : "No goldens here"),
    el(
      "p",
      {},
      count
        ? "Try a shorter word."
        : "The golden views stand in tests/golden of a checkout. An installed sandbox has none.",
    ),
  );

function exhibit(golden) {
  const note = [golden.surface ?? surfaceOf(golden), golden.viewer_zone].filter(Boolean).join(" · ");
  return el(
    "section",
    { class: "exhibit", id: golden.name, "aria-label": golden.title },
    el(
      "header",
      { class: "exhibit-head" },
      el("h2", {}, golden.title),
      el("p", { class: "muted" }, note, " · ", el("code", {}, golden.name)),
    ),
    golden.error ? el("p", { class: "unknown" }, golden.error) : frame(golden),
  );
}

const surfaceOf = (golden) => golden.view?.type ?? "message";

function frame(golden) {
  const kind = golden.surface ?? surfaceOf(golden);
  const drawn = golden.view?.blocks ?? golden.blocks ?? [];
  const body = el("div", { class: "blocks" }, drawn.length ? blocks(drawn, surface(golden)) : words(golden));
  if (kind === "modal") return modal(golden.view ?? golden, body);
  if (kind === "home") return el("div", { class: "exhibit-home" }, body);
  return el(
    "div",
    { class: "message exhibit-message" },
    avatar(null),
    el(
      "div",
      { class: "message-body" },
      el("div", { class: "message-head" }, el("strong", {}, "Galley"), el("span", { class: "badge" }, "App")),
      body,
      fallback(golden),
    ),
  );
}

/** What Slack shows where there are no blocks, such as above a picture. */
const words = (golden) => golden.text && el("div", { class: "prose" }, mrkdwn(golden.text, surface(golden).reader));

const fallback = (golden) =>
  golden.text &&
  golden.blocks?.length > 0 &&
  el(
    "details",
    { class: "fallback" },
    el("summary", {}, "Plain text, as notifications and screen readers get it"),
    el("p", {}, mrkdwn(golden.text, surface(golden).reader)),
  );

function modal(view, body) {
  return el(
    "div",
    { class: "modal exhibit-modal" },
    el("div", { class: "modal-head" }, el("h2", {}, plain(view.title))),
    el("div", { class: "modal-body" }, body),
    el(
      "div",
      { class: "modal-foot" },
      el("span", { class: "button" }, view.close ? plain(view.close) : "Close"),
      view.submit && el("span", { class: "button button-primary" }, plain(view.submit)),
    ),
  );
}

function surface(golden) {
  const eyes = {
    ...reader(),
    zone: golden.viewer_zone ?? "Europe/Berlin",
    now: golden.now ? new Date(golden.now) : FIRST_MORNING,
  };
  const bare = {
    reader: eyes,
    source: () => null,
    fields: new Map(),
    kept: () => undefined,
    act: async () => {},
    suggest: async () => [],
  };
  return { ...bare, picture: picture(bare) };
}

attempt(start);
