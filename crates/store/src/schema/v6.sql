-- Version 6: a batch changes few pages of the file. What lies in an order that is not that of its
-- coming is kept in two tables: what came lately in the one whose name begins with `new_`, which
-- stays small, and the rest in the other, to which it moves many rows at a time. Whoever reads
-- asks both.

-- Types of events, each once.
CREATE TABLE types(id INTEGER PRIMARY KEY, type TEXT NOT NULL UNIQUE);
INSERT INTO types(type) SELECT DISTINCT type FROM events ORDER BY 1;

-- Events by their day, `at` of events.
CREATE TABLE by_day(at INTEGER NOT NULL, event INTEGER NOT NULL,
  PRIMARY KEY (at, event)) WITHOUT ROWID;
CREATE TABLE new_by_day(at INTEGER NOT NULL, event INTEGER NOT NULL,
  PRIMARY KEY (at, event)) WITHOUT ROWID;
INSERT INTO by_day SELECT at, id FROM events ORDER BY 1, 2;
DROP INDEX events_at;

-- By their type and day.
CREATE TABLE by_type(type INTEGER NOT NULL, at INTEGER NOT NULL, event INTEGER NOT NULL,
  PRIMARY KEY (type, at, event)) WITHOUT ROWID;
CREATE TABLE new_by_type(type INTEGER NOT NULL, at INTEGER NOT NULL, event INTEGER NOT NULL,
  PRIMARY KEY (type, at, event)) WITHOUT ROWID;
INSERT INTO by_type SELECT t.id, e.at, e.id FROM events e JOIN types t USING (type) ORDER BY 1, 2, 3;
DROP INDEX events_type;

-- By the country of their place, and their day.
CREATE TABLE by_country(country TEXT NOT NULL, at INTEGER NOT NULL, event INTEGER NOT NULL,
  PRIMARY KEY (country, at, event)) WITHOUT ROWID;
CREATE TABLE new_by_country(country TEXT NOT NULL, at INTEGER NOT NULL, event INTEGER NOT NULL,
  PRIMARY KEY (country, at, event)) WITHOUT ROWID;
INSERT INTO by_country SELECT place_country, at, id FROM events WHERE place_country IS NOT NULL ORDER BY 1, 2, 3;
DROP INDEX events_country;

-- By their public names.
CREATE TABLE by_key(key BLOB NOT NULL, event INTEGER NOT NULL,
  PRIMARY KEY (key, event)) WITHOUT ROWID;
CREATE TABLE new_by_key(key BLOB NOT NULL, event INTEGER NOT NULL,
  PRIMARY KEY (key, event)) WITHOUT ROWID;
INSERT INTO by_key SELECT key, id FROM events ORDER BY 1, 2;
DROP INDEX events_key;

-- By who takes part in them: the code, of codes, and the role.
CREATE TABLE by_code(code INTEGER NOT NULL, role INTEGER NOT NULL, event INTEGER NOT NULL,
  PRIMARY KEY (code, role, event)) WITHOUT ROWID;
CREATE TABLE new_by_code(code INTEGER NOT NULL, role INTEGER NOT NULL, event INTEGER NOT NULL,
  PRIMARY KEY (code, role, event)) WITHOUT ROWID;
INSERT INTO by_code SELECT DISTINCT code, role, event FROM parties ORDER BY 1, 2, 3;
DROP INDEX parties_code;

-- The same by the entity.
CREATE TABLE by_entity(entity INTEGER NOT NULL, role INTEGER NOT NULL, event INTEGER NOT NULL,
  PRIMARY KEY (entity, role, event)) WITHOUT ROWID;
CREATE TABLE new_by_entity(entity INTEGER NOT NULL, role INTEGER NOT NULL, event INTEGER NOT NULL,
  PRIMARY KEY (entity, role, event)) WITHOUT ROWID;
INSERT INTO by_entity SELECT DISTINCT entity, role, event FROM parties ORDER BY 1, 2, 3;
DROP INDEX parties_entity;

-- By the row of their sentence among words: these come in order.
CREATE INDEX events_said ON events(said);

-- Counts, as before.
CREATE TABLE new_daily(
  coding INTEGER NOT NULL, day INTEGER NOT NULL, kind INTEGER NOT NULL, negated INTEGER NOT NULL,
  events INTEGER NOT NULL, goldstein REAL NOT NULL, scored INTEGER NOT NULL,
  PRIMARY KEY (coding, day, kind, negated)
) WITHOUT ROWID;
CREATE TABLE new_dyads(
  actor TEXT NOT NULL, recipient TEXT NOT NULL, day INTEGER NOT NULL, kind INTEGER NOT NULL,
  coding INTEGER NOT NULL,
  events INTEGER NOT NULL, goldstein REAL NOT NULL, scored INTEGER NOT NULL,
  PRIMARY KEY (actor, recipient, day, kind, coding)
) WITHOUT ROWID;
CREATE TABLE new_pairs(
  coding INTEGER NOT NULL, actor TEXT NOT NULL, recipient TEXT NOT NULL, quad INTEGER NOT NULL,
  events INTEGER NOT NULL, goldstein REAL NOT NULL, scored INTEGER NOT NULL,
  PRIMARY KEY (coding, actor, recipient, quad)
) WITHOUT ROWID;

-- Marks that articles share with others, as before.
CREATE TABLE new_bands(
  band INTEGER NOT NULL, family INTEGER NOT NULL, article INTEGER NOT NULL,
  PRIMARY KEY (band, family, article)
) WITHOUT ROWID;
