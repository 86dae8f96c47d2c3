//! Events in parts, for whoever wants all of a filter: a few large pieces of memory for thousands
//! of events, and not a dozen small ones for each.
//!
//! A part is read in the order of the file, so that what lies side by side is read once, and given
//! in that of days. Sentences are in it as their records' packed bytes, until [`Part::unpack`]
//! reads them, which may be on another thread.

use std::borrow::Borrow;
use std::collections::{BTreeMap, HashMap};
use std::ops::{ControlFlow, Range};

use risalah_record::Sentences;
use rusqlite::types::ValueRef;
use rusqlite::{CachedStatement, Connection, Row};

use crate::events::{ENTITY, PARTIES, Shared, Turn, told_days};
use crate::records::Grow;
use crate::reports::{ARTICLE, article};
use crate::{ArticleRow, CodingId, Error, EventRow, Filter, Key, PartyRow, SentenceRow, Store};

/// Bytes of the file that are read in place while parts are: each part has events of all its
/// pages, and to copy them anew for each takes longer than to read them.
const IN_PLACE: i64 = 2 << 30;

/// So often two readers try to see the same, before there is one only.
const TRIES: usize = 5;

/// A text of a part: where it begins and ends among its texts.
type Text = Range<u32>;

/// Some events of a filter, in the order of days.
#[derive(Debug, Default)]
pub struct Part {
    texts: String,
    events: Vec<Lean>,
    // Places of events, by their days.
    order: Vec<u32>,
    parties: Vec<LeanParty>,
    entities: Vec<[Text; 3]>,
    articles: Vec<ArticleRow>,
    packed: Vec<u8>,
    // Of each article its record: the dictionary, and where it lies among the packed.
    records: Vec<(i64, Range<usize>)>,
}

/// An event, its texts elsewhere.
#[derive(Debug)]
struct Lean {
    key: Key,
    id: i64,
    article: u32,
    coding: CodingId,
    n: u32,
    day: Option<Text>,
    day_end: Option<Text>,
    time_from: Option<Text>,
    sort: Text,
    kind: Text,
    mode: Option<Text>,
    contexts: Text,
    cameo: Option<Text>,
    quad: u8,
    goldstein: Option<f64>,
    status: Text,
    negated: bool,
    place: Option<LeanPlace>,
    sentence: u32,
    trigger: [u32; 2],
    confidence: f64,
    why: Text,
    episode: Option<Key>,
    // Among the part's parties: its actors, and its recipients behind them.
    parties: Range<u32>,
    actors: u32,
    said: Option<([u32; 2], Text)>,
}

#[derive(Debug)]
struct LeanPlace {
    name: Text,
    geonameid: Option<i64>,
    point: Option<(f64, f64)>,
    country: Option<Text>,
    resolution: Option<Text>,
}

#[derive(Clone, Copy, Debug)]
struct LeanParty {
    entity: i64,
    // Among the part's entities.
    at: u32,
    span: [u32; 2],
}

/// An event of a part, as [`EventRow`] tells it.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs, reason = "the fields of `EventRow`")]
pub struct EventView<'a> {
    pub key: Key,
    pub id: i64,
    pub article: &'a ArticleRow,
    pub coding: CodingId,
    pub n: u32,
    pub day: Option<&'a str>,
    pub day_end: Option<&'a str>,
    pub time_from: Option<&'a str>,
    pub sort: &'a str,
    pub kind: &'a str,
    pub mode: Option<&'a str>,
    pub contexts: &'a str,
    pub cameo: Option<&'a str>,
    pub quad: u8,
    pub goldstein: Option<f64>,
    pub status: &'a str,
    pub negated: bool,
    pub place: Option<PlaceView<'a>>,
    pub sentence: u32,
    pub trigger: [u32; 2],
    pub confidence: f64,
    pub why: &'a str,
    pub episode: Option<Key>,
    pub actors: &'a [PartyView<'a>],
    pub recipients: &'a [PartyView<'a>],
    pub said: Option<SentenceView<'a>>,
}

/// Where an event took place, as [`PlaceRow`](crate::PlaceRow) tells it.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs, reason = "the fields of `PlaceRow`")]
pub struct PlaceView<'a> {
    pub name: &'a str,
    pub geonameid: Option<i64>,
    pub point: Option<(f64, f64)>,
    pub country: Option<&'a str>,
    pub resolution: Option<&'a str>,
}

/// Who took part, as [`PartyRow`] tells it.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs, reason = "the fields of `PartyRow`")]
pub struct PartyView<'a> {
    pub entity: i64,
    pub name: &'a str,
    pub code: &'a str,
    pub country: &'a str,
    pub span: [u32; 2],
}

/// A sentence, as [`SentenceRow`] tells it.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs, reason = "the fields of `SentenceRow`")]
pub struct SentenceView<'a> {
    pub span: [u32; 2],
    pub text: &'a str,
}

impl<'a> SentenceView<'a> {
    /// The words between two code points of the article; `None` where they are not in this
    /// sentence.
    pub fn words(&self, [start, end]: [u32; 2]) -> Option<&'a str> {
        let [from, to] = self.span;
        if start < from || end <= start || end > to {
            return None;
        }
        let (first, count) = ((start - from) as usize, (end - start) as usize);
        if self.text.len() == (to - from) as usize {
            // One byte a code point.
            return self.text.get(first..first + count);
        }
        let mut bytes = self.text.char_indices().map(|(byte, _)| byte);
        let first = bytes.nth(first)?;
        let last = bytes.nth(count - 1);
        self.text.get(first..last.unwrap_or(self.text.len()))
    }
}

/// What unpacks the sentences of parts, on whatever thread.
pub struct Unpack(Grow);

impl std::fmt::Debug for Unpack {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Unpack")
    }
}

impl Part {
    /// A part of these events, in their order.
    pub fn of(events: &[EventRow]) -> Self {
        let mut part = Self::default();
        let mut known = BTreeMap::new();
        for (event, place) in events.iter().zip(0..) {
            part.push_row(event, &mut known);
            part.order.push(place);
        }
        part
    }

    /// How many events there are.
    pub fn len(&self) -> usize {
        self.order.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.order.is_empty()
    }

    /// The parties of some events, by their places in the order of days.
    pub fn parties(&self, of: Range<usize>) -> Vec<PartyView<'_>> {
        let order = self.order.get(of).unwrap_or_default().iter();
        let events = order.filter_map(|at| self.events.get(*at as usize));
        let parties = events.filter_map(|event| {
            let Range { start, end } = event.parties;
            self.parties.get(start as usize..end as usize)
        });
        let of = |party: &'_ LeanParty| {
            let texts = self.entities.get(party.at as usize);
            let text = |n: usize| texts.map_or("", |t| self.text(&t[n]));
            PartyView {
                entity: party.entity,
                name: text(0),
                code: text(1),
                country: text(2),
                span: party.span,
            }
        };
        parties.flatten().map(of).collect()
    }

    /// These events, with their [`Part::parties`].
    pub fn events<'a>(
        &'a self,
        of: Range<usize>,
        mut parties: &'a [PartyView<'a>],
    ) -> Vec<EventView<'a>> {
        let order = self.order.get(of).unwrap_or_default().iter();
        let events = order.filter_map(|at| self.events.get(*at as usize));
        let view = |lean: &'a Lean| {
            let (own, rest) = parties.split_at_checked(lean.parties.len())?;
            parties = rest;
            self.event(lean, own)
        };
        events.filter_map(view).collect()
    }

    fn event<'a>(&'a self, lean: &'a Lean, parties: &'a [PartyView<'a>]) -> Option<EventView<'a>> {
        let text = |text: &Text| self.text(text);
        let maybe = |text: &Option<Text>| text.as_ref().map(|t| self.text(t));
        let (actors, recipients) = parties.split_at_checked(lean.actors as usize)?;
        Some(EventView {
            key: lean.key,
            id: lean.id,
            article: self.articles.get(lean.article as usize)?,
            coding: lean.coding,
            n: lean.n,
            day: maybe(&lean.day),
            day_end: maybe(&lean.day_end),
            time_from: maybe(&lean.time_from),
            sort: text(&lean.sort),
            kind: text(&lean.kind),
            mode: maybe(&lean.mode),
            contexts: text(&lean.contexts),
            cameo: maybe(&lean.cameo),
            quad: lean.quad,
            goldstein: lean.goldstein,
            status: text(&lean.status),
            negated: lean.negated,
            place: lean.place.as_ref().map(|place| PlaceView {
                name: text(&place.name),
                geonameid: place.geonameid,
                point: place.point,
                country: maybe(&place.country),
                resolution: maybe(&place.resolution),
            }),
            sentence: lean.sentence,
            trigger: lean.trigger,
            confidence: lean.confidence,
            why: text(&lean.why),
            episode: lean.episode,
            actors,
            recipients,
            said: lean.said.as_ref().map(|(span, words)| SentenceView {
                span: *span,
                text: text(words),
            }),
        })
    }

    /// Reads the sentences out of the records; without it none are known.
    ///
    /// # Errors
    ///
    /// Where a record is damaged.
    pub fn unpack(&mut self, with: &Unpack) -> Result<(), Error> {
        let mut said: Option<(u32, Option<Sentences>)> = None;
        let packed = std::mem::take(&mut self.packed);
        let records = std::mem::take(&mut self.records);
        let mut events = std::mem::take(&mut self.events);
        for event in &mut events {
            if said
                .as_ref()
                .is_none_or(|(article, _)| *article != event.article)
            {
                let of = records.get(event.article as usize);
                let body = of.and_then(|(number, at)| Some((*number, packed.get(at.clone())?)));
                let record = match body {
                    Some((number, body)) if !body.is_empty() => with.0.grown(number, body),
                    _ => Ok(Vec::new()),
                };
                let record = record.map_err(|err| Error::of("".as_ref(), err))?;
                said = Some((event.article, Sentences::read(&record)));
            }
            let all = said.as_ref().and_then(|(_, all)| all.as_ref());
            let found = all.and_then(|all| all.get(event.sentence as usize));
            event.said = found.map(|(span, words)| (span, self.put(words)));
        }
        self.events = events;
        Ok(())
    }

    fn text(&self, at: &Text) -> &str {
        let at = at.start as usize..at.end as usize;
        self.texts.get(at).unwrap_or_default()
    }

    fn put(&mut self, text: &str) -> Text {
        let start = self.texts.len() as u32;
        self.texts.push_str(text);
        start..self.texts.len() as u32
    }

    fn put_some(&mut self, text: Option<&str>) -> Option<Text> {
        text.map(|text| self.put(text))
    }

    fn push_row(&mut self, event: &EventRow, known: &mut BTreeMap<i64, u32>) {
        let last = self.articles.last().map(|a| a.id);
        if last != Some(event.article.id) {
            self.articles.push((*event.article).clone());
        }
        let start = self.parties.len() as u32;
        for party in event.actors.iter().chain(&event.recipients) {
            let PartyRow {
                entity,
                name,
                code,
                country,
                span,
            } = party;
            let at = *known.entry(*entity).or_insert_with(|| {
                let texts = [name, code, country].map(|t| self.put(t));
                self.entities.push(texts);
                self.entities.len() as u32 - 1
            });
            self.parties.push(LeanParty {
                entity: *entity,
                at,
                span: *span,
            });
        }
        let said = event.said.as_ref();
        let said = said.map(|SentenceRow { span, text }| (*span, self.put(text)));
        let place = event.place.as_ref().map(|place| LeanPlace {
            name: self.put(&place.name),
            geonameid: place.geonameid,
            point: place.point,
            country: self.put_some(place.country.as_deref()),
            resolution: self.put_some(place.resolution.as_deref()),
        });
        let lean = Lean {
            key: event.key,
            id: event.id,
            article: self.articles.len() as u32 - 1,
            coding: event.coding,
            n: event.n,
            day: self.put_some(event.day.as_deref()),
            day_end: self.put_some(event.day_end.as_deref()),
            time_from: self.put_some(event.time_from.as_deref()),
            sort: self.put(&event.sort),
            kind: self.put(&event.kind),
            mode: self.put_some(event.mode.as_deref()),
            contexts: self.put(&event.contexts),
            cameo: self.put_some(event.cameo.as_deref()),
            quad: event.quad,
            goldstein: event.goldstein,
            status: self.put(&event.status),
            negated: event.negated,
            place,
            sentence: event.sentence,
            trigger: event.trigger,
            confidence: event.confidence,
            why: self.put(&event.why),
            episode: event.episode,
            parties: start..self.parties.len() as u32,
            actors: event.actors.len() as u32,
            said,
        };
        self.events.push(lean);
    }
}

/// Reads rows of [`COLUMNS`] into a part.
pub(crate) struct Filling<'a> {
    connection: &'a Connection,
    parties: CachedStatement<'a>,
    articles: CachedStatement<'a>,
    entities: CachedStatement<'a>,
    record: Option<CachedStatement<'a>>,
    part: Part,
    // Where the part's entities, days and reasons stand; never iterated.
    known: HashMap<i64, u32>,
    days: HashMap<i64, Text>,
    reasons: HashMap<i64, Text>,
    sorts: Vec<(i64, i64, u32)>,
}

impl<'a> Filling<'a> {
    pub(crate) fn new(connection: &'a Connection, words: bool) -> rusqlite::Result<Self> {
        let articles = format!("SELECT {ARTICLE} FROM articles a WHERE a.id = ?1");
        let record = "SELECT r.dictionary, r.body FROM records r JOIN codings c ON c.id = r.coding
            WHERE r.article = ?1 AND c.state = 'live'";
        Ok(Self {
            connection,
            parties: connection.prepare_cached(PARTIES)?,
            articles: connection.prepare_cached(&articles)?,
            entities: connection.prepare_cached(ENTITY)?,
            record: match words {
                true => Some(connection.prepare_cached(record)?),
                false => None,
            },
            part: Part::default(),
            known: HashMap::new(),
            days: HashMap::new(),
            reasons: HashMap::new(),
            sorts: Vec::new(),
        })
    }

    /// The part that has been filled; another is begun.
    pub(crate) fn take(&mut self) -> Part {
        self.known.clear();
        self.days.clear();
        self.reasons.clear();
        let mut sorts = std::mem::take(&mut self.sorts);
        sorts.sort_unstable();
        let mut part = std::mem::take(&mut self.part);
        part.order = sorts.into_iter().map(|s| s.2).collect();
        part
    }

    /// Adds the event of a row.
    pub(crate) fn push(&mut self, row: &Row, shared: &mut Shared) -> rusqlite::Result<()> {
        let id: i64 = row.get(1)?;
        let article = self.article(row.get(2)?)?;
        let at: i64 = row.get(5)?;
        let part = &mut self.part;
        let sort = once(&mut self.days, at, || Ok(part.put(&crate::days::text(at))))?;
        let (connection, number) = (self.connection, row.get(27)?);
        let why = || Ok(part.put(&shared.reason(connection, number)?));
        let why = once(&mut self.reasons, number, why)?;
        let (parties, actors) = self.parties(id)?;
        let part = &mut self.part;
        let time_from = some(part, row, 7)?;
        let [day, day_end] = told_days(&sort, some(part, row, 6)?, time_from.is_some());
        let place = match some(part, row, 17)? {
            Some(name) => Some(LeanPlace {
                name,
                geonameid: row.get(18)?,
                point: row.get::<_, Option<f64>>(19)?.zip(row.get(20)?),
                country: some(part, row, 21)?,
                resolution: some(part, row, 22)?,
            }),
            None => None,
        };
        let lean = Lean {
            key: row.get(0)?,
            id,
            article,
            coding: CodingId(row.get(3)?),
            n: row.get(4)?,
            day,
            day_end,
            time_from,
            sort,
            kind: text(part, row, 9)?,
            mode: some(part, row, 10)?,
            contexts: text(part, row, 11)?,
            cameo: some(part, row, 12)?,
            quad: row.get(13)?,
            goldstein: row.get(14)?,
            status: text(part, row, 15)?,
            negated: row.get(16)?,
            place,
            sentence: row.get(23)?,
            trigger: [row.get(24)?, row.get(25)?],
            confidence: row.get(26)?,
            why,
            episode: row.get(8)?,
            parties,
            actors,
            said: None,
        };
        self.sorts.push((at, id, part.events.len() as u32));
        part.events.push(lean);
        Ok(())
    }

    /// The article's place in the part; events of one article follow one another.
    fn article(&mut self, id: i64) -> rusqlite::Result<u32> {
        let part = &mut self.part;
        if part.articles.last().is_none_or(|last| last.id != id) {
            part.articles.push(self.articles.query_row([id], article)?);
            if let Some(record) = &mut self.record {
                let (start, mut number) = (part.packed.len(), 0);
                if let Some(row) = record.query([id])?.next()? {
                    number = row.get(0)?;
                    part.packed.extend(row.get_ref(1)?.as_blob()?);
                }
                part.records.push((number, start..part.packed.len()));
            }
        }
        Ok(part.articles.len() as u32 - 1)
    }

    /// The parties of an event among those of the part, and how many of them act.
    fn parties(&mut self, event: i64) -> rusqlite::Result<(Range<u32>, u32)> {
        let start = self.part.parties.len() as u32;
        let mut actors = 0;
        let mut rows = self.parties.query([event])?;
        while let Some(row) = rows.next()? {
            let entity: i64 = row.get(1)?;
            let (part, entities) = (&mut self.part, &mut self.entities);
            let at = once(&mut self.known, entity, || {
                let texts = entities.query_row([entity], |row| {
                    Ok([
                        text(part, row, 0)?,
                        text(part, row, 1)?,
                        text(part, row, 2)?,
                    ])
                })?;
                part.entities.push(texts);
                Ok(part.entities.len() as u32 - 1)
            })?;
            actors += u32::from(row.get::<_, i64>(0)? == 0);
            self.part.parties.push(LeanParty {
                entity,
                at,
                span: [row.get(2)?, row.get(3)?],
            });
        }
        Ok((start..self.part.parties.len() as u32, actors))
    }
}

/// What stands under a key, made where nothing does.
fn once<T: Clone>(
    known: &mut HashMap<i64, T>,
    key: i64,
    make: impl FnOnce() -> rusqlite::Result<T>,
) -> rusqlite::Result<T> {
    if let Some(known) = known.get(&key) {
        return Ok(known.clone());
    }
    let made = make()?;
    known.insert(key, made.clone());
    Ok(made)
}

/// A column's text in the part; empty where there is none.
fn text(part: &mut Part, row: &Row, column: usize) -> rusqlite::Result<Text> {
    Ok(some(part, row, column)?.unwrap_or_default())
}

/// A column's text in the part; `None` where there is none.
fn some(part: &mut Part, row: &Row, column: usize) -> rusqlite::Result<Option<Text>> {
    match row.get_ref(column)? {
        ValueRef::Null => Ok(None),
        value => Ok(Some(part.put(value.as_str()?))),
    }
}

impl Store {
    /// Gives every event of a filter to `sink`, oldest day first and part after part, until it
    /// breaks; where `words` are wanted, each part can be unpacked.
    ///
    /// Memory does not grow with the number of events, and what is given is the store as it was at
    /// the beginning.
    ///
    /// # Errors
    ///
    /// Where the store cannot be read.
    pub fn each_part(
        &self,
        filter: &Filter,
        words: Words,
        sink: impl FnMut(Part) -> ControlFlow<()>,
    ) -> Result<(), Error> {
        self.parts(filter, words, Turn::ALONE, sink)
    }

    /// This reader and a second one that see the file alike for as long as they are held, so that
    /// they can read parts by turns; `None` where there can be no second, because this store is in a
    /// transaction already, or others write without a pause.
    ///
    /// # Errors
    ///
    /// Where the store cannot be read.
    pub fn twins(&self) -> Result<Option<Twins<'_>>, Error> {
        if !self.connection.is_autocommit() {
            return Ok(None);
        }
        let other = Self::open_read_only(&self.path)?;
        for _ in 0..TRIES {
            // Where this number stays, nothing was written from before the first began to read
            // until the second did.
            let version = || {
                let version = other
                    .connection
                    .pragma_query_value(None, "data_version", number);
                version.map_err(|err| self.told(err))
            };
            let before = version()?;
            self.begin()?;
            let first = Twin::of(self, 0);
            other.begin()?;
            if version()? == before {
                return Ok(Some((first, Twin::of(other, 1))));
            }
            other.end()?;
        }
        Ok(None)
    }

    /// Begins to read: what others write from now on is not seen.
    fn begin(&self) -> Result<(), Error> {
        let begin = "BEGIN; SELECT 1 FROM sqlite_schema";
        let begun = self.connection.execute_batch(begin);
        begun.map_err(|err| self.told(err))
    }

    fn end(&self) -> Result<(), Error> {
        let ended = self.connection.execute_batch("ROLLBACK");
        ended.map_err(|err| self.told(err))
    }

    fn parts(
        &self,
        filter: &Filter,
        words: Words,
        turn: Turn,
        mut sink: impl FnMut(Part) -> ControlFlow<()>,
    ) -> Result<(), Error> {
        let connection = &self.connection;
        let map = |bytes: i64| connection.pragma_update(None, "mmap_size", bytes);
        map(IN_PLACE).map_err(|err| self.told(err))?;
        let filling = Filling::new(connection, words == Words::With);
        let read = filling
            .map_err(|err| self.told(err))
            .and_then(|mut filling| {
                self.each_row(filter, turn, &mut |rows| match rows {
                    Some((row, shared)) => {
                        filling.push(row, shared)?;
                        Ok(ControlFlow::Continue(()))
                    }
                    None => Ok(sink(filling.take())),
                })
            });
        map(0).map_err(|err| self.told(err)).and(read)
    }

    /// What unpacks the sentences of this store's parts.
    ///
    /// # Errors
    ///
    /// Where the store cannot be read.
    pub fn unpack(&self) -> Result<Unpack, Error> {
        let grow = Grow::default();
        grow.read_all(&self.connection)
            .map_err(|err| self.told(err))?;
        Ok(Unpack(grow))
    }
}

fn number(row: &Row) -> rusqlite::Result<i64> {
    row.get(0)
}

/// One of two readers that see the same: the first gives the first part and every other, the second,
/// which may be on another thread, those between. Of a filter that few events fit the first gives all.
#[derive(Debug)]
pub struct Twin<S: Borrow<Store>> {
    store: S,
    turn: Turn,
}

/// The first and the second.
pub type Twins<'a> = (Twin<&'a Store>, Twin<Store>);

impl<S: Borrow<Store>> Twin<S> {
    /// A reader that has begun to read.
    fn of(store: S, own: usize) -> Self {
        let turn = Turn { own, of: 2 };
        Self { store, turn }
    }

    /// As [`Store::each_part`].
    ///
    /// # Errors
    ///
    /// Where the store cannot be read.
    pub fn each_part(
        &self,
        filter: &Filter,
        words: Words,
        sink: impl FnMut(Part) -> ControlFlow<()>,
    ) -> Result<(), Error> {
        self.store.borrow().parts(filter, words, self.turn, sink)
    }
}

impl<S: Borrow<Store>> Drop for Twin<S> {
    fn drop(&mut self) {
        // Nothing was written; what fails here fails wherever the store is used next.
        let _ = self.store.borrow().end();
    }
}

/// Whether the sentences of events are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Words {
    /// They are.
    With,
    /// They are not.
    Without,
}
