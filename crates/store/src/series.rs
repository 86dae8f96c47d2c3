//! Counts over time, between countries and over places.

use std::collections::BTreeMap;

use rusqlite::params_from_iter;
use rusqlite::types::Value;

use crate::clause::Clause;
use crate::tiers::{self, TIERS};
use crate::{Error, Filter, Store, codings, days};

/// How long each step of a series is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Step {
    Day,
    Month,
    Year,
}

impl Step {
    /// How much of a day's ISO text names the step.
    fn letters(self) -> u8 {
        match self {
            Self::Day => 10,
            Self::Month => 7,
            Self::Year => 4,
        }
    }
}

/// What tells the lines of a series apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub enum By {
    Quad,
    Type,
    Status,
}

impl By {
    fn column(self) -> &'static str {
        match self {
            Self::Quad => "quad",
            Self::Type => "type",
            Self::Status => "status",
        }
    }
}

/// One point of a series. Steps without any have none.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    /// Which line: a quad class, type or status.
    pub line: String,
    /// The day, month or year, in ISO 8601; empty where no day is known.
    pub step: String,
    /// How many.
    pub count: u64,
    /// The sum of Goldstein values.
    pub goldstein: f64,
}

/// How often a country acts on another.
#[derive(Clone, Debug, PartialEq)]
pub struct Dyad {
    /// The country that acts, or a stand-in; empty where none is known.
    pub actor: String,
    /// The one that is acted on.
    pub recipient: String,
    /// How many events.
    pub events: u64,
    /// Their mean Goldstein value, where any has one.
    pub goldstein: Option<f64>,
    /// How many of each quad class, 1 to 4.
    pub by_quad: [u64; 4],
}

/// Events over places.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Places {
    /// Places, those with most events first.
    pub places: Vec<PlaceCount>,
    /// Events without a place.
    pub unplaced: u64,
}

/// How much happened in a place.
#[derive(Clone, Debug, PartialEq)]
pub struct PlaceCount {
    /// The place.
    pub place: crate::PlaceRow,
    /// How many events.
    pub events: u64,
    /// How many occasions.
    pub episodes: u64,
}

impl Store {
    /// Events counted by step and line, in the order of both.
    ///
    /// # Errors
    ///
    /// Where the store cannot be read.
    pub fn series(&self, filter: &Filter, step: Step, by: By) -> Result<Vec<Point>, Error> {
        let (letters, line) = (step.letters(), by.column());
        if filter.is_daily() {
            return self.series_counted(filter, step, by);
        }
        let columns = format!("substr(e.sort, 1, {letters}), e.{line}, count(*), sum(e.goldstein)");
        let mut sql = self.matching(filter, &columns)?;
        sql.sql += " GROUP BY 1, 2";
        self.points(&sql)
    }

    /// A series out of the counts by day. They lie in the order of days, so those of a step are
    /// summed up one after the other.
    fn series_counted(&self, filter: &Filter, step: Step, by: By) -> Result<Vec<Point>, Error> {
        let read = || -> rusqlite::Result<Vec<Point>> {
            let (lines, line_of) = self.lines(by)?;
            let mut all: BTreeMap<(String, &str), (u64, f64)> = BTreeMap::new();
            let live = codings::live(&self.connection)?.into_iter();
            for (coding, tier) in live.flat_map(|coding| TIERS.map(|tier| (coding, tier))) {
                let mut holds = filter.on_counts(&[coding]);
                if let Some(negated) = filter.on_negated("negated") {
                    holds.and(negated);
                }
                let select = format!(
                    "SELECT day, kind, events, goldstein FROM {tier}daily WHERE {} ORDER BY day",
                    holds.sql
                );
                let mut statement = self.connection.prepare_cached(&select)?;
                let mut rows = statement.query(params_from_iter(&holds.values))?;
                let mut sums = vec![(0, 0.0); lines.len()];
                let (mut day, mut name) = (i64::MIN, String::new());
                while let Some(row) = rows.next()? {
                    let (next, kind): (i64, i64) = (row.get(0)?, row.get(1)?);
                    if next != day {
                        day = next;
                        let mut named = days::text(day);
                        named.truncate(usize::from(step.letters()));
                        if named != name {
                            give(&name, &lines, &mut sums, &mut all);
                            name = named;
                        }
                    }
                    let line = usize::try_from(kind).ok().and_then(|k| line_of.get(k));
                    if let Some(sum) = line.and_then(|line| sums.get_mut(*line)) {
                        sum.0 += row.get::<_, u64>(2)?;
                        sum.1 += row.get::<_, f64>(3)?;
                    }
                }
                give(&name, &lines, &mut sums, &mut all);
            }
            let point = |((step, line), (count, goldstein)): ((String, &str), (u64, f64))| Point {
                line: line.to_owned(),
                step,
                count,
                goldstein,
            };
            Ok(all.into_iter().map(point).collect())
        };
        read().map_err(|err| self.told(err))
    }

    /// The names of a series' lines, and for each number of a kind which line counts it.
    fn lines(&self, by: By) -> rusqlite::Result<(Vec<String>, Vec<usize>)> {
        let select = format!("SELECT id, CAST({} AS TEXT) FROM kinds", by.column());
        let mut select = self.connection.prepare_cached(&select)?;
        let rows = select.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let (mut lines, mut line_of) = (Vec::new(), Vec::new());
        for row in rows {
            let (kind, name): (usize, String) = row?;
            let known = lines.iter().position(|l| *l == name);
            let line = known.unwrap_or(lines.len());
            if known.is_none() {
                lines.push(name);
            }
            if line_of.len() <= kind {
                line_of.resize(kind + 1, usize::MAX);
            }
            line_of[kind] = line;
        }
        Ok((lines, line_of))
    }

    /// Episodes counted by step and line: each once, on its own day, if an event of it is asked for.
    ///
    /// # Errors
    ///
    /// Where the store cannot be read.
    pub fn series_of_episodes(
        &self,
        filter: &Filter,
        step: Step,
        by: By,
    ) -> Result<Vec<Point>, Error> {
        let generation = codings::generation(&self.connection).map_err(|err| self.told(err))?;
        let mut holds = Clause::new("o.generation = ?", [Value::Integer(generation)]);
        if *filter != Filter::default() {
            let events = self.matching(filter, "e.episode")?;
            holds.and(Clause::new(
                format!("o.key IN ({})", events.sql),
                events.values,
            ));
        }
        let (letters, line) = (step.letters(), by.column());
        // An event that is alone is its own episode.
        let alone = self.matching(&filter.of_episodes(), &format!("e.sort, e.{line} AS line"))?;
        let sql = format!(
            "SELECT substr(sort, 1, {letters}), line, count(*), 0.0 FROM (
               SELECT o.sort, o.{line} AS line FROM episodes o WHERE {}
               UNION ALL {} AND e.episode IS NULL) GROUP BY 1, 2",
            holds.sql, alone.sql
        );
        let values = holds.values.into_iter().chain(alone.values);
        self.points(&Clause::new(sql, values))
    }

    fn points(&self, sql: &Clause) -> Result<Vec<Point>, Error> {
        let read = || {
            let mut statement = self.connection.prepare_cached(&sql.sql)?;
            let rows = statement.query_map(params_from_iter(&sql.values), |row| {
                let line: Value = row.get(1)?;
                Ok(Point {
                    step: row.get(0)?,
                    line: match line {
                        Value::Integer(n) => n.to_string(),
                        Value::Text(text) => text,
                        _ => String::new(),
                    },
                    count: row.get(2)?,
                    goldstein: row.get::<_, Option<f64>>(3)?.unwrap_or(0.0),
                })
            })?;
            rows.collect::<rusqlite::Result<Vec<_>>>()
        };
        read().map_err(|err| self.told(err))
    }

    /// Who acts on whom, by country, those with most events first. Each distinct pair of an event
    /// counts once; a mutual act counts once in each direction.
    ///
    /// # Errors
    ///
    /// Where the store cannot be read.
    pub fn dyads(&self, filter: &Filter) -> Result<Vec<Dyad>, Error> {
        let counts = if filter.is_dyads() {
            self.dyads_counted(filter)?
        } else {
            self.dyads_scanned(filter)?
        };
        let sql = format!(
            "SELECT actor, recipient, sum(events), sum(goldstein), sum(scored),
               sum(events * (quad = 1)), sum(events * (quad = 2)),
               sum(events * (quad = 3)), sum(events * (quad = 4))
             FROM ({}) GROUP BY actor, recipient ORDER BY 3 DESC, 1, 2",
            counts.sql
        );
        let read = || {
            let mut statement = self.connection.prepare_cached(&sql)?;
            let rows = statement.query_map(params_from_iter(&counts.values), |row| {
                let (sum, scored): (f64, u64) = (row.get(3)?, row.get(4)?);
                Ok(Dyad {
                    actor: row.get(0)?,
                    recipient: row.get(1)?,
                    events: row.get(2)?,
                    goldstein: (scored > 0).then(|| sum / scored as f64),
                    by_quad: [row.get(5)?, row.get(6)?, row.get(7)?, row.get(8)?],
                })
            })?;
            rows.collect::<rusqlite::Result<Vec<_>>>()
        };
        read().map_err(|err| self.told(err))
    }

    fn dyads_counted(&self, filter: &Filter) -> Result<Clause, Error> {
        let live = codings::live(&self.connection).map_err(|err| self.told(err))?;
        let (from, mut holds) = match filter.is_pairs() {
            true => ("{new}pairs", filter.on_pairs(&live)),
            false => (
                "{new}dyads JOIN kinds ON kinds.id = kind",
                filter.on_counts(&live),
            ),
        };
        for (column, country) in [("actor", &filter.actor), ("recipient", &filter.recipient)] {
            if let Some(country) = country {
                holds.and(Clause::new(
                    format!("{column} = ?"),
                    [Value::Text(country.clone())],
                ));
            }
        }
        let sql = format!(
            "SELECT actor, recipient, quad, events, goldstein, scored FROM {from} WHERE {}",
            holds.sql
        );
        Ok(tiers::both(&sql, &holds.values))
    }

    fn dyads_scanned(&self, filter: &Filter) -> Result<Clause, Error> {
        let events = self.matching(filter, "e.id, e.quad, e.goldstein")?;
        let sql = format!(
            "WITH asked(id, quad, goldstein) AS MATERIALIZED ({}),
             sides AS (SELECT p.event, p.role, p.n, c.country
               FROM parties p JOIN codes c ON c.id = p.code),
             pairs AS (
               SELECT DISTINCT x.id, a.country AS actor, r.country AS recipient
                 FROM asked x JOIN sides a ON a.event = x.id AND a.role = 0
                 JOIN sides r ON r.event = x.id AND r.role = 1
               UNION SELECT x.id, a.country, b.country
                 FROM asked x JOIN sides a ON a.event = x.id AND a.role = 0
                 JOIN sides b ON b.event = x.id AND b.role = 0 AND b.n != a.n
                 WHERE NOT EXISTS (SELECT 1 FROM parties r WHERE r.event = x.id AND r.role = 1)
               UNION SELECT x.id, a.country, ''
                 FROM asked x JOIN sides a ON a.event = x.id AND a.role = 0
                 WHERE (SELECT count(*) FROM parties p WHERE p.event = x.id) = 1
               UNION SELECT x.id, '', r.country
                 FROM asked x JOIN sides r ON r.event = x.id AND r.role = 1
                 WHERE NOT EXISTS (SELECT 1 FROM parties a WHERE a.event = x.id AND a.role = 0))
             SELECT actor, recipient, quad, 1 AS events, coalesce(goldstein, 0.0) AS goldstein,
               goldstein IS NOT NULL AS scored FROM pairs JOIN asked USING (id)",
            events.sql
        );
        Ok(Clause::new(sql, events.values))
    }

    /// Events counted by place, those with most first. Places without a number in the gazetteer
    /// are told apart by their names.
    ///
    /// # Errors
    ///
    /// Where the store cannot be read.
    pub fn places(&self, filter: &Filter) -> Result<Places, Error> {
        let (from, holds) = match filter.is_all() {
            // The index has all that is counted, of the events that have a place.
            true => {
                let live = codings::live(&self.connection).map_err(|err| self.told(err))?;
                let mut holds = filter.plain(&live);
                holds.and(Clause::new("e.place IS NOT NULL", []));
                ("events e INDEXED BY events_place", holds)
            }
            false => ("events e", self.holding(filter)?),
        };
        let sql = format!(
            "SELECT e.place, e.geonameid, e.lat, e.lon, e.place_country, e.resolution,
               c.events, c.episodes
             FROM (SELECT max(e.id) AS one, count(*) AS events,
                 count(DISTINCT e.episode) + sum(e.episode IS NULL) AS episodes
               FROM {from} WHERE {} GROUP BY e.geonameid, e.place) c
             JOIN events e ON e.id = c.one ORDER BY c.events DESC, e.place, e.geonameid",
            holds.sql
        );
        let read = || {
            let mut places = Places::default();
            let mut statement = self.connection.prepare_cached(&sql)?;
            let mut rows = statement.query(params_from_iter(&holds.values))?;
            while let Some(row) = rows.next()? {
                let Some(name) = row.get(0)? else {
                    places.unplaced += row.get::<_, u64>(6)?;
                    continue;
                };
                let place = crate::PlaceRow {
                    name,
                    geonameid: row.get(1)?,
                    point: row.get::<_, Option<f64>>(2)?.zip(row.get(3)?),
                    country: row.get(4)?,
                    resolution: row.get(5)?,
                };
                places.places.push(PlaceCount {
                    place,
                    events: row.get(6)?,
                    episodes: row.get(7)?,
                });
            }
            Ok(places)
        };
        let mut places = read().map_err(|err| self.told(err))?;
        if filter.is_all() {
            let all = self.series_counted(filter, Step::Year, By::Quad)?;
            let all: u64 = all.iter().map(|p| p.count).sum();
            let placed: u64 = places.places.iter().map(|p| p.events).sum();
            places.unplaced = all.saturating_sub(placed);
        }
        Ok(places)
    }
}

/// Hands over what was summed in a step and begins anew.
fn give<'a>(
    step: &str,
    lines: &'a [String],
    sums: &mut [(u64, f64)],
    all: &mut BTreeMap<(String, &'a str), (u64, f64)>,
) {
    for (line, sum) in lines.iter().zip(sums).filter(|(_, sum)| sum.0 > 0) {
        let whole = all.entry((step.to_owned(), line)).or_default();
        whole.0 += sum.0;
        whole.1 += sum.1;
        *sum = (0, 0.0);
    }
}
