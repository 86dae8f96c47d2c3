// Records as `risalah code` writes them, made into the rows that the API speaks of.
//
// This stands in for the store while the page is worked on; it keeps the contract's names and
// none of the store's promises.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

const STAND_INS = new Set(["IGO", "UNO", "EUR", "NGO", "ISM", "IMG", "MNC"]);

/** All rows of a file of records: articles, event mentions and quotations. */
export function rows(file) {
  const records = readFileSync(file, "utf8")
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line))
    .filter((record) => !record.error);
  const articles = records.map((record, n) => ({ ...article(record, n + 1), record }));
  const events = articles.flatMap(eventsOf);
  const quotations = articles.flatMap(quotationsOf);
  return { articles, events, quotations, episodes: episodes(events) };
}

function article(record, id) {
  return {
    id,
    name: record.id,
    url: record.url,
    outlet: host(record.url),
    lang: record.lang,
    title: record.title,
    published: record.published?.slice(0, 10) ?? null,
  };
}

// A code begins with a country, with what stands in for one, or with a sector where neither is
// known.
const SECTORS = /^(GOV|MIL|COP|JUD|LEG|PTY|REB|SPY|PRM|UAF|OPP|BUS|LAB|CVL|EDU|JRN|REL|MED|REF|CRM|ELI|SOC|AGR)/;

function countryOf(code) {
  return !code || STAND_INS.has(code.slice(0, 3)) || SECTORS.test(code) ? null : code.slice(0, 3);
}

function host(url) {
  try {
    return new URL(url).hostname || null;
  } catch {
    return null;
  }
}

/** What an event row tells of its article. */
export function brief({ id, name, url, outlet, lang, title, published }) {
  return { id, name, url, outlet, lang, title, published };
}

function eventsOf(article) {
  const { record } = article;
  const points = [...record.text];
  const cut = ([from, to]) => points.slice(from, to).join("");
  const entity = new Map(record.entities.map((e) => [e.id, e]));
  const party = (p) => ({
    name: entity.get(p.entity)?.name ?? (p.span ? cut(p.span) : null),
    code: p.code,
    country: countryOf(p.code),
    span: p.span,
    text: p.span ? cut(p.span) : null,
  });
  return record.events.map((event, n) => {
    const span = record.sentences[event.sentence] ?? [0, points.length];
    const seed = [article.name, event.trigger, event.type, n].join(" ");
    return {
      id: createHash("sha256").update(seed).digest("hex").slice(0, 16),
      n: n + 1,
      type: event.type,
      mode: event.mode,
      contexts: event.contexts ?? [],
      cameo: event.cameo,
      quad: event.quad,
      goldstein: event.goldstein,
      status: event.status,
      negated: event.negated,
      day: event.time?.start ?? null,
      day_end: event.time?.end ?? null,
      time_from: event.time?.from ?? null,
      place: place(record, event.place),
      actors: (event.actors ?? []).map(party),
      recipients: (event.recipients ?? []).map(party),
      trigger: event.trigger,
      sentence: { n: event.sentence, span, text: cut(span) },
      confidence: event.confidence,
      why: event.why,
      episode: null,
      article: brief(article),
      label: null,
    };
  });
}

function place(record, at) {
  if (!at) return null;
  const known = record.places.find((p) => p.span[0] === at.span?.[0]) ?? at;
  const { name, geonameid, lat, lon, country, resolution } = known;
  return { name, geonameid, lat, lon, country, resolution };
}

function quotationsOf(article) {
  const { record } = article;
  const points = [...record.text];
  const cut = ([from, to]) => points.slice(from, to).join("");
  const entity = new Map(record.entities.map((e) => [e.id, e]));
  return record.quotes.map((quote) => {
    const who = entity.get(quote.speaker?.entity);
    return {
      id: `${article.id}-${quote.id}`,
      kind: quote.kind,
      content: quote.content,
      text: quote.content.map(cut).join(" … "),
      cue: quote.cue ? { span: quote.cue, text: cut(quote.cue) } : null,
      speaker: quote.speaker
        ? {
            name: who?.name ?? null,
            text: quote.speaker.span ? cut(quote.speaker.span) : null,
            code: who?.code ?? null,
            office: who?.office ?? null,
            body: who?.body ?? null,
          }
        : null,
      article: brief(article),
    };
  });
}

const countries = (parties) => [...new Set(parties.map((p) => (p.code ?? "").slice(0, 3)))].sort();

/** Mentions of one type between the same countries on about the same day. */
function episodes(events) {
  const groups = new Map();
  for (const event of events) {
    const sides = `${countries(event.actors)}>${countries(event.recipients)}`;
    const week = Math.floor(Date.parse(event.day ?? event.article.published ?? 0) / 3 / 864e5);
    const key = `${event.type} ${sides} ${week}`;
    groups.set(key, [...(groups.get(key) ?? []), event]);
  }
  return [...groups.values()].map(episode);
}

function episode(members) {
  const id = members.map((e) => e.id).sort()[0];
  for (const member of members) member.episode = id;
  const [first] = members;
  const days = members.map((e) => e.day).filter(Boolean).sort();
  const seen = members.map((e) => e.article.published).filter(Boolean).sort();
  return {
    id,
    type: first.type,
    quad: first.quad,
    day: days[0] ?? null,
    day_end: days.at(-1) ?? null,
    actors: parties(members, "actors"),
    recipients: parties(members, "recipients"),
    place: members.find((e) => e.place)?.place ?? null,
    reports: new Set(members.map((e) => e.article.id)).size,
    outlets: new Set(members.map((e) => e.article.outlet)).size,
    events: members.length,
    first_seen: seen[0] ?? null,
    last_seen: seen.at(-1) ?? null,
    status: first.status,
    disagreements: disagreements(members),
    headline: first.article.title ?? first.sentence.text,
    members,
  };
}

function parties(members, side) {
  const known = new Map();
  for (const party of members.flatMap((e) => e[side])) {
    const key = party.code ?? party.name;
    if (!known.has(key)) known.set(key, { code: party.code, name: party.name });
  }
  return [...known.values()];
}

const TOLLS = { satu: 1, six: 6, eight: 8, enam: 6, delapan: 8, lima: 5, tujuh: 7 };

/** Numbers before people in the article, where the members give more than one. */
function disagreements(members) {
  const values = new Map();
  for (const member of members) {
    const words = member.sentence.text.toLowerCase().match(/[a-z]+/g) ?? [];
    const toll = words.map((w) => TOLLS[w]).find((n) => n > 1);
    if (toll) values.set(toll, [...(values.get(toll) ?? []), member.id]);
  }
  if (values.size < 2) return [];
  const what = members[0].type === "COERCE" ? "arrested" : "dead";
  return [{ what, values: [...values].map(([value, events]) => ({ value, events })) }];
}
