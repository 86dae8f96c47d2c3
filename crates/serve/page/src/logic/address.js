// The page's state is its address: what is seen can be bookmarked, cited and sent.
import { FILTERS, several } from "./filters.js";

/** The views, in the order of the menu; `article` and `episode` are reached from them. */
export const MENU = [
  "happened",
  "timeline",
  "dyads",
  "map",
  "quotations",
  "compare",
  "corrections",
  "about",
];
const VIEWS = new Set([...MENU, "article", "episode"]);

/** What a view can be asked beside the filters, with what each is where nothing is said. */
const OPTIONS = {
  happened: { show: "episodes" },
  timeline: { by: "quad", step: "", count: "events", reach: "most" },
  dyads: { of: "", shade: "events" },
  map: { frame: "points" },
  quotations: { speaker: "" },
  compare: { left: "", right: "" },
  corrections: { only: "" },
  article: { id: "", event: "" },
  episode: { id: "" },
  about: {},
};

/** Reads an address; what it does not know is left out rather than refused. */
export function readAddress(search) {
  const query = new URLSearchParams(search);
  const asked = query.get("view");
  const view = VIEWS.has(asked) ? asked : "happened";
  const filters = {};
  for (const { name, many } of FILTERS) {
    const value = (query.get(name) ?? "").trim();
    if (value) filters[name] = many ? [...new Set(several(value))].join(",") : value;
  }
  const options = {};
  for (const [name, usual] of Object.entries(OPTIONS[view])) {
    options[name] = query.get(name) || usual;
  }
  return { view, lang: query.get("lang"), filters, options };
}

/** Writes an address: the same state is always the same text, and what is usual is left out. */
export function writeAddress({ view = "happened", lang, filters = {}, options = {} }) {
  const query = new URLSearchParams();
  if (view !== "happened") query.set("view", view);
  for (const [name, usual] of Object.entries(OPTIONS[view] ?? {})) {
    if (options[name] && options[name] !== usual) query.set(name, options[name]);
  }
  for (const { name } of FILTERS) {
    if (filters[name]) query.set(name, filters[name]);
  }
  if (lang) query.set("lang", lang);
  const text = query.toString().replaceAll("%2C", ",");
  return text ? `?${text}` : "?";
}

/** Filters with one changed; an empty value takes it away. */
export function withFilter(filters, name, value) {
  const { [name]: _, ...rest } = filters;
  return value ? { ...rest, [name]: value } : rest;
}

/** Puts a value of a filter that takes many in, or takes it out where it was in. */
export function toggled(filters, name, value) {
  const values = several(filters[name]);
  const kept = values.filter((v) => v !== value);
  return withFilter(filters, name, (kept.length < values.length ? kept : [...values, value]).join(","));
}
