//! Labels of a row of words, the best row as a whole: linear weights and Viterbi's algorithm.

use crate::{Lexicon, Scores, Table};

/// The trained weights of a model that labels each word of a sentence.
#[derive(Clone, Debug, Default)]
pub struct Sequence<T = Table> {
    /// What the features of a word say for each label.
    pub words: T,
    /// What a label says for the next: rows of `labels` numbers, the last row for the first word.
    pub steps: Vec<f32>,
    /// How many labels there are.
    pub labels: usize,
    /// Which words are alike, for features to tell.
    pub alike: Lexicon,
}

const MAGIC: &[u8; 8] = b"risalaht";

impl Sequence {
    /// Reads weights from the bytes of a file; `None` if they are cut short or something else.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let (labels, rest) = bytes.strip_prefix(MAGIC)?.split_first_chunk::<4>()?;
        let labels = u32::from_le_bytes(*labels) as usize;
        let size = labels.checked_add(1)?.checked_mul(labels)?.checked_mul(2)?;
        let (steps, rest) = rest.split_at_checked(size)?;
        let (alike, words) = Lexicon::read(rest)?;
        let steps = steps.chunks_exact(2);
        let words = words.iter().map(|b| *b as i8).collect();
        Some(Self {
            words: Table::new(labels, words)?,
            steps: steps
                .map(|b| f32::from(i16::from_le_bytes([b[0], b[1]])))
                .collect(),
            labels,
            alike,
        })
    }

    /// The weights as bytes of a file.
    pub fn write(&self) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        out.extend((self.labels as u32).to_le_bytes());
        for step in &self.steps {
            out.extend((step.round() as i16).to_le_bytes());
        }
        self.alike.write(&mut out);
        out.extend(self.words.weights().iter().map(|w| *w as u8));
        out
    }
}

impl<T: Scores> Sequence<T> {
    /// The best labels for words of these features; `allowed` says which label may follow which
    /// (`None` before the first word).
    pub fn best(
        &self,
        features: &[impl AsRef<[u32]>],
        allowed: impl Fn(Option<usize>, usize) -> bool,
    ) -> Vec<u8> {
        let n = self.labels;
        let steps = self.steps(allowed);
        let (first, steps) = (&steps[n * n..], &steps[..n * n]);
        let mut scores = vec![0.0; n * features.len()];
        let mut from = vec![0u8; n * features.len()];
        let mut arrive = vec![0.0; n];
        let mut next = features.iter().skip(1);
        for (at, features) in features.iter().enumerate() {
            if let Some(next) = next.next() {
                self.words.ahead(next.as_ref());
            }
            let (done, open) = scores.split_at_mut(at * n);
            let here = &mut open[..n];
            self.words.add(features.as_ref(), here);
            arrive.copy_from_slice(first);
            if let Some(before) = at.checked_sub(1) {
                let from = &mut from[at * n..][..n];
                arrive.fill(f32::NEG_INFINITY);
                for (prior, (score, steps)) in done[before * n..]
                    .iter()
                    .zip(steps.chunks_exact(n.max(1)))
                    .enumerate()
                {
                    for ((best, from), step) in arrive.iter_mut().zip(&mut *from).zip(steps) {
                        let way = score + step;
                        if way > *best {
                            (*best, *from) = (way, prior as u8);
                        }
                    }
                }
            }
            for (score, prior) in here.iter_mut().zip(&arrive) {
                *score += prior;
            }
        }
        let mut labels = vec![0; features.len()];
        let last = scores.len().saturating_sub(n);
        let mut label = top(&scores[last..]);
        for at in (0..features.len()).rev() {
            labels[at] = label;
            label = from[at * n + usize::from(label)];
        }
        labels
    }

    /// What each label says for the next, the last row for the first word; of ways that are not
    /// allowed, that they are none.
    fn steps(&self, allowed: impl Fn(Option<usize>, usize) -> bool) -> Vec<f32> {
        let n = self.labels;
        let step = |at: usize| {
            let (prior, label) = (at / n, at % n);
            if allowed((prior < n).then_some(prior), label) {
                self.steps.get(at).copied().unwrap_or_default()
            } else {
                f32::NEG_INFINITY
            }
        };
        (0..n * (n + 1)).map(step).collect()
    }
}

fn top(scores: &[f32]) -> u8 {
    let mut best = (0, f32::NEG_INFINITY);
    for (label, &score) in scores.iter().enumerate() {
        if score > best.1 {
            best = (label as u8, score);
        }
    }
    best.0
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Fixed;

    impl Scores for Fixed {
        fn add(&self, features: &[u32], scores: &mut [f32]) {
            for &feature in features {
                scores[feature as usize] += 1.0;
            }
        }
    }

    #[test]
    fn the_best_row_is_best_as_a_whole() {
        let model = Sequence {
            words: Fixed,
            steps: vec![0.0, 0.0, 0.0, 5.0, 0.0, 0.0],
            labels: 2,
            alike: Lexicon::default(),
        };
        let features = [vec![0], vec![0, 1, 1], vec![0]];
        assert_eq!(model.best(&features, |_, _| true), [1, 1, 1]);
        let no_second = |before: Option<usize>, label: usize| before.is_some() || label == 0;
        assert_eq!(model.best(&features, no_second), [0, 1, 1]);
        assert!(model.best(&[[0; 0]; 0], |_, _| true).is_empty());
    }

    #[test]
    fn weights_are_read_as_they_were_written() {
        let model = Sequence {
            words: Table::new(2, vec![1, -2, 3, 4]).expect("two rows"),
            steps: vec![1.0, -300.0, 0.0, 2.0, 5.0, 6.0],
            labels: 2,
            alike: Lexicon::default(),
        };
        let again = Sequence::read(&model.write()).expect("weights");
        assert_eq!(again.steps, model.steps);
        assert_eq!(again.words.weights(), model.words.weights());
        assert!(Sequence::read(&model.write()[..20]).is_none());
    }
}
