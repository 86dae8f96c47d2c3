// What the store holds, as the page's parts want it.
import { TYPES } from "./filters.js";

const QUAD = new Map(Object.entries(TYPES).flatMap(([quad, types]) => types.map((t) => [t, Number(quad)])));

/**
 * The API's numbers with every part in its place, however few were sent: all types in the order
 * of the codebook, and packs as rows where they came as the store's lines.
 */
export function readStats(answer) {
  const sent = new Map((answer.types ?? []).map((row) => [row.type, row]));
  const names = new Set([...QUAD.keys(), ...sent.keys()]);
  return {
    ...answer,
    packs: readPacks(answer.packs),
    types: [...names].map((type) => (row(type, sent.get(type)))),
  };
}

/** A type's numbers; what had to be mended counts as wrong. */
function row(type, { quad = QUAD.get(type), events = 0, right = 0, wrong = 0 } = {}) {
  return { type, quad, events, right, wrong };
}

/** Packs with name, version and digest, from rows or from lines of the three. */
export function readPacks(packs) {
  if (Array.isArray(packs)) return packs;
  return (packs ?? "")
    .split("\n")
    .filter((line) => line.trim())
    .map((line) => {
      const [name, version, digest] = line.trim().split(/\s+/);
      return { name, version, digest };
    });
}
