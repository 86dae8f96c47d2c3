// Dyads made into a matrix and into the net around one party.

/** The parties that stand in most events, on either side. */
export function leading(dyads, how) {
  const weight = new Map();
  for (const { actor, recipient, events } of dyads) {
    for (const side of new Set([actor, recipient])) {
      if (side) weight.set(side, (weight.get(side) ?? 0) + events);
    }
  }
  return [...weight]
    .sort(([a, n], [b, m]) => m - n || a.localeCompare(b))
    .slice(0, how)
    .map(([code]) => code);
}

/** The dyads by actor, then recipient. */
export function table(dyads) {
  const rows = new Map();
  for (const dyad of dyads) {
    if (!rows.has(dyad.actor)) rows.set(dyad.actor, new Map());
    rows.get(dyad.actor).set(dyad.recipient, dyad);
  }
  return rows;
}

/** A step of shade from 1 to 6 for a count, by its order of magnitude below the greatest. */
export function countShade(count, most) {
  if (!count) return 0;
  return most <= 1 ? 3 : 1 + Math.round((5 * Math.log(count)) / Math.log(most));
}

/** A step from -3 (conflict) to 3 (cooperation) for a mean on Goldstein's scale. */
export function scoreShade(score) {
  return Math.max(-3, Math.min(3, Math.round((score / 10) * 3.5)));
}

/** A party, those it deals with most, and what passes between all of them. */
export function ego(dyads, of, most = 14) {
  const weight = new Map();
  for (const { actor, recipient, events } of dyads) {
    const other = actor === of ? recipient : recipient === of ? actor : null;
    if (other && other !== of) weight.set(other, (weight.get(other) ?? 0) + events);
  }
  const others = [...weight]
    .sort(([a, n], [b, m]) => m - n || a.localeCompare(b))
    .slice(0, most)
    .map(([code]) => code);
  const shown = new Set([of, ...others]);
  return {
    nodes: [of, ...others].map((code) => ({ code, weight: weight.get(code) ?? 0 })),
    links: dyads.filter((d) => d.actor !== d.recipient && shown.has(d.actor) && shown.has(d.recipient)),
    left: weight.size - others.length,
  };
}
