//! Linear weights in rows picked by hashed features.

/// Something that adds up the weights of features.
pub trait Scores {
    /// Adds the weights of these features to the score of each class.
    fn add(&self, features: &[u32], scores: &mut [f32]);
}

/// Quantised linear weights: a power of two of rows, one weight for each class.
#[derive(Clone, Debug, Default)]
pub struct Table {
    // Invariant: `weights.len() == rows * classes` and `rows` is a power of two.
    classes: usize,
    rows: usize,
    weights: Vec<i8>,
}

impl Table {
    /// A table of these weights; `None` if their number does not fit.
    pub fn new(classes: usize, weights: Vec<i8>) -> Option<Self> {
        let rows = weights.len().checked_div(classes)?;
        (rows.is_power_of_two() && rows * classes == weights.len()).then_some(Self {
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
        let at = (feature as usize & self.rows.wrapping_sub(1)) * self.classes;
        self.weights.get(at..at + self.classes).unwrap_or_default()
    }

    /// The weights, row after row.
    pub fn weights(&self) -> &[i8] {
        &self.weights
    }
}

impl Scores for Table {
    #[inline]
    fn add(&self, features: &[u32], scores: &mut [f32]) {
        for &feature in features {
            for (score, weight) in scores.iter_mut().zip(self.row(feature)) {
                *score += f32::from(*weight);
            }
        }
    }
}
