// A stand-in for `risalah serve` while the page is worked on: the same addresses, the same
// security headers, a handful of records in memory.
//
//   node mock/serve.mjs --records FILE [--before FILE] [--assets DIR] [--port N] [--token T]
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { extname, join, normalize } from "node:path";
import { parseArgs } from "node:util";
import * as answers from "./answers.mjs";
import { rows as read } from "./rows.mjs";

const { values: args } = parseArgs({
  options: {
    records: { type: "string" },
    before: { type: "string" },
    assets: { type: "string", default: new URL("../../assets", import.meta.url).pathname },
    port: { type: "string", default: "8485" },
    token: { type: "string", default: "contoh" },
  },
});
const rows = read(args.records);
const before = read(args.before ?? args.records);
const labels = [];

const POLICY = "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";
const KINDS = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".svg": "image/svg+xml",
};

const LISTS = {
  events: (q) => answers.paged("events", answers.events(rows, q), q),
  episodes: (q) => answers.paged("episodes", answers.episodes(rows, q), q),
  articles: (q) => answers.paged("articles", rows.articles.map(({ record, ...a }) => a), q),
  entities: (q) => answers.paged("entities", answers.entities(rows, q), q),
  quotations: (q) => answers.paged("quotations", answers.quotations(rows, q), q),
  places: (q) => answers.places(rows, q),
  series: (q) => answers.series(rows, q),
  dyads: (q) => answers.dyads(rows, q),
  stats: () => answers.stats(rows, labels),
  labels: () => ({ labels }),
  compare: (q) => answers.compare(before, rows, q),
  codings: () => ({
    codings: [
      { id: 1, engine: "0.0.9", packs: "id 0.0.9 77aa\nen 0.0.9 88bb", state: "past", articles: before.articles.length, events: before.events.length },
      { id: 2, engine: "0.1.0", packs: "id 0.1.0 9d1f\nen 0.1.0 07ac", state: "live", articles: rows.articles.length, events: rows.events.length },
    ],
  }),
};

function one(name, id, part) {
  if (name === "articles") return answers.article(rows, id);
  if (name === "events" && part === "explain") return answers.explain(rows, id);
  if (name === "events") return rows.events.find((e) => e.id === id);
  if (name === "episodes") {
    const found = rows.episodes.find((e) => e.id === id);
    if (!found) return undefined;
    const { members, ...shown } = found;
    return { ...shown, members };
  }
}

const server = createServer(async (request, response) => {
  const url = new URL(request.url, "http://localhost");
  const send = (status, kind, body) => {
    response.writeHead(status, {
      "content-type": kind,
      "content-security-policy": POLICY,
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
    });
    response.end(body);
  };
  const json = (body) => send(200, "application/json", JSON.stringify(body));
  const problem = (status, title) =>
    send(status, "application/problem+json", JSON.stringify({ type: "about:blank", title, status }));
  const [, api, version, name, id, part] = url.pathname.split("/").map(decodeURIComponent);
  if (api !== "api") return page(url.pathname, send, problem);
  if (version !== "v1") return problem(404, "no such version");
  if (request.method === "POST") return label(request, name, json, problem);
  const answer = id ? one(name, id, part) : LISTS[name]?.(url.searchParams);
  if (!answer) return problem(404, "nothing here by that name");
  if (url.searchParams.get("format") === "csv") return send(200, "text/csv; charset=utf-8", csv(answer));
  json(answer);
});

async function page(path, send, problem) {
  const file = path === "/" ? "/index.html" : normalize(path);
  try {
    send(200, KINDS[extname(file)] ?? "application/octet-stream", await readFile(join(args.assets, file)));
  } catch {
    problem(404, "nothing here by that name");
  }
}

async function label(request, name, json, problem) {
  if (name !== "labels") return problem(404, "nothing here by that name");
  if (request.headers.authorization !== `Bearer ${args.token}`) return problem(403, "the token is not right");
  let body = "";
  for await (const chunk of request) body += chunk;
  const label = JSON.parse(body);
  const event = rows.events.find((e) => e.id === label.event);
  if (!event) return problem(404, "no event has this id");
  event.label = { verdict: label.verdict, fix: label.fix, note: label.note };
  labels.push(label);
  json(label);
}

function csv(answer) {
  const rows = Object.values(answer).find(Array.isArray) ?? [];
  const names = Object.keys(rows[0] ?? {});
  const cell = (value) => `"${String(value === null ? "" : JSON.stringify(value)).replaceAll('"', '""')}"`;
  return [names.join(","), ...rows.map((row) => names.map((n) => cell(row[n])).join(","))].join("\n");
}

server.listen(Number(args.port), "127.0.0.1", () =>
  console.error(`http://127.0.0.1:${args.port}/ over ${rows.articles.length} reports, ${rows.events.length} events`),
);
