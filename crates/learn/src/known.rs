//! What the first layer is given of a word: the word's numbers and their product with the layer's
//! gates. Both are the word's own, wherever it stands, so that a word read before is not read
//! again. Of a text's words three quarters were read before.

use crate::Word;
use crate::kernel::clear;
use crate::network::{Network, ROOT};
use crate::recurrence::{GATES, WIDE};
use crate::whole::Rows;

/// How many words are kept, 2 kB each: a power of two. A word takes the place of another whose
/// hash ends alike.
const KEPT: usize = 1 << 12;
/// How many numbers are kept of a word.
const EACH: usize = WIDE + GATES;

/// The words read before, and room to read new ones in.
#[derive(Clone, Debug, Default)]
pub(crate) struct Known {
    // Invariant: `KEPT` of each, or none; which parser's word it is, none having the number 0.
    words: Vec<(u64, Word)>,
    numbers: Vec<f32>,
    new: New,
}

/// The words of a sentence that were not read before, and the root.
#[derive(Clone, Debug, Default)]
struct New {
    /// Where each stands in the sentence, the root at 0.
    places: Vec<u32>,
    picks: Vec<u32>,
    seen: Vec<f32>,
    gates: Vec<f32>,
    rows: Rows,
}

impl Known {
    /// The root's and each word's numbers, and their product with the first layer's gates, by the
    /// network of the parser of this number.
    pub(crate) fn read(
        &mut self,
        (network, number): (&Network, u64),
        words: &[Word],
        seen: &mut [f32],
        gates: &mut [f32],
    ) {
        if self.words.is_empty() {
            self.words.resize(KEPT, Default::default());
            self.numbers.resize(KEPT * EACH, 0.0);
        }
        self.new.places.clear();
        self.new.places.push(0);
        for (n, word) in words.iter().enumerate() {
            let kept = place(number, word);
            if self.words[kept] == (number, *word) {
                let kept = &self.numbers[kept * EACH..][..EACH];
                let (of_word, of_gates) = kept.split_at(WIDE);
                seen[(n + 1) * WIDE..][..WIDE].copy_from_slice(of_word);
                gates[(n + 1) * GATES..][..GATES].copy_from_slice(of_gates);
            } else {
                self.new.places.push(n as u32 + 1);
            }
        }
        self.new.read(network, words);
        let rows = self.new.seen.chunks_exact(WIDE);
        let rows = rows.zip(self.new.gates.chunks_exact(GATES));
        for (at, (of_word, of_gates)) in self.new.places.iter().zip(rows) {
            let at = *at as usize;
            seen[at * WIDE..][..WIDE].copy_from_slice(of_word);
            gates[at * GATES..][..GATES].copy_from_slice(of_gates);
            if let Some(word) = at.checked_sub(1).and_then(|n| words.get(n)) {
                let kept = place(number, word);
                self.words[kept] = (number, *word);
                let to = &mut self.numbers[kept * EACH..][..EACH];
                to[..WIDE].copy_from_slice(of_word);
                to[WIDE..].copy_from_slice(of_gates);
            }
        }
    }
}

impl New {
    /// Reads the words at these places.
    fn read(&mut self, network: &Network, words: &[Word]) {
        self.picks.clear();
        for at in &self.places {
            match (*at as usize).checked_sub(1).and_then(|n| words.get(n)) {
                Some(word) => network.pick(word, &mut self.picks),
                None => network.pick_alone(ROOT, &mut self.picks),
            }
        }
        clear(&mut self.seen, self.places.len() * WIDE);
        network.add_rows(&self.picks, &mut self.seen);
        clear(&mut self.gates, self.places.len() * GATES);
        self.rows.take(&self.seen, WIDE);
        network.gates(0).multiply(&self.rows, &mut self.gates);
    }
}

/// Where a parser's word is kept: by its form and by how it is written.
fn place(number: u64, word: &Word) -> usize {
    let hash = word.form ^ word.shape.rotate_left(16) ^ (number as u32).rotate_left(8);
    (hash.wrapping_mul(0x9e37_79b9) >> 16) as usize % KEPT
}

#[cfg(test)]
mod tests {
    use crate::network::parts;
    use crate::{Entry, Lexicon, Parser, Scratch, word};

    use super::*;

    /// A parser of made-up numbers.
    fn parser(salt: usize) -> Parser {
        let entries = ["a", "of"].map(|form| Entry {
            form: word(form).form,
            own: true,
            codes: Vec::new(),
        });
        let lexicon = Lexicon::new(0, entries.to_vec()).expect("few");
        let value = |n: usize| (((n + salt) * 7919 % 1009) as f32 - 500.0) / 3000.0;
        let table: Vec<f32> = (0..lexicon.table() * WIDE).map(value).collect();
        let classes = [5, 7];
        let dense = parts(classes, 2).into_iter();
        let dense: Vec<Vec<f32>> = dense
            .map(|(_, rows, columns)| (0..rows * columns).map(value).collect())
            .collect();
        Parser::new(Network::new(classes, 2, lexicon, &table, &dense).expect("numbers that fit"))
    }

    #[test]
    fn what_was_read_before_changes_nothing() {
        let parsers = [parser(0), parser(400)];
        let text = "The minister of a land met the Minister of another , 3 of 4 times";
        let mut kept = Scratch::default();
        for (n, text) in [text, "of a of", text, "Times of the land"]
            .iter()
            .enumerate()
        {
            for parser in &parsers {
                let mut fresh = Scratch::default();
                for room in [&mut kept, &mut fresh] {
                    room.words.clear();
                    room.words.extend(text.split(' ').map(word));
                    parser.parse(room);
                }
                assert_eq!(kept.tags, fresh.tags, "{n}");
                assert_eq!(kept.heads, fresh.heads, "{n}");
                assert_eq!(kept.relations, fresh.relations, "{n}");
                assert_eq!(kept.numbers(), fresh.numbers(), "{n}");
            }
        }
    }
}
