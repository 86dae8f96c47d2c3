//! Mentions made ready to be held against each other, and which of them have to be.

use std::collections::BTreeSet;

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
        Self {
            measure,
            all,
            held: all.iter().map(|m| Held::new(m)).collect(),
            first: first_to_say(measure, all),
            keys: all.iter().map(|m| measure.keys(m)).collect(),
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
    /// report says twice in the same words is held against the rest of it once.
    pub(crate) fn within_reports(&self) -> Vec<(usize, usize)> {
        let order = |at: usize| self.all.get(at).map(|m| m.order());
        let mut all: Vec<(usize, usize, bool)> = Vec::new();
        for shelf in Stands::new(self, |_| true)
            .keys
            .chunk_by(|x, y| x.key == y.key)
        {
            let rare = shelf.iter().filter(|x| x.rare).map(|x| x.at);
            let rare: BTreeSet<usize> = rare.collect();
            let mut within: Vec<(i32, usize)> = shelf.iter().map(|x| (x.day, x.at)).collect();
            within.sort_unstable_by_key(|x| (self.report(x.1), self.says(x.1), order(x.1)));
            within.dedup_by(|x, y| {
                self.report(x.1) == self.report(y.1) && self.says(x.1) == self.says(y.1)
            });
            let mut found: Vec<(usize, usize)> = Vec::new();
            for same in within.chunk_by_mut(|x, y| self.report(x.1) == self.report(y.1)) {
                same.sort_unstable();
                within_reach(self.measure.reach(), same, &mut found);
            }
            let found = found.into_iter();
            all.extend(found.map(|(a, b)| (a, b, rare.contains(&a) && rare.contains(&b))));
        }
        all.sort_unstable();
        let same = all.chunk_by(|x, y| (x.0, x.1) == (y.0, y.1));
        let enough = same.filter(|pair| {
            let rare = pair.iter().filter(|x| x.2).count();
            is_enough(rare, pair.len() - rare)
        });
        let pairs = enough.filter_map(|pair| pair.first().map(|x| (x.0, x.1)));
        pairs.collect()
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
            let place = |own: &Self, day: i64| {
                own.keys
                    .partition_point(|k| (k.key, i64::from(k.day)) < (key, day))
            };
            let undated = i64::from(UNDATED);
            // What has no day stands behind all days, and is near to all of them.
            let (first, last) = match day {
                UNDATED => (i64::MIN, undated),
                day => (i64::from(day - reach), i64::from(day + reach) + 1),
            };
            let dated = (place(self, first), place(self, last.min(undated)));
            for (from, to) in [dated, (place(self, undated), place(self, undated + 1))] {
                self.count(from, to, rare, &mut seen);
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

    /// Counts for all that is left between two places that they share a number.
    fn count(&mut self, from: usize, to: usize, is_rare: bool, seen: &mut Vec<usize>) {
        let mut place = self.next(from);
        while place < to {
            let Some(stand) = self.keys.get(place) else {
                break;
            };
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

/// Adds the pairs of which the days are within reach; `sorted` is by day.
fn within_reach(most: i32, sorted: &[(i32, usize)], found: &mut Vec<(usize, usize)>) {
    for (n, (day, at)) in sorted.iter().enumerate() {
        let later = sorted.get(n + 1..).unwrap_or_default().iter();
        let reach = |x: i32| x == *day || x != UNDATED && x - day <= most;
        let near = later.take_while(|x| reach(x.0));
        found.extend(near.map(|x| (*at.min(&x.1), *at.max(&x.1))));
    }
    // What has no day comes last, and is near to all.
    let undated = sorted.partition_point(|x| x.0 != UNDATED);
    let (dated, undated) = sorted.split_at_checked(undated).unwrap_or_default();
    for (_, at) in undated {
        found.extend(dated.iter().map(|x| (*at.min(&x.1), *at.max(&x.1))));
    }
}

/// For each mention the place of the first, by its name, that says the same in the same words,
/// where the words are enough to know the occasion by.
///
/// Then the report that they stand in tells nothing more, and the first speaks for all of them.
fn first_to_say(measure: &Measure, all: &[&Mention]) -> Vec<usize> {
    let mut first: Vec<usize> = (0..all.len()).collect();
    let mut said: Vec<(Vec<u8>, (Key, u64), usize)> = all
        .iter()
        .enumerate()
        .map(|(at, m)| (m.said(), m.order(), at))
        .collect();
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
    first
}
