//! People named so far, by the words that they are called by.

use std::collections::BTreeMap;

use hashbrown::HashMap;
use risalah_doc::EntityId;

use super::variants::{is_part, usual};
use crate::sight::Sight;

/// So many names on each side are looked at: a report in which more people share a word is a list.
const NEAREST: usize = 16;

/// Of people of one name, who is named in full this many times as often is meant, however near the
/// other stands.
const LEADS: usize = 2;

/// Fewer letters than this are the beginning of too many names.
const CLIPPED: usize = 4;

/// The letters that a word and what it is clipped to have in common.
fn opening(word: &str) -> Option<&str> {
    let (last, letter) = word.char_indices().nth(CLIPPED - 1)?;
    word.get(..last + letter.len_utf8())
}

/// By a word, the names that have it, in the order of the text.
type Index = HashMap<String, BTreeMap<(usize, usize), usize>, foldhash::fast::FixedState>;

/// People named so far. A name is found by its last word first of all, then by its first, then by
/// the one that the person is called by; of several the nearest is meant.
#[derive(Debug, Default)]
pub(super) struct Known {
    names: Vec<(Vec<String>, EntityId)>,
    last: Index,
    first: Index,
    called: Index,
    /// By the first letters of each word of names of several words.
    clipped: Index,
}

impl Known {
    /// Keeps a name in mind that stands at this place among the names.
    pub(super) fn add(
        &mut self,
        sight: &Sight<'_>,
        words: Vec<String>,
        entity: EntityId,
        at: usize,
    ) {
        let number = self.names.len();
        let called = usual(sight, &words).filter(|w| words.first() != Some(*w));
        let keys = [
            (&mut self.last, words.last()),
            (&mut self.first, words.first()),
            (&mut self.called, called),
        ];
        for (index, word) in keys {
            if let Some(word) = word {
                index
                    .entry_ref(word.as_str())
                    .or_default()
                    .insert((at, number), number);
            }
        }
        let clipped = words.iter().filter(|_| words.len() > 1);
        for start in clipped.filter_map(|word| opening(word)) {
            self.clipped
                .entry_ref(start)
                .or_default()
                .insert((at, number), number);
        }
        self.names.push((words, entity));
    }

    /// Whose name before this place has a word that this one is clipped from: "Alwi" after
    /// "Muhammad Alwiansyah".
    pub(super) fn find_clipped(&self, words: &[String], at: usize) -> Option<EntityId> {
        let [word] = words else { return None };
        let names = self.clipped.get(opening(word)?)?;
        let before = names.range(..(at, 0)).rev().take(NEAREST);
        before
            .map(|(_, number)| &self.names[*number])
            .find_map(|(full, entity)| {
                let from = |w: &String| w.starts_with(word) && w.len() > word.len();
                full.iter().any(from).then_some(*entity)
            })
    }

    /// Whose name these words are a part of.
    pub(super) fn find(&self, sight: &Sight<'_>, words: &[String], at: usize) -> Option<EntityId> {
        let (first, last) = (words.first()?, words.last()?);
        let tries = [
            (&self.last, last),
            (&self.first, first),
            (&self.called, first),
        ];
        tries
            .into_iter()
            .find_map(|(index, word)| self.nearest(sight, index.get(word)?, words, at))
    }

    fn nearest(
        &self,
        sight: &Sight<'_>,
        names: &BTreeMap<(usize, usize), usize>,
        words: &[String],
        at: usize,
    ) -> Option<EntityId> {
        let fits = |(place, number): (&(usize, usize), &usize)| {
            let (full, entity) = &self.names[*number];
            is_part(sight, words, full).then_some((place.0.abs_diff(at), *number, *entity))
        };
        let before = names.range(..(at, 0)).rev().take(NEAREST).filter_map(fits);
        let after = names.range((at, 0)..).take(NEAREST).filter_map(fits);
        let found: Vec<(usize, usize, EntityId)> = before.chain(after).collect();
        let often = |of: EntityId| found.iter().filter(|f| f.2 == of).count();
        let most = found.iter().map(|f| often(f.2)).max()?;
        let likely = found.iter().filter(|f| LEADS * often(f.2) > most);
        likely.min().map(|f| f.2)
    }
}
