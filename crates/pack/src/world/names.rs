//! All names of the world in one language, ready to be found in a text.

use hashbrown::HashMap;

use super::phrase::{Phrase, Piece, each, fits};
use super::seek::Beginnings;

/// What a name names: the row of one of the world's tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Entry {
    /// A state, by its name.
    Country(u32),
    /// A state, by its adjective or its people's name.
    Adjective(u32),
    /// A state, by the seat of its government.
    Seat(u32),
    /// A body or group.
    Body(u32),
    /// An office.
    Office(u32),
    /// The head of a body, by title.
    Head(u32),
    /// A holder of offices.
    Person(u32),
    /// A place below the level of states.
    Place(u32),
}

/// A name in the index.
#[derive(Clone, Copy, Debug)]
struct Name {
    hash: u64,
    text: (u32, u32),
    entry: Entry,
}

/// The names of one language.
#[derive(Debug, Default)]
pub struct Names {
    // Invariant: sorted by hash, then entry.
    names: Vec<Name>,
    beginnings: Beginnings,
    texts: String,
    /// By the first piece, how many pieces the longest name has.
    longest: HashMap<u64, u8, foldhash::fast::FixedState>,
}

/// A stretch of a text that is a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// How many pieces it takes.
    pub pieces: usize,
    /// All that it may name.
    pub entries: Vec<Entry>,
    /// Whether it is written small in the list ("pemerintah Sudan"): no name but a description.
    pub common: bool,
}

impl Found {
    /// Whether it names bodies alone.
    pub fn is_body(&self) -> bool {
        self.entries.iter().all(|e| matches!(e, Entry::Body(_)))
    }
}

/// Collects names before they are sorted.
#[derive(Debug, Default)]
pub(super) struct Builder(Names);

impl Builder {
    /// Adds a name; one without letters is passed over.
    pub(super) fn add(&mut self, text: &str, entry: Entry) {
        let (Some(first), Some((phrase, pieces))) = (each(text).next(), Phrase::of(text)) else {
            return;
        };
        let start = self.0.texts.len() as u32;
        self.0.texts.push_str(text);
        self.0.names.push(Name {
            hash: phrase.folded,
            text: (start, self.0.texts.len() as u32),
            entry,
        });
        let longest = self.0.longest.entry(first.folded).or_default();
        *longest = (*longest).max(pieces.min(usize::from(u8::MAX)) as u8);
    }

    /// The names, sorted.
    pub(super) fn finish(mut self) -> Names {
        let names = &mut self.0.names;
        names.sort_unstable_by_key(|n| (n.hash, n.entry));
        self.0.beginnings = Beginnings::new(names.len(), |n| names[n].hash);
        self.0
    }
}

impl Names {
    /// The longest name that starts at the first of these pieces of `text`.
    pub fn longest(&self, text: &str, pieces: &[Piece]) -> Option<Found> {
        let first = pieces.first()?;
        let longest = usize::from(*self.longest.get(&first.folded)?);
        let mut phrase = Phrase::start(first);
        let mut best = self.named(text, &pieces[..1], phrase);
        for n in 2..=longest.min(pieces.len()) {
            phrase = phrase.then(&pieces[n - 1]);
            best = self.named(text, &pieces[..n], phrase).or(best);
        }
        best
    }

    /// What a whole phrase names.
    pub fn exactly(&self, text: &str) -> Option<Found> {
        let pieces = super::phrase::pieces(text);
        self.longest(text, &pieces)
            .filter(|found| found.pieces == pieces.len())
    }

    fn named(&self, text: &str, pieces: &[Piece], phrase: Phrase) -> Option<Found> {
        let hash = |n: usize| self.names[n].hash;
        let from = self.beginnings.first_from(phrase.folded, hash);
        let same = self.names[from..]
            .iter()
            .take_while(|n| n.hash == phrase.folded);
        let span = pieces.first()?.span.cover(pieces.last()?.span);
        let (words, rest) = (span.of(text), text.get(span.end()..).unwrap_or_default());
        // "Ill." is a state only with its full stop.
        let stopped = |name: &str| {
            let stop = name.strip_suffix('.').is_some_and(|n| !n.contains('.'));
            !stop || rest.starts_with('.')
        };
        let text = |n: &Name| &self.texts[n.text.0 as usize..n.text.1 as usize];
        let mut common = true;
        let mut entries: Vec<Entry> = same
            .filter(|n| fits(text(n), words) && stopped(text(n)))
            .inspect(|n| common &= text(n).starts_with(char::is_lowercase))
            .map(|n| n.entry)
            .collect();
        entries.dedup();
        (!entries.is_empty()).then_some(Found {
            pieces: pieces.len(),
            entries,
            common,
        })
    }

    /// How many names there are.
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }
}
