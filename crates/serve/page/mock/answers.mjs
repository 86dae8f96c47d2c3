// The API's answers, computed in the plainest way over a few rows.
import { brief } from "./rows.mjs";

const list = (text) => (text ?? "").split(",").filter(Boolean);
const same = (a, b) => (a ?? "").toLowerCase() === (b ?? "").toLowerCase();

/** Whether an event passes the filters of a query. */
export function passes(event, query) {
  const q = query.get("q")?.toLowerCase();
  const on = event.day ?? event.article.published ?? "";
  const party = (sides, wanted) =>
    !wanted ||
    sides.some(
      (p) =>
        (p.code ?? "").startsWith(wanted) ||
        (p.name ?? "").toLowerCase().includes(wanted.toLowerCase()),
    );
  const among = (name, value) => !query.get(name) || list(query.get(name)).includes(String(value));
  const where = query.get("place");
  return (
    (!q || (event.sentence.text + " " + (event.article.title ?? "")).toLowerCase().includes(q)) &&
    party(event.actors, query.get("actor")) &&
    party(event.recipients, query.get("recipient")) &&
    party([...event.actors, ...event.recipients], query.get("party")) &&
    among("type", event.type) &&
    among("status", event.status) &&
    among("quad", event.quad) &&
    (!query.get("from") || on >= query.get("from")) &&
    (!query.get("to") || (on && on <= query.get("to"))) &&
    (!where || same(event.place?.country, where) || String(event.place?.geonameid) === where) &&
    (!query.get("outlet") || same(event.article.outlet, query.get("outlet"))) &&
    (!query.get("lang") || same(event.article.lang, query.get("lang"))) &&
    (!query.get("min_confidence") || event.confidence >= Number(query.get("min_confidence"))) &&
    (!query.get("episode") || event.episode === query.get("episode")) &&
    (!query.get("article") || String(event.article.id) === query.get("article")) &&
    (query.get("negated") === "true" || !event.negated)
  );
}

/** One page of rows, the newest first, and where the next begins. */
export function paged(name, rows, query) {
  const at = Number(query.get("cursor") ?? 0);
  const limit = Math.min(Number(query.get("limit") ?? 50), 500);
  const next = at + limit < rows.length ? String(at + limit) : null;
  return { [name]: rows.slice(at, at + limit), next };
}

const newest = (a, b) => (b.day ?? b.on ?? "").localeCompare(a.day ?? a.on ?? "");

/** The events of a query, newest first. */
export function events(rows, query) {
  const on = (e) => e.day ?? e.article.published ?? "";
  return rows.events.filter((e) => passes(e, query)).sort((a, b) => on(b).localeCompare(on(a)));
}

/** The episodes of which an event passes. */
export function episodes(rows, query) {
  return rows.episodes
    .filter((episode) => episode.members.some((e) => passes(e, query)))
    .map((episode) => ({ ...episode, on: episode.day ?? episode.first_seen }))
    .sort(newest)
    .map(({ members, on, ...shown }) => shown);
}

function grouped(items, key) {
  const groups = new Map();
  for (const item of items) {
    const name = key(item);
    groups.set(name, [...(groups.get(name) ?? []), item]);
  }
  return [...groups].sort(([a], [b]) => String(a).localeCompare(String(b)));
}

const STEP = { day: 10, month: 7, year: 4 };

/** Counts by key and step of time; mentions, or the episodes they are of. */
export function series(rows, query) {
  const by = query.get("by") ?? "quad";
  const cut = STEP[query.get("step") ?? "day"];
  const first = (at) => at + "-01-01".slice(at.length - 4);
  const count = (members) =>
    query.get("count") === "episodes" ? new Set(members.map((e) => e.episode)).size : members.length;
  const all = events(rows, query).filter((e) => e.day ?? e.article.published);
  return {
    series: grouped(all, (e) => String(e[by])).map(([key, members]) => ({
      key,
      points: grouped(members, (e) => first((e.day ?? e.article.published).slice(0, cut))).map(
        ([at, some]) => [at, count(some)],
      ),
    })),
  };
}

const standIn = (code) => (/^(IGO|UNO|EUR|NGO|ISM|IMG|MNC)/.test(code ?? "") ? code.slice(0, 3) : "");

/** Who did how much to whom, by country or what stands in for one. */
export function dyads(rows, query) {
  const pairs = events(rows, query).flatMap((event) => {
    const side = (parties) => [...new Set(parties.map((p) => p.country ?? standIn(p.code)))];
    const [from, to] = [side(event.actors), side(event.recipients)];
    const other = to.length ? to : from;
    return from.flatMap((a) =>
      other.filter((b) => to.length || a !== b).map((b) => ({ a, b, event })),
    );
  });
  return {
    dyads: grouped(pairs, (p) => `${p.a} ${p.b}`).map(([, members]) => ({
      actor: members[0].a,
      recipient: members[0].b,
      events: members.length,
      goldstein: members.reduce((sum, m) => sum + m.event.goldstein, 0) / members.length,
      by_quad: [1, 2, 3, 4].map((quad) => members.filter((m) => m.event.quad === quad).length),
    })),
  };
}

/** Events grouped by the place they happened at. */
export function places(rows, query) {
  const all = events(rows, query);
  const placed = all.filter((e) => e.place);
  return {
    places: grouped(placed, (e) => e.place.geonameid ?? e.place.name).map(([, members]) => ({
      ...members[0].place,
      events: members.length,
      episodes: new Set(members.map((e) => e.episode)).size,
    })),
    unplaced: all.length - placed.length,
  };
}

/** Everybody whose name holds the words. */
export function entities(rows, query) {
  const words = query.get("q")?.toLowerCase() ?? "";
  const all = rows.articles.flatMap(({ record }) =>
    record.entities.map((e) => ({
      ...e,
      quotations: record.quotes.filter((q) => q.speaker?.entity === e.id).length,
    })),
  );
  return grouped(
    all.filter((e) => e.name.toLowerCase().includes(words)),
    (e) => `${e.name} ${e.code}`,
  )
    .map(([, [first, ...rest]]) => ({
      name: first.name,
      kind: first.kind,
      code: first.code,
      office: first.office,
      body: first.body,
      wikidata: first.wikidata,
      articles: rest.length + 1,
      mentions: [first, ...rest].reduce((n, e) => n + e.mentions.length, 0),
      quotations: [first, ...rest].reduce((n, e) => n + e.quotations, 0),
    }))
    .sort((a, b) => b.quotations - a.quotations || b.mentions - a.mentions);
}

/** Quotations of a speaker or with some words, newest first. */
export function quotations(rows, query) {
  const speaker = query.get("speaker")?.toLowerCase();
  const q = query.get("q")?.toLowerCase();
  const on = (quote) => quote.article.published ?? "";
  return rows.quotations
    .filter((quote) => !speaker || (quote.speaker?.name ?? "").toLowerCase().includes(speaker))
    .filter((quote) => !q || quote.text.toLowerCase().includes(q))
    .filter((quote) => !query.get("lang") || quote.article.lang === query.get("lang"))
    .filter((quote) => !query.get("outlet") || quote.article.outlet === query.get("outlet"))
    .filter((quote) => !query.get("from") || on(quote) >= query.get("from"))
    .filter((quote) => !query.get("to") || on(quote) <= query.get("to"))
    .sort((a, b) => on(b).localeCompare(on(a)));
}

/** An article with its record and the ids of its events. */
export function article(rows, id) {
  const found = rows.articles.find((a) => String(a.id) === id);
  return (
    found && {
      article: brief(found),
      record: found.record,
      events: rows.events.filter((e) => e.article.id === found.id).map((e) => e.id),
    }
  );
}

/** Why an event was coded, in the shape that the engine's reasons have. */
export function explain(rows, id) {
  const event = rows.events.find((e) => e.id === id);
  if (!event) return undefined;
  const { record } = rows.articles.find((a) => a.id === event.article.id);
  return {
    event: id,
    pattern: event.why,
    confidence: event.confidence,
    grounds: [
      { ground: "the parties", odds: 1.2 },
      { ground: "the type", odds: 0.4 },
      { ground: "the status", odds: -0.3 },
    ],
    left_out: [
      { trigger: event.trigger, text: "…", pattern: "agree/agree", reason: "no party" },
    ],
    anchor: record.anchor,
  };
}

/** What two codings of the same articles have in common and what not. */
export function compare(left, right, query) {
  const key = (e) => `${e.trigger} ${e.type}`;
  const codes = (e) =>
    JSON.stringify([e.mode, e.status, e.day, e.actors.map((p) => p.code), e.recipients.map((p) => p.code)]);
  const articles = right.articles.map((article) => {
    const of = (rows) =>
      rows.events.filter((e) => e.article.name === article.name).map((e) => [key(e), e]);
    const [before, after] = [new Map(of(left)), new Map(of(right))];
    return {
      article: brief(article),
      left_only: [...before].filter(([k]) => !after.has(k)).map(([, e]) => e),
      right_only: [...after].filter(([k]) => !before.has(k)).map(([, e]) => e),
      changed: [...before]
        .filter(([k, e]) => after.has(k) && codes(e) !== codes(after.get(k)))
        .map(([k, e]) => ({ left: e, right: after.get(k) })),
    };
  });
  const differ = articles.filter((a) => a.left_only.length + a.right_only.length + a.changed.length);
  return paged("articles", differ, query);
}

/** Numbers over everything, and how precise each type was found to be. */
export function stats(rows, labels) {
  const label = new Map(labels.map((l) => [l.event, l.verdict]));
  return {
    store: "contoh.risalah",
    reports: rows.articles.length,
    articles: rows.articles.length,
    episodes: rows.episodes.length,
    events: rows.events.length,
    outlets: new Set(rows.articles.map((a) => a.outlet)).size,
    from: rows.events.map((e) => e.day ?? "9").sort()[0],
    to: rows.events.map((e) => e.day ?? "").sort().at(-1),
    engine: "0.1.0",
    packs: [
      { name: "id", version: "0.1.0", digest: "9d1f".repeat(16) },
      { name: "en", version: "0.1.0", digest: "07ac".repeat(16) },
      { name: "world", version: "2026-11", digest: "b44e".repeat(16) },
    ],
    types: grouped(rows.events, (e) => e.type).map(([type, members]) => {
      const count = (verdict) => members.filter((e) => label.get(e.id) === verdict).length;
      return {
        type,
        quad: members[0].quad,
        events: members.length,
        right: count("accept"),
        wrong: count("reject") + count("fix"),
        fixed: count("fix"),
      };
    }),
  };
}
