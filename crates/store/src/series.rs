//! Counts over time, between countries and over places.

use std::collections::BTreeMap;

use rusqlite::params_from_iter;
use rusqlite::types::{Value, ValueRef};

use crate::filter::Clause;
use crate::{Error, Filter, Store, codings};

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

/// The sums of one step, by line; a line is a small number or a short name.
#[derive(Default)]
struct Sums {
    step: String,
    lines: Vec<(i64, String, u64, f64)>,
}

impl Sums {
    fn count(&mut self, line: ValueRef, events: u64, goldstein: f64) {
        let (number, name) = match line {
            ValueRef::Integer(number) => (number, ""),
            ValueRef::Text(name) => (0, std::str::from_utf8(name).unwrap_or_default()),
            _ => (0, ""),
        };
        let known = self.lines.iter_mut().find(|l| l.0 == number && l.1 == name);
        match known {
            Some(known) => {
                known.2 += events;
                known.3 += goldstein;
            }
            None => self
                .lines
                .push((number, name.to_owned(), events, goldstein)),
        }
    }

    /// Hands over what was summed and begins anew.
    fn give(&mut self, all: &mut BTreeMap<(String, String), (u64, f64)>) {
        for (number, name, events, goldstein) in self.lines.drain(..) {
            let line = if name.is_empty() {
                number.to_string()
            } else {
                name
            };
            let sums = all.entry((self.step.clone(), line)).or_default();
            sums.0 += events;
            sums.1 += goldstein;
        }
    }
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
        let live = codings::live(&self.connection).map_err(|err| self.told(err))?;
        let mut all: BTreeMap<(String, String), (u64, f64)> = BTreeMap::new();
        for coding in live {
            let mut holds = filter.on_counts(&[coding], "day");
            if let Some(negated) = filter.on_negated("negated") {
                holds.and(negated);
            }
            let select = format!(
                "SELECT day, {}, events, goldstein FROM daily WHERE {}",
                by.column(),
                holds.sql
            );
            let mut read = || {
                let mut statement = self.connection.prepare_cached(&select)?;
                let mut rows = statement.query(params_from_iter(&holds.values))?;
                let mut sums = Sums::default();
                while let Some(row) = rows.next()? {
                    let (day, line) = (row.get_ref(0)?.as_str()?, row.get_ref(1)?);
                    let named = day.get(..usize::from(step.letters())).unwrap_or(day);
                    if sums.step != named {
                        sums.give(&mut all);
                        named.clone_into(&mut sums.step);
                    }
                    sums.count(line, row.get(2)?, row.get(3)?);
                }
                sums.give(&mut all);
                Ok(())
            };
            read().map_err(|err| self.told(err))?;
        }
        let points = all
            .into_iter()
            .map(|((step, line), (count, goldstein))| Point {
                line,
                step,
                count,
                goldstein,
            });
        Ok(points.collect())
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
        let sql = format!(
            "SELECT substr(o.sort, 1, {}), o.{}, count(*), 0.0 FROM episodes o
             WHERE {} GROUP BY 1, 2",
            step.letters(),
            by.column(),
            holds.sql
        );
        self.points(&Clause::new(sql, holds.values))
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
        let mut holds = filter.on_counts(&live, "day");
        for (column, country) in [("actor", &filter.actor), ("recipient", &filter.recipient)] {
            if let Some(country) = country {
                holds.and(Clause::new(
                    format!("{column} = ?"),
                    [Value::Text(country.clone())],
                ));
            }
        }
        let sql = format!(
            "SELECT actor, recipient, quad, events, goldstein, scored FROM dyads WHERE {}",
            holds.sql
        );
        Ok(Clause::new(sql, holds.values))
    }

    fn dyads_scanned(&self, filter: &Filter) -> Result<Clause, Error> {
        let events = self.matching(filter, "e.id, e.quad, e.goldstein")?;
        let sql = format!(
            "WITH asked(id, quad, goldstein) AS MATERIALIZED ({}),
             pairs AS (
               SELECT DISTINCT x.id, a.country AS actor, r.country AS recipient
                 FROM asked x JOIN parties a ON a.event = x.id AND a.role = 0
                 JOIN parties r ON r.event = x.id AND r.role = 1
               UNION SELECT x.id, a.country, b.country
                 FROM asked x JOIN parties a ON a.event = x.id AND a.role = 0
                 JOIN parties b ON b.event = x.id AND b.role = 0 AND b.n != a.n
                 WHERE NOT EXISTS (SELECT 1 FROM parties r WHERE r.event = x.id AND r.role = 1)
               UNION SELECT x.id, a.country, ''
                 FROM asked x JOIN parties a ON a.event = x.id AND a.role = 0
                 WHERE (SELECT count(*) FROM parties p WHERE p.event = x.id) = 1
               UNION SELECT x.id, '', r.country
                 FROM asked x JOIN parties r ON r.event = x.id AND r.role = 1
                 WHERE NOT EXISTS (SELECT 1 FROM parties a WHERE a.event = x.id AND a.role = 0))
             SELECT actor, recipient, quad, 1 AS events, coalesce(goldstein, 0.0) AS goldstein,
               goldstein IS NOT NULL AS scored FROM pairs JOIN asked USING (id)",
            events.sql
        );
        Ok(Clause::new(sql, events.values))
    }

    /// Events counted by place, those with most first.
    ///
    /// # Errors
    ///
    /// Where the store cannot be read.
    pub fn places(&self, filter: &Filter) -> Result<Places, Error> {
        let columns = "e.place, e.geonameid, e.lat, e.lon, e.place_country, e.resolution,
            count(*), count(DISTINCT e.episode)";
        let mut sql = self.matching(filter, columns)?;
        sql.sql += " GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY 7 DESC, 1, 2";
        let read = || {
            let mut places = Places::default();
            let mut statement = self.connection.prepare_cached(&sql.sql)?;
            let mut rows = statement.query(params_from_iter(&sql.values))?;
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
        read().map_err(|err| self.told(err))
    }
}
