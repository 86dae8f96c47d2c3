//! Words as numbers: what mentions are compared by.

use std::sync::Arc;

/// A word by its hash and its weight, in four bytes.
///
/// The weight says how rare the word is in general, so how much it tells where two texts share it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word(
    // Invariant: the weight in the low bits, the hash above them.
    u32,
);

/// The bits of the weight.
const WEIGHT: u32 = 0b1_1111;

impl Word {
    /// The word of this hash, weighing no more than 31.
    pub fn new(hash: u64, weight: u32) -> Self {
        Self((hash as u32 & !WEIGHT) | weight.min(WEIGHT))
    }

    /// What tells it from other words.
    pub fn id(self) -> u32 {
        self.0 & !WEIGHT
    }

    /// How rare it is, 0 to 31.
    pub fn weight(self) -> u32 {
        self.0 & WEIGHT
    }

    /// Both in one number.
    pub fn bits(self) -> u32 {
        self.0
    }

    /// A word from its number.
    pub fn from_bits(bits: u32) -> Self {
        Self(bits)
    }
}

/// What a rare word weighs about.
const RARE: u32 = 16;

/// A number for a text, whatever its case, the same on every machine and in every run (FNV-1a over
/// small letters, mixed).
pub(crate) fn hash(text: &str) -> u64 {
    let fold = |h: u64, c: char| (h ^ u64::from(c)).wrapping_mul(0x0000_0100_0000_01b3);
    mix(text
        .chars()
        .flat_map(char::to_lowercase)
        .fold(0xcbf2_9ce4_8422_2325, fold))
}

/// Spreads a number over all bits.
pub(crate) fn mix(mut x: u64) -> u64 {
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

/// Different words, sorted by their ids.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bag {
    // Those of a report are shared by all its mentions.
    words: Arc<[Word]>,
    // What all words weigh, squared: rare words count for much more than common ones.
    mass: u32,
}

impl Bag {
    /// The `most` weightiest of these words; of a word that comes twice, the weightier.
    pub fn new(words: impl IntoIterator<Item = Word>, most: usize) -> Self {
        let mut words: Vec<Word> = words.into_iter().filter(|w| w.weight() > 0).collect();
        words.sort_unstable_by_key(|w| (w.id(), std::cmp::Reverse(w.weight())));
        words.dedup_by_key(|w| w.id());
        if words.len() > most {
            words.sort_unstable_by_key(|w| (std::cmp::Reverse(w.weight()), w.id()));
            words.truncate(most);
            words.sort_unstable_by_key(|w| w.id());
        }
        Self::of(words)
    }

    fn of(words: Vec<Word>) -> Self {
        Self {
            mass: words.iter().map(|w| w.weight().pow(2)).sum(),
            words: words.into(),
        }
    }

    /// The words, sorted by their ids.
    pub fn words(&self) -> &[Word] {
        &self.words
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// The `most` weightiest words, the weightiest first.
    pub fn rarest(&self, most: usize) -> impl Iterator<Item = Word> + use<> {
        let mut words = self.words.to_vec();
        let rarest = |w: &Word| (std::cmp::Reverse(w.weight()), w.id());
        if words.len() > most {
            words.select_nth_unstable_by_key(most, rarest);
            words.truncate(most);
        }
        words.sort_unstable_by_key(rarest);
        words.into_iter()
    }

    /// Both beside each other, for whoever asks more than one thing of them; symmetric.
    pub(crate) fn beside(&self, other: &Self) -> Beside {
        let (mut a, mut b, mut shared) = (0, 0, 0);
        while let (Some(x), Some(y)) = (self.words.get(a), other.words.get(b)) {
            // Which is the smaller cannot be foretold, so nothing branches on it.
            shared += x.weight() * y.weight() * u32::from(x.id() == y.id());
            a += usize::from(x.id() <= y.id());
            b += usize::from(y.id() <= x.id());
        }
        Beside {
            shared,
            masses: [self.mass, other.mass],
        }
    }

    /// How much they have in common, 0 to 1 (the cosine of their weights); symmetric.
    pub fn alike(&self, other: &Self) -> f32 {
        self.beside(other).alike()
    }

    /// How much of the smaller is in the larger, 0 to 1; symmetric.
    pub fn within(&self, other: &Self) -> f32 {
        self.beside(other).within()
    }

    /// How rare the words of the more common of the two are, 1 for two that are in no list;
    /// symmetric.
    pub fn rarity(&self, other: &Self) -> f32 {
        ratio(self.mass.min(other.mass) as f32, (2 * RARE * RARE) as f32)
    }

    /// The words of both.
    pub fn joined(&self, other: &Self) -> Self {
        match (self.is_empty(), other.is_empty()) {
            (_, true) => self.clone(),
            (true, _) => other.clone(),
            _ => Self::new(self.words.iter().chain(&*other.words).copied(), usize::MAX),
        }
    }
}

/// Two bags beside each other.
pub(crate) struct Beside {
    // What the words weigh that both have.
    shared: u32,
    masses: [u32; 2],
}

impl Beside {
    /// As [`Bag::alike`].
    pub(crate) fn alike(&self) -> f32 {
        let [left, right] = self.masses.map(|mass| mass as f32);
        ratio(self.shared as f32, (left * right).sqrt())
    }

    /// As [`Bag::within`].
    pub(crate) fn within(&self) -> f32 {
        let [left, right] = self.masses;
        ratio(self.shared as f32, left.min(right) as f32)
    }

    /// What they share weighed against `much` words that are in no list, 0 to 1.
    pub(crate) fn evidence(&self, much: u32) -> f32 {
        ratio(self.shared as f32, (much * RARE * RARE) as f32)
    }
}

fn ratio(part: f32, whole: f32) -> f32 {
    if whole > 0.0 {
        (part / whole).min(1.0)
    } else {
        0.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bag(words: &[(&str, u32)]) -> Bag {
        Bag::new(words.iter().map(|(w, n)| Word::new(hash(w), *n)), 3)
    }

    #[test]
    fn the_weightiest_words_are_kept_once() {
        let bag = bag(&[("a", 1), ("b", 9), ("b", 7), ("c", 3), ("d", 5), ("e", 0)]);
        let weights: Vec<u32> = bag.rarest(9).map(Word::weight).collect();
        assert_eq!(weights, [9, 5, 3]);
    }

    #[test]
    fn what_is_shared_counts_by_weight() {
        let (a, b) = (bag(&[("x", 10), ("y", 1)]), bag(&[("x", 10), ("z", 1)]));
        assert!(a.alike(&b) > 0.98);
        assert_eq!(a.alike(&b), b.alike(&a));
        assert_eq!(a.within(&a), 1.0);
        assert_eq!(a.alike(&Bag::default()), 0.0);
    }
}
