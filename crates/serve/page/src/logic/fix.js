/**
 * What a reader changed of an event: only the parts that are not as they were.
 *
 * `form` has a text for each part; parties are codes with spaces between.
 */
export function fixOf(event, form) {
  const codes = (text) => text.toUpperCase().split(/[\s,+]+/).filter(Boolean);
  const was = {
    type: event.type,
    status: event.status,
    actors: event.actors.map((p) => p.code ?? "").filter(Boolean),
    recipients: event.recipients.map((p) => p.code ?? "").filter(Boolean),
    day: event.day ?? "",
    place: event.place?.name ?? "",
  };
  const is = {
    type: form.type,
    status: form.status,
    actors: codes(form.actors),
    recipients: codes(form.recipients),
    day: form.day.trim(),
    place: form.place.trim(),
  };
  const changed = Object.keys(was).filter((part) => String(was[part]) !== String(is[part]));
  return Object.fromEntries(changed.map((part) => [part, is[part]]));
}
