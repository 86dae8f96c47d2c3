//! Events, in pages and one after the other.

use std::ops::ControlFlow;

use risalah_record::Sentences;
use rusqlite::types::Value;
use rusqlite::{OptionalExtension, Row, params_from_iter};

use crate::clause::Clause;
use crate::filter::named;
use crate::page::Order;
use crate::plan::{FEW, Way};
use crate::row::{COLUMNS, Shared};
use crate::tiers::both;
use crate::{Ask, Cursor, Error, EventRow, Filter, Key, Page, SentenceRow, Store};

/// Where all events are wanted, so many are read in the order of the file and then put in that of
/// days: what lies side by side is read once, and memory is bounded.
const PART: usize = 32_768;

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
}
