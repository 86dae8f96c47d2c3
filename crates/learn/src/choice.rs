//! One of a few classes, with probabilities: linear weights over hashed features and a softmax.

use crate::hash::{mix, seed};
use crate::{Scores, Table};

/// The trained weights of a model that says how probable each class is.
#[derive(Clone, Debug, Default)]
pub struct Choice {
    table: Table,
    // What a weight of one counts in log-odds.
    unit: f32,
}

const MAGIC: &[u8; 8] = b"risalahc";

impl Choice {
    /// A model of these weights, each of which counts `unit` in log-odds.
    pub fn new(table: Table, unit: f32) -> Self {
        Self { table, unit }
    }

    /// Reads weights from the bytes of a file; `None` if they are cut short or something else.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let (classes, rest) = bytes.strip_prefix(MAGIC)?.split_first_chunk::<4>()?;
        let (unit, weights) = rest.split_first_chunk::<4>()?;
        let weights = weights.iter().map(|b| *b as i8).collect();
        let table = Table::new(u32::from_le_bytes(*classes) as usize, weights)?;
        Some(Self::new(table, f32::from_le_bytes(*unit)))
    }

    /// The weights as bytes of a file.
    pub fn write(&self) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        out.extend((self.table.classes() as u32).to_le_bytes());
        out.extend(self.unit.to_le_bytes());
        out.extend(self.table.weights().iter().map(|w| *w as u8));
        out
    }

    /// How many classes there are.
    pub fn classes(&self) -> usize {
        self.table.classes()
    }

    /// How probable each class is for something with these features, 0 to 1.
    pub fn probabilities(&self, features: &[u32], out: &mut Vec<f32>) {
        out.clear();
        out.resize(self.table.classes(), 0.0);
        self.table.add(features, out);
        let top = out.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        let mut sum = 0.0;
        for score in out.iter_mut() {
            *score = ((*score - top) * self.unit).exp();
            sum += *score;
        }
        out.iter_mut().for_each(|score| *score /= sum.max(1e-9));
    }

    /// What one feature says for a class, in log-odds.
    pub fn weight(&self, feature: u32, class: usize) -> f32 {
        let weight = self.table.row(feature).get(class).copied();
        f32::from(weight.unwrap_or_default()) * self.unit
    }
}

/// A feature: the hash of its name and what it says.
#[inline]
pub fn feature(name: u64, parts: &[u64]) -> u32 {
    (parts.iter().fold(seed(name), |h, part| mix(h, *part)) >> 16) as u32
}

/// The hash of a word or name, letter by letter as it is written.
#[inline]
pub fn text(word: &str) -> u64 {
    word.bytes().fold(seed(0), |h, b| mix(h, u64::from(b)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn probabilities_sum_to_one_and_follow_the_weights() {
        let table = Table::new(2, vec![0, 0, 0, 100]).expect("two rows");
        let model = Choice::new(table, 0.05);
        let mut out = Vec::new();
        model.probabilities(&[1], &mut out);
        assert!((out[0] + out[1] - 1.0).abs() < 1e-5);
        assert!(out[1] > 0.99);
        model.probabilities(&[0], &mut out);
        assert!((out[0] - 0.5).abs() < 1e-5);
    }

    #[test]
    fn weights_are_read_as_they_were_written() {
        let table = Table::new(2, vec![1, -2, 3, 4]).expect("two rows");
        let bytes = Choice::new(table, 0.25).write();
        let again = Choice::read(&bytes).expect("weights");
        assert!((again.weight(1, 1) - 1.0).abs() < 1e-6);
        assert!(Choice::read(&bytes[..15]).is_none());
    }
}
