//! Reports that copy one another: shingles, marked and banded.

use crate::measure::Measure;
use crate::words::{hash, mix};

/// How many marks a sketch has.
const MARKS: usize = 24;
/// How many bands the marks are looked up by.
pub const BANDS: usize = 6;
/// How many words in a row make a shingle.
const SHINGLE: usize = 5;

/// What a report is recognised by in another that copies it: the smallest of its shingles under
/// 24 ways of sorting them (Broder 1997). Two reports share about as many marks as shingles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sketch {
    marks: [u32; MARKS],
}

impl Sketch {
    /// The sketch of a report's words, whatever their case, marks and blanks; `None` where it is
    /// too short to be told from others.
    pub fn of(text: &str) -> Option<Self> {
        let words = text.split(|c: char| !c.is_alphanumeric());
        let words: Vec<u64> = words.filter(|w| !w.is_empty()).map(hash).collect();
        if words.len() < MARKS {
            return None;
        }
        let mut marks = [u32::MAX; MARKS];
        for shingle in words.windows(SHINGLE) {
            let shingle = shingle.iter().fold(0_u64, |h, w| mix(h.rotate_left(9) ^ w));
            for (mark, way) in marks.iter_mut().zip(1_u64..) {
                let seen = mix(shingle ^ way.wrapping_mul(0x9e37_79b9_7f4a_7c15));
                *mark = (*mark).min((seen >> 32) as u32);
            }
        }
        Some(Self { marks })
    }

    /// Numbers of which reports that copy one another share at least one, as good as always.
    pub fn bands(&self) -> [u64; BANDS] {
        let mut bands = self
            .marks
            .chunks(MARKS / BANDS)
            .zip(1_u64..)
            .map(|(marks, n)| marks.iter().fold(mix(n), |h, m| mix(h ^ u64::from(*m))));
        std::array::from_fn(|_| bands.next().unwrap_or_default())
    }

    /// The marks as bytes, to be kept.
    pub fn to_bytes(&self) -> Vec<u8> {
        self.marks.iter().flat_map(|m| m.to_le_bytes()).collect()
    }

    /// A sketch that was kept; `None` where the bytes are none.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let mut words = bytes.chunks_exact(4).filter_map(|b| b.try_into().ok());
        let marks = std::array::from_fn(|_| words.next().map_or(0, u32::from_le_bytes));
        (bytes.len() == MARKS * 4).then_some(Self { marks })
    }
}

impl Measure {
    /// Whether one report is a copy of the other, with a line changed or left out; symmetric.
    pub fn copies(&self, a: &Sketch, b: &Sketch) -> bool {
        let shared = a.marks.iter().zip(&b.marks).filter(|(x, y)| x == y).count();
        shared as f32 >= self.bars.copy * MARKS as f32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A text of our own, with as many sentences as asked.
    fn text(sentences: std::ops::Range<u32>) -> String {
        let sentence = |n| format!("In town {n} the mayor of {n} opened bridge number {n} today. ");
        sentences.map(sentence).collect()
    }

    #[test]
    fn a_copy_with_a_sentence_more_is_a_copy() {
        let measure = Measure::standard();
        let (a, b) = (
            Sketch::of(&text(0..20)),
            Sketch::of(&text(0..21).to_uppercase()),
        );
        let (a, b) = (a.unwrap(), b.unwrap());
        assert!(measure.copies(&a, &b));
        assert!(a.bands().iter().zip(b.bands()).any(|(x, y)| *x == y));
        assert_eq!(Sketch::from_bytes(&a.to_bytes()), Some(a));
    }

    #[test]
    fn another_report_is_none() {
        let measure = Measure::standard();
        let (a, b) = (Sketch::of(&text(0..20)), Sketch::of(&text(20..40)));
        assert!(!measure.copies(&a.unwrap(), &b.unwrap()));
        assert_eq!(Sketch::of("Two words"), None);
    }
}
