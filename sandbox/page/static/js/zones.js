// Times as one person reads them: every format here takes that person's zone.

const DAY = 86_400_000;

const shapes = {
  date_num: { year: "numeric", month: "2-digit", day: "2-digit" },
  date: { month: "long", day: "numeric", year: "numeric" },
  date_short: { month: "short", day: "numeric", year: "numeric" },
  date_long: { weekday: "long", month: "long", day: "numeric", year: "numeric" },
  time: { hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
  time_secs: { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" },
};

export function format(date, shape, zone) {
  return new Intl.DateTimeFormat("en-GB", { ...(shapes[shape] ?? shape), timeZone: zone }).format(date);
}

export const clockTime = (date, zone) => format(date, "time", zone);

/** Slack's own tokens (docs.slack.dev/messaging/formatting-message-text#date-formatting). */
export function slackDate(seconds, pattern, { zone, now }) {
  const date = new Date(seconds * 1000);
  return pattern.replace(/\{(\w+)\}/g, (whole, token) => {
    if (token === "ago") return ago(date, now);
    if (token === "date_num") return isoDay(date, zone);
    if (token === "day_divider_pretty") return pretty(date, "date_long", zone, now);
    if (token.endsWith("_pretty")) return pretty(date, token.slice(0, -"_pretty".length), zone, now);
    return shapes[token] ? format(date, token, zone) : whole;
  });
}

export function pretty(date, shape, zone, now) {
  const days = Math.round((Date.parse(isoDay(date, zone)) - Date.parse(isoDay(now, zone))) / DAY);
  return { "-1": "yesterday", 0: "today", 1: "tomorrow" }[days] ?? format(date, shape, zone);
}

export function isoDay(date, zone) {
  return new Intl.DateTimeFormat("en-CA", { year: "numeric", month: "2-digit", day: "2-digit", timeZone: zone }).format(
    date,
  );
}

export function ago(date, now) {
  const seconds = (date - now) / 1000;
  const steps = [
    ["day", 86_400],
    ["hour", 3600],
    ["minute", 60],
    ["second", 1],
  ];
  const [unit, size] = steps.find(([, length]) => Math.abs(seconds) >= length) ?? steps.at(-1);
  return new Intl.RelativeTimeFormat("en", { numeric: "auto" }).format(Math.round(seconds / size), unit);
}

export const tsDate = (ts) => new Date(Number.parseFloat(ts) * 1000);

export const city = (zone) => zone.split("/").at(-1).replaceAll("_", " ");
