// What can be asked for: one row a filter, with its name in the page's address, in the API's
// query and on the command line, so that the three can never say different things.
//
// The page's `lang` is the interface; the reports' language is `language` there and `lang` in
// the API.

/** All filters, in the order in which they are shown and written. */
export const FILTERS = [
  // Words need no flag: they stand last.
  { name: "q", api: "q" },
  { name: "party", api: "party", flag: "--party" },
  { name: "actor", api: "actor", flag: "--actor" },
  { name: "recipient", api: "recipient", flag: "--recipient" },
  { name: "type", api: "type", flag: "--type", many: true },
  { name: "quad", api: "quad", flag: "--quad", many: true },
  { name: "status", api: "status", flag: "--status", many: true },
  { name: "from", api: "from", flag: "--since" },
  { name: "to", api: "to", flag: "--until" },
  { name: "place", api: "place", flag: "--place" },
  { name: "outlet", api: "outlet", flag: "--outlet" },
  { name: "language", api: "lang", flag: "--lang" },
  { name: "min_confidence", api: "min_confidence", flag: "--min-confidence" },
  { name: "negated", api: "negated", flag: "--negated", bare: true },
];

/** PLOVER's types by quad class: which can be chosen, in the order of the codebook. */
export const TYPES = {
  1: ["AGREE", "CONSULT", "SUPPORT", "CONCEDE"],
  2: ["COOPERATE", "AID", "RETREAT"],
  3: ["REQUEST", "ACCUSE", "REJECT", "THREATEN"],
  4: ["PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"],
};

/** What `status` can be. */
export const STATUSES = [
  "actual",
  "said",
  "demanded",
  "promised",
  "planned",
  "threatened",
  "denied",
  "hypothetical",
];

/** The several values of a filter that takes many. */
export function several(value) {
  return (value ?? "").split(",").filter(Boolean);
}

/** The filters as the API's query, with what else the address asks for. */
export function toQuery(filters, extra = {}) {
  const query = new URLSearchParams();
  for (const { name, api } of FILTERS) {
    if (filters[name]) query.set(api, filters[name]);
  }
  for (const [name, value] of Object.entries(extra)) {
    if (value !== null && value !== undefined && value !== "") query.set(name, value);
  }
  return query;
}

/** The address of the same question as a file. */
export function csvAddress(path, filters, extra = {}) {
  return `api/v1/${path}?${toQuery(filters, { ...extra, format: "csv" })}`;
}

/** The same question on the command line, quoted for a POSIX shell. */
export function toCommand(verb, filters, { store, extra = [] } = {}) {
  const words = ["risalah", "store", verb, "--store", quoted(store || "FILE"), ...extra];
  for (const { name, flag, bare } of FILTERS) {
    if (!filters[name] || !flag) continue;
    const joint = filters[name].startsWith("-") ? "=" : " ";
    words.push(bare ? flag : flag + joint + quoted(filters[name]));
  }
  if (filters.q) words.push(...(filters.q.startsWith("-") ? ["--"] : []), quoted(filters.q));
  return words.join(" ");
}

function quoted(word) {
  return /^[\w.,:@%+/-]+$/.test(word) && !word.startsWith("-")
    ? word
    : `'${word.replaceAll("'", "'\\''")}'`;
}
