//! Mentions made ready to be held against each other, and which of them have to be.

use std::hash::BuildHasher;

use foldhash::fast::FixedState;

use crate::divide::leader;
use crate::measure::Measure;
use crate::mention::{Key, Mention};
use crate::pair::{Held, UNDATED};

/// Mentions, and the pairs of them that may be of one occasion.
///
/// These are the pairs that share enough numbers, the days within reach, but not all of them: of
/// mentions that say the same ([`first_to_say`]) only the first is held against others, else
/// thousands of reports with one sentence would be millions of pairs. Within a report each mention
/// is, for reports tell an act several times in words of their own.
pub(crate) struct Compared<'a> {
    measure: &'a Measure,
    pub(crate) all: &'a [&'a Mention],
    held: Vec<Held<'a>>,
    first: Vec<usize>,
    keys: Vec<Vec<(u64, i32, bool)>>,
}

impl<'a> Compared<'a> {
    pub(crate) fn new(measure: &'a Measure, all: &'a [&'a Mention]) -> Self {
        let held: Vec<Held> = all.iter().map(|m| Held::new(m)).collect();
        Self {
            measure,
            all,
            first: first_to_say(measure, all),
            keys: held.iter().map(|h| measure.keys_held(h)).collect(),
            held,
        }
    }

    /// Whether this one is held against those of other reports.
    pub(crate) fn speaks(&self, at: usize) -> bool {
        self.says(at) == at
    }

    fn says(&self, at: usize) -> usize {
        self.first.get(at).copied().unwrap_or(at)
    }

    fn report(&self, at: usize) -> Option<u64> {
        self.all.get(at).map(|m| m.article)
    }

    /// The score of two that are of one occasion.
    pub(crate) fn score(&self, a: usize, b: usize) -> Option<f32> {
        let (a, b) = (self.held.get(a)?, self.held.get(b)?);
        self.measure.same_held(a, b)
    }

    /// What says the same, each with the first that says it.
    pub(crate) fn equal(&self) -> impl Iterator<Item = (usize, usize)> {
        let first = self.first.iter().enumerate();
        first
            .filter(|(at, first)| at != *first)
            .map(|(at, first)| (*first, at))
    }

    /// The places of those that speak and of which `which` holds, under their numbers.
    pub(crate) fn stands(&self, which: impl Fn(usize) -> bool) -> Stands {
        Stands::new(self, |at| self.speaks(at) && which(at))
    }

    /// Of what stands there those of other reports that share enough numbers with this one, the
    /// days within reach, in their order.
    pub(crate) fn near(&self, stands: &mut Stands, at: usize) -> Vec<usize> {
        let keys = self.keys.get(at).map_or(&[][..], Vec::as_slice);
        let report = self.report(at);
        let mut near = stands.near(keys, self.measure.reach());
        near.retain(|other| *other != at && self.report(*other) != report);
        near
    }

    /// The pairs of one report, each mention that says something of its own with each: what a
    /// report says twice in the same words is held against the rest of it once. Of these pairs only
    /// those that are `wanted`.
    pub(crate) fn within_reports(
        &self,
        wanted: impl Fn(usize, usize) -> bool,
    ) -> Vec<(usize, usize)> {
        // Mentions of two types share no number.
        let mut all: Vec<_> = self.all.iter().enumerate().collect();
        all.sort_unstable_by_key(|(at, m)| (m.article, m.kind, self.says(*at), m.order(), *at));
        all.dedup_by_key(|(at, m)| (m.article, m.kind, self.says(*at)));
        let mut pairs = Vec::new();
        for same in all.chunk_by(|(_, x), (_, y)| (x.article, x.kind) == (y.article, y.kind)) {
            for (n, (a, _)) in same.iter().enumerate() {
                let others = same.iter().skip(n + 1).map(|(b, _)| *b);
                let others = others.filter(|b| wanted(*a, *b) && self.share_enough(*a, *b));
                pairs.extend(others.map(|b| (b.min(*a), b.max(*a))));
            }
        }
        pairs.sort_unstable();
        pairs
    }

    /// Whether two share enough numbers, the days within reach.
    fn share_enough(&self, a: usize, b: usize) -> bool {
        let [left, right] = [a, b].map(|at| self.keys.get(at).map_or(&[][..], Vec::as_slice));
        let days = left.first().zip(right.first()).map(|(x, y)| [x.1, y.1]);
        let reach = |[x, y]: [i32; 2]| {
            x == y || x == UNDATED || y == UNDATED || (x - y).abs() <= self.measure.reach()
        };
        if !days.is_some_and(reach) {
            return false;
        }
        let rare = |key: &(u64, i32, bool)| {
            let place = right.binary_search_by_key(&key.0, |other| other.0).ok()?;
            Some(key.2 && right.get(place)?.2)
        };
        let shared = left.iter().filter_map(rare);
        let [common, rare] = shared.fold([0, 0], |mut counts, rare| {
            counts[usize::from(rare)] += 1;
            counts
        });
        is_enough(rare, common)
    }
}

/// Whether what two mentions share is enough to hold them against each other: the number of a
/// rare word, or two numbers. A single common word does not make them one occasion, and under it
/// stand thousands.
pub fn is_enough(rare: usize, common: usize) -> bool {
    2 * rare + common >= 2
}

/// Where mentions stand, until they are taken away.
pub(crate) struct Stands {
    // Sorted by number, day and mention.
    keys: Vec<Stand>,
    // Whether any of them stands under no day.
    undated: bool,
    // For each the next, itself included, that is left: a forest that is flattened as it is used.
    left: Vec<usize>,
    // Of each mention its places, sorted.
    own: Vec<(usize, usize)>,
    gone: Vec<bool>,
    // How much each mention shares with the one that is looked at: a pair takes no memory.
    shared: Vec<[u8; 2]>,
}

/// Where a mention stands.
struct Stand {
    key: u64,
    day: i32,
    at: usize,
    rare: bool,
}

impl Stands {
    fn new(compared: &Compared, which: impl Fn(usize) -> bool) -> Self {
        let all = compared
            .keys
            .iter()
            .enumerate()
            .filter(|(at, _)| which(*at));
        let keys = all.flat_map(|(at, keys)| {
            let keys = keys.iter();
            keys.map(move |&(key, day, rare)| Stand { key, day, at, rare })
        });
        let mut keys: Vec<Stand> = keys.collect();
        keys.sort_unstable_by_key(|k| (k.key, k.day, k.at));
        let mut own: Vec<(usize, usize)> =
            keys.iter().enumerate().map(|(n, k)| (k.at, n)).collect();
        own.sort_unstable();
        Self {
            left: (0..=keys.len()).collect(),
            undated: keys.iter().any(|k| k.day == UNDATED),
            keys,
            own,
            gone: vec![false; compared.all.len()],
            shared: vec![[0, 0]; compared.all.len()],
        }
    }

    /// Takes a mention away; `false` where it was taken before.
    pub(crate) fn take(&mut self, at: usize) -> bool {
        let first = self.own.partition_point(|x| x.0 < at);
        let own = self.own.get(first..).unwrap_or_default();
        for (_, place) in own.iter().take_while(|x| x.0 == at) {
            if let Some(slot) = self.left.get_mut(*place) {
                *slot = place + 1;
            }
        }
        let gone = self.gone.get_mut(at);
        gone.is_some_and(|gone| !std::mem::replace(gone, true))
    }

    /// What is left from this place on.
    fn next(&mut self, place: usize) -> usize {
        // Places only grow, so the search for a leader goes forward here.
        leader(&mut self.left, place)
    }

    /// Those that share enough of these numbers, the days within reach, sorted.
    fn near(&mut self, keys: &[(u64, i32, bool)], reach: i32) -> Vec<usize> {
        let mut seen = Vec::new();
        for &(key, day, rare) in keys {
            let undated = i64::from(UNDATED);
            // What has no day stands behind all days, and is near to all of them.
            let (first, last) = match day {
                UNDATED => (i64::MIN, undated),
                day => (i64::from(day - reach), i64::from(day + reach)),
            };
            let last = last.min(undated - i64::from(self.undated));
            self.count(key, [first, last], rare, &mut seen);
            if self.undated {
                self.count(key, [undated, undated], rare, &mut seen);
            }
        }
        let mut near = Vec::new();
        for at in seen {
            let counts = self.shared.get_mut(at).map(std::mem::take);
            let [common, rare] = counts.unwrap_or_default().map(usize::from);
            if is_enough(rare, common) {
                near.push(at);
            }
        }
        near.sort_unstable();
        near
    }

    /// Counts for all that is left under a number, from the first day to the last, that they share it.
    fn count(&mut self, key: u64, [first, last]: [i64; 2], is_rare: bool, seen: &mut Vec<usize>) {
        let stands = |k: &Stand| (k.key, i64::from(k.day));
        let from = self.keys.partition_point(|k| stands(k) < (key, first));
        let mut place = self.next(from);
        while let Some(stand) = self.keys.get(place).filter(|k| stands(k) <= (key, last)) {
            if let Some(counts) = self.shared.get_mut(stand.at) {
                if *counts == [0, 0] {
                    seen.push(stand.at);
                }
                let [common, rare] = counts;
                let count = if is_rare && stand.rare { rare } else { common };
                *count = count.saturating_add(1);
            }
            place = self.next(place + 1);
        }
    }
}

/// For each mention the place of the first, by its name, that says the same in the same words,
/// where the words are enough to know the occasion by.
///
/// Then the report that they stand in tells nothing more, and the first speaks for all of them.
fn first_to_say(measure: &Measure, all: &[&Mention]) -> Vec<usize> {
    let mut first: Vec<usize> = (0..all.len()).collect();
    // Few say the same: what a number tells apart is not held against each other.
    let numbers = all.iter().map(|m| FixedState::default().hash_one(m.said()));
    let mut numbers: Vec<(u64, usize)> = numbers.zip(0..).collect();
    numbers.sort_unstable();
    for alike in numbers.chunk_by(|x, y| x.0 == y.0).filter(|s| s.len() > 1) {
        let said = alike.iter().filter_map(|(_, at)| {
            let mention = all.get(*at)?;
            Some((mention.said(), mention.order(), *at))
        });
        let mut said: Vec<(Vec<u8>, (Key, u64), usize)> = said.collect();
        said.sort_unstable();
        for same in said.chunk_by(|x, y| x.0 == y.0).filter(|s| s.len() > 1) {
            let Some((_, _, speaks)) = same.first() else {
                continue;
            };
            if !all.get(*speaks).is_some_and(|m| measure.says_enough(m)) {
                continue;
            }
            for (_, _, at) in same {
                if let Some(slot) = first.get_mut(*at) {
                    *slot = *speaks;
                }
            }
        }
    }
    first
}
