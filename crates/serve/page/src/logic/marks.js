// Marked text: the record counts Unicode code points, JavaScript counts UTF-16 units, and marks
// overlap. Everything here speaks code points and gives back plain strings for text nodes.

/** The code points of a text, to be cut by the record's spans. */
export function points(text) {
  return Array.from(text);
}

/** The words of a span. */
export function cut(text, [from, to]) {
  return points(text).slice(from, to).join("");
}

/**
 * The text in pieces, each with the marks that cover it whole.
 *
 * Marks are `{ span: [from, to], … }` counted from `offset`, in any order; they may overlap,
 * nest or reach beyond the text. The pieces join back to the text.
 */
export function pieces(text, marks, offset = 0) {
  const chars = points(text);
  const inside = marks
    .map((mark) => ({
      mark,
      from: Math.max(0, mark.span[0] - offset),
      to: Math.min(chars.length, mark.span[1] - offset),
    }))
    .filter(({ from, to }) => from < to);
  const bounds = new Set([0, chars.length]);
  for (const { from, to } of inside) bounds.add(from).add(to);
  const cuts = [...bounds].sort((a, b) => a - b);
  return sweep(chars, cuts, inside);
}

/** One pass over the cuts; marks begin and end only there. */
function sweep(chars, cuts, inside) {
  const waiting = inside.sort((a, b) => a.from - b.from || b.to - a.to);
  let open = [];
  let next = 0;
  const found = [];
  for (let n = 0; n + 1 < cuts.length; n += 1) {
    const [from, to] = [cuts[n], cuts[n + 1]];
    open = open.filter((m) => m.to > from);
    while (next < waiting.length && waiting[next].from <= from) open.push(waiting[next++]);
    found.push({ from, text: chars.slice(from, to).join(""), marks: open.map((m) => m.mark) });
  }
  return found;
}

/**
 * The text's paragraphs, each in pieces. Line ends are left out; offsets are the text's own.
 */
export function paragraphs(text, marks) {
  const found = [];
  let offset = 0;
  for (const line of text.split("\n")) {
    const length = points(line).length;
    if (line.trim()) {
      const within = marks.filter(({ span }) => span[0] < offset + length && span[1] > offset);
      found.push({ offset, pieces: pieces(line, within, offset) });
    }
    offset += length + 1;
  }
  return found;
}

/** The marks of an event: what it was done by, to whom, and the words that say so. */
export function eventMarks(event) {
  const side = (parties, kind) =>
    (parties ?? []).filter((p) => p.span).map((p) => ({ span: p.span, kind }));
  return [
    ...side(event.actors, "actor"),
    ...side(event.recipients, "recipient"),
    ...(event.trigger ? [{ span: event.trigger, kind: "trigger" }] : []),
    ...(event.place?.span ? [{ span: event.place.span, kind: "place" }] : []),
    ...(event.time?.span ? [{ span: event.time.span, kind: "time" }] : []),
  ];
}
