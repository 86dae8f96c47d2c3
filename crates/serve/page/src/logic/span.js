// Where in time most events lie. One report of 1965 or a plan for 2045 must not press all the
// rest into one line of the drawing.
import { asDate, asDay, endOf } from "./days.js";

const LEFT_OUT = 0.02;
// Fewer events than this are all worth their room.
const FEW = 40;

/** First and last day of the months between which nearly all of a monthly series lies. */
export function mostOf(series) {
  const months = new Map();
  for (const [day, n] of series.flatMap((s) => s.points)) {
    if (asDate(day)) months.set(day, (months.get(day) ?? 0) + n);
  }
  const sorted = [...months].sort(([a], [b]) => a.localeCompare(b));
  if (!sorted.length) return null;
  const all = sorted.reduce((sum, [, n]) => sum + n, 0);
  const spare = all < FEW ? 0 : all * LEFT_OUT;
  const from = within(sorted, spare);
  const to = within(sorted.reverse(), spare);
  const outside = [...months].reduce((sum, [day, n]) => sum + (day < from || day > to ? n : 0), 0);
  return { first: from, last: asDay(new Date(endOf(to, "month") - 864e5)), outside };
}

/** The first month at which more than what may be spared has passed. */
function within(sorted, spare) {
  let passed = 0;
  for (const [day, n] of sorted) {
    passed += n;
    if (passed > spare) return day;
  }
  return sorted.at(-1)[0];
}
