//! Episodes of a store, kept up to date as reports come, and reports that copy one another.

use std::collections::{BTreeMap, BTreeSet};

use risalah_episode::{Bag, Key as Name, Measure, Mention, Occasions, Shelf, Sketch, UNDATED};
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::{Key, episodes};

/// An event that has just been put into the store.
pub(crate) struct Fresh {
    /// Its number.
    pub(crate) event: i64,
    /// Its article's number.
    pub(crate) article: i64,
    /// What it is recognised by.
    pub(crate) mention: Mention,
}

/// Takes in events that are new in this generation, and tells the episodes anew that are other
/// than before, also those of articles whose original is another now.
pub(crate) fn arrive(
    connection: &Connection,
    measure: &Measure,
    generation: i64,
    fresh: Vec<Fresh>,
    rewired: &BTreeSet<i64>,
) -> rusqlite::Result<()> {
    let mut shelf = Kept {
        connection,
        generation,
        seen: BTreeMap::new(),
        topics: BTreeMap::new(),
    };
    let mentions = fresh.iter().map(|f| f.mention.clone()).collect();
    let clusters = risalah_episode::arrive(measure, &mut shelf, mentions)?;
    let Kept { mut seen, .. } = shelf;
    for new in &fresh {
        keep(connection, measure, generation, new)?;
        let place = Place {
            event: new.event,
            cluster: None,
            episode: None,
        };
        seen.insert(new.mention.key, place);
    }
    let mut changed = BTreeSet::new();
    for occasions in &clusters {
        settle(connection, occasions, &seen, &mut changed)?;
    }
    for article in rewired {
        changed.extend(of_article(connection, generation, *article)?);
    }
    changed
        .into_iter()
        .try_for_each(|episode| episodes::refresh(connection, generation, Key(episode)))
}

/// Where a mention stands in the store.
struct Place {
    event: i64,
    cluster: Option<Name>,
    episode: Option<Name>,
}

/// Writes which cluster and episode the mentions of a cluster are of, where it is another than
/// before; `changed` takes the episodes that lost or won one.
fn settle(
    connection: &Connection,
    occasions: &Occasions,
    seen: &BTreeMap<Name, Place>,
    changed: &mut BTreeSet<Name>,
) -> rusqlite::Result<()> {
    let cluster = "UPDATE mentions SET cluster = ?2 WHERE event = ?1";
    let mut cluster = connection.prepare_cached(cluster)?;
    let episode = "UPDATE events SET episode = ?2 WHERE id = ?1";
    let mut episode = connection.prepare_cached(episode)?;
    for members in &occasions.episodes {
        let Some(id) = members.first().map(|m| m.key) else {
            continue;
        };
        for place in members.iter().filter_map(|m| seen.get(&m.key)) {
            if place.cluster != Some(occasions.cluster) {
                cluster.execute(params![place.event, Key(occasions.cluster)])?;
            }
            if place.episode != Some(id) {
                episode.execute(params![place.event, Key(id)])?;
                changed.insert(id);
                changed.extend(place.episode);
            }
        }
    }
    Ok(())
}

/// Writes what a new event is recognised and looked up by.
fn keep(
    connection: &Connection,
    measure: &Measure,
    generation: i64,
    new: &Fresh,
) -> rusqlite::Result<()> {
    let body = Mention {
        topic: Bag::default(),
        ..new.mention.clone()
    };
    let insert = "INSERT OR REPLACE INTO mentions(event, generation, cluster, body)
        VALUES (?1, ?2, ?3, ?4)";
    let values = params![new.event, generation, Key(body.key), body.to_bytes()];
    connection.prepare_cached(insert)?.execute(values)?;
    let insert = "INSERT OR IGNORE INTO topics(article, generation, body) VALUES (?1, ?2, ?3)";
    let values = params![new.article, generation, new.mention.topic.to_bytes()];
    connection.prepare_cached(insert)?.execute(values)?;
    let insert = "INSERT OR IGNORE INTO sought(number, day, event) VALUES (?1, ?2, ?3)";
    let mut insert = connection.prepare_cached(insert)?;
    for (number, day) in measure.keys(&new.mention) {
        insert.execute(params![of_generation(number, generation), day, new.event])?;
    }
    let insert = "INSERT OR IGNORE INTO figures(event, what, value) VALUES (?1, ?2, ?3)";
    let mut insert = connection.prepare_cached(insert)?;
    for figure in &new.mention.figures {
        if let Some(what) = measure.counted().get(usize::from(figure.what)) {
            insert.execute(params![new.event, what, figure.value])?;
        }
    }
    Ok(())
}

/// A number under which mentions of one generation stand: 47 bits, which SQLite keeps in six
/// bytes. Two words may come to the same: then a pair more is looked at.
fn of_generation(number: u64, generation: i64) -> i64 {
    let turned = number.rotate_left(generation as u32 & 63) ^ generation as u64;
    (turned >> 17) as i64
}

/// The mentions of one generation.
struct Kept<'a> {
    connection: &'a Connection,
    generation: i64,
    // What was given out stands here.
    seen: BTreeMap<Name, Place>,
    topics: BTreeMap<i64, Bag>,
}

const MENTION: &str = "SELECT m.event, m.cluster, m.body, e.episode, e.article
    FROM mentions m JOIN events e ON e.id = m.event";

impl Kept<'_> {
    /// The mention of a row of [`MENTION`]; `None` where its bytes are of another program's
    /// making, and then it stays as it is.
    fn mention(&mut self, row: &Row) -> rusqlite::Result<Option<(Name, Mention)>> {
        let (event, cluster): (i64, Key) = (row.get(0)?, row.get(1)?);
        let Some(mut mention) = Mention::from_bytes(row.get_ref(2)?.as_blob()?) else {
            return Ok(None);
        };
        mention.topic = self.topic(row.get(4)?)?;
        let place = Place {
            event,
            cluster: Some(cluster.0),
            episode: row.get::<_, Option<Key>>(3)?.map(|k| k.0),
        };
        self.seen.insert(mention.key, place);
        Ok(Some((cluster.0, mention)))
    }

    fn topic(&mut self, article: i64) -> rusqlite::Result<Bag> {
        if let Some(known) = self.topics.get(&article) {
            return Ok(known.clone());
        }
        let select = "SELECT body FROM topics WHERE article = ?1 AND generation = ?2";
        let mut select = self.connection.prepare_cached(select)?;
        let body: Option<Vec<u8>> = select
            .query_row([article, self.generation], |row| row.get(0))
            .optional()?;
        let topic = body.and_then(|b| Bag::from_bytes(&b)).unwrap_or_default();
        self.topics.insert(article, topic.clone());
        Ok(topic)
    }
}

impl Shelf for Kept<'_> {
    type Error = rusqlite::Error;

    fn near(&mut self, keys: &[(u64, i32, i32)]) -> rusqlite::Result<Vec<(Name, Mention)>> {
        let connection = self.connection;
        let select = "SELECT event FROM sought WHERE number = ?1
            AND (day BETWEEN ?2 AND ?3 OR day = ?4)";
        let mut select = connection.prepare_cached(select)?;
        let mut events = BTreeSet::new();
        for (number, first, last) in keys {
            let number = of_generation(*number, self.generation);
            let mut rows = select.query(params![number, first, last, UNDATED])?;
            while let Some(row) = rows.next()? {
                events.insert(row.get::<_, i64>(0)?);
            }
        }
        let one = format!("{MENTION} WHERE m.event = ?1 AND m.generation = ?2");
        let mut one = connection.prepare_cached(&one)?;
        let mut near = Vec::with_capacity(events.len());
        for event in events {
            let mut rows = one.query([event, self.generation])?;
            while let Some(row) = rows.next()? {
                near.extend(self.mention(row)?);
            }
        }
        Ok(near)
    }

    fn clusters(&mut self, clusters: &[Name]) -> rusqlite::Result<Vec<Mention>> {
        let connection = self.connection;
        let all = format!("{MENTION} WHERE m.generation = ?1 AND m.cluster = ?2");
        let mut all = connection.prepare_cached(&all)?;
        let mut members = Vec::new();
        for cluster in clusters {
            let mut rows = all.query(params![self.generation, Key(*cluster)])?;
            while let Some(row) = rows.next()? {
                members.extend(self.mention(row)?.map(|m| m.1));
            }
        }
        Ok(members)
    }
}

/// The episodes of an article's events.
fn of_article(
    connection: &Connection,
    generation: i64,
    article: i64,
) -> rusqlite::Result<BTreeSet<Name>> {
    let select = "SELECT DISTINCT e.episode FROM events e
        WHERE e.article = ?1 AND e.episode IS NOT NULL
        AND e.coding IN (SELECT id FROM codings WHERE generation = ?2)";
    let mut select = connection.prepare_cached(select)?;
    let rows = select.query_map([article, generation], |row| row.get::<_, Key>(0))?;
    rows.map(|key| key.map(|k| k.0)).collect()
}

/// Finds what a new article copies or is copied by, and writes for all of them which is the
/// original: the one published first, of several the one with the smallest digest. Gives the
/// articles for which it is another than before.
pub(crate) fn wire(
    connection: &Connection,
    measure: &Measure,
    article: i64,
    text: &str,
) -> rusqlite::Result<BTreeSet<i64>> {
    let known = "SELECT 1 FROM sketches WHERE article = ?1";
    let Some(sketch) = Sketch::of(text) else {
        return Ok(BTreeSet::new());
    };
    if connection.prepare_cached(known)?.exists([article])? {
        return Ok(BTreeSet::new());
    }
    let mut family = BTreeSet::new();
    for other in alike(connection, measure, &sketch)? {
        family.extend(relatives(connection, other)?);
    }
    let insert = "INSERT INTO sketches(article, marks) VALUES (?1, ?2)";
    let mut insert = connection.prepare_cached(insert)?;
    insert.execute(params![article, sketch.to_bytes()])?;
    let insert = "INSERT OR IGNORE INTO bands(band, article) VALUES (?1, ?2)";
    let mut insert = connection.prepare_cached(insert)?;
    for band in sketch.bands() {
        insert.execute(params![band_number(band), article])?;
    }
    if family.is_empty() {
        return Ok(family);
    }
    family.insert(article);
    rewire(connection, &family)
}

/// The articles whose sketch is like this one.
fn alike(
    connection: &Connection,
    measure: &Measure,
    sketch: &Sketch,
) -> rusqlite::Result<BTreeSet<i64>> {
    let select = "SELECT b.article, s.marks FROM bands b JOIN sketches s ON s.article = b.article
        WHERE b.band = ?1";
    let mut select = connection.prepare_cached(select)?;
    let mut found = BTreeSet::new();
    for band in sketch.bands() {
        let mut rows = select.query([band_number(band)])?;
        while let Some(row) = rows.next()? {
            let other = Sketch::from_bytes(row.get_ref(1)?.as_blob()?);
            if other.is_some_and(|o| measure.copies(sketch, &o)) {
                found.insert(row.get(0)?);
            }
        }
    }
    Ok(found)
}

/// As many bits as SQLite keeps in six bytes.
fn band_number(band: u64) -> i64 {
    (band >> 17) as i64
}

/// The article with its original and the other copies of that.
fn relatives(connection: &Connection, article: i64) -> rusqlite::Result<Vec<i64>> {
    let select = "SELECT coalesce(wire, id) FROM articles WHERE id = ?1";
    let mut select = connection.prepare_cached(select)?;
    let original: i64 = select.query_row([article], |row| row.get(0))?;
    let copies = "SELECT id FROM articles WHERE id = ?1 OR wire = ?1";
    let mut copies = connection.prepare_cached(copies)?;
    let rows = copies.query_map([original], |row| row.get(0))?;
    rows.collect()
}

/// Writes which of these articles is the original of the others.
fn rewire(connection: &Connection, family: &BTreeSet<i64>) -> rusqlite::Result<BTreeSet<i64>> {
    let select = "SELECT published IS NULL, published, digest, wire FROM articles WHERE id = ?1";
    let mut select = connection.prepare_cached(select)?;
    let mut known = Vec::with_capacity(family.len());
    for article in family {
        let age = select.query_row([article], |row| {
            let age: (bool, Option<String>, Vec<u8>) = (row.get(0)?, row.get(1)?, row.get(2)?);
            Ok((age, row.get::<_, Option<i64>>(3)?))
        })?;
        known.push((age.0, *article, age.1));
    }
    known.sort();
    let original = known.first().map(|k| k.1);
    let update = "UPDATE articles SET wire = ?2 WHERE id = ?1";
    let mut update = connection.prepare_cached(update)?;
    let mut changed = BTreeSet::new();
    for (_, article, before) in known {
        let wire = original.filter(|o| *o != article);
        if wire != before {
            update.execute(params![article, wire])?;
            changed.insert(article);
        }
    }
    Ok(changed)
}
