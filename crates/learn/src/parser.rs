//! The tagger and parser at work: from words to tags, heads and relations.

use std::sync::atomic::{AtomicU64, Ordering};

use crate::Word;
use crate::kernel::{STRIP, clear, multiply_strips};
use crate::known::Known;
use crate::network::{ARC, Network, REL, distance, padded};
use crate::recurrence::{GATES, WIDE, read};
use crate::tree::{Trees, best};
use crate::whole::Rows;

/// A trained tagger and parser.
#[derive(Clone, Debug, Default)]
pub struct Parser {
    network: Network,
    /// Tells it from every other in the process; one that was cloned is the same.
    number: u64,
    /// How many tags and relations there are.
    pub classes: [usize; 2],
}

/// Room for work on one sentence, kept from one to the next, and where the answer is read.
#[derive(Clone, Debug, Default)]
pub struct Scratch {
    /// The sentence's words: the caller fills them.
    pub words: Vec<Word>,
    /// The tag of each word.
    pub tags: Vec<u8>,
    /// The head of each word, from index 1; heads count from 1 and 0 is the root.
    pub heads: Vec<u32>,
    /// The relation of each word.
    pub relations: Vec<u8>,
    known: Known,
    seen: Vec<f32>,
    rows: Rows,
    next: Vec<f32>,
    gates: Vec<f32>,
    ends: [Vec<f32>; 5],
    ends_rows: Rows,
    arcs: Vec<f32>,
    classes: Vec<f32>,
    trees: Trees,
}

impl Scratch {
    /// What tags and relations were judged by.
    #[cfg(test)]
    pub(crate) fn numbers(&self) -> [&[f32]; 2] {
        [&self.arcs, &self.classes]
    }
}

/// The number of the last parser.
static LAST: AtomicU64 = AtomicU64::new(0);

/// The bytes are no weights of this kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BadWeights;

impl Parser {
    /// A parser with this network.
    pub fn new(network: Network) -> Self {
        Self {
            classes: network.classes,
            network,
            number: LAST.fetch_add(1, Ordering::Relaxed) + 1,
        }
    }

    /// Reads weights from the bytes of a file.
    ///
    /// # Errors
    ///
    /// Where the bytes are cut short or are something else.
    pub fn read(bytes: &[u8]) -> Result<Self, BadWeights> {
        Network::read(bytes).map(Self::new).ok_or(BadWeights)
    }

    /// The weights as bytes of a file.
    pub fn write(&self) -> Vec<u8> {
        self.network.write()
    }

    /// Tags and parses the words in the scratch room.
    pub fn parse(&self, room: &mut Scratch) {
        if room.words.is_empty() {
            room.tags.clear();
            room.relations.clear();
            room.heads.clear();
            room.heads.push(0);
            return;
        }
        self.encode(room);
        let stride = score(&self.network, room);
        best(
            &room.arcs,
            stride,
            room.words.len(),
            &mut room.heads,
            &mut room.trees,
        );
        label(&self.network, room);
    }

    /// Reads the sentence, the root before it.
    fn encode(&self, room: &mut Scratch) {
        let network = &self.network;
        let words = room.words.len() + 1;
        clear(&mut room.seen, words * WIDE);
        for layer in 0..network.layers {
            clear(&mut room.gates, words * GATES);
            clear(&mut room.next, words * WIDE);
            if layer == 0 {
                let by = (network, self.number);
                let (seen, gates) = (&mut room.seen, &mut room.gates);
                room.known.read(by, &room.words, seen, gates);
            } else {
                room.rows.take(&room.seen, WIDE);
                network.gates(layer).multiply(&room.rows, &mut room.gates);
            }
            let [bias, peek] = network.turns(layer);
            read(&room.seen, &room.gates, bias, peek, &mut room.next);
            std::mem::swap(&mut room.seen, &mut room.next);
        }
        room.rows.take(&room.seen, WIDE);
    }
}

/// Fills rows of `out` with a bias.
fn start(out: &mut Vec<f32>, rows: usize, bias: &[f32]) {
    out.clear();
    for _ in 0..rows {
        out.extend_from_slice(bias);
    }
}

fn positive(numbers: &mut [f32]) {
    for x in numbers {
        *x = if *x > 0.0 { *x } else { 0.0 };
    }
}

/// Judges every arc; tells how long a row of the judgements is.
fn score(network: &Network, room: &mut Scratch) -> usize {
    let words = room.words.len() + 1;
    let stride = padded(words);
    let part = |n: usize| network.part(n);
    let [dependent, head, fit, turned, _] = &mut room.ends;
    start(dependent, words, part(1));
    start(head, words, part(3));
    start(fit, words, part(5));
    network.whole(0).multiply(&room.rows, dependent);
    network.whole(2).multiply(&room.rows, head);
    positive(dependent);
    positive(head);
    room.ends_rows.take(dependent, ARC);
    network.whole(4).multiply(&room.ends_rows, fit);
    clear(turned, ARC * stride);
    for (n, head) in head.chunks_exact(ARC).enumerate() {
        for (k, x) in head.iter().enumerate() {
            turned[(n / STRIP * ARC + k) * STRIP + n % STRIP] = *x;
        }
    }
    let far = part(6);
    clear(&mut room.arcs, words * stride);
    for (word, row) in room.arcs.chunks_exact_mut(stride).enumerate() {
        for (head, x) in row[..words].iter_mut().enumerate() {
            *x = far[distance(word, head)];
        }
    }
    multiply_strips(fit, turned, &mut room.arcs, ARC, stride);
    stride
}

/// Names tags and the relations of the tree.
fn label(network: &Network, room: &mut Scratch) {
    let words = room.words.len();
    let part = |n: usize| network.part(n);
    let [dependent, head, _, _, both] = &mut room.ends;
    clear(dependent, (words + 1) * REL);
    clear(head, (words + 1) * REL);
    network.whole(7).multiply(&room.rows, dependent);
    network.whole(8).multiply(&room.rows, head);
    both.clear();
    for word in 1..=words {
        let to = room.heads[word] as usize;
        let far = &part(9)[distance(word, to) * REL..][..REL];
        let (d, h) = (&dependent[word * REL..][..REL], &head[to * REL..][..REL]);
        both.extend(d.iter().zip(h).zip(far).map(|((d, h), f)| {
            let x = d + h + f;
            if x > 0.0 { x } else { 0.0 }
        }));
    }
    let [tags, rels] = network.classes;
    start(&mut room.classes, words, part(11));
    room.ends_rows.take(both, REL);
    network
        .whole(10)
        .multiply(&room.ends_rows, &mut room.classes);
    choose(&room.classes, rels, &mut room.relations);
    // The root is no word.
    start(&mut room.classes, words + 1, part(13));
    network.whole(12).multiply(&room.rows, &mut room.classes);
    choose(&room.classes[padded(tags)..], tags, &mut room.tags);
}

/// The first best class of each row.
fn choose(scores: &[f32], classes: usize, out: &mut Vec<u8>) {
    out.clear();
    out.extend(scores.chunks_exact(padded(classes)).map(|row| {
        let mut best = (0, f32::NEG_INFINITY);
        for (n, &x) in row[..classes].iter().enumerate() {
            if x > best.1 {
                best = (n, x);
            }
        }
        best.0 as u8
    }));
}
