//! Episodes of a store, kept up to date as reports come.

use std::collections::{BTreeSet, HashMap};

use risalah_episode::{
    Bag, Key as Name, Measure, Mention, Occasions, Place as Spot, Shelf, UNDATED, is_enough,
};
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::{Key, episodes, sought};

/// An event that has just been put into the store.
pub(crate) struct Fresh {
    /// Its number.
    pub(crate) event: i64,
    /// Its article's number.
    pub(crate) article: i64,
    /// What it is recognised by.
    pub(crate) mention: Mention,
}

/// The names of new mentions with the numbers of their events.
pub(crate) type Standing = Vec<(Name, i64)>;

/// What becomes of the episodes of a generation when mentions come.
pub(crate) struct Found {
    clusters: Vec<Occasions>,
    // Where those that were there stand; never iterated.
    seen: HashMap<Name, Place>,
}

/// Looks for what these new mentions are of one occasion with. It only reads.
pub(crate) fn search(
    connection: &Connection,
    measure: &Measure,
    generation: i64,
    mentions: Vec<Mention>,
) -> rusqlite::Result<Found> {
    let mut shelf = Kept {
        connection,
        generation,
        seen: HashMap::new(),
        topics: HashMap::new(),
    };
    let clusters = risalah_episode::arrive(measure, &mut shelf, mentions)?;
    let Kept { seen, .. } = shelf;
    Ok(Found { clusters, seen })
}

/// Writes what these new events are recognised and looked up by; gives where they stand.
pub(crate) fn keep(
    connection: &Connection,
    measure: &Measure,
    generation: i64,
    fresh: Vec<Fresh>,
) -> rusqlite::Result<Standing> {
    let mut stands = Vec::new();
    let mut standing = Vec::with_capacity(fresh.len());
    let mut last = None;
    for new in fresh {
        if last.replace(new.article) != Some(new.article) {
            keep_topic(connection, generation, &new)?;
        }
        keep_one(connection, measure, generation, &new)?;
        let keys = measure.keys(&new.mention).into_iter();
        let at = |(number, day, _)| place(of_generation(number, generation), day);
        stands.extend(keys.map(|key| (at(key), new.event)));
        standing.push((new.mention.key, new.event));
    }
    sought::keep(connection, stands)?;
    Ok(standing)
}

/// Takes in events that were [`keep`]t, by what was found for their mentions, and tells the episodes
/// anew that are other than before, also those of articles whose original is another now.
pub(crate) fn arrive(
    connection: &Connection,
    generation: i64,
    found: Found,
    (standing, rewired): (Standing, &BTreeSet<i64>),
) -> rusqlite::Result<()> {
    let Found { clusters, mut seen } = found;
    for (name, event) in standing {
        let place = Place {
            event,
            cluster: None,
            episode: None,
        };
        seen.insert(name, place);
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
    seen: &HashMap<Name, Place>,
    changed: &mut BTreeSet<Name>,
) -> rusqlite::Result<()> {
    let cluster = "UPDATE mentions SET cluster = ?2 WHERE event = ?1";
    let mut cluster = connection.prepare_cached(cluster)?;
    let episode = "UPDATE events SET episode = ?2 WHERE id = ?1";
    let mut episode = connection.prepare_cached(episode)?;
    // What is alone is its own cluster and episode, of which nothing is written.
    let alone = occasions.episodes.iter().map(Vec::len).sum::<usize>() < 2;
    let of = (!alone).then_some(occasions.cluster);
    for members in &occasions.episodes {
        let id = members.first().filter(|_| members.len() > 1);
        let id = id.map(|m| m.key);
        for place in members.iter().filter_map(|m| seen.get(&m.key)) {
            if place.cluster != of {
                cluster.execute(params![place.event, of.map(Key)])?;
            }
            if place.episode != id {
                episode.execute(params![place.event, id.map(Key)])?;
                changed.extend(id.into_iter().chain(place.episode));
            }
        }
    }
    Ok(())
}

/// Writes what a new event is recognised by.
fn keep_one(
    connection: &Connection,
    measure: &Measure,
    generation: i64,
    new: &Fresh,
) -> rusqlite::Result<()> {
    let insert = "INSERT OR REPLACE INTO mentions(event, generation, body) VALUES (?1, ?2, ?3)";
    let values = params![new.event, generation, new.mention.to_bytes_without_topic()];
    connection.prepare_cached(insert)?.execute(values)?;
    let insert = "INSERT OR IGNORE INTO figures(event, what, value) VALUES (?1, ?2, ?3)";
    let mut insert = connection.prepare_cached(insert)?;
    for figure in &new.mention.figures {
        if let Some(what) = measure.counted().get(usize::from(figure.what)) {
            insert.execute(params![new.event, what, figure.value])?;
        }
    }
    Ok(())
}

/// Writes what the article of a new event is about.
fn keep_topic(connection: &Connection, generation: i64, new: &Fresh) -> rusqlite::Result<()> {
    let insert = "INSERT OR IGNORE INTO topics(article, generation, body) VALUES (?1, ?2, ?3)";
    let mut topic = new.mention.article.to_le_bytes().to_vec();
    topic.extend(new.mention.topic.to_bytes());
    let values = params![new.article, generation, topic];
    connection.prepare_cached(insert)?.execute(values)?;
    Ok(())
}

/// A number under which mentions of one generation stand, of 30 bits. Two words may come to the
/// same: then a pair more is looked at.
fn of_generation(number: u64, generation: i64) -> i64 {
    let turned = number.rotate_left(generation as u32 & 63) ^ generation as u64;
    (turned >> 17) as i64 & 0x3fff_ffff
}

/// Where a mention stands under a number and day: 47 bits, which SQLite keeps in six bytes. Days
/// that do not fit stand with the first or last that does.
fn place(number: i64, day: i32) -> i64 {
    const BITS: i64 = 17;
    const BEHIND: i64 = 50_000;
    let last = (1 << BITS) - 1;
    let day = match day {
        UNDATED => last,
        day => (i64::from(day) + BEHIND).clamp(0, last - 1),
    };
    number << BITS | day
}

/// The mentions of one generation.
struct Kept<'a> {
    connection: &'a Connection,
    generation: i64,
    // What was given out stands here; never iterated.
    seen: HashMap<Name, Place>,
    topics: HashMap<i64, (u64, Bag)>,
}

const MENTION: &str = "SELECT m.event, m.cluster, m.body, e.episode, e.article, e.key
    FROM mentions m CROSS JOIN events e ON e.id = m.event";
/// What lies so near to the next that is looked for is read in passing: to look for each takes longer.
const STEP: i64 = 6;

impl Kept<'_> {
    /// The mention of a row of [`MENTION`]; `None` where its bytes are of another program's
    /// making, and then it stays as it is.
    fn mention(&mut self, row: &Row) -> rusqlite::Result<Option<(Name, Mention)>> {
        let (event, cluster): (i64, Option<Key>) = (row.get(0)?, row.get(1)?);
        let (number, topic) = self.topic(row.get(4)?)?;
        let name: Key = row.get(5)?;
        let body = row.get_ref(2)?.as_blob()?;
        let Some(mention) = Mention::from_bytes(body, name.0, number) else {
            return Ok(None);
        };
        let mention = Mention { topic, ..mention };
        let place = Place {
            event,
            cluster: cluster.map(|k| k.0),
            episode: row.get::<_, Option<Key>>(3)?.map(|k| k.0),
        };
        self.seen.insert(mention.key, place);
        Ok(Some((cluster.map_or(mention.key, |k| k.0), mention)))
    }

    /// A report's number, and the words that it is about.
    fn topic(&mut self, article: i64) -> rusqlite::Result<(u64, Bag)> {
        if let Some(known) = self.topics.get(&article) {
            return Ok(known.clone());
        }
        let select = "SELECT body FROM topics WHERE article = ?1 AND generation = ?2";
        let mut select = self.connection.prepare_cached(select)?;
        let body: Option<Vec<u8>> = select
            .query_row([article, self.generation], |row| row.get(0))
            .optional()?;
        let topic = body.as_deref().and_then(|body| {
            let (number, words) = body.split_first_chunk()?;
            Some((u64::from_le_bytes(*number), Bag::from_bytes(words)?))
        });
        let topic = topic.unwrap_or_default();
        self.topics.insert(article, topic.clone());
        Ok(topic)
    }
}

impl Shelf for Kept<'_> {
    type Error = rusqlite::Error;

    fn near(&mut self, lists: &[Vec<Spot>]) -> rusqlite::Result<Vec<(Name, Mention)>> {
        let connection = self.connection;
        // What stands under a number is read once, in the order of the file.
        let asked: BTreeSet<(u64, i32, i32)> = lists
            .iter()
            .flatten()
            .map(|(number, first, last, _)| (*number, *first, *last))
            .collect();
        let mut places: Vec<([i64; 3], (u64, i32, i32))> = asked
            .into_iter()
            .map(|key| {
                let number = of_generation(key.0, self.generation);
                ([key.1, key.2, UNDATED].map(|day| place(number, day)), key)
            })
            .collect();
        places.sort_unstable();
        let found = sought::find(connection, &places.iter().map(|p| p.0).collect::<Vec<_>>())?;
        let keys = places.into_iter().map(|p| p.1);
        let under: HashMap<(u64, i32, i32), Vec<i64>> = keys.zip(found).collect();
        let mut events: Vec<i64> = Vec::new();
        for list in lists {
            let mut shared: Vec<(i64, bool)> = Vec::new();
            for (number, first, last, rare) in list {
                let found = under.get(&(*number, *first, *last)).into_iter().flatten();
                shared.extend(found.map(|event| (*event, *rare)));
            }
            shared.sort_unstable();
            for same in shared.chunk_by(|a, b| a.0 == b.0) {
                let rare = same.iter().filter(|s| s.1).count();
                let enough = is_enough(rare, same.len() - rare);
                events.extend(same.first().filter(|_| enough).map(|s| s.0));
            }
        }
        events.sort_unstable();
        events.dedup();
        let some = format!(
            "{MENTION} WHERE m.event BETWEEN ?1 AND ?2 AND m.generation = ?3 ORDER BY m.event"
        );
        let mut some = connection.prepare_cached(&some)?;
        let mut near = Vec::with_capacity(events.len());
        for run in events.chunk_by(|a, b| b - a <= STEP) {
            let (Some(first), Some(last)) = (run.first(), run.last()) else {
                continue;
            };
            let mut rows = some.query([*first, *last, self.generation])?;
            let mut wanted = run.iter().peekable();
            while let Some(row) = rows.next()? {
                let event: i64 = row.get(0)?;
                while wanted.next_if(|wanted| **wanted < event).is_some() {}
                if wanted.next_if(|wanted| **wanted == event).is_some() {
                    near.extend(self.mention(row)?);
                }
            }
        }
        Ok(near)
    }

    fn clusters(&mut self, clusters: &[Name]) -> rusqlite::Result<Vec<Mention>> {
        let connection = self.connection;
        let all = format!("{MENTION} WHERE m.generation = ?1 AND m.cluster = ?2");
        let mut all = connection.prepare_cached(&all)?;
        let one = format!("{MENTION} WHERE m.event = ?1 AND m.generation = ?2");
        let mut one = connection.prepare_cached(&one)?;
        let mut members = Vec::new();
        for cluster in clusters {
            // A mention that is alone has been given out under its own name.
            let alone = self.seen.get(cluster).filter(|p| p.cluster.is_none());
            let mut rows = match alone.map(|place| place.event) {
                Some(event) => one.query(params![event, self.generation])?,
                None => all.query(params![self.generation, Key(*cluster)])?,
            };
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
