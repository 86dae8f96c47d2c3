-- Version 3: smaller, and no slower where thousands of reports are alike. Days in counts are
-- numbers since 1970-01-01, -1000000 where none is known.

-- What counts are told apart by.
CREATE TABLE kinds(
  id INTEGER PRIMARY KEY,
  type TEXT NOT NULL, quad INTEGER NOT NULL, status TEXT NOT NULL,
  UNIQUE (type, quad, status)
);
INSERT INTO kinds(type, quad, status) SELECT DISTINCT type, quad, status FROM daily ORDER BY 1, 2, 3;

ALTER TABLE daily RENAME TO daily_of_v2;
CREATE TABLE daily(
  coding INTEGER NOT NULL,
  day INTEGER NOT NULL,         -- that of `sort` of events
  kind INTEGER NOT NULL,
  negated INTEGER NOT NULL,
  events INTEGER NOT NULL,
  goldstein REAL NOT NULL,      -- the sum over those that have one
  scored INTEGER NOT NULL,      -- how many have one
  PRIMARY KEY (coding, day, kind, negated)
) WITHOUT ROWID;
INSERT INTO daily
  SELECT coding, coalesce(CAST(julianday(nullif(day, '')) - 2440587.5 AS INTEGER), -1000000), k.id,
    negated, sum(events), sum(goldstein), sum(scored)
  FROM daily_of_v2 JOIN kinds k USING (type, quad, status) GROUP BY 1, 2, 3, 4;
DROP TABLE daily_of_v2;

ALTER TABLE dyads RENAME TO dyads_of_v2;
-- Events that are not negated, counted by who acts on whom, as in version 1.
CREATE TABLE dyads(
  actor TEXT NOT NULL, recipient TEXT NOT NULL, -- countries or stand-ins, '' where none is known
  day INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  coding INTEGER NOT NULL,
  events INTEGER NOT NULL,
  goldstein REAL NOT NULL, scored INTEGER NOT NULL,
  PRIMARY KEY (actor, recipient, day, kind, coding)
) WITHOUT ROWID;
INSERT INTO dyads
  SELECT actor, recipient, coalesce(CAST(julianday(nullif(day, '')) - 2440587.5 AS INTEGER), -1000000),
    k.id, coding, sum(events), sum(goldstein), sum(scored)
  FROM dyads_of_v2 JOIN kinds k USING (type, quad, status) GROUP BY 1, 2, 3, 4, 5;
DROP TABLE dyads_of_v2;

-- The same over all days.
CREATE TABLE pairs(
  coding INTEGER NOT NULL,
  actor TEXT NOT NULL, recipient TEXT NOT NULL,
  quad INTEGER NOT NULL,
  events INTEGER NOT NULL,
  goldstein REAL NOT NULL, scored INTEGER NOT NULL,
  PRIMARY KEY (coding, actor, recipient, quad)
) WITHOUT ROWID;
INSERT INTO pairs
  SELECT coding, actor, recipient, quad, sum(events), sum(goldstein), sum(scored)
  FROM dyads JOIN kinds k ON k.id = kind GROUP BY 1, 2, 3, 4;

-- Where mentions are looked up: 30 bits for a word of theirs with their type, then 17 for the day.
ALTER TABLE sought RENAME TO sought_of_v2;
CREATE TABLE sought(
  place INTEGER NOT NULL,
  event INTEGER NOT NULL,
  PRIMARY KEY (place, event)
) WITHOUT ROWID;
INSERT OR IGNORE INTO sought
  SELECT (number & 1073741823) << 17
    | CASE day WHEN 2147483647 THEN 131071 ELSE min(max(day + 50000, 0), 131070) END, event
  FROM sought_of_v2 ORDER BY 1, 2;
DROP TABLE sought_of_v2;

-- Articles that share marks lie by the family of copies that they were last known to be of, so
-- that of thousands of copies one is looked at.
ALTER TABLE bands RENAME TO bands_of_v2;
CREATE TABLE bands(
  band INTEGER NOT NULL,
  family INTEGER NOT NULL,      -- an article of it
  article INTEGER NOT NULL,
  PRIMARY KEY (band, family, article)
) WITHOUT ROWID;
INSERT INTO bands
  SELECT b.band, coalesce(a.wire, a.id), b.article FROM bands_of_v2 b JOIN articles a ON a.id = b.article;
DROP TABLE bands_of_v2;

-- An event that is alone is its own episode: it has no row among episodes, and its column is empty.
UPDATE events SET episode = NULL WHERE EXISTS (
  SELECT 1 FROM codings c JOIN episodes o ON o.generation = c.generation AND o.key = events.episode
  WHERE c.id = events.coding AND o.events = 1);
DELETE FROM episodes WHERE events = 1;
DROP INDEX events_episode;
CREATE INDEX events_episode ON events(episode) WHERE episode IS NOT NULL;
DROP INDEX events_place;
CREATE INDEX events_place ON events(geonameid, place, coding, negated, episode) WHERE place IS NOT NULL;

DROP VIEW v_events;
CREATE VIEW v_events AS
  SELECT lower(hex(e.key)) AS event, a.name AS article, a.url, a.outlet, a.lang, a.title, a.published,
    e.sort AS date, e.day, e.day_end, e.time_from, e.type, e.mode, e.contexts, e.cameo, e.quad, e.goldstein,
    e.status, e.negated, e.place, e.geonameid, e.lat, e.lon, e.place_country, e.resolution,
    e.sentence, e.start, e."end", e.confidence, e.why, lower(hex(coalesce(e.episode, e.key))) AS episode
  FROM events e JOIN articles a ON a.id = e.article
  WHERE e.coding IN (SELECT id FROM codings WHERE state = 'live');
