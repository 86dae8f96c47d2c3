// What differs between two codings of the same words.

const codes = (parties) => (parties ?? []).map((p) => p.code || p.name || "?").join(" + ");

const PARTS = {
  type: (e) => e.type,
  mode: (e) => e.mode ?? "",
  status: (e) => e.status,
  negated: (e) => String(Boolean(e.negated)),
  actors: (e) => codes(e.actors),
  recipients: (e) => codes(e.recipients),
  day: (e) => [e.day, e.day_end].filter(Boolean).join("/"),
  place: (e) => e.place?.name ?? "",
  contexts: (e) => (e.contexts ?? []).join(" "),
  cameo: (e) => e.cameo ?? "",
  confidence: (e) => (e.confidence ?? 0).toFixed(2),
};

/** The parts in which two codings of an event are not the same. */
export function differences(left, right) {
  return Object.entries(PARTS)
    .map(([part, of]) => ({ part, left: of(left), right: of(right) }))
    .filter((d) => d.left !== d.right);
}
