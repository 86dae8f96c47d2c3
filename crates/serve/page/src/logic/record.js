// A record's spans as marks, and its events joined with the rows that the API has of them.

/** What can be marked in an article, in the order of the switches. */
export const LAYERS = ["event", "name", "place", "time", "quote"];

/** The rows of an article's events, with the spans that only the record has. */
export function joined(rows, record) {
  const known = new Map(record.events.map((e) => [`${e.trigger} ${e.type}`, e]));
  return rows
    .map((row) => {
      const coded = known.get(`${row.trigger} ${row.type}`);
      return {
        ...row,
        place: row.place && { ...row.place, span: coded?.place?.span },
        time: coded?.time,
        reported_by: coded?.reported_by,
      };
    })
    .sort((a, b) => a.trigger[0] - b.trigger[0]);
}

/** All spans of a record as marks of a layer each; a trigger knows its events. */
export function recordMarks(record, rows, layers) {
  const has = (layer) => layers.has(layer);
  const marks = [];
  if (has("quote")) {
    for (const q of record.quotes) marks.push(...q.content.map((span) => ({ span, kind: "quote" })));
  }
  if (has("name")) {
    for (const e of record.entities) {
      for (const [from, to] of e.mentions) {
        marks.push({ span: [from, to], kind: "name", tip: [e.name, e.code].filter(Boolean).join(" · ") });
      }
    }
  }
  if (has("place")) {
    for (const p of record.places) marks.push({ span: p.span, kind: "place", tip: [p.name, p.country].filter(Boolean).join(", ") });
  }
  if (has("time")) {
    for (const at of record.times) marks.push({ span: at.span, kind: "time", tip: at.value });
  }
  if (has("event")) for (const row of rows) marks.push({ span: row.trigger, kind: "trigger", event: row.id });
  return marks;
}
