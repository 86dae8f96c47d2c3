//! How the tagger and parser learn: sentence by sentence, and how well they then do.

use std::collections::BTreeMap;

use risalah_learn::recurrence::WIDE;
use risalah_learn::{Lexicon, Parser, Scratch, word};

use super::copies::Copies;
use super::gradient::{Dropout, Example, Room, learn};
use super::random::Random;
use super::weights::Weights;
use crate::treebank::{Gold, Labels};

/// How training goes.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    /// How often all sentences are seen.
    pub(crate) epochs: usize,
    /// How many layers read the sentence.
    pub(crate) layers: usize,
    /// Starts the random numbers.
    pub(crate) seed: u64,
    /// How long the first steps are.
    pub(crate) rate: f32,
    /// How many words make a step.
    pub(crate) batch: usize,
    /// What is hidden.
    pub(crate) dropout: Dropout,
}

/// What training starts from besides the sentences.
#[derive(Debug)]
pub(crate) struct Start {
    /// The words that are known by themselves.
    pub(crate) lexicon: Lexicon,
    /// The numbers of the codes' rows, which are not drawn by lot.
    pub(crate) rows: Vec<f32>,
    /// Which sentences are also seen changed.
    pub(crate) copies: Copies,
}

/// A word seen so often has its own row hidden half of the time.
const HIDE: f32 = 1.0;

/// Trains on these sentences, the same way for the same plan; `watch` sees the parser at times.
pub(crate) fn train(
    gold: &[Gold],
    labels: &Labels,
    plan: &Plan,
    start: Start,
    mut watch: impl FnMut(usize, &Parser),
) -> Parser {
    let mut random = Random::new(plan.seed);
    let reader = Reader::new(gold, &start.lexicon);
    let mut weights = Weights::new(
        [labels.tags.len(), labels.rels.len()],
        plan.layers,
        start.lexicon.clone(),
        &mut random,
    );
    let coded = start.lexicon.coded() * WIDE;
    weights.table[coded..coded + start.rows.len()].copy_from_slice(&start.rows);
    let mut order: Vec<usize> = (0..gold.len()).collect();
    let mut room = Room::default();
    for epoch in 1..=plan.epochs {
        random.shuffle(&mut order);
        let (mut loss, mut words, mut all) = ([0.0; 3], 0, 0);
        for (n, &at) in order.iter().enumerate() {
            let copy = start.copies.copy(&gold[at], &mut random);
            for gold in [Some(&gold[at]), copy.as_ref()].into_iter().flatten() {
                let example = reader.example(gold);
                let part = learn(&mut weights, &example, plan.dropout, &mut random, &mut room);
                loss.iter_mut().zip(part).for_each(|(l, p)| *l += p);
                words += gold.forms.len();
                all += gold.forms.len();
            }
            if words >= plan.batch || n + 1 == order.len() {
                let done = (epoch - 1) * order.len() + n;
                let left = 1.0 - done as f32 / (plan.epochs * order.len()) as f32;
                weights.update(words, plan.rate * left.max(0.01));
                words = 0;
            }
        }
        let [arcs, rels, tags] = loss.map(|l| l / all as f64);
        eprintln!("epoch {epoch}: loss of heads {arcs:.3}, relations {rels:.3}, tags {tags:.3}");
        if epoch % 4 == 0 && epoch < plan.epochs {
            watch(epoch, &Parser::new(weights.network()));
        }
    }
    Parser::new(weights.network())
}

/// Makes examples of sentences.
struct Reader<'a> {
    lexicon: &'a Lexicon,
    counts: BTreeMap<u32, u32>,
}

impl<'a> Reader<'a> {
    fn new(gold: &[Gold], lexicon: &'a Lexicon) -> Self {
        let mut counts: BTreeMap<u32, u32> = BTreeMap::new();
        for form in gold.iter().flat_map(|g| &g.forms) {
            *counts.entry(word(form).form).or_default() += 1;
        }
        Self { lexicon, counts }
    }

    fn example(&self, gold: &Gold) -> Example {
        let (mut rows, mut hide) = (Vec::new(), Vec::new());
        for form in &gold.forms {
            let word = word(form);
            self.lexicon.pick(&word, &mut rows);
            let count = self.counts.get(&word.form).copied().unwrap_or_default();
            hide.push(HIDE / (HIDE + count as f32));
        }
        Example {
            rows,
            width: self.lexicon.width(),
            hide,
            tags: gold.tags.clone(),
            told: gold.told.clone(),
            heads: gold.heads.clone(),
            rels: gold.rels.clone(),
        }
    }
}

/// How often tags, heads, and heads with relations are right.
pub(crate) fn score(
    parser: &Parser,
    gold: &[Gold],
    same: impl Fn(u8, u8) -> bool,
    tag: impl Fn(u8, u8) -> bool,
) -> [f64; 3] {
    let (mut hits, mut all, mut room) = ([0; 3], 0, Scratch::default());
    for g in gold {
        room.words.clear();
        room.words.extend(g.forms.iter().map(|f| word(f)));
        parser.parse(&mut room);
        for n in 0..g.forms.len() {
            all += 1;
            let head = room.heads[n + 1] == g.heads[n];
            hits[0] += usize::from(tag(room.tags[n], g.tags[n]));
            hits[1] += usize::from(head);
            hits[2] += usize::from(head && same(room.relations[n], g.rels[n]));
        }
    }
    hits.map(|h| 100.0 * h as f64 / f64::from(all.max(1)))
}
