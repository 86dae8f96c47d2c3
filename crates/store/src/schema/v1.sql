-- Version 1 of a store. Dates are ISO text, so that SQL and R users read them; '' stands for
-- "none" where a column is part of a key.

-- Which engine and packs coded. Codings of the live generation are what queries see; a recode
-- builds the next generation, and one statement makes it the live one.
CREATE TABLE codings(
  id INTEGER PRIMARY KEY,
  engine TEXT NOT NULL,
  packs TEXT NOT NULL,          -- one line a pack: name, version, digest
  state TEXT NOT NULL CHECK (state IN ('live', 'building', 'past')),
  generation INTEGER NOT NULL
);

-- Each report once, by what it says.
CREATE TABLE articles(
  id INTEGER PRIMARY KEY,
  digest BLOB NOT NULL UNIQUE,  -- sha256 of id, url, title, published and text
  name TEXT NOT NULL,           -- the report's own id
  url TEXT,
  outlet TEXT,                  -- host of the url, else the site's name
  lang TEXT,
  title TEXT,
  published TEXT,               -- day
  source TEXT,                  -- file or address it came from
  input BLOB NOT NULL,          -- sha256 of the input as it came
  wire INTEGER                  -- the article of which this is a copy
);

CREATE INDEX articles_outlet ON articles(outlet);
CREATE INDEX articles_published ON articles(coalesce(published, ''), id);

-- What records have in common, so that each is small: a zstd dictionary.
CREATE TABLE dictionaries(id INTEGER PRIMARY KEY, body BLOB NOT NULL);

-- The bytes that `risalah code` gives for an article under a coding, by zstd.
CREATE TABLE records(
  article INTEGER NOT NULL,
  coding INTEGER NOT NULL,
  dictionary INTEGER NOT NULL,
  body BLOB NOT NULL,
  PRIMARY KEY (article, coding)
);

-- One mention of an event in one article under one coding.
CREATE TABLE events(
  id INTEGER PRIMARY KEY,
  key BLOB NOT NULL,            -- 8 bytes: the same over runs, machines and orders of arrival
  article INTEGER NOT NULL,
  coding INTEGER NOT NULL,
  n INTEGER NOT NULL,           -- v<n> in the record
  day TEXT, day_end TEXT, time_from TEXT,
  sort TEXT NOT NULL,           -- day, else the day of publication, else ''
  type TEXT NOT NULL, mode TEXT,
  contexts TEXT NOT NULL,       -- a blank between
  cameo TEXT, quad INTEGER NOT NULL, goldstein REAL,
  status TEXT NOT NULL, negated INTEGER NOT NULL,
  place TEXT, geonameid INTEGER, lat REAL, lon REAL, place_country TEXT, resolution TEXT,
  sentence INTEGER NOT NULL,
  start INTEGER NOT NULL, "end" INTEGER NOT NULL, -- the trigger, in code points
  confidence REAL NOT NULL,
  why TEXT NOT NULL,
  episode BLOB
);
CREATE INDEX events_sort ON events(sort, id);
CREATE INDEX events_key ON events(key);
CREATE INDEX events_article ON events(article, sentence);
CREATE INDEX events_episode ON events(episode);
CREATE INDEX events_type ON events(type, sort, id);
CREATE INDEX events_place ON events(geonameid) WHERE geonameid IS NOT NULL;
CREATE INDEX events_country ON events(place_country, sort, id) WHERE place_country IS NOT NULL;

-- Who articles speak of, store-wide; '' where a thing is not known.
CREATE TABLE entities(
  id INTEGER PRIMARY KEY,
  digest INTEGER NOT NULL UNIQUE, -- of all that follows
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  code TEXT NOT NULL,
  country TEXT NOT NULL,        -- a country, or a stand-in such as IGO
  office TEXT NOT NULL,
  body TEXT NOT NULL,
  wikidata TEXT NOT NULL
);
CREATE VIRTUAL TABLE names USING fts5(
  name, content='entities', content_rowid='id', tokenize="unicode61 remove_diacritics 2");

-- Which entities an article speaks of.
CREATE TABLE appearances(
  article INTEGER NOT NULL,
  coding INTEGER NOT NULL,
  n INTEGER NOT NULL,           -- e<n> in the record
  entity INTEGER NOT NULL,
  mentions INTEGER NOT NULL,    -- how many
  PRIMARY KEY (article, coding, n)
) WITHOUT ROWID;
CREATE INDEX appearances_entity ON appearances(entity);

-- Who took part in an event.
CREATE TABLE parties(
  event INTEGER NOT NULL,
  role INTEGER NOT NULL,        -- 0 actor, 1 recipient
  n INTEGER NOT NULL,           -- from 0, in the record's order
  entity INTEGER NOT NULL,
  code TEXT NOT NULL, country TEXT NOT NULL,
  start INTEGER NOT NULL, "end" INTEGER NOT NULL,
  PRIMARY KEY (event, role, n)
) WITHOUT ROWID;
CREATE INDEX parties_country ON parties(country, role, code, event);
CREATE INDEX parties_entity ON parties(entity);

CREATE TABLE quotes(
  id INTEGER PRIMARY KEY,
  article INTEGER NOT NULL,
  coding INTEGER NOT NULL,
  n INTEGER NOT NULL,           -- q<n> in the record
  kind TEXT NOT NULL,
  start INTEGER NOT NULL, "end" INTEGER NOT NULL, -- the first part, in code points
  sentence INTEGER,             -- in which that part begins
  speaker INTEGER,              -- of entities
  speaker_start INTEGER, speaker_end INTEGER
);
CREATE INDEX quotes_article ON quotes(article);
CREATE INDEX quotes_speaker ON quotes(speaker);

CREATE TABLE links(
  article INTEGER NOT NULL,
  coding INTEGER NOT NULL,
  kind TEXT NOT NULL,
  source INTEGER NOT NULL,      -- the later event
  target INTEGER NOT NULL,      -- the earlier one
  start INTEGER, "end" INTEGER
);
CREATE INDEX links_article ON links(article);

-- The words of every sentence; rowid = article * 2^20 + the sentence's number.
CREATE VIRTUAL TABLE words USING fts5(
  text, content='', contentless_delete=1, tokenize="unicode61 remove_diacritics 2");

-- Events counted by day, so that series need no scan.
CREATE TABLE daily(
  coding INTEGER NOT NULL,
  day TEXT NOT NULL,            -- as `sort` of events
  type TEXT NOT NULL, quad INTEGER NOT NULL, status TEXT NOT NULL, negated INTEGER NOT NULL,
  events INTEGER NOT NULL,
  goldstein REAL NOT NULL,      -- the sum over those that have one
  scored INTEGER NOT NULL,      -- how many have one
  PRIMARY KEY (coding, day, type, quad, status, negated)
) WITHOUT ROWID;

-- What a coding holds in all.
CREATE TABLE totals(
  coding INTEGER NOT NULL,
  what TEXT NOT NULL,           -- quotes, or events of a type
  negated INTEGER NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (coding, what, negated)
) WITHOUT ROWID;

-- Events that are not negated, counted by who acts on whom: each distinct pair of countries of an
-- event once; a mutual act with no recipient once in each direction between its actors.
CREATE TABLE dyads(
  coding INTEGER NOT NULL,
  day TEXT NOT NULL,
  actor TEXT NOT NULL, recipient TEXT NOT NULL, -- countries or stand-ins, '' where none is known
  type TEXT NOT NULL, quad INTEGER NOT NULL, status TEXT NOT NULL,
  events INTEGER NOT NULL,
  goldstein REAL NOT NULL, scored INTEGER NOT NULL,
  confidence REAL NOT NULL,     -- the sum
  PRIMARY KEY (actor, recipient, day, type, quad, status, coding)
) WITHOUT ROWID;

-- Occasions: events over articles that are mentions of the same.
CREATE TABLE episodes(
  generation INTEGER NOT NULL,
  key BLOB NOT NULL,            -- the smallest of its events' keys
  type TEXT NOT NULL, quad INTEGER NOT NULL,
  day TEXT, day_end TEXT,
  sort TEXT NOT NULL,
  status TEXT NOT NULL,
  actors TEXT NOT NULL, recipients TEXT NOT NULL, -- codes, a blank between
  place TEXT, geonameid INTEGER, lat REAL, lon REAL, place_country TEXT, resolution TEXT,
  reports INTEGER NOT NULL, outlets INTEGER NOT NULL, events INTEGER NOT NULL,
  first_seen TEXT, last_seen TEXT, -- days of publication
  PRIMARY KEY (generation, key)
) WITHOUT ROWID;
CREATE INDEX episodes_sort ON episodes(sort, key);

-- What people said of events; by key, so that it outlives a recode.
CREATE TABLE labels(
  id INTEGER PRIMARY KEY,
  key BLOB NOT NULL,
  verdict TEXT NOT NULL CHECK (verdict IN ('accept', 'reject', 'fix')),
  fix TEXT, note TEXT, coder TEXT,
  at TEXT NOT NULL
);
CREATE INDEX labels_key ON labels(key);

CREATE VIEW v_events AS
  SELECT lower(hex(e.key)) AS event, a.name AS article, a.url, a.outlet, a.lang, a.title, a.published,
    e.sort AS date, e.day, e.day_end, e.time_from, e.type, e.mode, e.contexts, e.cameo, e.quad, e.goldstein,
    e.status, e.negated, e.place, e.geonameid, e.lat, e.lon, e.place_country, e.resolution,
    e.sentence, e.start, e."end", e.confidence, e.why, lower(hex(e.episode)) AS episode
  FROM events e JOIN articles a ON a.id = e.article
  WHERE e.coding IN (SELECT id FROM codings WHERE state = 'live');

CREATE VIEW v_parties AS
  SELECT lower(hex(e.key)) AS event, CASE p.role WHEN 0 THEN 'actor' ELSE 'recipient' END AS role, p.n,
    n.name, n.kind, p.code, p.country, n.office, n.body, n.wikidata, p.start, p."end"
  FROM parties p JOIN events e ON e.id = p.event JOIN entities n ON n.id = p.entity
  WHERE e.coding IN (SELECT id FROM codings WHERE state = 'live');
