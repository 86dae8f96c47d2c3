-- Version 5: smaller, and a batch changes fewer pages of the file.

-- The name of a report is a digest, of which eight bytes are enough to look it up by.
DROP VIEW v_events;
ALTER TABLE articles RENAME TO articles_of_v4;
CREATE TABLE articles(
  id INTEGER PRIMARY KEY,
  digest BLOB NOT NULL,         -- sha256 of id, url, title, published and text; each once
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
INSERT INTO articles SELECT * FROM articles_of_v4 ORDER BY id;
DROP TABLE articles_of_v4;
CREATE INDEX articles_digest ON articles(substr(digest, 1, 8));
CREATE INDEX articles_outlet ON articles(outlet);
CREATE INDEX articles_published ON articles(coalesce(published, ''), id);
CREATE INDEX articles_wire ON articles(wire) WHERE wire IS NOT NULL;

-- The words of every sentence, without the sentences' lengths; what goes is told with its text,
-- out of the record.
DROP TABLE words;
CREATE VIRTUAL TABLE words USING fts5(
  text, content='', columnsize=0, tokenize="unicode61 remove_diacritics 2");
-- So many bytes of words wait for the end of a batch: fewer parts, which are merged less often.
INSERT INTO words(words, rank) VALUES ('hashsize', 8388608);

-- Where mentions are looked up: what has come lately stays in `sought`, the rest lies here in the
-- order of places. A block's number is its first place times 65536, and one more for each that
-- begins with the same place; its body are places and events as distances, seven bits a byte.
CREATE TABLE blocks(n INTEGER PRIMARY KEY, body BLOB NOT NULL);

-- Before an article's words stands its number, which its mentions share with them.
UPDATE topics SET body =
  CAST((SELECT substr(a.digest, 1, 8) FROM articles a WHERE a.id = article) || body AS BLOB);

CREATE VIEW v_events AS
  SELECT lower(hex(e.key)) AS event, a.name AS article, a.url, a.outlet, a.lang, a.title, a.published,
    e.sort AS date, e.day, e.day_end, e.time_from, e.type, e.mode, e.contexts, e.cameo, e.quad, e.goldstein,
    e.status, e.negated, e.place, e.geonameid, e.lat, e.lon, e.place_country, e.resolution,
    e.sentence, e.start, e."end", e.confidence, r.why, lower(hex(coalesce(e.episode, e.key))) AS episode
  FROM events e JOIN articles a ON a.id = e.article JOIN reasons r ON r.id = e.why
  WHERE e.coding IN (SELECT id FROM codings WHERE state = 'live');
