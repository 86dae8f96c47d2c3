-- Version 4: smaller again, and who is spoken of is counted.
DROP VIEW v_events;
DROP VIEW v_parties;

-- Where an article's sentences stand among the rows of `words` under a coding: one after the other.
CREATE TABLE texts(
  first INTEGER PRIMARY KEY,    -- the row of its first sentence
  sentences INTEGER NOT NULL,   -- so many rows at most
  article INTEGER NOT NULL,
  coding INTEGER NOT NULL
);
INSERT INTO texts
  SELECT (r.article << 20) | ((c.generation & 1) << 19), 1 << 19, r.article, min(r.coding)
  FROM records r JOIN codings c ON c.id = r.coding
  WHERE r.coding IN (SELECT coding FROM totals) GROUP BY 1;

-- What coded events: the patterns' names.
CREATE TABLE reasons(id INTEGER PRIMARY KEY, why TEXT NOT NULL UNIQUE);
INSERT INTO reasons(why) SELECT DISTINCT why FROM events ORDER BY 1;

ALTER TABLE events RENAME TO events_of_v3;
-- One mention of an event in one article under one coding.
CREATE TABLE events(
  id INTEGER PRIMARY KEY,
  key BLOB NOT NULL,            -- 8 bytes: the same over runs, machines and orders of arrival
  article INTEGER NOT NULL,
  coding INTEGER NOT NULL,
  n INTEGER NOT NULL,           -- v<n> in the record
  at INTEGER NOT NULL,          -- its first day, else that of publication: days since 1970-01-01, -1000000 for none
  until TEXT,                   -- its last day, where that is another than the first
  time_from TEXT,               -- empty where the event's own day is not known
  type TEXT NOT NULL, mode TEXT,
  contexts TEXT NOT NULL,       -- a blank between
  cameo TEXT, quad INTEGER NOT NULL, goldstein REAL,
  status TEXT NOT NULL, negated INTEGER NOT NULL,
  place TEXT, geonameid INTEGER, lat REAL, lon REAL, place_country TEXT, resolution TEXT,
  sentence INTEGER NOT NULL,
  said INTEGER,                 -- the sentence's row among words
  start INTEGER NOT NULL, "end" INTEGER NOT NULL, -- the trigger, in code points
  confidence REAL NOT NULL,
  why INTEGER NOT NULL,         -- of reasons
  episode BLOB,
  sort TEXT GENERATED ALWAYS AS (CASE WHEN at = -1000000 THEN '' ELSE coalesce(date(at * 86400, 'unixepoch'), '') END) VIRTUAL,
  day TEXT GENERATED ALWAYS AS (CASE WHEN time_from IS NULL THEN NULL ELSE date(at * 86400, 'unixepoch') END) VIRTUAL,
  day_end TEXT GENERATED ALWAYS AS (CASE WHEN time_from IS NULL THEN NULL ELSE coalesce(until, date(at * 86400, 'unixepoch')) END) VIRTUAL
);
INSERT INTO events
  SELECT e.id, e.key, e.article, e.coding, e.n,
    coalesce(CAST(julianday(nullif(e.sort, '')) - 2440587.5 AS INTEGER), -1000000),
    nullif(e.day_end, e.day), e.time_from, e.type, e.mode, e.contexts, e.cameo, e.quad, e.goldstein,
    e.status, e.negated, e.place, e.geonameid, e.lat, e.lon, e.place_country, e.resolution, e.sentence,
    (e.article << 20) | ((c.generation & 1) << 19) | e.sentence,
    e.start, e."end", e.confidence, r.id, e.episode
  FROM events_of_v3 e JOIN codings c ON c.id = e.coding JOIN reasons r USING (why) ORDER BY e.id;
DROP TABLE events_of_v3;
CREATE INDEX events_at ON events(at, id);
CREATE INDEX events_key ON events(key);
CREATE INDEX events_article ON events(article, sentence);
CREATE INDEX events_episode ON events(episode) WHERE episode IS NOT NULL;
CREATE INDEX events_type ON events(type, at, id);
CREATE INDEX events_place ON events(geonameid, place, coding, negated, episode) WHERE place IS NOT NULL;
CREATE INDEX events_country ON events(place_country, at, id) WHERE place_country IS NOT NULL;

ALTER TABLE quotes ADD COLUMN said INTEGER; -- the sentence's row among words
UPDATE quotes SET said = (article << 20)
  | ((SELECT generation & 1 FROM codings c WHERE c.id = quotes.coding) << 19) | sentence;

-- Codes of parties, each once.
CREATE TABLE codes(
  id INTEGER PRIMARY KEY,
  code TEXT NOT NULL UNIQUE,
  country TEXT NOT NULL         -- a country or a stand-in such as IGO; '' where none is known
);
INSERT INTO codes(code, country) SELECT code, min(country) FROM parties GROUP BY code ORDER BY code;

ALTER TABLE parties RENAME TO parties_of_v3;
-- Who took part in an event.
CREATE TABLE parties(
  event INTEGER NOT NULL,
  role INTEGER NOT NULL,        -- 0 actor, 1 recipient
  n INTEGER NOT NULL,           -- from 0, in the record's order
  entity INTEGER NOT NULL,
  code INTEGER NOT NULL,        -- of codes: that of the entity
  start INTEGER NOT NULL, "end" INTEGER NOT NULL,
  PRIMARY KEY (event, role, n)
) WITHOUT ROWID;
INSERT INTO parties
  SELECT p.event, p.role, p.n, p.entity, c.id, p.start, p."end"
  FROM parties_of_v3 p JOIN codes c USING (code) ORDER BY 1, 2, 3;
DROP TABLE parties_of_v3;
CREATE INDEX parties_code ON parties(code, role, event);
CREATE INDEX parties_entity ON parties(entity);

-- In how many articles an entity is spoken of, and in how many events it takes part.
CREATE TABLE spoken_of(
  coding INTEGER NOT NULL,
  entity INTEGER NOT NULL,
  articles INTEGER NOT NULL,
  events INTEGER NOT NULL,
  PRIMARY KEY (coding, entity)
) WITHOUT ROWID;
INSERT INTO spoken_of
  SELECT coding, entity, sum(articles), sum(events) FROM (
    SELECT coding, entity, count(DISTINCT article) AS articles, 0 AS events FROM appearances GROUP BY 1, 2
    UNION ALL SELECT e.coding, p.entity, 0, count(DISTINCT p.event)
      FROM parties p JOIN events e ON e.id = p.event GROUP BY 1, 2)
  GROUP BY 1, 2;
DROP TABLE appearances;

ALTER TABLE mentions RENAME TO mentions_of_v3;
-- What an event is recognised by in other reports.
CREATE TABLE mentions(
  event INTEGER PRIMARY KEY,
  generation INTEGER NOT NULL,
  cluster BLOB,                 -- the smallest key of all that hang together with it; empty where nothing does
  body BLOB NOT NULL
);
INSERT INTO mentions
  SELECT event, generation,
    CASE WHEN count(*) OVER (PARTITION BY generation, cluster) > 1 THEN cluster END, body
  FROM mentions_of_v3 ORDER BY event;
DROP TABLE mentions_of_v3;
CREATE INDEX mentions_cluster ON mentions(generation, cluster) WHERE cluster IS NOT NULL;

CREATE VIEW v_events AS
  SELECT lower(hex(e.key)) AS event, a.name AS article, a.url, a.outlet, a.lang, a.title, a.published,
    e.sort AS date, e.day, e.day_end, e.time_from, e.type, e.mode, e.contexts, e.cameo, e.quad, e.goldstein,
    e.status, e.negated, e.place, e.geonameid, e.lat, e.lon, e.place_country, e.resolution,
    e.sentence, e.start, e."end", e.confidence, r.why, lower(hex(coalesce(e.episode, e.key))) AS episode
  FROM events e JOIN articles a ON a.id = e.article JOIN reasons r ON r.id = e.why
  WHERE e.coding IN (SELECT id FROM codings WHERE state = 'live');

CREATE VIEW v_parties AS
  SELECT lower(hex(e.key)) AS event, CASE p.role WHEN 0 THEN 'actor' ELSE 'recipient' END AS role, p.n,
    n.name, n.kind, n.code, n.country, n.office, n.body, n.wikidata, p.start, p."end"
  FROM parties p JOIN events e ON e.id = p.event JOIN entities n ON n.id = p.entity
  WHERE e.coding IN (SELECT id FROM codings WHERE state = 'live');
