// Codes of parties for people to read.
import en from "./lang/en.json";
import { countryName } from "./logic/countries.js";
import { here } from "./here.svelte.js";
import { t } from "./words.js";

/** A country's name, or what stands in for one; a code that is neither stays as it is. */
export function sideName(code) {
  return `standin.${code}` in en ? t(`standin.${code}`) : countryName(code, here.lang);
}
