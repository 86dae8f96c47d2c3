//! Exports: rows of a store in the formats that the field's programs read.
//!
//! Every format is a list of [`Column`]s, each with what it says, so headers, Arrow schemas and
//! codebooks cannot disagree. What is written depends on the store's rows, the packs and the
//! version alone: no clock, no order of a hash table.

mod cells;
mod delimited;
mod error;
mod flat;
mod gdelt;
mod icews;
mod manifest;
mod panel;
#[cfg(feature = "parquet")]
mod parquet;
mod plover;
mod polecat;
mod row;
mod save;
mod table;

use std::collections::{HashSet, VecDeque};
use std::io::Write;
use std::ops::{ControlFlow, Range};
use std::panic::resume_unwind;
use std::sync::mpsc::{self, Receiver, SyncSender};

use risalah_pack::ontology::Ontology;
use risalah_pack::world::World;
use risalah_store::{Ask, EventRow, EventView, Filter, Key, Part, PartyView, Store, Words};

pub use error::Error;
pub use flat::FLAT;
pub use gdelt::{EVENTS, MENTIONS};
pub use icews::ICEWS;
pub use manifest::{What, query};
pub use panel::{Panel, panel};
pub use polecat::POLECAT;
pub use row::Row;
pub use table::{Cell, Column, Kind};

use delimited::{Delimited, Dress};
use plover::Plover;

/// So many events are turned into rows at a time.
const BATCH: usize = 4096;
/// So many parts are read before they are written.
const AHEAD: usize = 1;

/// A format of exports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// The flat table as CSV with a header.
    Csv,
    /// The records as `risalah code` wrote them, one line a report.
    Jsonl,
    /// The flat table as Parquet.
    Parquet,
    /// As Parquet with parties as lists of structures.
    ParquetFull,
    /// The flat table as an Arrow IPC stream.
    Arrow,
    /// GDELT 2.0 events; saved in a folder also mentions.
    Gdelt,
    /// GDELT 2.0 mentions.
    GdeltMentions,
    /// ICEWS events.
    Icews,
    /// POLECAT events.
    Polecat,
    /// PLOVER's JSON.
    Plover,
}

impl Format {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Jsonl => "jsonl",
            Self::Parquet => "parquet",
            Self::ParquetFull => "parquet-full",
            Self::Arrow => "arrow",
            Self::Gdelt => "gdelt",
            Self::GdeltMentions => "gdelt-mentions",
            Self::Icews => "icews",
            Self::Polecat => "polecat",
            Self::Plover => "plover",
        }
    }

    /// The columns, where the format is a table.
    pub fn columns(self) -> Option<&'static [Column]> {
        match self {
            Self::Csv | Self::Parquet | Self::ParquetFull | Self::Arrow => Some(FLAT),
            Self::Gdelt => Some(EVENTS),
            Self::GdeltMentions => Some(MENTIONS),
            Self::Icews => Some(ICEWS),
            Self::Polecat => Some(POLECAT),
            Self::Jsonl | Self::Plover => None,
        }
    }

    /// Whether its rows must have a day, so that events without one are left out and counted.
    fn needs_day(self) -> bool {
        matches!(
            self,
            Self::Gdelt | Self::GdeltMentions | Self::Icews | Self::Polecat
        )
    }

    /// Whether its rows show the words of sentences.
    fn shows_words(self) -> bool {
        !matches!(self, Self::Gdelt | Self::GdeltMentions | Self::Icews)
    }
}

/// What an export holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Rows written.
    pub rows: u64,
    /// Events that fit the filter.
    pub events: u64,
    /// Those left out for want of a day.
    pub undated: u64,
}

/// Where rows go.
pub(crate) trait Sink: Send {
    /// Takes some rows.
    fn rows(&mut self, rows: &[Row]) -> Result<(), Error>;
    /// Writes what is left.
    fn end(&mut self) -> Result<(), Error>;
}

/// What the rows of an export are made of.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// The store.
    pub store: &'a Store,
    /// States and their codes.
    pub world: &'a World,
    /// Labels of codes.
    pub ontology: &'a Ontology,
    /// The engine's version.
    pub engine: &'a str,
}

impl Source<'_> {
    /// Writes all events of a filter as one stream.
    ///
    /// # Errors
    ///
    /// Where the store cannot be read, the stream does not take the rows, or this build lacks the
    /// format.
    pub fn write(
        &self,
        filter: &Filter,
        format: Format,
        out: &mut (dyn Write + Send),
    ) -> Result<Counts, Error> {
        if format == Format::Jsonl {
            return self.records(filter, out);
        }
        let mut sink = sink(format, out)?;
        let counts = self.each_batch(filter, format, &mut *sink)?;
        sink.end()?;
        Ok(counts)
    }

    /// Writes these events as one whole of the format, as [`Source::write`] would.
    ///
    /// # Errors
    ///
    /// As there; [`Format::Jsonl`] gives nothing, for it has reports and not events.
    pub fn page(&self, events: &mut [EventRow], format: Format) -> Result<Vec<u8>, Error> {
        let mut out = Vec::new();
        if format == Format::Jsonl {
            return Ok(out);
        }
        if format.shows_words() {
            self.store.sentences(events)?;
        }
        let mut sink = sink(format, &mut out)?;
        let mut waiting = Waiting::default();
        waiting.push(Part::of(events));
        let (mut counts, mut seen) = (Counts::default(), HashSet::new());
        waiting.give(1, &mut |events| match format {
            Format::Gdelt => self.firsts(events, format, (&mut counts, &mut seen), &mut *sink),
            _ => self.rows().write(events, format, &mut counts, &mut *sink),
        })?;
        sink.end()?;
        drop(sink);
        Ok(out)
    }

    /// The records of the reports that have an event of the filter.
    fn records(&self, filter: &Filter, out: &mut dyn Write) -> Result<Counts, Error> {
        let mut counts = Counts::default();
        let mut ask = Ask {
            limit: BATCH,
            ..Ask::default()
        };
        loop {
            let page = self.store.articles(filter, &ask)?;
            for article in &page.rows {
                let record = self.store.record(article.id)?.unwrap_or_default();
                out.write_all(&record)?;
                out.write_all(b"\n")?;
                counts.rows += 1;
            }
            ask.after = page.next;
            if ask.after.is_none() {
                break;
            }
        }
        out.flush()?;
        Ok(counts)
    }

    /// Gives all events of a filter to a sink, some at a time: while some are read, those before
    /// them are written.
    pub(crate) fn each_batch(
        &self,
        filter: &Filter,
        format: Format,
        sink: &mut dyn Sink,
    ) -> Result<Counts, Error> {
        if format == Format::Gdelt {
            // Its rows ask the store for their episodes.
            return self.each_episode(filter, format, sink);
        }
        let words = match format.shows_words() {
            true => Words::With,
            false => Words::Without,
        };
        let (rows, unpack) = (self.rows(), self.store.unpack()?);
        let (first, second) = self.store.twins()?.unzip();
        std::thread::scope(|scope| {
            let (send, packed) = mpsc::sync_channel::<Part>(AHEAD);
            let (other, between) = mpsc::sync_channel::<Part>(AHEAD);
            let (unpacked, receive) = mpsc::sync_channel::<Part>(AHEAD);
            let told = scope.spawn(move || {
                for mut part in by_turns(packed, between) {
                    if words == Words::With {
                        part.unpack(&unpack)?;
                    }
                    // Where none are taken any more, the writer tells why.
                    if unpacked.send(part).is_err() {
                        break;
                    }
                }
                Ok::<(), Error>(())
            });
            let written = scope.spawn(move || {
                let (mut counts, mut waiting) = (Counts::default(), Waiting::default());
                let mut write =
                    |events: &[EventView]| rows.write(events, format, &mut counts, sink);
                for part in receive {
                    waiting.push(part);
                    waiting.give(BATCH, &mut write)?;
                }
                waiting.give(1, &mut write)?;
                Ok(counts)
            });
            let helped = scope.spawn(move || {
                let give = |part| given(&other, part);
                second.map_or(Ok(()), |second| second.each_part(filter, words, give))
            });
            let give = |part| given(&send, part);
            let read = match &first {
                Some(first) => first.each_part(filter, words, give),
                None => self.store.each_part(filter, words, give),
            };
            drop(send);
            let helped = helped.join().unwrap_or_else(|panic| resume_unwind(panic));
            let told = told.join().unwrap_or_else(|panic| resume_unwind(panic));
            let written = written.join().unwrap_or_else(|panic| resume_unwind(panic));
            read?;
            helped?;
            told?;
            written
        })
    }

    fn each_episode(
        &self,
        filter: &Filter,
        format: Format,
        sink: &mut dyn Sink,
    ) -> Result<Counts, Error> {
        let mut counts = Counts::default();
        // Episodes that have their row; never iterated.
        let mut seen = HashSet::new();
        let mut waiting = Waiting::default();
        let mut failed = None;
        let mut write =
            |events: &[EventView]| self.firsts(events, format, (&mut counts, &mut seen), sink);
        self.store.each_part(filter, Words::Without, |part| {
            waiting.push(part);
            failed = waiting.give(BATCH, &mut write).err();
            match failed {
                Some(_) => ControlFlow::Break(()),
                None => ControlFlow::Continue(()),
            }
        })?;
        match failed {
            Some(err) => return Err(err),
            None => waiting.give(1, &mut write)?,
        }
        Ok(counts)
    }

    fn rows(&self) -> Rows<'_> {
        Rows {
            world: self.world,
            ontology: self.ontology,
            engine: self.engine,
        }
    }

    /// Writes the rows of some events, of an episode only where none of it was `seen`.
    fn firsts(
        &self,
        events: &[EventView],
        format: Format,
        (counts, seen): (&mut Counts, &mut HashSet<Key>),
        sink: &mut dyn Sink,
    ) -> Result<(), Error> {
        let mut rows = Vec::with_capacity(events.len());
        let source = self.rows();
        for row in source.of(events, format, counts) {
            rows.extend(self.first_of_episode(row, seen)?);
        }
        counts.rows += rows.len() as u64;
        sink.rows(&rows)
    }

    /// The row with its episode's counts, where none of the episode was seen before.
    fn first_of_episode<'a>(
        &self,
        row: Row<'a>,
        seen: &mut HashSet<Key>,
    ) -> Result<Option<Row<'a>>, Error> {
        let key = row.event.episode.unwrap_or(row.event.key);
        if !seen.insert(key) {
            return Ok(None);
        }
        let episode = self.counts_of(key)?.unwrap_or(row.episode);
        Ok(Some(Row { episode, ..row }))
    }

    fn counts_of(&self, episode: Key) -> Result<Option<[u64; 3]>, Error> {
        let episode = self.store.episode(episode)?;
        Ok(episode.map(|e| [e.events, e.outlets.max(1), e.reports]))
    }
}

/// Sends a part, while parts are taken.
fn given(send: &SyncSender<Part>, part: Part) -> ControlFlow<()> {
    let sent = send.send(part);
    sent.map_or(ControlFlow::Break(()), ControlFlow::Continue)
}

/// The parts of two readers that read by turns, in their order; where the second gives none, those
/// of the first. They end with the first's, also where it failed.
fn by_turns(first: Receiver<Part>, second: Receiver<Part>) -> impl Iterator<Item = Part> {
    let mut others_turn = false;
    std::iter::from_fn(move || {
        if std::mem::take(&mut others_turn)
            && let Ok(part) = second.recv()
        {
            return Some(part);
        }
        others_turn = true;
        first.recv().ok()
    })
}

/// Parts that have been read and not yet written.
#[derive(Default)]
struct Waiting {
    // Each with how many of its events are written.
    parts: VecDeque<(Part, usize)>,
    events: usize,
}

impl Waiting {
    fn push(&mut self, part: Part) {
        self.events += part.len();
        self.parts.push_back((part, 0));
    }

    /// Gives events to `write`, [`BATCH`] at a time whatever parts they are of, while there are so
    /// many or more: what is written depends on the events and not on how they were read.
    fn give(
        &mut self,
        least: usize,
        write: &mut dyn FnMut(&[EventView]) -> Result<(), Error>,
    ) -> Result<(), Error> {
        while self.events >= least {
            let mut wanted = self.events.min(BATCH);
            self.events -= wanted;
            let mut pieces: Vec<(&Part, Range<usize>)> = Vec::new();
            for (part, done) in &mut self.parts {
                let end = part.len().min(*done + wanted);
                pieces.push((part, *done..end));
                wanted -= end - *done;
                *done = end;
            }
            let parties = pieces.iter().map(|(part, of)| part.parties(of.clone()));
            let parties: Vec<Vec<PartyView>> = parties.collect();
            let events = pieces.iter().zip(&parties);
            let events = events.flat_map(|((part, of), own)| part.events(of.clone(), own));
            write(&events.collect::<Vec<_>>())?;
            self.parts.retain(|(part, done)| *done < part.len());
        }
        Ok(())
    }
}

/// What rows are made of beside their events: all that a thread needs that writes them while the
/// store is read.
#[derive(Clone, Copy)]
struct Rows<'a> {
    world: &'a World,
    ontology: &'a Ontology,
    engine: &'a str,
}

impl Rows<'_> {
    /// The rows of some events.
    fn of<'e>(
        &'e self,
        events: &'e [EventView<'e>],
        format: Format,
        counts: &mut Counts,
    ) -> Vec<Row<'e>> {
        let mut rows = Vec::with_capacity(events.len());
        for event in events {
            counts.events += 1;
            if format.needs_day() && event.day.is_none() {
                counts.undated += 1;
                continue;
            }
            let row = Row::new(event, self.world, self.ontology, self.engine);
            match format {
                Format::Icews => rows.extend(row::pairs(event).map(|[actor, recipient]| Row {
                    actor,
                    recipient,
                    ..row
                })),
                _ => rows.push(row),
            }
        }
        rows
    }

    fn write(
        &self,
        events: &[EventView],
        format: Format,
        counts: &mut Counts,
        sink: &mut dyn Sink,
    ) -> Result<(), Error> {
        let rows = self.of(events, format, counts);
        counts.rows += rows.len() as u64;
        sink.rows(&rows)
    }
}

/// What writes a format.
fn sink<'a>(format: Format, out: &'a mut (dyn Write + Send)) -> Result<Box<dyn Sink + 'a>, Error> {
    Ok(match format {
        Format::Csv | Format::Jsonl => Box::new(Delimited::with_header(out, FLAT, Dress::Comma)?),
        Format::Gdelt => Box::new(Delimited::bare(out, EVENTS, Dress::Tab)),
        Format::GdeltMentions => Box::new(Delimited::bare(out, MENTIONS, Dress::Tab)),
        Format::Icews => Box::new(Delimited::with_header(out, ICEWS, Dress::Tab)?),
        Format::Polecat => Box::new(Delimited::with_header(out, POLECAT, Dress::Tab)?),
        Format::Plover => Box::new(Plover::new(out)),
        #[cfg(feature = "parquet")]
        Format::Parquet => Box::new(parquet::File::flat(out)?),
        #[cfg(feature = "parquet")]
        Format::ParquetFull => Box::new(parquet::File::full(out)?),
        #[cfg(feature = "parquet")]
        Format::Arrow => Box::new(parquet::Stream::new(out)?),
        #[cfg(not(feature = "parquet"))]
        Format::Parquet | Format::ParquetFull | Format::Arrow => return Err(Error::WithoutParquet),
    })
}
