//! A conditional random field over labels: trained by AdaGrad on the likelihood of whole rows.

use risalah_learn::{Lexicon, Sequence, Table};

use super::quantise::scale;
use super::random::Random;

/// How it is trained.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pace {
    /// How far a step goes.
    pub(crate) rate: f32,
    /// How much of a weight is lost each time it is touched.
    pub(crate) decay: f32,
    /// Of a thousand features so many are left out each time.
    pub(crate) dropout: usize,
}

/// Weights in training.
pub(crate) struct Field {
    labels: usize,
    mask: usize,
    words: Vec<f32>,
    words_seen: Vec<f32>,
    steps: Vec<f32>,
    steps_seen: Vec<f32>,
    pace: Pace,
    random: Random,
}

impl Field {
    /// Zero weights in this many rows (a power of two). `follows` says which label may follow
    /// which; the row after the last label stands for the sentence's start.
    pub(crate) fn new(
        rows: usize,
        labels: usize,
        pace: Pace,
        seed: u64,
        follows: impl Fn(Option<usize>, usize) -> bool,
    ) -> Self {
        let mut steps = vec![0.0; (labels + 1) * labels];
        for (n, step) in steps.iter_mut().enumerate() {
            let before = Some(n / labels).filter(|b| *b < labels);
            if !follows(before, n % labels) {
                *step = f32::NEG_INFINITY;
            }
        }
        Self {
            labels,
            mask: rows - 1,
            words: vec![0.0; rows * labels],
            words_seen: vec![1e-6; rows * labels],
            steps_seen: vec![1e-6; steps.len()],
            steps,
            pace,
            random: Random::new(seed),
        }
    }

    /// Learns from a sentence; its loss.
    pub(crate) fn see(&mut self, features: &[impl AsRef<[u32]>], gold: &[u8]) -> f32 {
        let kept: Vec<Vec<u32>> = features.iter().map(|row| self.keep(row.as_ref())).collect();
        let (l, n) = (self.labels, kept.len());
        if n == 0 {
            return 0.0;
        }
        let mut local = vec![0.0; n * l];
        for (row, scores) in kept.iter().zip(local.chunks_mut(l)) {
            for &feature in row {
                let at = (feature as usize & self.mask) * l;
                let weights = &self.words[at..at + l];
                scores.iter_mut().zip(weights).for_each(|(s, w)| *s += w);
            }
        }
        let forward = self.forward(&local);
        let backward = self.backward(&local);
        let whole = log_sum(&forward[(n - 1) * l..]);
        let right = self.score(&local, gold);
        for (at, row) in kept.iter().enumerate() {
            let gradient: Vec<f32> = (0..l)
                .map(|y| {
                    let p = (forward[at * l + y] + backward[at * l + y] - whole).exp();
                    f32::from(u8::from(usize::from(gold[at]) == y)) - p
                })
                .collect();
            self.move_words(row, &gradient);
        }
        self.move_steps(&local, &forward, &backward, whole, gold);
        whole - right
    }

    fn keep(&mut self, row: &[u32]) -> Vec<u32> {
        let dropout = self.pace.dropout;
        let random = &mut self.random;
        row.iter()
            .copied()
            .filter(|_| random.below(1000) >= dropout)
            .collect()
    }

    fn forward(&self, local: &[f32]) -> Vec<f32> {
        let l = self.labels;
        let mut out = vec![0.0; local.len()];
        for y in 0..l {
            out[y] = self.steps[l * l + y] + local[y];
        }
        let mut terms = vec![0.0; l];
        for at in (l..local.len()).step_by(l) {
            for y in 0..l {
                for (b, term) in terms.iter_mut().enumerate() {
                    *term = out[at - l + b] + self.steps[b * l + y];
                }
                out[at + y] = log_sum(&terms) + local[at + y];
            }
        }
        out
    }

    fn backward(&self, local: &[f32]) -> Vec<f32> {
        let l = self.labels;
        let mut out = vec![0.0; local.len()];
        let mut terms = vec![0.0; l];
        for at in (0..local.len().saturating_sub(l)).step_by(l).rev() {
            for b in 0..l {
                for (y, term) in terms.iter_mut().enumerate() {
                    *term = self.steps[b * l + y] + local[at + l + y] + out[at + l + y];
                }
                out[at + b] = log_sum(&terms);
            }
        }
        out
    }

    fn score(&self, local: &[f32], gold: &[u8]) -> f32 {
        let l = self.labels;
        let mut before = l;
        let mut sum = 0.0;
        for (at, &y) in gold.iter().enumerate() {
            sum += self.steps[before * l + usize::from(y)] + local[at * l + usize::from(y)];
            before = usize::from(y);
        }
        sum
    }

    fn move_words(&mut self, row: &[u32], gradient: &[f32]) {
        if gradient.iter().all(|g| g.abs() < 1e-4) {
            return;
        }
        for &feature in row {
            let start = (feature as usize & self.mask) * self.labels;
            for (y, g) in gradient.iter().enumerate() {
                let at = start + y;
                self.words_seen[at] += g * g;
                let step = self.pace.rate * g / self.words_seen[at].sqrt();
                self.words[at] = self.words[at] * (1.0 - self.pace.decay) + step;
            }
        }
    }

    fn move_steps(&mut self, local: &[f32], fwd: &[f32], bwd: &[f32], whole: f32, gold: &[u8]) {
        let l = self.labels;
        let mut gradient = vec![0.0; self.steps.len()];
        for y in 0..l {
            gradient[l * l + y] -= (fwd[y] + bwd[y] - whole).exp();
        }
        for at in (l..local.len()).step_by(l) {
            for b in 0..l {
                for y in 0..l {
                    let path = fwd[at - l + b] + self.steps[b * l + y];
                    let p = (path + local[at + y] + bwd[at + y] - whole).exp();
                    gradient[b * l + y] -= p;
                }
            }
        }
        let mut before = l;
        for &y in gold {
            gradient[before * l + usize::from(y)] += 1.0;
            before = usize::from(y);
        }
        for (n, g) in gradient.iter().enumerate() {
            if self.steps[n].is_finite() && g.abs() > 1e-6 {
                self.steps_seen[n] += g * g;
                self.steps[n] += self.pace.rate * g / self.steps_seen[n].sqrt();
            }
        }
    }

    /// Makes the weights the middle of so many models' that are one already and another's.
    pub(crate) fn join(&mut self, other: &Self, models: f32) {
        let middle = |(a, b): (&mut f32, &f32)| *a += (b - *a) / (models + 1.0);
        self.words.iter_mut().zip(&other.words).for_each(middle);
        let steps = self.steps.iter_mut().zip(&other.steps);
        steps.filter(|(a, _)| a.is_finite()).for_each(middle);
    }

    /// The weights as the engine keeps them; `bias` makes label 0 rarer, as a likelihood sees to
    /// every word but names are counted whole.
    pub(crate) fn finish(&self, bias: f32) -> Sequence {
        let scale = scale(&self.words);
        let bytes = self
            .words
            .iter()
            .map(|w| (w * scale).round().clamp(-127.0, 127.0) as i8);
        let none = |n: usize| {
            if n.is_multiple_of(self.labels) {
                bias
            } else {
                0.0
            }
        };
        let steps = self.steps.iter().enumerate();
        Sequence {
            words: Table::new(self.labels, bytes.collect()).unwrap_or_default(),
            // Steps that are barred are so by rule, whatever their weight.
            steps: steps
                .map(|(n, w)| {
                    if w.is_finite() {
                        ((w - none(n)) * scale).round()
                    } else {
                        0.0
                    }
                })
                .collect(),
            labels: self.labels,
            alike: Lexicon::default(),
        }
    }
}

fn log_sum(terms: &[f32]) -> f32 {
    let top = terms.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    if top == f32::NEG_INFINITY {
        return top;
    }
    top + terms.iter().map(|t| (t - top).exp()).sum::<f32>().ln()
}
