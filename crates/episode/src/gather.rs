//! Mentions gathered into occasions, all at once or as they come.

use std::collections::{BTreeMap, BTreeSet};

use crate::divide::{divide, leader};
use crate::measure::Measure;
use crate::mention::{Key, Mention};
use crate::pair::{Held, UNDATED};

/// Mentions that hang together over pairs, and the occasions they fall into.
#[derive(Clone, Debug, PartialEq)]
pub struct Occasions {
    /// The smallest key of them all: what tells this cluster from others.
    pub cluster: Key,
    /// The occasions: mentions sorted by key, so that the first names its occasion.
    pub episodes: Vec<Vec<Mention>>,
}

/// Where a mention is looked up: a number, days, and whether the number is that of a rare word.
pub type Place = (u64, i32, i32, bool);

/// Whether what two mentions share is enough to hold them against each other: the number of a
/// rare word, or two numbers. A single common word does not make them one occasion, and under it
/// stand thousands.
pub fn is_enough(rare: usize, common: usize) -> bool {
    2 * rare + common >= 2
}

/// Where mentions are kept between runs.
pub trait Shelf {
    /// Why it may fail to give what it keeps.
    type Error;

    /// What is kept in places of one of these lists that together are enough ([`is_enough`]): under
    /// the number, and on a day from the first to the last or on [`UNDATED`]. Each mention comes
    /// once, with its cluster; there may be more.
    ///
    /// # Errors
    ///
    /// As the shelf has it.
    fn near(&mut self, lists: &[Vec<Place>]) -> Result<Vec<(Key, Mention)>, Self::Error>;

    /// All that is kept of these clusters.
    ///
    /// # Errors
    ///
    /// As the shelf has it.
    fn clusters(&mut self, clusters: &[Key]) -> Result<Vec<Mention>, Self::Error>;
}

/// The occasions of all these mentions, each as places in `mentions` sorted by keys, the occasion
/// with the smallest key first.
pub fn gather(measure: &Measure, mentions: &[Mention]) -> Vec<Vec<usize>> {
    let all: Vec<&Mention> = mentions.iter().collect();
    let mut groups = divide(measure, &all, pairs(measure, &all));
    groups.sort_unstable_by_key(|g| g.first().and_then(|at| all.get(*at)).map(|m| m.order()));
    groups
}

/// What becomes of the occasions on a shelf when `new` mentions come: every cluster that is new
/// or other than before, whole. All other clusters stay as they are.
///
/// A mention that is new must not be on the shelf.
///
/// # Errors
///
/// As the shelf has it.
pub fn arrive<S: Shelf>(
    measure: &Measure,
    shelf: &mut S,
    new: Vec<Mention>,
) -> Result<Vec<Occasions>, S::Error> {
    let near = shelf.near(&wanted(measure, &new))?;
    let touched = touched(measure, &new, &near);
    let kept = shelf.clusters(&touched.into_iter().collect::<Vec<Key>>())?;
    let mentions: Vec<Mention> = kept.into_iter().chain(new).collect();
    let all: Vec<&Mention> = mentions.iter().collect();
    let pairs = pairs(measure, &all);
    let mut leaders: Vec<usize> = (0..all.len()).collect();
    for (_, a, b) in &pairs {
        let (a, b) = (leader(&mut leaders, *a), leader(&mut leaders, *b));
        if let Some(slot) = leaders.get_mut(a.max(b)) {
            *slot = a.min(b);
        }
    }
    let mut clusters: BTreeMap<usize, Occasions> = BTreeMap::new();
    for episode in divide(measure, &all, pairs) {
        let members = episode.iter().filter_map(|at| mentions.get(*at).cloned());
        let members: Vec<Mention> = members.collect();
        let (Some(at), Some(first)) = (episode.first(), members.first()) else {
            continue;
        };
        let cluster = clusters
            .entry(leader(&mut leaders, *at))
            .or_insert_with(|| Occasions {
                cluster: first.key,
                episodes: Vec::new(),
            });
        cluster.cluster = cluster.cluster.min(first.key);
        cluster.episodes.push(members);
    }
    let mut clusters: Vec<Occasions> = clusters.into_values().collect();
    clusters.sort_unstable_by_key(|c| c.cluster);
    Ok(clusters)
}

/// Under which numbers and days others of one occasion may stand: a list for each mention, equal
/// ones once.
fn wanted(measure: &Measure, new: &[Mention]) -> Vec<Vec<Place>> {
    let reach = |(key, day, rare)| match day {
        UNDATED => (key, i32::MIN, UNDATED, rare),
        _ => (key, day - measure.reach(), day + measure.reach(), rare),
    };
    let list = |m: &Mention| measure.keys(m).into_iter().map(reach).collect();
    let lists: BTreeSet<Vec<Place>> = new.iter().map(list).collect();
    lists.into_iter().collect()
}

/// The clusters of what is kept and of one occasion with something new.
fn touched(measure: &Measure, new: &[Mention], near: &[(Key, Mention)]) -> BTreeSet<Key> {
    let all: Vec<&Mention> = new.iter().chain(near.iter().map(|n| &n.1)).collect();
    let mut touched = BTreeSet::new();
    candidates(measure, &all, new.len(), |a, b, score| {
        // One new, one kept: pairs that are kept were seen when they came.
        let (a, b) = (a.min(b), a.max(b));
        if let (true, Some(kept)) = (a < new.len(), b.checked_sub(new.len()))
            && let Some(near) = near.get(kept)
            && !touched.contains(&near.0)
            && score().is_some()
        {
            touched.insert(near.0);
        }
    });
    touched
}

/// All pairs that may be of one occasion, with their scores.
fn pairs(measure: &Measure, all: &[&Mention]) -> Vec<(f32, usize, usize)> {
    let mut pairs = Vec::new();
    candidates(measure, all, usize::MAX, |a, b, score| {
        pairs.extend(score().map(|score| (score, a, b)));
    });
    pairs
}

/// Calls `see` with the places of pairs that have to be looked at, and with what gives the score
/// of the two if they are of one occasion; of pairs of two that say different things the first
/// place is below `fresh`.
///
/// These are the pairs that share enough numbers, the days within reach, but not all of them:
/// of mentions that say the same ([`first_to_say`]) only the first is held against others, else
/// thousands of reports with one sentence would be millions of pairs. Within a report each
/// mention is, for reports tell an act several times in words of their own.
fn candidates(
    measure: &Measure,
    all: &[&Mention],
    fresh: usize,
    mut see: impl FnMut(usize, usize, &dyn Fn() -> Option<f32>),
) {
    let held: Vec<Held> = all.iter().map(|m| Held::new(m)).collect();
    let first = first_to_say(measure, all);
    for (at, first) in first.iter().enumerate().filter(|x| x.0 != *x.1) {
        // Nothing joins before these do.
        see(*first, at, &|| Some(f32::INFINITY));
    }
    for (a, b) in under_numbers(measure, all, &first, fresh) {
        if let (Some(x), Some(y)) = (held.get(a), held.get(b)) {
            see(a, b, &|| measure.same_held(x, y));
        }
    }
}

/// The pairs of [`candidates`] that have to be scored, each once; of each the first place is below
/// `fresh`.
fn under_numbers(
    measure: &Measure,
    mentions: &[&Mention],
    first: &[usize],
    fresh: usize,
) -> Vec<(usize, usize)> {
    let says = |at: usize| first.get(at).copied().unwrap_or(at);
    let report = |at: usize| mentions.get(at).map(|m| m.article);
    let keys = mentions.iter().enumerate().flat_map(|(at, m)| {
        let keys = measure.keys(m).into_iter();
        keys.map(move |(key, day, rare)| Stand { key, day, at, rare })
    });
    let mut keys: Vec<Stand> = keys.collect();
    keys.sort_unstable_by_key(|k| (k.key, k.day, k.at));
    let mut found = within_reports(measure, mentions, first, &keys);
    found.retain(|pair| pair.0 < fresh);
    keys.retain(|k| says(k.at) == k.at);
    // How much each later one shares with the one that is looked at: a pair takes no memory.
    let mut shared = vec![[0_u8; 2]; mentions.len()];
    let mut seen: Vec<usize> = Vec::new();
    let mut by_mention: Vec<usize> = (0..keys.len()).collect();
    by_mention.sort_unstable_by_key(|k| keys.get(*k).map(|k| k.at));
    for own in by_mention.chunk_by(|x, y| keys.get(*x).map(|k| k.at) == keys.get(*y).map(|k| k.at))
    {
        let Some(at) = own.first().and_then(|k| keys.get(*k)).map(|k| k.at) else {
            continue;
        };
        if at >= fresh {
            break;
        }
        for place in own {
            around(measure, &keys, *place, |own, other| {
                if other.at <= at || report(other.at) == report(at) {
                    return;
                }
                if let Some(counts) = shared.get_mut(other.at) {
                    if *counts == [0, 0] {
                        seen.push(other.at);
                    }
                    let [common, rare] = counts;
                    let count = if own.rare && other.rare { rare } else { common };
                    *count = count.saturating_add(1);
                }
            });
        }
        for other in seen.drain(..) {
            let counts = shared.get_mut(other).map(std::mem::take);
            let [common, rare] = counts.unwrap_or_default().map(usize::from);
            if is_enough(rare, common) {
                found.push((at, other));
            }
        }
    }
    found.sort_unstable();
    found
}

/// Where a mention stands.
struct Stand {
    key: u64,
    day: i32,
    at: usize,
    rare: bool,
}

/// Gives all that stands under the number of this one, the days within reach; `keys` is sorted by
/// number and day.
fn around(measure: &Measure, keys: &[Stand], place: usize, mut see: impl FnMut(&Stand, &Stand)) {
    let Some(own) = keys.get(place) else {
        return;
    };
    let near = |other: &&Stand| {
        let undated = own.day == UNDATED || other.day == UNDATED;
        other.key == own.key && (undated || own.day.abs_diff(other.day) <= measure.reach() as u32)
    };
    let (before, after) = keys.split_at_checked(place).unwrap_or_default();
    let after = after.get(1..).unwrap_or_default();
    before
        .iter()
        .rev()
        .take_while(near)
        .for_each(|x| see(own, x));
    after.iter().take_while(near).for_each(|x| see(own, x));
    // What has no day stands behind all days, and is near to all of them.
    let under = keys.partition_point(|k| (k.key, k.day) < (own.key, UNDATED));
    let undated = keys.get(under.max(place + 1)..).unwrap_or_default();
    let reached = after.iter().take_while(near).count();
    let undated = undated.iter().take_while(|k| k.key == own.key);
    let skip = (place + 1 + reached).saturating_sub(under.max(place + 1));
    undated.skip(skip).for_each(|x| see(own, x));
}

/// The pairs of one report, each mention that says something of its own with each: what a report
/// says twice in the same words is held against the rest of it once.
fn within_reports(
    measure: &Measure,
    mentions: &[&Mention],
    first: &[usize],
    keys: &[Stand],
) -> Vec<(usize, usize)> {
    let says = |at: usize| first.get(at).copied().unwrap_or(at);
    let report = |at: usize| mentions.get(at).map(|m| m.article);
    let order = |at: usize| mentions.get(at).map(|m| m.order());
    let mut all: Vec<(usize, usize, bool)> = Vec::new();
    for shelf in keys.chunk_by(|x, y| x.key == y.key) {
        let rare = shelf.iter().filter(|x| x.rare).map(|x| x.at);
        let rare: BTreeSet<usize> = rare.collect();
        let mut within: Vec<(i32, usize)> = shelf.iter().map(|x| (x.day, x.at)).collect();
        within.sort_unstable_by_key(|x| (report(x.1), says(x.1), order(x.1)));
        within.dedup_by(|x, y| report(x.1) == report(y.1) && says(x.1) == says(y.1));
        let mut found: Vec<(usize, usize)> = Vec::new();
        for same in within.chunk_by_mut(|x, y| report(x.1) == report(y.1)) {
            same.sort_unstable();
            near(measure, same, &mut found);
        }
        all.extend(
            found
                .into_iter()
                .map(|(a, b)| (a, b, rare.contains(&a) && rare.contains(&b))),
        );
    }
    all.sort_unstable();
    let same = all.chunk_by(|x, y| (x.0, x.1) == (y.0, y.1));
    let enough = same.filter(|pair| {
        let rare = pair.iter().filter(|x| x.2).count();
        is_enough(rare, pair.len() - rare)
    });
    enough
        .filter_map(|pair| pair.first().map(|x| (x.0, x.1)))
        .collect()
}

/// Adds the pairs of which the days are within reach; `sorted` is by day.
fn near(measure: &Measure, sorted: &[(i32, usize)], found: &mut Vec<(usize, usize)>) {
    for (n, (day, at)) in sorted.iter().enumerate() {
        let later = sorted.get(n + 1..).unwrap_or_default().iter();
        let reach = |x: i32| x == *day || x != UNDATED && x - day <= measure.reach();
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mention::{Party, Window};
    use crate::words::{Bag, Word};

    /// A mention with six rare words of this sentence, and a report with words of its own.
    fn mention(sentence: u64, n: u64) -> Mention {
        let words = |from: u64| {
            Bag::new(
                (0..6).map(|w| Word::new(crate::words::mix(from + w), 16)),
                8,
            )
        };
        Mention {
            key: crate::words::mix(n).to_be_bytes(),
            article: n,
            kind: 1,
            window: Window {
                first: 9,
                last: 9,
                told: true,
            },
            published: Some(9),
            actors: Party {
                names: words(1_000),
                ..Party::default()
            },
            words: words(sentence * 100),
            topic: words(1_000_000 + n * 100),
            ..Mention::default()
        }
    }

    #[test]
    fn thousands_that_say_the_same_are_one_occasion_and_few_pairs() {
        let measure = Measure::standard();
        let all: Vec<Mention> = (0..3_000).map(|n| mention(7 + n % 3, n)).collect();
        let held: Vec<&Mention> = all.iter().collect();
        let mut looked_at = 0;
        candidates(&measure, &held, usize::MAX, |_, _, _| looked_at += 1);
        assert!(looked_at < 3_100, "{looked_at} pairs");
        assert_eq!(
            gather(&measure, &all).iter().map(Vec::len).max(),
            Some(3_000)
        );
    }
}
