// Codes of parties for people to read. Names come from the browser, in the reader's language.
import table from "../data/countries.json";

// What the record writes where a party is of no country.
const STAND_INS = new Set(["IGO", "UNO", "EUR", "NGO", "ISM", "IMG", "MNC"]);

const rows = Object.fromEntries(
  Object.entries(table).map(([code, row]) => {
    const [iso2, shape] = row.split(/ (.*)/);
    return [code, { iso2, shape }];
  }),
);

// Making one is slow, and every party asks.
const names = new Map();

function namesIn(lang) {
  if (!names.has(lang)) names.set(lang, new Intl.DisplayNames(lang, { type: "region" }));
  return names.get(lang);
}

/** A country's name in a language; a code that is no country stays as it is. */
export function countryName(code, lang) {
  const row = rows[code];
  if (!row) return code ?? "";
  try {
    return namesIn(lang).of(row.iso2) ?? code;
  } catch {
    return code;
  }
}

/** The name of a country's shape in the world map, where the map has one. */
export function shapeOf(code) {
  return rows[code]?.shape;
}

/** A party's code in its two parts: country or what stands in for one, and sectors. */
export function codeParts(code) {
  const parts = (code ?? "").match(/.{3}/g) ?? [];
  const placed = parts[0] in rows || STAND_INS.has(parts[0]);
  return { country: placed ? parts[0] : "", sectors: placed ? parts.slice(1) : parts };
}

/** All codes with their names, by name: what a reader may choose from. */
export function allCountries(lang) {
  return Object.keys(rows)
    .map((code) => ({ code, name: countryName(code, lang) }))
    .sort((a, b) => a.name.localeCompare(b.name, lang));
}
