//! How a filter is answered: which of its conditions is listed, and which are tried event by event.

use rusqlite::params_from_iter;

use crate::clause::Clause;
use crate::filter::Condition;
use crate::row::COLUMNS;
use crate::tiers::TIERS;
use crate::{Error, Filter, Store, codings};

/// A condition that so many events or more fulfil is tried event by event for a page, not listed.
pub(crate) const FEW: i64 = 8_000;
/// Where several conditions are fulfilled by more, one of so many or fewer may still be listed.
const SOME: i64 = 40_000;
/// About so many events make a page.
const SHOWN: i64 = 50;
/// The same where all events of a filter are wanted.
const MANY: i64 = 200_000;
/// Words with so many hits or more are tried event by event; with fewer their hits are kept in
/// memory.
const HITS: i64 = 150_000;

impl Store {
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
    pub(crate) fn in_order(&self, filter: &Filter, few: i64) -> Result<Way, Error> {
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
pub(crate) struct Way {
    /// The list that is gone through, by the name of its large table, and what holds of its rows
    /// `x`, with `AND` behind it where it is anything; `None` where the events of a condition are
    /// taken whatever their days.
    pub(crate) list: Option<(&'static str, Clause)>,
    /// All that must hold of `events e`.
    pub(crate) all: Clause,
}

impl Way {
    /// The columns of the day and the number.
    pub(crate) fn columns(&self) -> [&'static str; 2] {
        match self.list {
            Some(_) => ["x.at", "x.event"],
            None => ["e.at", "e.id"],
        }
    }

    /// The events in no order: of a list those of its large table and those of its small one.
    pub(crate) fn selects(&self) -> Vec<Clause> {
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
