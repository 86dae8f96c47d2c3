//! Linear weights in rows picked by hashed features.

/// Something that adds up the weights of features.
pub trait Scores {
    /// Adds the weights of these features to the score of each class.
    fn add(&self, features: &[u32], scores: &mut [f32]);

    /// Says that these features will be asked for soon.
    fn ahead(&self, _features: &[u32]) {}
}

/// Quantised linear weights: a power of two of rows, one weight for each class.
#[derive(Clone, Debug, Default)]
pub struct Table {
    // Invariant: `weights.len() == rows * classes + LANES` and `rows` is a power of two; the last
    // ones are nothing's, so that each row can be read as `LANES` numbers.
    classes: usize,
    rows: usize,
    weights: Vec<i8>,
}

/// How many weights are added up at once.
const LANES: usize = 16;
/// So many of them fit a sum of 16 bits.
const RUN: usize = 256;

impl Table {
    /// A table of these weights; `None` if their number does not fit.
    pub fn new(classes: usize, mut weights: Vec<i8>) -> Option<Self> {
        let rows = weights.len().checked_div(classes)?;
        if !rows.is_power_of_two() || rows * classes != weights.len() {
            return None;
        }
        weights.extend([0; LANES]);
        Some(Self {
            classes,
            rows,
            weights,
        })
    }

    /// How many classes a row tells apart.
    pub fn classes(&self) -> usize {
        self.classes
    }

    /// The weights of a feature, one for each class.
    #[inline]
    pub fn row(&self, feature: u32) -> &[i8] {
        let at = self.at(feature);
        self.weights.get(at..at + self.classes).unwrap_or_default()
    }

    /// Where the weights of a feature begin.
    #[inline]
    fn at(&self, feature: u32) -> usize {
        (feature as usize & self.rows.wrapping_sub(1)) * self.classes
    }

    /// The weights, row after row.
    pub fn weights(&self) -> &[i8] {
        &self.weights[..self.rows * self.classes]
    }
}

/// Asks the memory for a weight that will be read soon: the rows of a word's features lie far
/// apart, and waiting for each costs more than adding them up.
#[inline]
#[cfg_attr(
    target_arch = "x86_64",
    allow(unsafe_code, reason = "asking reads nothing")
)]
fn ask(weight: &i8) {
    #[cfg(target_arch = "x86_64")]
    // SAFETY: every machine of this kind has the instruction, and it touches no memory.
    unsafe {
        use std::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};
        _mm_prefetch::<_MM_HINT_T0>(weight);
    }
    #[cfg(not(target_arch = "x86_64"))]
    let _ = weight;
}

impl Scores for Table {
    #[inline]
    fn ahead(&self, features: &[u32]) {
        for &feature in features {
            if let Some(weight) = self.weights.get(self.at(feature)) {
                ask(weight);
            }
        }
    }

    #[inline]
    fn add(&self, features: &[u32], scores: &mut [f32]) {
        if self.classes <= LANES {
            for features in features.chunks(RUN) {
                let mut sums = [0_i16; LANES];
                for &feature in features {
                    let row = self.weights.get(self.at(feature)..);
                    let Some(row) = row.and_then(|r| r.first_chunk::<LANES>()) else {
                        continue;
                    };
                    for (sum, weight) in sums.iter_mut().zip(row) {
                        *sum += i16::from(*weight);
                    }
                }
                // Whole numbers below 2^24: the sum is exact, in whatever order.
                for (score, sum) in scores[..self.classes].iter_mut().zip(sums) {
                    *score += f32::from(sum);
                }
            }
            return;
        }
        for &feature in features {
            for (score, weight) in scores.iter_mut().zip(self.row(feature)) {
                *score += f32::from(*weight);
            }
        }
    }
}
