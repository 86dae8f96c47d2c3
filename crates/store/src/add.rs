//! Adding reports: one durable transaction a batch.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use risalah_doc::{Article, Coded, Quote, Role};
use risalah_episode::Measure;
use risalah_record::Offsets;
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};

use crate::codings::CodingId;
use crate::entities::Entities;
use crate::gather::{self, Fresh};
use crate::prepared::{self, Plain, Prepared};
use crate::recode::Recoded;
use crate::records::{self, Shrink, Small};
use crate::rollup::{Rollup, rounded};
use crate::terms::{CODE, REASON, TYPE, Terms};
use crate::tiers::Lists;
use crate::wire::Bands;
use crate::{Digest, Error, Key, Store, days, schema, texts, tiers, wire};

/// That `articles a` is the one of a digest; the index has no more of it than tells reports apart.
const OF_DIGEST: &str = "substr(a.digest, 1, 8) = substr(?1, 1, 8) AND a.digest = ?1";

/// A coded report, as [`Store::add`] takes it.
#[derive(Clone, Copy, Debug)]
pub struct Kept<'a> {
    /// What was coded.
    pub coded: &'a Coded,
    /// Its record: the line that `risalah code` writes, with or without the line feed.
    pub record: &'a [u8],
    /// The file or address it came from.
    pub source: Option<&'a str>,
    /// Of the input as it came.
    pub input: Digest,
}

/// What became of a batch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Added {
    /// Reports that were not there before.
    pub new: u64,
    /// Reports that were.
    pub known: u64,
    /// Events of the new ones.
    pub events: u64,
}

impl Store {
    /// Keeps these reports: all of them or, where it fails, none. What it returns is on the disk.
    ///
    /// A report that is there already, by [`Digest::of_article`], is left as it is.
    ///
    /// # Errors
    ///
    /// Where the store cannot be written: it is locked, its disk is full, it is damaged.
    pub fn add(&mut self, coding: CodingId, batch: &[Kept]) -> Result<Added, Error> {
        self.in_one(
            coding,
            |work| work.new_of(batch),
            |work, kept, ready| {
                let article = work.article(kept, ready.digest)?;
                work.rows(article, ready)
            },
        )
    }

    /// Whether a report is there, coded by what queries see, by its [`Digest::of_article`].
    ///
    /// # Errors
    ///
    /// Where the store cannot be read.
    pub fn has(&self, digest: Digest) -> Result<bool, Error> {
        let read = || {
            let select = format!(
                "SELECT 1 FROM articles a JOIN records r ON r.article = a.id
                 JOIN codings c ON c.id = r.coding WHERE {OF_DIGEST} AND c.state = 'live'"
            );
            self.connection.prepare_cached(&select)?.exists([digest.0])
        };
        read().map_err(|err| self.told(err))
    }

    /// Writes in one transaction the reports that `choose` chooses, each by `write`, and brings
    /// counts and episodes up to date in it.
    ///
    /// What the new events are held against is looked for on another thread meanwhile: this one
    /// holds the right to write, so the store is for that one what it was before.
    pub(crate) fn in_one<'a, T: Copy + Send + Sync>(
        &mut self,
        coding: CodingId,
        choose: impl FnOnce(&mut Work) -> rusqlite::Result<Vec<(T, Plain<'a>)>>,
        write: impl FnMut(&mut Work, T, Prepared<'a>) -> rusqlite::Result<()>,
    ) -> Result<Added, Error> {
        let mut beside = match self.beside.take() {
            Some(beside) => beside,
            None => schema::reader_in_place(&self.path)?,
        };
        let added = self.written(&mut beside, coding, choose, write);
        self.beside = Some(beside);
        if added.is_err() {
            // The numbers of entities that were taken back must not be used.
            self.entities.forget();
        }
        added.map_err(|err| self.told(err))
    }

    fn written<'a, T: Copy + Send + Sync>(
        &mut self,
        beside: &mut Connection,
        coding: CodingId,
        choose: impl FnOnce(&mut Work) -> rusqlite::Result<Vec<(T, Plain<'a>)>>,
        mut write: impl FnMut(&mut Work, T, Prepared<'a>) -> rusqlite::Result<()>,
    ) -> rusqlite::Result<Added> {
        let behavior = TransactionBehavior::Immediate;
        let tx = self.connection.transaction_with_behavior(behavior)?;
        let select = "SELECT generation FROM codings WHERE id = ?1";
        let generation = tx.query_row(select, [coding.0], |row| row.get(0))?;
        records::learn(&tx, &self.grow)?;
        // Where the batch fails a dictionary that it has learnt is none.
        let mut shrink = Shrink::new(&tx, self.shrink.take())?;
        let measure = &self.measure;
        let mut work = Work {
            connection: &tx,
            there: BTreeMap::new(),
            entities: &mut self.entities,
            codes: Terms::default(),
            reasons: Terms::default(),
            types: Terms::default(),
            lists: Lists::default(),
            measure,
            coding: coding.0,
            generation,
            rollup: Rollup::default(),
            fresh: Vec::new(),
            bands: Bands::default(),
            rewired: BTreeSet::new(),
            added: Added::default(),
        };
        let chosen = choose(&mut work)?;
        // All that needs nothing of what is found is written while it is looked for.
        let (found, (stand, rewired, added)) = prepared::each(
            &chosen,
            (beside, generation),
            measure,
            &mut shrink,
            |reports| {
                for (report, ready) in reports {
                    write(&mut work, report, ready)?;
                }
                work.lists.write(&tx)?;
                work.rollup.write(&tx, coding.0)?;
                let stand = gather::keep(&tx, measure, generation, work.fresh)?;
                tiers::settle(&tx)?;
                Ok((stand, work.rewired, work.added))
            },
        )?;
        gather::arrive(&tx, generation, found, (stand, &rewired))?;
        tx.commit()?;
        self.shrink = Some(shrink);
        Ok(added)
    }
}

/// A batch on its way into the store.
pub(crate) struct Work<'a> {
    connection: &'a Connection,
    // Articles of the batch that are in the store.
    there: BTreeMap<Digest, i64>,
    entities: &'a mut Entities,
    codes: Terms,
    reasons: Terms,
    types: Terms,
    lists: Lists,
    measure: &'a Measure,
    coding: i64,
    generation: i64,
    rollup: Rollup,
    fresh: Vec<Fresh>,
    bands: Bands,
    // Articles whose original is another than before.
    rewired: BTreeSet<i64>,
    added: Added,
}

/// A report's numbers while its rows are written.
struct Report<'a> {
    article: i64,
    coded: &'a Coded,
    offsets: Offsets<'a>,
    // The number in the store of each of the report's entities.
    entities: Vec<i64>,
    // The row of its first sentence among words.
    said: i64,
    keys: Vec<Key>,
}

impl Report<'_> {
    /// The row of a sentence among words.
    fn row_of(&self, sentence: u32) -> Option<i64> {
        let count = self.coded.resolved.parsed.sentences.len();
        ((sentence as usize) < count).then(|| self.said + i64::from(sentence))
    }
}

impl Work<'_> {
    /// Those of a batch that no coding of this generation has.
    fn new_of<'a>(
        &mut self,
        batch: &'a [Kept<'a>],
    ) -> rusqlite::Result<Vec<(&'a Kept<'a>, Plain<'a>)>> {
        let plain = batch.iter().map(|kept| {
            let plain = Plain {
                digest: Digest::of_article(&kept.coded.resolved.parsed.article),
                coded: kept.coded,
                record: kept.record,
            };
            (plain.digest, kept, plain)
        });
        self.once(plain, Self::is_known)
    }

    /// Those of a batch that no coding of this generation has.
    pub(crate) fn uncoded_of<'a>(
        &mut self,
        batch: &[Recoded<'a>],
    ) -> rusqlite::Result<Vec<(i64, Plain<'a>)>> {
        let plain = batch.iter().map(|one| {
            let plain = Plain {
                digest: one.digest,
                coded: one.coded,
                record: one.record,
            };
            (one.article, one.article, plain)
        });
        self.once(plain, |work, article| work.is_coded(article))
    }

    /// Those that are not known by their keys, each once; the others are counted.
    fn once<'a, K: Copy + Ord, T>(
        &mut self,
        reports: impl Iterator<Item = (K, T, Plain<'a>)>,
        known: impl Fn(&mut Self, K) -> rusqlite::Result<bool>,
    ) -> rusqlite::Result<Vec<(T, Plain<'a>)>> {
        let mut new = Vec::with_capacity(reports.size_hint().0);
        let mut seen = BTreeSet::new();
        for (key, beside, plain) in reports {
            if !seen.insert(key) || known(self, key)? {
                self.added.known += 1;
            } else {
                new.push((beside, plain));
            }
        }
        Ok(new)
    }

    /// Writes the rows of a report under the coding; none of its generation has it.
    pub(crate) fn rows(&mut self, article: i64, ready: Prepared) -> rusqlite::Result<()> {
        let coded = ready.coded;
        let parsed = &coded.resolved.parsed;
        self.record(article, &ready.record)?;
        let report = Report {
            article,
            coded,
            offsets: ready.offsets,
            entities: self.numbers(coded)?,
            said: texts::keep(self.connection, article, self.coding, parsed)?,
            keys: ready.keys,
        };
        let mut events = Vec::with_capacity(report.keys.len());
        for n in 0..report.keys.len() {
            events.push(self.event(&report, n)?);
        }
        if let Some((sketch, met)) = &ready.sketch {
            let alone = self.bands.are_new(sketch) && !met;
            let rewired = wire::wire(self.connection, self.measure, article, sketch, alone)?;
            self.rewired.extend(rewired);
        }
        let fresh = events.iter().zip(ready.mentions);
        self.fresh.extend(fresh.map(|(event, mention)| Fresh {
            event: *event,
            article,
            mention,
        }));
        self.quotes(&report)?;
        self.links(&report, &events)?;
        self.added.new += 1;
        self.added.events += events.len() as u64;
        Ok(())
    }

    /// Whether a coding of this generation has a report; what has another is remembered.
    fn is_known(&mut self, digest: Digest) -> rusqlite::Result<bool> {
        let select = format!("SELECT a.id FROM articles a WHERE {OF_DIGEST}");
        let mut select = self.connection.prepare_cached(&select)?;
        let there = select.query_row([digest.0], |row| row.get(0)).optional()?;
        let Some(article) = there else {
            return Ok(false);
        };
        self.there.insert(digest, article);
        self.is_coded(article)
    }

    /// The article's number; it is put into the store where it is new.
    fn article(&self, kept: &Kept, digest: Digest) -> rusqlite::Result<i64> {
        if let Some(there) = self.there.get(&digest) {
            return Ok(*there);
        }
        let parsed = &kept.coded.resolved.parsed;
        let article = &parsed.article;
        let lang = article.lang.or(parsed.lang).map(|l| l.to_string());
        let published = article.published.as_ref().map(|p| p.day.to_string());
        let insert = "INSERT INTO articles
            (digest, name, url, outlet, lang, title, published, source, input)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
        self.connection.prepare_cached(insert)?.execute(params![
            digest.0,
            article.id,
            article.url,
            outlet(article),
            lang,
            article.title,
            published,
            kept.source,
            kept.input.0,
        ])?;
        Ok(self.connection.last_insert_rowid())
    }

    /// Whether a coding of this generation has the article.
    fn is_coded(&self, article: i64) -> rusqlite::Result<bool> {
        let select = "SELECT 1 FROM records r JOIN codings c ON c.id = r.coding
            WHERE r.article = ?1 AND c.generation = ?2";
        let mut select = self.connection.prepare_cached(select)?;
        select.exists([article, self.generation])
    }

    fn record(&self, article: i64, record: &Small) -> rusqlite::Result<()> {
        let insert =
            "INSERT INTO records(article, coding, dictionary, body) VALUES (?1, ?2, ?3, ?4)";
        let mut insert = self.connection.prepare_cached(insert)?;
        insert.execute(params![
            article,
            self.coding,
            record.dictionary,
            record.body
        ])?;
        Ok(())
    }

    /// The numbers of a report's entities, which are counted as spoken of in one article more.
    fn numbers(&mut self, coded: &Coded) -> rusqlite::Result<Vec<i64>> {
        let entities = coded.resolved.entities.iter();
        let numbers = entities.map(|entity| self.entities.number(self.connection, entity));
        let numbers: Vec<i64> = numbers.collect::<rusqlite::Result<_>>()?;
        self.rollup.count_spoken_of(&numbers);
        Ok(numbers)
    }

    /// Writes one event with its parties; gives its number.
    fn event(&mut self, report: &Report, n: usize) -> rusqlite::Result<i64> {
        let event = &report.coded.events[n];
        let published = &report.coded.resolved.parsed.article.published;
        let day = event.time.map(|t| t.interval.0);
        let day = day.or(published.as_ref().map(|p| p.day));
        let id = self.event_row(report, n, day)?;
        self.list(report, n, id, days::number(day))?;
        self.parties(report, id, 0, &event.actors)?;
        self.parties(report, id, 1, &event.recipients)?;
        let parties = event.actors.iter().chain(&event.recipients);
        let parties = parties.filter_map(|p| report.entities.get(p.entity as usize));
        self.rollup.count_parties(parties.copied().collect());
        self.rollup
            .count(day, event, &report.coded.resolved.entities);
        Ok(id)
    }

    /// Lists an event under all but its parties.
    fn list(&mut self, report: &Report, n: usize, id: i64, at: i64) -> rusqlite::Result<()> {
        let event = &report.coded.events[n];
        let kind = self.types.number(self.connection, TYPE, &event.kind, "")?;
        self.lists.event(id, report.keys[n], kind, at);
        let places = &report.coded.resolved.places;
        let place = event.place.and_then(|p| places.get(p as usize));
        if let Some(country) = place.and_then(|p| p.country.as_ref()) {
            self.lists.country(id, country, at);
        }
        Ok(())
    }

    fn event_row(&mut self, report: &Report, n: usize, day: Option<Date>) -> rusqlite::Result<i64> {
        let event = &report.coded.events[n];
        let resolved = &report.coded.resolved;
        let place = event.place.and_then(|p| resolved.places.get(p as usize));
        let point = place.and_then(|p| p.point);
        let [start, end] = report.offsets.span(event.trigger);
        let contexts: Vec<&str> = event.contexts.iter().map(|c| &**c).collect();
        let until = event.time.filter(|t| t.interval.0 != t.interval.1);
        let why = self
            .reasons
            .number(self.connection, REASON, &event.why, "")?;
        let insert = "INSERT INTO events
            (key, article, coding, n, at, until, time_from, said, type, mode, contexts, cameo,
             quad, goldstein, status, negated, place, geonameid, lat, lon, place_country,
             resolution, sentence, start, \"end\", confidence, why)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17,
             ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26, ?27)";
        self.connection.prepare_cached(insert)?.execute(params![
            report.keys[n],
            report.article,
            self.coding,
            n as i64 + 1,
            days::number(day),
            until.map(|t| t.interval.1.to_string()),
            event.time.map(|t| t.from.name()),
            report.row_of(event.sentence),
            &*event.kind,
            event.mode.as_deref(),
            contexts.join(" "),
            event.cameo.as_deref(),
            event.quad,
            event.goldstein.map(rounded),
            event.status.name(),
            event.negated,
            place.map(|p| &*p.name),
            place.and_then(|p| p.geonameid),
            point.map(|p| p.0),
            point.map(|p| p.1),
            place.and_then(|p| p.country.as_deref()),
            place.and_then(|p| p.resolution).map(|r| r.name()),
            event.sentence,
            start,
            end,
            rounded(event.confidence),
            why,
        ])?;
        Ok(self.connection.last_insert_rowid())
    }

    fn parties(
        &mut self,
        report: &Report,
        event: i64,
        role: u8,
        roles: &[Role],
    ) -> rusqlite::Result<()> {
        let insert = "INSERT INTO parties(event, role, n, entity, code, start, \"end\")
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
        let mut insert = self.connection.prepare_cached(insert)?;
        let entities = &report.coded.resolved.entities;
        for (n, party) in roles.iter().enumerate() {
            let at = party.entity as usize;
            let (Some(entity), Some(number)) = (entities.get(at), report.entities.get(at)) else {
                continue;
            };
            let [start, end] = report.offsets.span(party.span);
            let country = entity.code.country().unwrap_or_default();
            let spelled = entity.code.to_string();
            let code = self
                .codes
                .number(self.connection, CODE, &spelled, country)?;
            insert.execute(params![event, role, n as i64, number, code, start, end])?;
            self.lists.party(event, i64::from(role), *number, code);
        }
        Ok(())
    }

    fn quotes(&mut self, report: &Report) -> rusqlite::Result<()> {
        let shown = |q: &&Quote| !q.content.is_empty();
        self.rollup
            .count_quotes(report.coded.quotes.iter().filter(shown).count());
        let insert = "INSERT INTO quotes
            (article, coding, n, kind, start, \"end\", sentence, speaker, speaker_start, speaker_end,
             said)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";
        let mut insert = self.connection.prepare_cached(insert)?;
        for (n, quote) in report.coded.quotes.iter().enumerate() {
            let Some(first) = quote.content.first() else {
                continue;
            };
            let [start, end] = report.offsets.span(*first);
            let speaker = quote.speaker.and_then(|s| s.entity);
            let sentence = sentence(report.coded, quote);
            let words = quote.speaker.and_then(|s| s.span);
            let words = words.map(|s| report.offsets.span(s));
            insert.execute(params![
                report.article,
                self.coding,
                n as i64 + 1,
                quote.kind.name(),
                start,
                end,
                sentence,
                speaker.and_then(|e| report.entities.get(e as usize)),
                words.map(|w| w[0]),
                words.map(|w| w[1]),
                sentence.map(|n| report.said + n),
            ])?;
        }
        Ok(())
    }

    fn links(&self, report: &Report, events: &[i64]) -> rusqlite::Result<()> {
        let insert = "INSERT INTO links(article, coding, kind, source, target, start, \"end\")
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
        let mut insert = self.connection.prepare_cached(insert)?;
        for link in &report.coded.links {
            let ends = (events.get(link.from as usize), events.get(link.to as usize));
            let (Some(source), Some(target)) = ends else {
                continue;
            };
            let span = link.span.map(|s| report.offsets.span(s));
            insert.execute(params![
                report.article,
                self.coding,
                link.kind.name(),
                source,
                target,
                span.map(|s| s[0]),
                span.map(|s| s[1]),
            ])?;
        }
        Ok(())
    }
}

/// The sentence in which a quotation begins.
fn sentence(coded: &Coded, quote: &Quote) -> Option<i64> {
    let start = quote.content.first()?.start();
    let sentences = &coded.resolved.parsed.sentences;
    let after = sentences.partition_point(|s| s.span.start() <= start);
    after.checked_sub(1).map(|n| n as i64)
}

/// The host of an article's address, else its site's name.
fn outlet(article: &Article) -> Option<String> {
    let url = article.url.as_deref().and_then(|u| url::Url::parse(u).ok());
    let host = url.as_ref().and_then(|u| u.host_str());
    let host = host.map(|h| h.strip_prefix("www.").unwrap_or(h).to_owned());
    host.or_else(|| article.site.clone())
}
