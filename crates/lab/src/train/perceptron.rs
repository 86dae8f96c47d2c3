//! The averaged perceptron: how the linear tables are trained.

use risalah_learn::{Scores, Table};

/// Weights in training, with the sums that make their average.
pub(crate) struct Trainee {
    classes: usize,
    mask: usize,
    now: Vec<f32>,
    late: Vec<f32>,
    time: f32,
}

impl Trainee {
    /// Zero weights in this many rows (a power of two).
    pub(crate) fn new(rows: usize, classes: usize) -> Self {
        Self {
            classes,
            mask: rows - 1,
            now: vec![0.0; rows * classes],
            late: vec![0.0; rows * classes],
            time: 1.0,
        }
    }

    /// One more decision was looked at.
    pub(crate) fn tick(&mut self) {
        self.time += 1.0;
    }

    /// Moves the features' weights towards one class and away from another.
    pub(crate) fn update(&mut self, features: &[u32], towards: usize, away: usize) {
        for &f in features {
            let row = (f as usize & self.mask) * self.classes;
            for (class, by) in [(towards, 1.0), (away, -1.0)] {
                self.now[row + class] += by;
                self.late[row + class] += by * self.time;
            }
        }
    }

    /// The averaged weights, quantised; few large weights are clipped so that most keep detail.
    pub(crate) fn average(&self) -> Table {
        let mean = self.mean();
        let scale = scale(&mean);
        let bytes = mean
            .iter()
            .map(|w| (w * scale).round().clamp(-127.0, 127.0) as i8);
        Table::new(self.classes, bytes.collect()).unwrap_or_default()
    }

    /// The averaged weights.
    pub(crate) fn mean(&self) -> Vec<f32> {
        let pairs = self.now.iter().zip(&self.late);
        pairs.map(|(n, l)| n - l / self.time).collect()
    }
}

impl Scores for Trainee {
    fn add(&self, features: &[u32], scores: &mut [f32]) {
        for &f in features {
            let row = (f as usize & self.mask) * self.classes;
            for (score, weight) in scores.iter_mut().zip(&self.now[row..row + self.classes]) {
                *score += weight;
            }
        }
    }
}

/// What weights are multiplied by when they are quantised.
pub(crate) fn scale(weights: &[f32]) -> f32 {
    let mut sizes: Vec<f32> = weights.iter().map(|w| w.abs()).collect();
    sizes.retain(|w| *w > 0.0);
    sizes.sort_by(f32::total_cmp);
    127.0 / sizes.get(sizes.len() * 999 / 1000).copied().unwrap_or(1.0)
}
