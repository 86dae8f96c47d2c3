// Where the reader is: the one state of the page, which is its address.
import { readAddress, writeAddress } from "./logic/address.js";

const LANGS = ["id", "en"];

let state = $state.raw(readAddress(location.search));

/** Malay readers read Indonesian sooner than English. */
function preferred() {
  const first = (navigator.languages ?? [navigator.language])
    .map((tag) => tag.slice(0, 2))
    .map((tag) => (tag === "ms" ? "id" : tag))
    .find((tag) => LANGS.includes(tag));
  return first ?? "en";
}

export const here = {
  get view() {
    return state.view;
  },
  get filters() {
    return state.filters;
  },
  get options() {
    return state.options;
  },
  /** The interface's language. */
  get lang() {
    return LANGS.includes(state.lang) ? state.lang : preferred();
  },
};

/** The address of a change from here; options of another view do not carry over. */
export function to(change) {
  const view = change.view ?? state.view;
  const options = view === state.view ? { ...state.options, ...change.options } : change.options;
  return writeAddress({
    view,
    options,
    filters: change.filters ?? state.filters,
    lang: change.lang ?? state.lang,
  });
}

/** Goes there. */
export function go(change) {
  visit(to(change));
}

/** Goes to an address that `to` made. */
export function visit(address) {
  history.pushState(null, "", address);
  state = readAddress(location.search);
}

addEventListener("popstate", () => {
  state = readAddress(location.search);
});
