//! Places that no list has: about where they lie, by what stands around them.

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
    let story = || story(places);
    let story = if beside.is_empty() { None } else { story() };
    for (k, &n) in beside.iter().enumerate() {
        let called = names[n].span.of(text);
        let first = beside[..k]
            .iter()
            .find(|&&b| names[b].span.of(text) == called);
        let found = match first {
            Some(&first) => Some(places[first].clone()),
            None => near(sight, places, n).or_else(|| {
                let tokens = &names[n].tokens;
                let kind = is_kind(sight, tokens.start) || is_kind(sight, tokens.end - 1);
                story.clone().filter(|_| kind && tokens.len() > 1)
            }),
        };
        if let Some(found) = found {
            lend(&mut places[n], found);
        }
    }
}

fn lend(place: &mut Place, found: Place) {
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
    let fine = || places.iter().filter(|p| is_fine(p));
    let same = |p: &&Place| fine().filter(|q| q.point == p.point).count();
    let most = fine().max_by_key(same)?;
    (2 * same(&most) >= fine().count()).then(|| most.clone())
}
