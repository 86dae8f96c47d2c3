-- Version 2: what episodes are gathered by. All of it is made of articles and events, so a recode
-- makes it anew.

-- What an event is recognised by in other reports.
CREATE TABLE mentions(
  event INTEGER PRIMARY KEY,
  generation INTEGER NOT NULL,
  cluster BLOB NOT NULL,        -- the smallest key of all that hang together with it
  body BLOB NOT NULL
);
CREATE INDEX mentions_cluster ON mentions(generation, cluster);

-- Where mentions are looked up: a word of theirs with their type, and the day.
CREATE TABLE sought(
  number INTEGER NOT NULL,
  day INTEGER NOT NULL,         -- days since 1970-01-01
  event INTEGER NOT NULL,
  PRIMARY KEY (number, day, event)
) WITHOUT ROWID;

-- The words that articles are about, which their mentions share.
CREATE TABLE topics(
  article INTEGER NOT NULL,
  generation INTEGER NOT NULL,
  body BLOB NOT NULL,
  PRIMARY KEY (article, generation)
) WITHOUT ROWID;

-- Numbers that sentences of events give: how many of what (dead, injured, arrested …).
CREATE TABLE figures(
  event INTEGER NOT NULL,
  what TEXT NOT NULL,
  value INTEGER NOT NULL,
  PRIMARY KEY (event, what, value)
) WITHOUT ROWID;

-- What articles are recognised by where another copies them.
CREATE TABLE sketches(article INTEGER PRIMARY KEY, marks BLOB NOT NULL);
CREATE TABLE bands(
  band INTEGER NOT NULL,
  article INTEGER NOT NULL,
  PRIMARY KEY (band, article)
) WITHOUT ROWID;
CREATE INDEX articles_wire ON articles(wire) WHERE wire IS NOT NULL;
