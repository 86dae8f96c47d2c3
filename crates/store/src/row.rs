//! A mention of an event as the store tells it, and how its row is read.

use std::collections::BTreeMap;
use std::sync::Arc;

use rusqlite::{Connection, Row};

use crate::reports::{ARTICLE, article};
use crate::{ArticleRow, CodingId, Key, days};

/// So many articles and entities are remembered while events go by.
const REMEMBERED: usize = 50_000;

/// One mention of an event.
#[derive(Clone, Debug, PartialEq)]
pub struct EventRow {
    /// Its public name.
    pub key: Key,
    /// Its number in this store.
    pub id: i64,
    /// The report.
    pub article: Arc<ArticleRow>,
    /// Under which coding.
    pub coding: CodingId,
    /// `v<n>` in the record, from 1.
    pub n: u32,
    /// First day, where known.
    pub day: Option<String>,
    /// Last day.
    pub day_end: Option<String>,
    /// How the day is known: text, dateline or publication.
    pub time_from: Option<String>,
    /// The day it is sorted under: its first, else that of publication, else empty.
    pub sort: String,
    /// PLOVER type.
    pub kind: String,
    /// PLOVER mode.
    pub mode: Option<String>,
    /// PLOVER contexts, with a blank between.
    pub contexts: String,
    /// CAMEO code.
    pub cameo: Option<String>,
    /// Quad class.
    pub quad: u8,
    /// Goldstein value.
    pub goldstein: Option<f64>,
    /// Whether it took place, in the record's words.
    pub status: String,
    /// Whether the sentence denies it.
    pub negated: bool,
    /// Where.
    pub place: Option<PlaceRow>,
    /// The sentence's number in its article, from 0.
    pub sentence: u32,
    /// The words that show it, in code points of the article's text.
    pub trigger: [u32; 2],
    /// The probability that it is right.
    pub confidence: f64,
    /// The pattern that coded it.
    pub why: String,
    /// The episode it is a mention of.
    pub episode: Option<Key>,
    /// Who acted.
    pub actors: Vec<PartyRow>,
    /// On whom.
    pub recipients: Vec<PartyRow>,
    /// The sentence, where [`Store::sentences`] was asked for it.
    pub said: Option<SentenceRow>,
}

/// A sentence of an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SentenceRow {
    /// Where it stands, in code points.
    pub span: [u32; 2],
    /// Its words.
    pub text: String,
}

impl SentenceRow {
    /// The words between two code points of the article; `None` where they are not in this
    /// sentence.
    pub fn words(&self, [start, end]: [u32; 2]) -> Option<&str> {
        let [from, to] = self.span;
        if start < from || end <= start || end > to {
            return None;
        }
        let mut bytes = self.text.char_indices().map(|(byte, _)| byte);
        let first = bytes.nth((start - from) as usize)?;
        let last = bytes.nth((end - start - 1) as usize);
        self.text.get(first..last.unwrap_or(self.text.len()))
    }
}

/// Who took part in an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartyRow {
    /// The entity's number in this store.
    pub entity: i64,
    /// Its name.
    pub name: Arc<str>,
    /// Country and sectors; empty where nothing is known.
    pub code: Arc<str>,
    /// The country or a stand-in such as IGO; empty where none is known.
    pub country: Arc<str>,
    /// The words that stand for it, in code points.
    pub span: [u32; 2],
}

/// Where an event took place.
#[derive(Clone, Debug, PartialEq)]
pub struct PlaceRow {
    /// The name.
    pub name: String,
    /// GeoNames id.
    pub geonameid: Option<i64>,
    /// Degrees north and east.
    pub point: Option<(f64, f64)>,
    /// ISO 3166-1 alpha-3.
    pub country: Option<String>,
    /// How fine it is known.
    pub resolution: Option<String>,
}

/// The parties of an event: those who act first.
const PARTIES: &str =
    "SELECT role, entity, start, \"end\" FROM parties WHERE event = ?1 ORDER BY role, n";
/// What of an entity stands beside an event.
const ENTITY: &str = "SELECT name, code, country FROM entities WHERE id = ?1";

/// The columns that [`event`] reads.
pub(crate) const COLUMNS: &str =
    "e.key, e.id, e.article, e.coding, e.n, e.at, e.until, e.time_from, coalesce(e.episode, e.key),
    e.type, e.mode, e.contexts, e.cameo, e.quad, e.goldstein, e.status, e.negated, e.place,
    e.geonameid, e.lat, e.lon, e.place_country, e.resolution, e.sentence, e.start, e.\"end\",
    e.confidence, e.why";
/// What many events share, read once.
#[derive(Default)]
pub(crate) struct Shared {
    articles: BTreeMap<i64, Arc<ArticleRow>>,
    entities: BTreeMap<i64, [Arc<str>; 3]>,
    reasons: BTreeMap<i64, String>,
    days: BTreeMap<i64, String>,
}

impl Shared {
    fn article(&mut self, connection: &Connection, id: i64) -> rusqlite::Result<Arc<ArticleRow>> {
        if let Some(known) = self.articles.get(&id) {
            return Ok(known.clone());
        }
        let select = format!("SELECT {ARTICLE} FROM articles a WHERE a.id = ?1");
        let row = connection
            .prepare_cached(&select)?
            .query_row([id], article)?;
        let row = Arc::new(row);
        if self.articles.len() >= REMEMBERED {
            self.articles.clear();
        }
        self.articles.insert(id, row.clone());
        Ok(row)
    }

    fn entity(&mut self, connection: &Connection, id: i64) -> rusqlite::Result<[Arc<str>; 3]> {
        if let Some(known) = self.entities.get(&id) {
            return Ok(known.clone());
        }
        let row = connection
            .prepare_cached(ENTITY)?
            .query_row([id], |row| Ok([row.get(0)?, row.get(1)?, row.get(2)?]))?;
        if self.entities.len() >= REMEMBERED {
            self.entities.clear();
        }
        self.entities.insert(id, row.clone());
        Ok(row)
    }

    /// The name of the pattern of this number: there are thousands at most.
    pub(crate) fn reason(&mut self, connection: &Connection, id: i64) -> rusqlite::Result<String> {
        if let Some(known) = self.reasons.get(&id) {
            return Ok(known.clone());
        }
        let select = "SELECT why FROM reasons WHERE id = ?1";
        let mut select = connection.prepare_cached(select)?;
        let why: String = select.query_row([id], |row| row.get(0))?;
        self.reasons.insert(id, why.clone());
        Ok(why)
    }

    /// The day of this number.
    fn day(&mut self, at: i64) -> String {
        if self.days.len() >= REMEMBERED {
            self.days.clear();
        }
        let day = self.days.entry(at).or_insert_with(|| days::text(at));
        day.clone()
    }

    /// The event of a row, with its article and parties.
    pub(crate) fn event(
        &mut self,
        connection: &Connection,
        row: &Row,
    ) -> rusqlite::Result<EventRow> {
        let article = self.article(connection, row.get(2)?)?;
        let why = self.reason(connection, row.get(27)?)?;
        let mut event = event(row, article, why, self.day(row.get(5)?))?;
        let mut select = connection.prepare_cached(PARTIES)?;
        let mut rows = select.query([event.id])?;
        while let Some(row) = rows.next()? {
            let entity = row.get(1)?;
            let [name, code, country] = self.entity(connection, entity)?;
            let span = [row.get(2)?, row.get(3)?];
            let party = PartyRow {
                entity,
                name,
                code,
                country,
                span,
            };
            match row.get(0)? {
                0 => event.actors.push(party),
                _ => event.recipients.push(party),
            }
        }
        Ok(event)
    }
}

/// The first and the last day that the text tells of an event, by the day that it is sorted by: where
/// the text tells none, that is its report's.
pub(crate) fn told_days<T: Clone>(sort: &T, until: Option<T>, told: bool) -> [Option<T>; 2] {
    let until = until.unwrap_or_else(|| sort.clone());
    [sort.clone(), until].map(|day| told.then_some(day))
}

fn event(
    row: &Row,
    article: Arc<ArticleRow>,
    why: String,
    sort: String,
) -> rusqlite::Result<EventRow> {
    let time_from: Option<String> = row.get(7)?;
    let [day, day_end] = told_days(&sort, row.get(6)?, time_from.is_some());
    let place: Option<String> = row.get(17)?;
    let place = match place {
        Some(name) => Some(PlaceRow {
            name,
            geonameid: row.get(18)?,
            point: row.get::<_, Option<f64>>(19)?.zip(row.get(20)?),
            country: row.get(21)?,
            resolution: row.get(22)?,
        }),
        None => None,
    };
    Ok(EventRow {
        key: row.get(0)?,
        id: row.get(1)?,
        article,
        coding: CodingId(row.get(3)?),
        n: row.get(4)?,
        day,
        day_end,
        time_from,
        sort,
        kind: row.get(9)?,
        mode: row.get(10)?,
        contexts: row.get(11)?,
        cameo: row.get(12)?,
        quad: row.get(13)?,
        goldstein: row.get(14)?,
        status: row.get(15)?,
        negated: row.get(16)?,
        place,
        sentence: row.get(23)?,
        trigger: [row.get(24)?, row.get(25)?],
        confidence: row.get(26)?,
        why,
        episode: row.get(8)?,
        actors: Vec::new(),
        recipients: Vec::new(),
        said: None,
    })
}
