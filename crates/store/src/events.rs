//! Events, in pages and one after the other.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::Arc;

use risalah_record::Sentences;
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Row, params_from_iter};

use crate::clause::Clause;
use crate::filter::{Condition, named};
use crate::page::Order;
use crate::reports::{ARTICLE, article};
use crate::tiers::{TIERS, both};
use crate::{ArticleRow, Ask, CodingId, Cursor, Error, Filter, Key, Page, Store, codings, days};

/// A condition that so many events or more fulfil is tried event by event for a page, not listed.
const FEW: i64 = 8_000;
/// Where several conditions are fulfilled by more, one of so many or fewer may still be listed.
const SOME: i64 = 40_000;
/// About so many events make a page.
const SHOWN: i64 = 50;
/// The same where all events of a filter are wanted.
const MANY: i64 = 200_000;
/// Words with so many hits or more are tried event by event; with fewer their hits are kept in
/// memory.
const HITS: i64 = 150_000;
/// Where all events are wanted, so many are read in the order of the file and then put in that of
/// days: what lies side by side is read once, and memory is bounded.
const PART: usize = 32_768;
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

/// Takes rows of [`COLUMNS`], each with what many share, and `None` behind those of a part; until
/// it breaks.
pub(crate) type Take<'a> =
    dyn FnMut(Option<(&Row, &mut Shared)>) -> rusqlite::Result<ControlFlow<()>> + 'a;

/// Which parts are whose where several read them by turns.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Turn {
    /// The number of the one who reads, from 0,
    pub(crate) own: usize,
    /// of so many.
    pub(crate) of: usize,
}

impl Turn {
    /// Of the only one.
    pub(crate) const ALONE: Self = Self { own: 0, of: 1 };
}

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
    fn event(&mut self, connection: &Connection, row: &Row) -> rusqlite::Result<EventRow> {
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

impl Store {
    /// The events of a filter, a page at a time, by day.
    ///
    /// # Errors
    ///
    /// Where the store cannot be read, or the cursor is of another store's making.
    pub fn events(&self, filter: &Filter, ask: &Ask) -> Result<Page<EventRow>, Error> {
        let way = self.in_order(filter, FEW)?;
        let [at, id] = way.columns();
        let after = ask.after.as_ref().map(Cursor::at).transpose()?;
        let order = ask.order.sql();
        let limit = ask.limit + 1;
        let mut rows = Vec::new();
        for mut sql in way.selects() {
            if let Some((day, number)) = after {
                let beyond = ask.order.beyond();
                let values = [Value::Integer(day), Value::Integer(number)];
                sql.and(Clause::new(format!("({at}, {id}) {beyond} (?, ?)"), values));
            }
            sql.sql += &format!(" ORDER BY {at} {order}, {id} {order} LIMIT {limit}");
            self.run(&sql, &mut |event| {
                rows.push(event);
                ControlFlow::Continue(())
            })?;
        }
        rows.sort_by(|a, b| {
            let older = (&a.sort, a.id).cmp(&(&b.sort, b.id));
            match ask.order {
                Order::Oldest => older,
                Order::Newest => older.reverse(),
            }
        });
        Ok(Page::cut(rows, ask.limit, |e| Cursor::new(&e.sort, e.id)))
    }

    /// Gives every event of a filter to `sink`, oldest day first, until it breaks.
    ///
    /// Memory does not grow with the number of events, and what is given is the store as it was at
    /// the beginning.
    ///
    /// # Errors
    ///
    /// Where the store cannot be read.
    pub fn each_event(
        &self,
        filter: &Filter,
        mut sink: impl FnMut(EventRow) -> ControlFlow<()>,
    ) -> Result<(), Error> {
        // Rows are large, so their places are sorted and not they.
        let (mut events, mut order) = (Vec::new(), Vec::new());
        self.each_row(filter, Turn::ALONE, &mut |row| {
            if let Some((row, shared)) = row {
                let event = shared.event(&self.connection, row)?;
                order.push((row.get::<_, i64>(5)?, event.id, events.len()));
                events.push(Some(event));
                return Ok(ControlFlow::Continue(()));
            }
            order.sort_unstable();
            for (_, _, place) in order.drain(..) {
                let event = events.get_mut(place).and_then(Option::take);
                if event.is_some_and(|event| sink(event).is_break()) {
                    return Ok(ControlFlow::Break(()));
                }
            }
            events.clear();
            Ok(ControlFlow::Continue(()))
        })
    }

    /// Gives the row of every event of a filter, a part of them after the other: parts are in the
    /// order of days, and in what order their rows are does not matter, for behind each part comes
    /// `None`.
    ///
    /// Of several that read the same store by turns each gives its own parts.
    pub(crate) fn each_row(
        &self,
        filter: &Filter,
        turn: Turn,
        take: &mut Take,
    ) -> Result<(), Error> {
        let way = self.in_order(filter, FEW)?;
        let mut read = || match &way.list {
            Some(list) => self.in_parts(&way, list, turn, take),
            // These are few: they are the first one's.
            None if turn.own > 0 => Ok(()),
            None => self.listed(&way, take),
        };
        let mut read = || read().map_err(|err| self.told(err));
        // Parts are read one after the other, and a batch may come between them.
        if !self.connection.is_autocommit() {
            return read();
        }
        let tx = self.connection.unchecked_transaction();
        let tx = tx.map_err(|err| self.told(err))?;
        let done = read();
        tx.rollback().map_err(|err| self.told(err)).and(done)
    }

    /// Gives the rows of a way that takes the events of a condition.
    fn listed(&self, way: &Way, take: &mut Take) -> rusqlite::Result<()> {
        let (order, [at, id]) = (Order::Oldest.sql(), way.columns());
        let mut shared = Shared::default();
        for mut sql in way.selects() {
            sql.sql += &format!(" ORDER BY {at} {order}, {id} {order}");
            let mut statement = self.connection.prepare_cached(&sql.sql)?;
            let mut rows = statement.query(params_from_iter(&sql.values))?;
            let mut count = 0;
            while let Some(row) = rows.next()? {
                let mut more = take(Some((row, &mut shared)))?;
                count += 1;
                if count % PART == 0 && more.is_continue() {
                    more = take(None)?;
                }
                if more.is_break() {
                    return Ok(());
                }
            }
        }
        take(None).map(|_| ())
    }

    /// Gives the rows of a way that goes by a list: of a part so many of the large table, and what
    /// of the small one lies between them, in the order of the file.
    fn in_parts(
        &self,
        way: &Way,
        (table, by): &(&str, Clause),
        turn: Turn,
        take: &mut Take,
    ) -> rusqlite::Result<()> {
        let end = format!(
            "SELECT x.at, x.event FROM {table} x WHERE {} (x.at, x.event) > (?, ?)
             ORDER BY x.at, x.event LIMIT 1 OFFSET {}",
            by.sql,
            PART - 1
        );
        let within = format!(
            "SELECT x.event AS one FROM {{new}}{table} x
             WHERE {} (x.at, x.event) > (?, ?) AND (x.at, x.event) <= (?, ?)",
            by.sql
        );
        // The order of the inner part holds only where something asks for it.
        let part = format!(
            "SELECT {COLUMNS} FROM ({} ORDER BY one LIMIT -1) x
             CROSS JOIN events e ON e.id = x.one WHERE {}",
            both(&within, &[]).sql,
            way.all.sql
        );
        let index = &by.values;
        let mut shared = Shared::default();
        let mut after = [i64::MIN; 2];
        let mut end = self.connection.prepare_cached(&end)?;
        let mut part = self.connection.prepare_cached(&part)?;
        for n in 0.. {
            let begin = after.map(Value::Integer);
            let values = index.iter().chain(&begin);
            let last = end.query_row(params_from_iter(values), |row| {
                Ok([row.get(0)?, row.get(1)?])
            });
            let last: Option<[i64; 2]> = last.optional()?;
            if n % turn.of == turn.own {
                let ends = [after, last.unwrap_or([i64::MAX; 2])];
                let ends = ends.into_iter().flatten().map(Value::Integer);
                let within: Vec<Value> = index.iter().cloned().chain(ends).collect();
                let values = within.iter().chain(&within).chain(&way.all.values);
                let mut rows = part.query(params_from_iter(values))?;
                while let Some(row) = rows.next()? {
                    if take(Some((row, &mut shared)))?.is_break() {
                        return Ok(());
                    }
                }
                if take(None)?.is_break() {
                    return Ok(());
                }
            }
            match last {
                Some(last) => after = last,
                None => break,
            }
        }
        Ok(())
    }

    /// The live event of this name.
    ///
    /// # Errors
    ///
    /// Where the store cannot be read.
    pub fn event(&self, key: Key) -> Result<Option<EventRow>, Error> {
        let read = || {
            let named = named(key);
            let select = format!(
                "SELECT {COLUMNS} FROM events e WHERE {}
                 AND e.coding IN (SELECT id FROM codings WHERE state = 'live')",
                named.sql
            );
            let mut select = self.connection.prepare_cached(&select)?;
            let mut shared = Shared::default();
            select
                .query_row(params_from_iter(&named.values), |row| {
                    shared.event(&self.connection, row)
                })
                .optional()
        };
        read().map_err(|err| self.told(err))
    }

    /// Fills in the sentence of each event, out of the articles' records.
    ///
    /// # Errors
    ///
    /// Where the store cannot be read.
    pub fn sentences(&self, events: &mut [EventRow]) -> Result<(), Error> {
        let mut last = None;
        let mut at: Vec<usize> = (0..events.len()).collect();
        at.sort_by_key(|i| events[*i].article.id);
        for i in at {
            let article = events[i].article.id;
            if last.as_ref().is_none_or(|(id, _)| *id != article) {
                let record = self.record(article)?.unwrap_or_default();
                last = Some((article, Sentences::read(&record)));
            }
            let sentence = events[i].sentence as usize;
            let said = last
                .as_ref()
                .and_then(|(_, all)| all.as_ref()?.get(sentence));
            events[i].said = said.map(|(span, words)| SentenceRow {
                span,
                text: words.to_owned(),
            });
        }
        Ok(())
    }

    pub(crate) fn run(
        &self,
        sql: &Clause,
        sink: &mut dyn FnMut(EventRow) -> ControlFlow<()>,
    ) -> Result<(), Error> {
        let mut read = || {
            let mut statement = self.connection.prepare_cached(&sql.sql)?;
            let mut rows = statement.query(params_from_iter(&sql.values))?;
            let mut shared = Shared::default();
            while let Some(row) = rows.next()? {
                if sink(shared.event(&self.connection, row)?).is_break() {
                    break;
                }
            }
            Ok(())
        };
        read().map_err(|err| self.told(err))
    }

    /// `SELECT columns FROM events e WHERE` and all that the filter asks, for whoever wants every
    /// event of it: of the conditions the one that the fewest events fulfil is listed.
    pub(crate) fn matching(&self, filter: &Filter, columns: &str) -> Result<Clause, Error> {
        let holds = self.holding(filter)?;
        let sql = format!("SELECT {columns} FROM events e WHERE {}", holds.sql);
        Ok(Clause::new(sql, holds.values))
    }

    /// All that the filter asks of `events e`, as in [`Store::matching`].
    pub(crate) fn holding(&self, filter: &Filter) -> Result<Clause, Error> {
        let plan = self.plan(filter, MANY)?;
        let mut all = plan.plain;
        for (n, condition) in plan.conditions.into_iter().enumerate() {
            match condition.list {
                Some(list) if plan.rarest == Some(n) => all.and(among(list)),
                _ => all.and(condition.holds),
            }
        }
        Ok(all)
    }

    /// The same for whoever wants events in the order of days, and perhaps only the first.
    ///
    /// Where a condition is fulfilled by few events, these are taken from its list; else a list in
    /// the order of days is gone through, the one of the first condition that has one.
    fn in_order(&self, filter: &Filter, few: i64) -> Result<Way, Error> {
        let plan = self.plan(filter, few)?;
        let mut all = Clause::default();
        let mut ordered = None;
        for (n, condition) in plan.conditions.into_iter().enumerate() {
            match (condition.list, condition.ordered) {
                (Some(list), _) if plan.rarest == Some(n) => all.and(among(list)),
                (_, Some(list)) if plan.rarest.is_none() && ordered.is_none() => {
                    ordered = Some((list.table, list.holds));
                }
                _ => all.and(condition.holds),
            }
        }
        all.and(plan.plain);
        let list = plan.rarest.is_none().then(|| {
            let (table, mut by) = ordered.unwrap_or(("by_day", Clause::default()));
            filter.on_days("x.at", &mut by);
            if !by.sql.is_empty() {
                by.sql.push_str(" AND");
            }
            (table, by)
        });
        Ok(Way { list, all })
    }

    /// The events of a filter, for pages in the order of days, and the column of the day.
    pub(crate) fn in_days(&self, filter: &Filter) -> Result<(Vec<Clause>, &'static str), Error> {
        let way = self.in_order(filter, FEW)?;
        let [at, _] = way.columns();
        Ok((way.selects(), at))
    }

    fn plan(&self, filter: &Filter, few: i64) -> Result<Plan, Error> {
        let read = |err| self.told(err);
        let live = codings::live(&self.connection).map_err(read)?;
        let mut conditions = filter.conditions()?;
        let mut rarest: Option<(i64, usize)> = None;
        for (n, condition) in conditions.iter_mut().enumerate() {
            let Some(list) = &condition.list else {
                continue;
            };
            // Nothing is rarer than what has been found so far, unless its count ends before.
            let bound = rarest.map_or(few, |(least, _)| least);
            let count = match &condition.words {
                Some(words) => self.count(&words.hits, HITS).map_err(read)?,
                None => self.count(list, bound).map_err(read)?,
            };
            if let Some(words) = condition.words.take().filter(|_| count < HITS) {
                condition.holds = words.among;
            }
            if count < bound {
                rarest = Some((count, n));
            }
        }
        if rarest.is_none() && few == FEW {
            rarest = self.rare_together(&conditions).map_err(read)?;
        }
        Ok(Plan {
            plain: filter.plain(&live),
            conditions,
            rarest: rarest.map(|(_, n)| n),
        })
    }

    /// Of several conditions that many events fulfil the rarest, with their number, where so few
    /// are likely to fulfil all that a page is sooner listed than found event by event: those of
    /// two countries that hardly meet, a word with a name.
    fn rare_together(&self, conditions: &[Condition]) -> rusqlite::Result<Option<(i64, usize)>> {
        let lists = conditions.iter().enumerate();
        let lists = lists.filter_map(|(n, c)| Some((n, c.list.as_ref()?)));
        let lists: Vec<(usize, &Clause)> = lists.collect();
        if lists.len() < 2 {
            return Ok(None);
        }
        let all = "SELECT coalesce(max(id), 0) FROM events";
        let mut all = self.connection.prepare_cached(all)?;
        let all: i64 = all.query_row([], |row| row.get(0))?;
        let mut together = all as f64;
        let mut rarest = (SOME, 0);
        for (n, list) in lists {
            let count = self.count(list, SOME)?;
            together *= count as f64 / all.max(1) as f64;
            rarest = rarest.min((count, n));
        }
        let tried = SHOWN as f64 * all as f64 / together.max(1.0);
        let few = rarest.0 < SOME && (rarest.0 as f64) < tried;
        Ok(Some(rarest).filter(|_| few))
    }

    /// How many rows a list has, up to a bound.
    fn count(&self, list: &Clause, bound: i64) -> rusqlite::Result<i64> {
        let count = format!("SELECT count(*) FROM ({} LIMIT {bound})", list.sql);
        let mut count = self.connection.prepare_cached(&count)?;
        count.query_row(params_from_iter(&list.values), |row| row.get(0))
    }
}

/// A way to events in the order of days.
struct Way {
    /// The list that is gone through, by the name of its large table, and what holds of its rows
    /// `x`, with `AND` behind it where it is anything; `None` where the events of a condition are
    /// taken whatever their days.
    list: Option<(&'static str, Clause)>,
    /// All that must hold of `events e`.
    all: Clause,
}

impl Way {
    /// The columns of the day and the number.
    fn columns(&self) -> [&'static str; 2] {
        match self.list {
            Some(_) => ["x.at", "x.event"],
            None => ["e.at", "e.id"],
        }
    }

    /// The events in no order: of a list those of its large table and those of its small one.
    fn selects(&self) -> Vec<Clause> {
        let all = &self.all;
        let Some((table, by)) = &self.list else {
            let sql = format!("SELECT {COLUMNS} FROM events e WHERE {}", all.sql);
            return vec![Clause::new(sql, all.values.clone())];
        };
        let of = |tier| {
            let sql = format!(
                "SELECT {COLUMNS} FROM {tier}{table} x CROSS JOIN events e ON e.id = x.event
                 WHERE {} {}",
                by.sql, all.sql
            );
            Clause::new(sql, by.values.iter().chain(&all.values).cloned())
        };
        TIERS.map(of).into()
    }
}

/// How a filter is answered.
struct Plan {
    /// What must hold of columns of events.
    plain: Clause,
    /// What else must hold.
    conditions: Vec<Condition>,
    /// The condition that is to be listed.
    rarest: Option<usize>,
}

/// That an event is in a list.
fn among(list: Clause) -> Clause {
    Clause::new(format!("e.id IN ({})", list.sql), list.values)
}
