// The control API, one function a call. Nothing else on this page talks to the sandbox.

export class Refused extends Error {
  constructor(message, status) {
    super(message);
    this.status = status;
  }
}

/** The workspace that is looked at, when it is not the first: /?team=atelier */
export const team = new URLSearchParams(location.search).get("team");

const inTeam = (path) =>
  team && path.startsWith("/control/slack/") ? `${path}${path.includes("?") ? "&" : "?"}${query({ team })}` : path;

async function ask(method, path, body) {
  const request = { method, headers: {} };
  if (body instanceof FormData) request.body = body;
  else if (body !== undefined) {
    request.body = JSON.stringify(body);
    request.headers["Content-Type"] = "application/json";
  }
  const response = await fetch(inTeam(path), request);
  const answer = response.headers.get("content-type")?.includes("json") ? await response.json() : {};
  if (!response.ok) throw new Refused(sentence(answer.error, response.status), response.status);
  return answer;
}

function sentence(error, status) {
  if (error === "dispatch_failed") return "Galley is not connected, so nobody heard that. Start it with “make run”.";
  if (error === "timeout") return "Galley did not answer within 3 seconds. Try again; Slack would say the same.";
  return error ?? `The sandbox answered ${status}.`;
}

const query = (params) => {
  const given = Object.entries(params).filter(([, value]) => value !== null && value !== undefined);
  return new URLSearchParams(given).toString();
};

export const get = (path, params = {}) => ask("GET", `/control/${path}?${query(params)}`);
export const post = (path, body) => ask("POST", `/control/${path}`, body);

export const people = async () => (await get(team ? "slack/people" : "people")).people;
export const teams = async () => (await get("slack/teams")).teams;
export const health = () => get("health");
export const channels = async (user) => (await get("slack/channels", { user })).channels;
export const messages = async (user, channel, threadTs) =>
  (await get("slack/messages", { user, channel, thread_ts: threadTs })).messages;
export const views = async (user) => (await get("slack/views", { user })).views;
export const home = (user) => post("slack/home", { user });
export const homeNow = (user) => get("slack/home", { user }); // without telling the bot that it was opened
export const shortcuts = async () => (await get("slack/shortcuts")).shortcuts ?? [];

export const say = (user, channel, text, threadTs) =>
  post("slack/message", { user, channel, text, ...(threadTs && { thread_ts: threadTs }) });
export const command = (user, channel, name, text) => post("slack/command", { user, channel, command: name, text });
export const remove = (user, channel, ts) => post("slack/delete", { user, channel, ts });
export const removeFile = (user, file) => post("slack/file_delete", { user, file });
export const click = (details) => post("slack/click", details);
export const shortcut = (details) => post("slack/shortcut", details);
export const suggest = async (details) => choices(await post("slack/suggest", details));
export const submit = (user, viewId, values) => post("slack/submit", { user, view_id: viewId, values });
export const close = (user, viewId) => post("slack/close", { user, view_id: viewId });

const choices = (offer) =>
  [...(offer.options ?? []), ...(offer.option_groups ?? []).flatMap((group) => group.options)].map((option) => ({
    value: option.value,
    label: option.text.text,
  }));

export function upload({ user, channel, files, text, threadTs }) {
  const form = new FormData();
  form.set("user", user);
  form.set("channel", channel);
  if (text) form.set("text", text);
  if (threadTs) form.set("thread_ts", threadTs);
  for (const file of files) form.append("file", file, file.name);
  return ask("POST", "/control/slack/upload", form);
}

/** Puts one file where a modal's file input can name it; answers its id. */
export async function stage(user, file) {
  const form = new FormData();
  form.set("user", user);
  form.append("file", file, file.name);
  return (await ask("POST", "/control/slack/file", form)).files[0];
}

export const fileUrl = (id, size) => `/control/slack/file/${encodeURIComponent(id)}${size ? `?size=${size}` : ""}`;

export const wrike = () => get("wrike");
export const editWrike = (user, id, set) => post("wrike/edit", { user, id, set });
export const attachmentUrl = (id) => `/control/wrike/attachment/${encodeURIComponent(id)}`;

export const clock = () => get("clock");
export const moveClock = (body) => post("clock", body);
export const faults = async () => (await get("faults")).faults;
export const arm = (fault) => post("faults", fault);
export const disarm = (number) => ask("DELETE", `/control/faults?${query({ number })}`);
export const calls = async (system, since) => (await get("calls", { system, since })).calls;
export const reset = () => post("reset", {});
