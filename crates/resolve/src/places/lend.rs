//! Places that no list has: about where they lie, by what stands around them.

use hashbrown::HashMap;
use risalah_doc::{Place, Resolution};

use super::candidates::is_kind;
use crate::names::Name;
use crate::sight::Sight;

/// So many names on each side of an unlisted place are looked at.
const BESIDE: usize = 3;

/// Places that no list has lie where the first of the same name lies, else about where the nearest
/// place of their own or the next sentence lies, else, where a word says what they are, in the place
/// that the story is about. They are known no finer than that one.
pub(super) fn all(sight: &Sight<'_>, names: &[&Name], places: &mut [Place], beside: &[usize]) {
    let text = sight.parsed.article.text.as_str();
    let story = (!beside.is_empty()).then(|| story(places)).flatten();
    let mut firsts: HashMap<&str, usize, foldhash::fast::FixedState> = HashMap::default();
    for &n in beside {
        let first = *firsts.entry(names[n].span.of(text)).or_insert(n);
        let found = if first < n {
            Some(places[first].clone())
        } else {
            near(sight, places, n).or_else(|| {
                let tokens = &names[n].tokens;
                let kind = is_kind(sight, tokens.start) || is_kind(sight, tokens.end - 1);
                story.clone().filter(|_| kind && tokens.len() > 1)
            })
        };
        if let Some(found) = found {
            lend(&mut places[n], found);
        }
    }
}

/// Gives a place what is known of where another lies.
pub(super) fn lend(place: &mut Place, found: Place) {
    let abroad = place.country.as_ref().zip(found.country.as_ref());
    if abroad.is_none_or(|(a, b)| a == b) {
        place.point = found.point;
        place.country = found.country;
        place.resolution = found.resolution.map(|r| r.min(Resolution::District));
    }
}

/// The nearest place of the same or the next sentence that is known finely.
fn near(sight: &Sight<'_>, places: &[Place], n: usize) -> Option<Place> {
    let sentence = |p: &Place| sight.parsed.sentence_of(p.head).unwrap_or_default();
    let here = sentence(&places[n]);
    let near = (1..=BESIDE).flat_map(|d| [n.checked_sub(d), Some(n + d)]);
    let mut near = near.flatten().filter_map(|k| places.get(k));
    near.find(|p| is_fine(p) && sentence(p).abs_diff(here) <= 1)
        .cloned()
}

fn is_fine(place: &Place) -> bool {
    let fine = place.resolution.is_some_and(|r| r != Resolution::Country);
    place.point.is_some() && fine
}

/// The place that at least half of the finely known mentions name.
fn story(places: &[Place]) -> Option<Place> {
    let bits = |p: &Place| p.point.map(|(lat, lon)| (lat.to_bits(), lon.to_bits()));
    let fine = || places.iter().filter(|p| is_fine(p));
    let mut points: Vec<_> = fine().map(bits).collect();
    points.sort_unstable();
    let most = points
        .chunk_by(|a, b| a == b)
        .max_by_key(|same| same.len())?;
    let half = 2 * most.len() >= points.len();
    // Of two named as often the one named last.
    let tied = |p: &&Place| {
        let own = bits(p);
        let first = points.partition_point(|q| *q < own);
        points[first..].iter().take_while(|q| **q == own).count() == most.len()
    };
    half.then(|| fine().rev().find(tied).cloned()).flatten()
}
