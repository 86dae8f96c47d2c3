//! Mentions gathered into occasions, all at once or as they come.

use std::collections::{BTreeMap, BTreeSet};

use crate::divide::{divide, leader};
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

/// Where mentions are kept between runs.
pub trait Shelf {
    /// Why it may fail to give what it keeps.
    type Error;

    /// What is kept under one of these numbers on a day from the first to the last given or on
    /// [`UNDATED`], each mention once with its cluster.
    ///
    /// # Errors
    ///
    /// As the shelf has it.
    fn near(&mut self, keys: &[(u64, i32, i32)]) -> Result<Vec<(Key, Mention)>, Self::Error>;

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

/// Under which numbers and days others of one occasion may stand.
fn wanted(measure: &Measure, new: &[Mention]) -> Vec<(u64, i32, i32)> {
    let mut days: BTreeMap<u64, (i32, i32)> = BTreeMap::new();
    for (key, day) in new.iter().flat_map(|m| measure.keys(m)) {
        let (first, last) = match day {
            UNDATED => (i32::MIN, UNDATED),
            _ => (day - measure.reach(), day + measure.reach()),
        };
        let span = days.entry(key).or_insert((first, last));
        *span = (span.0.min(first), span.1.max(last));
    }
    days.into_iter()
        .map(|(key, (first, last))| (key, first, last))
        .collect()
}

/// The clusters of what is kept and of one occasion with something new.
fn touched(measure: &Measure, new: &[Mention], near: &[(Key, Mention)]) -> BTreeSet<Key> {
    let all: Vec<&Mention> = new.iter().chain(near.iter().map(|n| &n.1)).collect();
    let mut touched = BTreeSet::new();
    candidates(measure, &all, |a, b| {
        // One new, one kept: pairs that are kept were seen when they came.
        let (a, b) = (a.min(b), a.max(b));
        if let (true, Some(kept)) = (a < new.len(), b.checked_sub(new.len()))
            && let (Some(x), Some(y), Some(near)) = (all.get(a), all.get(b), near.get(kept))
            && !touched.contains(&near.0)
            && measure.same(x, y).is_some()
        {
            touched.insert(near.0);
        }
    });
    touched
}

/// All pairs that may be of one occasion, with their scores.
fn pairs(measure: &Measure, all: &[&Mention]) -> Vec<(f32, usize, usize)> {
    let mut pairs = Vec::new();
    candidates(measure, all, |a, b| {
        if let (Some(x), Some(y)) = (all.get(a), all.get(b))
            && let Some(score) = measure.same(x, y)
        {
            pairs.push((score, a, b));
        }
    });
    pairs
}

/// Calls `see` once for each pair that stands under one number, the days within reach.
fn candidates(measure: &Measure, all: &[&Mention], mut see: impl FnMut(usize, usize)) {
    let keys = all.iter().enumerate().flat_map(|(at, m)| {
        measure
            .keys(m)
            .into_iter()
            .map(move |(key, day)| (key, day, at))
    });
    let mut keys: Vec<(u64, i32, usize)> = keys.collect();
    keys.sort_unstable();
    let mut found: Vec<(usize, usize)> = Vec::new();
    for shelf in keys.chunk_by(|x, y| x.0 == y.0) {
        for (n, (_, day, at)) in shelf.iter().enumerate() {
            let later = shelf.get(n + 1..).unwrap_or_default().iter();
            let near = later.filter(|x| x.1 == UNDATED || x.1 - day <= measure.reach());
            found.extend(near.map(|x| (*at.min(&x.2), *at.max(&x.2))));
        }
    }
    found.sort_unstable();
    found.dedup();
    for (a, b) in found {
        see(a, b);
    }
}
