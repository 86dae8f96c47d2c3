//! Two mentions held against each other.

use crate::measure::{Features, Measure};
use crate::mention::{Key, Mention, Party, Spot, Window};
use crate::words::mix;

impl Measure {
    /// How much speaks for the two being of one occasion; symmetric.
    pub fn score(&self, a: &Mention, b: &Mention) -> f32 {
        self.weigh(&self.features(a, b))
    }

    fn weigh(&self, features: &Features) -> f32 {
        let weighed = features.iter().zip(&self.weights).map(|(f, w)| f * w);
        weighed.sum()
    }

    /// The score of two mentions of one occasion; `None` where they are of two.
    pub fn same(&self, a: &Mention, b: &Mention) -> Option<f32> {
        self.same_held(&Held::new(a), &Held::new(b))
    }

    pub(crate) fn same_held(&self, a: &Held, b: &Held) -> Option<f32> {
        if self.contradict(a.mention, b.mention) {
            return None;
        }
        Some(self.weigh(&self.seen(a, b))).filter(|s| *s >= self.bars.same)
    }

    /// Whether what a mention says is enough to know it again by in any report that says it in
    /// the same words on the same day.
    pub(crate) fn says_enough(&self, mention: &Mention) -> bool {
        let held = Held::new(mention);
        let other = Mention {
            article: !mention.article,
            topic: crate::Bag::default(),
            ..mention.clone()
        };
        // With fewer words it is not found.
        let words = held.names.joined(&mention.words).words().len() > 1;
        words && self.same_held(&held, &Held::new(&other)).is_some()
    }

    /// Whether no amount of likeness can make them one: other types,
    /// days or places, or other persons that it was done to; symmetric.
    pub fn contradict(&self, a: &Mention, b: &Mention) -> bool {
        let places = a.place.zip(b.place);
        a.kind != b.kind
            || gap(a.window, b.window) > self.bars.slack
            || places.is_some_and(|(p, q)| self.apart(p, q))
            || other_people(&a.recipients, &b.recipients)
    }

    /// Whether two places are known too well to be one.
    pub(crate) fn apart(&self, a: Spot, b: Spot) -> bool {
        let points = a.point.zip(b.point);
        a.id != b.id && points.is_some_and(|(p, q)| kilometres(p, q) > self.bars.apart)
    }

    /// What is seen of the pair; symmetric.
    pub fn features(&self, a: &Mention, b: &Mention) -> Features {
        self.seen(&Held::new(a), &Held::new(b))
    }

    fn seen(&self, left: &Held, right: &Held) -> Features {
        let (a, b) = (left.mention, right.mention);
        let yes = |holds: bool| f32::from(u8::from(holds));
        let words = a.words.beside(&b.words);
        let names = left.names.beside(&right.names);
        let one = a.article == b.article;
        let sentence = words.alike();
        // Within one report it tells nothing.
        let topic = if one { 0.0 } else { a.topic.alike(&b.topic) };
        let told = a.window.told && b.window.told;
        let between = gap(a.window, b.window);
        let reports = a
            .published
            .zip(b.published)
            .map_or(0, |(p, q)| (p - q).abs());
        let places = a.place.zip(b.place);
        let figures = |equal| {
            a.figures.iter().any(|f| {
                let mut others = b.figures.iter().filter(|g| g.what == f.what);
                others.any(|g| (g.value == f.value) == equal)
            })
        };
        let figure = figures(true);
        [
            1.0,
            sentence,
            words.evidence(MUCH_OF_A_SENTENCE),
            topic,
            (sentence * topic).sqrt(),
            yes(a.trigger == b.trigger),
            yes(a.mode == b.mode && a.mode != 0),
            names.within(),
            names.evidence(MUCH_OF_NAMES),
            differ(&a.actors, &b.actors),
            differ(&a.recipients, &b.recipients),
            yes(strangers(a, b)),
            yes(told && between <= 0),
            if told {
                between.clamp(0, 3) as f32 / 3.0
            } else {
                0.0
            },
            yes(a.window.told != b.window.told),
            reports.min(14) as f32 / 14.0,
            yes(places.is_some_and(|(p, q)| p.id == q.id)),
            yes(places.is_some_and(|(p, q)| p.id != q.id)),
            yes(figure),
            yes(!figure && figures(false)),
            yes(one),
        ]
    }

    /// By what a mention is looked up: number, the day that it stands under, and whether the
    /// number is that of a rare word.
    ///
    /// Mentions of one occasion share enough of these ([`crate::is_enough`]), the days no further
    /// apart than [`Measure::reach`]; a mention without any day stands under [`UNDATED`].
    pub fn keys(&self, mention: &Mention) -> Vec<(u64, i32, bool)> {
        self.keys_held(&Held::new(mention))
    }

    pub(crate) fn keys_held(&self, held: &Held) -> Vec<(u64, i32, bool)> {
        let mention = held.mention;
        let day = mention.published.unwrap_or(match mention.window {
            Window {
                first, told: true, ..
            } => first,
            Window { .. } => UNDATED,
        });
        let words = held.names.joined(&mention.words);
        let topic = mention.topic.rarest(self.bars.keys);
        let words = words.rarest(self.bars.keys).chain(topic);
        let mut keys: Vec<(u64, i32, bool)> = words
            .map(|w| {
                let number = mix(u64::from(mention.kind) << 32 | u64::from(w.id()));
                (number, day, w.weight() >= self.bars.alone)
            })
            .collect();
        // Of a word of both the sentence and the report the rarer counts.
        keys.sort_unstable_by_key(|k| (k.0, !k.2));
        keys.dedup_by_key(|k| k.0);
        keys
    }
}

/// A mention with the names of both its sides together, which every pair of it asks for.
pub(crate) struct Held<'a> {
    mention: &'a Mention,
    names: crate::Bag,
}

impl<'a> Held<'a> {
    pub(crate) fn new(mention: &'a Mention) -> Self {
        let names = mention.all_names();
        Self { mention, names }
    }
}

/// So many rare words shared are all that a sentence can show.
const MUCH_OF_A_SENTENCE: u32 = 10;
/// So many rare words shared are all that names can show: those of two persons.
const MUCH_OF_NAMES: u32 = 4;

/// The day under which mentions stand that have none.
pub const UNDATED: i32 = i32::MAX;

impl Mention {
    fn all_names(&self) -> crate::Bag {
        self.actors.names.joined(&self.recipients.names)
    }

    /// What sorts mentions: by key, and where two have one, by report.
    pub(crate) fn order(&self) -> (Key, u64) {
        (self.key, self.article)
    }
}

/// How surely two known sides are two: they have neither a word nor a code in common, and the
/// rarer their names the surer.
fn differ(a: &Party, b: &Party) -> f32 {
    let common = meet(&a.codes, &b.codes) || a.names.within(&b.names) > 0.0;
    if common {
        0.0
    } else {
        a.names.rarity(&b.names)
    }
}

/// Whether two sides are persons with names that have no word in common.
pub(crate) fn other_people(a: &Party, b: &Party) -> bool {
    a.people && b.people && a.names.rarity(&b.names) > NAMED && a.names.within(&b.names) == 0.0
}

/// From which rarity on names tell persons apart: a single common name does not.
const NAMED: f32 = 0.4;

/// Whether both name countries, and not one in common.
fn strangers(a: &Mention, b: &Mention) -> bool {
    fn all(m: &Mention) -> impl Iterator<Item = &u32> + Clone {
        m.actors.countries.iter().chain(&m.recipients.countries)
    }
    let (mut a, b) = (all(a), all(b));
    let known = a.clone().next().is_some() && b.clone().next().is_some();
    known && !a.any(|x| b.clone().any(|y| x == y))
}

fn meet(a: &[u32], b: &[u32]) -> bool {
    a.iter().any(|x| b.contains(x))
}

/// How many days lie between two windows; 0 or less where they share one.
pub(crate) fn gap(a: Window, b: Window) -> i32 {
    a.first.max(b.first) - a.last.min(b.last)
}

/// About how far apart two places are. Only sums, products and roots, so that every machine
/// comes to the same.
fn kilometres((north, east): (i16, i16), (n, e): (i16, i16)) -> f32 {
    let degrees = |hundredths: f32| hundredths / 100.0;
    let rise = degrees(f32::from(north) - f32::from(n));
    let mut turn = degrees((f32::from(east) - f32::from(e)).abs());
    if turn > 180.0 {
        turn = 360.0 - turn;
    }
    let middle = degrees(f32::from(north) + f32::from(n)) / 2.0 * std::f32::consts::PI / 180.0;
    let square = middle * middle;
    let cosine = 1.0 - square / 2.0 + square * square / 24.0;
    let turn = turn * cosine;
    111.2 * (rise * rise + turn * turn).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_are_about_right() {
        let (jakarta, surabaya) = ((-621, 10685), (-725, 11275));
        let between = kilometres(jakarta, surabaya);
        assert!((640.0..700.0).contains(&between), "{between}");
        assert!(kilometres((0, 17990), (0, -17990)) < 30.0);
    }

    #[test]
    fn days_that_overlap_have_no_gap() {
        let window = |first, last| Window {
            first,
            last,
            told: true,
        };
        assert_eq!(gap(window(1, 1), window(3, 9)), 2);
        assert!(gap(window(1, 5), window(3, 9)) <= 0);
        assert!(gap(Window::default(), window(3, 9)) <= 0);
    }
}
