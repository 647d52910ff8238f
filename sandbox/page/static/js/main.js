// Where the page comes together: each part gets its place in the document, then the stream keeps them fresh.

import { attempt } from "./a11y.js";
import * as api from "./api.js";
import { startBoard } from "./board.js";
import { startClock } from "./clock.js";
import { startConversation } from "./conversation.js";
import { startHome } from "./home.js";
import { startModals } from "./modal.js";
import { become, startPlaces } from "./places.js";
import { change, on, personOf, state } from "./state.js";
import { startTeams } from "./teams.js";
import { listen, refresh, watchHealth } from "./stream.js";
import { openThread, startThread } from "./thread.js";
import { startWorld } from "./world.js";

const at = (id) => document.getElementById(id);

async function start() {
  startPlaces(at("places"), at("switcher"));
  startConversation(at("conversation"));
  startHome(at("home"));
  startThread(at("thread"));
  startBoard(at("board"));
  startClock(at("clock"));
  startWorld(at("world"), at("world-button"));
  startModals();
  watchPanes();
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-open-thread]");
    if (opener) openThread(opener.dataset.openThread);
    if (opener) refresh("slack");
  });
  change({ people: await api.people(), shortcuts: await api.shortcuts().catch(() => []) });
  await startTeams(at("teams"));
  const asked = new URLSearchParams(location.search);
  history.replaceState(null, "", api.team ? `?team=${encodeURIComponent(api.team)}` : location.pathname);
  change(linked(asked) ?? { place: remembered() });
  await become(firstPerson(asked.get("as")));
  listen();
  watchHealth();
}

const firstPerson = (asked) => [asked, localStorage.getItem("person")].find((role) => personOf(role)) ?? "uploader";

/** A followed permalink: /?channel=C0REVIEW&ts=... */
function linked(asked) {
  if (!asked.has("channel")) return null;
  const place = { kind: "channel", id: asked.get("channel") };
  return asked.has("ts") ? { place, thread: asked.get("ts"), pane: "thread" } : { place };
}

const remembered = () => JSON.parse(localStorage.getItem("place") ?? "null") ?? { kind: "channel", id: "C0INTAKE" };

/** Which pane stands at the right, and on a phone which one is in front. */
function watchPanes() {
  for (const button of document.querySelectorAll("button[data-pane]")) {
    button.addEventListener("click", () => change({ pane: button.dataset.pane, tab: "pane" }));
  }
  for (const button of document.querySelectorAll("button[data-tab]")) {
    button.addEventListener("click", () =>
      change({ tab: button.dataset.tab, ...(button.dataset.shows && { pane: button.dataset.shows }) }),
    );
  }
  at("pane")
    .querySelector("[role='tablist']")
    .addEventListener("keydown", (event) => {
      if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
      const other = [...event.currentTarget.children].find((tab) => tab !== document.activeElement);
      other.focus();
      other.click();
    });
  at("pane-toggle").addEventListener("click", () => change({ pane: state.pane === "closed" ? "board" : "closed" }));
  at("pane-wide").addEventListener("click", () => document.body.classList.toggle("is-wide"));
  on(["pane", "tab", "isLive", "thread"], show);
  show();
}

function show() {
  document.body.dataset.tab = state.tab;
  document.body.dataset.pane = state.pane;
  document.body.classList.toggle("is-offline", !state.isLive);
  at("thread").hidden = state.pane !== "thread";
  at("board").hidden = state.pane !== "board";
  for (const button of document.querySelectorAll("button[data-pane]")) {
    button.setAttribute("aria-selected", String(button.dataset.pane === state.pane));
    button.tabIndex = button.dataset.pane === state.pane ? 0 : -1;
  }
  for (const button of document.querySelectorAll("button[data-tab]")) {
    const isHere = button.dataset.tab === state.tab && (!button.dataset.shows || button.dataset.shows === state.pane);
    button.toggleAttribute("aria-current", isHere);
  }
  at("pane")
    .querySelector("[role='tablist']")
    .addEventListener("keydown", (event) => {
      if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
      const other = [...event.currentTarget.children].find((tab) => tab !== document.activeElement);
      other.focus();
      other.click();
    });
  at("pane-toggle").setAttribute("aria-expanded", String(state.pane !== "closed"));
}

attempt(start);
