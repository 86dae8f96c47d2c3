// Days are ISO text, as in the store; they are read as UTC so that no reader's zone moves them.

const LONG = { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" };
const SHORT = { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" };

/** A day as a date object, or nothing where the text is no day. */
export function asDate(day) {
  const at = new Date(`${day}T00:00:00Z`);
  return Number.isNaN(at.getTime()) ? null : at;
}

/** A date object as a day. */
export function asDay(date) {
  return date.toISOString().slice(0, 10);
}

/** A day in the reader's language, with its weekday. */
export function longDay(day, lang) {
  const at = asDate(day);
  return at ? new Intl.DateTimeFormat(lang, { weekday: "long", ...LONG }).format(at) : day;
}

/** A day, or first and last day, in the reader's language; a whole month or year by its name. */
export function shortDays(first, last, lang) {
  const from = asDate(first);
  const to = asDate(last ?? first);
  if (!from || !to) return first ?? "";
  const whole = wholeOf(first, last ?? first);
  if (whole) return new Intl.DateTimeFormat(lang, { ...whole, timeZone: "UTC" }).format(from);
  const format = new Intl.DateTimeFormat(lang, SHORT);
  return first === (last ?? first) ? format.format(from) : format.formatRange(from, to);
}

function wholeOf(first, last) {
  if (first.endsWith("-01-01") && last === `${first.slice(0, 4)}-12-31`) return { year: "numeric" };
  const next = new Date(`${last}T00:00:00Z`);
  next.setUTCDate(next.getUTCDate() + 1);
  const ends = first.endsWith("-01") && asDay(next).endsWith("-01");
  return ends && first.slice(0, 7) === last.slice(0, 7) ? { month: "long", year: "numeric" } : null;
}

/**
 * The name of a tick of a time axis: the least that tells it from its neighbours, and the year
 * where it is new.
 */
export function tickName(at, n, ticks, lang) {
  const name = (parts) => new Intl.DateTimeFormat(lang, { ...parts, timeZone: "UTC" }).format(at);
  const year = at.getUTCFullYear();
  const fresh = n === 0 || ticks[n - 1].getUTCFullYear() !== year;
  if (ticks.every((d) => d.getUTCMonth() === 0 && d.getUTCDate() === 1)) return String(year);
  const months = ticks.every((d) => d.getUTCDate() === 1);
  const text = name(months ? { month: "short" } : { day: "numeric", month: "short" });
  return fresh ? `${text}\n${year}` : text;
}

/** The step of time that leaves between about ten and a hundred and fifty bars. */
export function stepFor(first, last) {
  const days = (asDate(last) - asDate(first)) / 864e5;
  if (!(days > 120)) return "day";
  return days > 3600 ? "year" : "month";
}

/** Where the step that begins on a day ends. */
export function endOf(day, step) {
  const at = asDate(day);
  if (step === "day") at.setUTCDate(at.getUTCDate() + 1);
  if (step === "month") at.setUTCMonth(at.getUTCMonth() + 1);
  if (step === "year") at.setUTCFullYear(at.getUTCFullYear() + 1);
  return at;
}
