//! Mentions gathered into occasions, all at once or as they come.

use std::collections::{BTreeMap, BTreeSet};

use crate::compared::Compared;
use crate::divide::{agree, divide, leader};
use crate::measure::Measure;
use crate::mention::{Key, Mention};
use crate::pair::UNDATED;

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
    let clusters = clusters(measure, &all).into_iter();
    let mut groups: Vec<Vec<usize>> = clusters
        .flat_map(|cluster| occasions(measure, &all, cluster))
        .collect();
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
    let whole = |group: Vec<usize>| -> Vec<Mention> {
        let members = group.iter().filter_map(|at| mentions.get(*at).cloned());
        members.collect()
    };
    let told = clusters(measure, &all).into_iter().map(|cluster| {
        let episodes = occasions(measure, &all, cluster).into_iter().map(whole);
        let episodes: Vec<Vec<Mention>> = episodes.collect();
        let firsts = episodes.iter().filter_map(|e| e.first()).map(|m| m.key);
        Occasions {
            cluster: firsts.min().unwrap_or_default(),
            episodes,
        }
    });
    let mut told: Vec<Occasions> = told.collect();
    told.sort_unstable_by_key(|c| c.cluster);
    Ok(told)
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
    let compared = Compared::new(measure, &all);
    let cluster = |at: usize| at.checked_sub(new.len()).and_then(|at| near.get(at));
    let cluster = |at: usize| cluster(at).map(|n| n.0);
    let mut touched = BTreeSet::new();
    // One new, one kept: pairs that are kept were seen when they came.
    let mixed = |a: usize, b: usize| (a < new.len()) != (b < new.len());
    for (a, b) in compared.equal().filter(|(a, b)| mixed(*a, *b)) {
        touched.extend(cluster(a.max(b)));
    }
    for (a, b) in compared.within_reports(mixed) {
        if compared.score(a, b).is_some() {
            touched.extend(cluster(a.max(b)));
        }
    }
    let mut places: BTreeMap<Key, Vec<usize>> = BTreeMap::new();
    for (at, (cluster, _)) in (new.len()..).zip(near) {
        places.entry(*cluster).or_default().push(at);
    }
    let mut stands = compared.stands(|at| at >= new.len());
    for at in touched.iter().filter_map(|c| places.get(c)).flatten() {
        stands.take(*at);
    }
    for at in (0..new.len()).filter(|at| compared.speaks(*at)) {
        for kept in compared.near(&mut stands, at) {
            let Some(cluster) = cluster(kept).filter(|c| !touched.contains(c)) else {
                continue;
            };
            if compared.score(at, kept).is_some() {
                touched.insert(cluster);
                let members = places.get(&cluster).into_iter().flatten();
                for at in members {
                    stands.take(*at);
                }
            }
        }
    }
    touched
}

/// The places of mentions that hang together over pairs, each cluster once.
fn clusters(measure: &Measure, all: &[&Mention]) -> Vec<Vec<usize>> {
    let compared = Compared::new(measure, all);
    hanging(&compared, &mut |a, b| compared.score(a, b).is_some())
}

/// Clusters by pairs that are of one occasion by `same`.
///
/// What has been reached is not looked at again: in a crowd of like reports, where each is of one
/// occasion with nearly all others, that leaves about as many pairs as reports.
fn hanging(compared: &Compared, same: &mut dyn FnMut(usize, usize) -> bool) -> Vec<Vec<usize>> {
    let count = compared.all.len();
    let mut leaders: Vec<usize> = (0..count).collect();
    let mut join = |a: usize, b: usize| {
        let (a, b) = (leader(&mut leaders, a), leader(&mut leaders, b));
        if let Some(slot) = leaders.get_mut(a.max(b)) {
            *slot = a.min(b);
        }
    };
    compared.equal().for_each(|(a, b)| join(a, b));
    for (a, b) in compared.within_reports(|_, _| true) {
        if same(a, b) {
            join(a, b);
        }
    }
    let mut stands = compared.stands(|_| true);
    let mut reached = Vec::new();
    for start in (0..count).filter(|at| compared.speaks(*at)) {
        if stands.take(start) {
            reached.push(start);
        }
        while let Some(at) = reached.pop() {
            for other in compared.near(&mut stands, at) {
                if same(at, other) {
                    stands.take(other);
                    join(at, other);
                    reached.push(other);
                }
            }
        }
    }
    let mut members: Vec<(usize, usize)> = (0..count)
        .map(|at| (leader(&mut leaders, at), at))
        .collect();
    members.sort_unstable();
    let clusters = members.chunk_by(|x, y| x.0 == y.0);
    clusters.map(|c| c.iter().map(|x| x.1).collect()).collect()
}

/// The occasions of a cluster, each sorted by keys.
///
/// Where nothing in it contradicts anything, every pair would join: it is one occasion, and which
/// pairs are the best need not be known.
fn occasions(measure: &Measure, all: &[&Mention], cluster: Vec<usize>) -> Vec<Vec<usize>> {
    let mentions: Vec<&Mention> = cluster
        .iter()
        .filter_map(|at| all.get(*at).copied())
        .collect();
    let groups = if agree(measure, &mentions) {
        let mut one: Vec<usize> = (0..mentions.len()).collect();
        one.sort_unstable_by_key(|at| mentions.get(*at).map(|m| m.order()));
        vec![one]
    } else {
        divide(measure, &mentions, pairs(measure, &mentions))
    };
    let place = |at: usize| cluster.get(at).copied();
    let places = |group: Vec<usize>| group.into_iter().filter_map(place).collect();
    groups.into_iter().map(places).collect()
}

/// All pairs that may be of one occasion, with their scores.
fn pairs(measure: &Measure, all: &[&Mention]) -> Vec<(f32, usize, usize)> {
    let compared = Compared::new(measure, all);
    // Nothing joins before what says the same.
    let equal = compared.equal().map(|(a, b)| (f32::INFINITY, a, b));
    let mut pairs: Vec<(f32, usize, usize)> = equal.collect();
    let scored = |(a, b)| Some((compared.score(a, b)?, a, b));
    pairs.extend(
        compared
            .within_reports(|_, _| true)
            .into_iter()
            .filter_map(scored),
    );
    let mut stands = compared.stands(|_| true);
    for at in (0..all.len()).filter(|at| compared.speaks(*at)) {
        // Those before it are gone, so each pair comes once.
        stands.take(at);
        let near = compared.near(&mut stands, at).into_iter();
        pairs.extend(near.filter_map(|other| scored((at, other))));
    }
    pairs
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
        let looked_at = pairs(&measure, &held).len();
        assert!(looked_at < 3_100, "{looked_at} pairs");
        assert_eq!(
            gather(&measure, &all).iter().map(Vec::len).max(),
            Some(3_000)
        );
    }

    #[test]
    fn thousands_that_say_alike_are_one_occasion_and_few_pairs() {
        let measure = Measure::standard();
        // Each has another word for the act.
        let own = |n: u64| Mention {
            trigger: n as u32,
            ..mention(7, n)
        };
        let all: Vec<Mention> = (0..3_000).map(own).collect();
        let held: Vec<&Mention> = all.iter().collect();
        let compared = Compared::new(&measure, &held);
        let mut looked_at = 0;
        let clusters = hanging(&compared, &mut |a, b| {
            looked_at += 1;
            compared.score(a, b).is_some()
        });
        assert!(looked_at < 3_100, "{looked_at} pairs");
        assert_eq!(clusters.len(), 1);
        assert_eq!(gather(&measure, &all).len(), 1);
    }
}
