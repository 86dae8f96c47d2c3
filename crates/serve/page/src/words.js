// The interface's words: data files, one a language.
import en from "./lang/en.json";
import id from "./lang/id.json";
import { here } from "./here.svelte.js";

const FILES = { en, id };

/**
 * A message in the reader's language; `{name}` stands for a value.
 *
 * A message may have forms by number (`one`, `other`), chosen by `n`. A word of the data that
 * has no message is shown as it is, since packs may bring new ones.
 */
export function t(key, values = {}) {
  const found = FILES[here.lang][key] ?? key.slice(key.indexOf(".") + 1);
  const text = typeof found === "string" ? found : byNumber(found, values.n);
  return text.replace(/\{(\w+)\}/g, (whole, name) => {
    const value = values[name];
    if (value === undefined) return whole;
    return typeof value === "number" ? number(value) : value;
  });
}

function byNumber(forms, n) {
  return forms[new Intl.PluralRules(here.lang).select(n)] ?? forms.other;
}

/** A number as the reader's language writes it. */
export function number(value, digits = 0) {
  return new Intl.NumberFormat(here.lang, { maximumFractionDigits: digits }).format(value);
}

/** A share as per cent. */
export function percent(value) {
  return new Intl.NumberFormat(here.lang, { style: "percent" }).format(value);
}
