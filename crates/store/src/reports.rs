//! Reports, their records, what people said of events, and what is there in all.

use std::collections::BTreeMap;

use rusqlite::types::Value;
use rusqlite::{Row, params, params_from_iter};

use crate::clause::Clause;
use crate::filter::{TEXT_OF_HIT, query};
use crate::rollup::QUOTES;
use crate::tiers::TIERS;
use crate::{
    Ask, Coding, CodingId, Cursor, Digest, Error, Filter, Key, Page, Store, codings, days,
};

/// One report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArticleRow {
    /// Its number in this store.
    pub id: i64,
    /// What makes it the same report.
    pub digest: Digest,
    /// The report's own id.
    pub name: String,
    /// Where it was published.
    pub url: Option<String>,
    /// The host of its address, else the site's name.
    pub outlet: Option<String>,
    /// The language.
    pub lang: Option<String>,
    /// The headline.
    pub title: Option<String>,
    /// The day it was published.
    pub published: Option<String>,
    /// The file or address it came from.
    pub source: Option<String>,
    /// Of the input as it came.
    pub input: Digest,
    /// The report of which this is a copy.
    pub wire: Option<i64>,
}

/// The columns of `articles a` that [`article`] reads.
pub(crate) const ARTICLE: &str = "a.id, a.digest, a.name, a.url, a.outlet, a.lang, a.title,
    a.published, a.source, a.input, a.wire";
/// How many they are.
pub(crate) const ARTICLE_COLUMNS: usize = 11;

pub(crate) fn article(row: &Row) -> rusqlite::Result<ArticleRow> {
    Ok(ArticleRow {
        id: row.get(0)?,
        digest: Digest(row.get(1)?),
        name: row.get(2)?,
        url: row.get(3)?,
        outlet: row.get(4)?,
        lang: row.get(5)?,
        title: row.get(6)?,
        published: row.get(7)?,
        source: row.get(8)?,
        input: Digest(row.get(9)?),
        wire: row.get(10)?,
    })
}

/// What a person says of an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The event.
    pub key: Key,
    /// Whether it is right.
    pub verdict: Verdict,
    /// What would be right.
    pub fix: Option<String>,
    /// Why.
    pub note: Option<String>,
    /// Who says so.
    pub coder: Option<String>,
    /// When, in ISO 8601.
    pub at: String,
}

/// Whether an event is right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// It is.
    Accept,
    /// It is not.
    Reject,
    /// It would be, with a change.
    Fix,
}

impl Verdict {
    /// Its name in the file.
    pub fn name(self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::Reject => "reject",
            Self::Fix => "fix",
        }
    }

    /// Reads the name.
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Accept, Self::Reject, Self::Fix]
            .into_iter()
            .find(|v| v.name() == name)
    }
}

/// What is in a store.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stats {
    /// Reports, each once.
    pub reports: u64,
    /// Of these the ones that are copies of another.
    pub copies: u64,
    /// Occasions.
    pub episodes: u64,
    /// Mentions of events, negated ones among them.
    pub events: u64,
    /// Of these the negated ones.
    pub negated: u64,
    /// Quotations.
    pub quotes: u64,
    /// Entities.
    pub entities: u64,
    /// What people said of events.
    pub labels: u64,
    /// Events by type.
    pub types: BTreeMap<String, u64>,
    /// For each type how many events were said to be right and wrong.
    pub judged: BTreeMap<String, (u64, u64)>,
    /// The first and last day of events.
    pub days: Option<(String, String)>,
    /// The codings that are seen.
    pub codings: Vec<Coding>,
}

impl Store {
    /// The record of an article, byte for byte as `risalah code` writes it, without the line feed.
    ///
    /// # Errors
    ///
    /// Where the store cannot be read.
    pub fn record(&self, article: i64) -> Result<Option<Vec<u8>>, Error> {
        let read = || {
            let select = "SELECT r.coding FROM records r JOIN codings c ON c.id = r.coding
                WHERE r.article = ?1 AND c.state = 'live'";
            let mut select = self.connection.prepare_cached(select)?;
            let mut codings = select.query_map([article], |row| row.get(0))?;
            match codings.next().transpose()? {
                Some(coding) => self.grow.record(&self.connection, article, coding),
                None => Ok(None),
            }
        };
        read().map_err(|err| self.told(err))
    }

    /// The record of an article under a coding, also a past one.
    ///
    /// # Errors
    ///
    /// Where the store cannot be read.
    pub fn record_under(&self, article: i64, coding: CodingId) -> Result<Option<Vec<u8>>, Error> {
        self.grow
            .record(&self.connection, article, coding.0)
            .map_err(|err| self.told(err))
    }

    /// One article.
    ///
    /// # Errors
    ///
    /// Where the store cannot be read.
    pub fn article(&self, id: i64) -> Result<Option<ArticleRow>, Error> {
        let read = || {
            let select = format!("SELECT {ARTICLE} FROM articles a WHERE a.id = ?1");
            let mut select = self.connection.prepare_cached(&select)?;
            let mut rows = select.query_map([id], article)?;
            rows.next().transpose()
        };
        read().map_err(|err| self.told(err))
    }

    /// Reports, by day of publication. Words are looked for in all their sentences; days, outlet,
    /// language and number hold of the report; of the rest an event of it must hold.
    ///
    /// # Errors
    ///
    /// Where the store cannot be read, or the cursor is of another store's making.
    pub fn articles(&self, filter: &Filter, ask: &Ask) -> Result<Page<ArticleRow>, Error> {
        let mut sql = self.articles_matching(filter)?;
        if let Some(after) = &ask.after {
            let (sort, id) = after.row()?;
            let beyond = ask.order.beyond();
            let values = [Value::Text(sort.to_owned()), Value::Integer(id)];
            let holds = format!("(coalesce(a.published, ''), a.id) {beyond} (?, ?)");
            sql.and(Clause::new(holds, values));
        }
        let order = ask.order.sql();
        let limit = ask.limit + 1;
        sql.sql +=
            &format!(" ORDER BY coalesce(a.published, '') {order}, a.id {order} LIMIT {limit}");
        let read = || {
            let mut statement = self.connection.prepare_cached(&sql.sql)?;
            let rows = statement.query_map(params_from_iter(&sql.values), article)?;
            rows.collect::<rusqlite::Result<Vec<_>>>()
        };
        let rows = read().map_err(|err| self.told(err))?;
        let sort = |a: &ArticleRow| Cursor::new(a.published.as_deref().unwrap_or_default(), a.id);
        Ok(Page::cut(rows, ask.limit, sort))
    }

    fn articles_matching(&self, filter: &Filter) -> Result<Clause, Error> {
        let live = "a.id IN (SELECT r.article FROM records r JOIN codings c ON c.id = r.coding
            WHERE r.article = a.id AND c.state = 'live')";
        let mut sql = Clause::new(format!("SELECT {ARTICLE} FROM articles a WHERE {live}"), []);
        let report = Filter {
            words: None,
            ..filter.clone()
        };
        report.on_reports("0", &mut sql)?;
        if let Some(words) = &filter.words {
            let holds = format!(
                "a.id IN (SELECT t.article FROM {TEXT_OF_HIT} WHERE w.words MATCH ?
                 AND t.coding IN (SELECT id FROM codings WHERE state = 'live'))"
            );
            sql.and(Clause::new(holds, [Value::Text(query(words)?)]));
        }
        let events = Filter {
            words: None,
            from: None,
            to: None,
            outlet: None,
            lang: None,
            article: None,
            report: None,
            ..filter.clone()
        };
        if events != Filter::default() {
            let events = self.matching(&events, "e.article")?;
            sql.and(Clause::new(
                format!("a.id IN ({})", events.sql),
                events.values,
            ));
        }
        Ok(sql)
    }

    /// Keeps what a person says of an event.
    ///
    /// # Errors
    ///
    /// Where there is no such event, or the store cannot be written.
    pub fn label(&mut self, label: &Label) -> Result<(), Error> {
        if self.event(label.key)?.is_none() {
            return Err(Error::Missing {
                path: self.path.clone(),
                what: format!("event {}", label.key),
            });
        }
        let insert = "INSERT INTO labels(key, verdict, fix, note, coder, at)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
        let values = params![
            label.key,
            label.verdict.name(),
            label.fix,
            label.note,
            label.coder,
            label.at
        ];
        let done = self.connection.execute(insert, values);
        done.map(|_| ()).map_err(|err| self.told(err))
    }

    /// What was said of these events last, by their keys.
    ///
    /// # Errors
    ///
    /// Where the store cannot be read.
    pub fn labels(&self, keys: &[Key]) -> Result<BTreeMap<Key, Label>, Error> {
        let read = || {
            let select = "SELECT verdict, fix, note, coder, at FROM labels WHERE key = ?1
                ORDER BY id DESC LIMIT 1";
            let mut select = self.connection.prepare_cached(select)?;
            let mut all = BTreeMap::new();
            for key in keys {
                let mut rows = select.query_map([key], |row| {
                    let verdict: String = row.get(0)?;
                    Ok(Label {
                        key: *key,
                        verdict: Verdict::parse(&verdict).unwrap_or(Verdict::Fix),
                        fix: row.get(1)?,
                        note: row.get(2)?,
                        coder: row.get(3)?,
                        at: row.get(4)?,
                    })
                })?;
                if let Some(label) = rows.next().transpose()? {
                    all.insert(*key, label);
                }
            }
            Ok(all)
        };
        read().map_err(|err| self.told(err))
    }

    /// What is in the store.
    ///
    /// # Errors
    ///
    /// Where it cannot be read.
    pub fn stats(&self) -> Result<Stats, Error> {
        let codings = self.codings()?.into_iter();
        let codings = codings.filter(|c| c.state == crate::State::Live).collect();
        self.counts(codings).map_err(|err| self.told(err))
    }

    fn counts(&self, codings: Vec<Coding>) -> rusqlite::Result<Stats> {
        let live = "coding IN (SELECT id FROM codings WHERE state = 'live')";
        let one = |sql: &str| -> rusqlite::Result<u64> {
            self.connection
                .prepare_cached(sql)?
                .query_row([], |row| row.get(0))
        };
        let mut stats = Stats {
            reports: one("SELECT count(*) FROM articles")?,
            copies: one("SELECT count(*) FROM articles WHERE wire IS NOT NULL")?,
            entities: one("SELECT count(*) FROM entities")?,
            labels: one("SELECT count(*) FROM labels")?,
            codings,
            ..Stats::default()
        };
        let generation = codings::generation(&self.connection)?;
        let totals =
            format!("SELECT what, negated, sum(count) FROM totals WHERE {live} GROUP BY 1, 2");
        let mut totals = self.connection.prepare_cached(&totals)?;
        let mut rows = totals.query([])?;
        while let Some(row) = rows.next()? {
            let (what, count): (String, u64) = (row.get(0)?, row.get(2)?);
            if what == QUOTES {
                stats.quotes += count;
                continue;
            }
            stats.events += count;
            if row.get(1)? {
                stats.negated += count;
            }
            *stats.types.entry(what).or_default() += count;
        }
        // An event that is not in one of several is an episode by itself.
        let several =
            "SELECT count(*), coalesce(sum(events), 0) FROM episodes WHERE generation = ?1";
        let mut several = self.connection.prepare_cached(several)?;
        let (several, events): (u64, u64) =
            several.query_row([generation], |row| Ok((row.get(0)?, row.get(1)?)))?;
        stats.episodes = several + stats.events.saturating_sub(events);
        stats.days = self.days(&stats.codings)?;
        stats.judged = self.judged()?;
        Ok(stats)
    }

    /// The first and last day of events under these codings.
    fn days(&self, codings: &[Coding]) -> rusqlite::Result<Option<(String, String)>> {
        let end = |of: &str, tier: &str, coding: &Coding| -> rusqlite::Result<Option<i64>> {
            let select =
                format!("SELECT {of}(day) FROM {tier}daily WHERE coding = ?1 AND day > ?2");
            let mut select = self.connection.prepare_cached(&select)?;
            select.query_row([coding.id.0, days::number(None)], |row| row.get(0))
        };
        let mut ends: Option<(i64, i64)> = None;
        for (coding, tier) in codings.iter().flat_map(|c| TIERS.map(|tier| (c, tier))) {
            let (first, last) = (end("min", tier, coding)?, end("max", tier, coding)?);
            if let Some((first, last)) = first.zip(last) {
                let (least, most) = ends.unwrap_or((first, last));
                ends = Some((least.min(first), most.max(last)));
            }
        }
        Ok(ends.map(|(first, last)| (days::text(first), days::text(last))))
    }

    /// For each type how many events were last said to be right, and how many not.
    fn judged(&self) -> rusqlite::Result<BTreeMap<String, (u64, u64)>> {
        let select = "SELECT e.type, sum(l.verdict = 'accept'), sum(l.verdict != 'accept')
            FROM (SELECT key, verdict, max(id) FROM labels GROUP BY key) l
            CROSS JOIN events e ON e.id IN (SELECT event FROM by_key WHERE key = l.key
              UNION ALL SELECT event FROM new_by_key WHERE key = l.key)
            WHERE e.coding IN (SELECT id FROM codings WHERE state = 'live') GROUP BY e.type";
        let mut select = self.connection.prepare_cached(select)?;
        let rows = select.query_map([], |row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?))))?;
        rows.collect()
    }
}
