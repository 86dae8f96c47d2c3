//! How the tagger and parser learn: sentence by sentence, and how well they then do.

use std::collections::BTreeMap;

use risalah_learn::network::rows;
use risalah_learn::{Parser, Scratch, word};

use super::gradient::{Dropout, Example, Room, learn};
use super::random::Random;
use super::weights::Weights;
use crate::treebank::{Gold, Labels};

/// How training goes.
#[derive(Clone, Copy, Debug)]
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

/// Trains on these sentences, the same way for the same plan; `watch` sees the parser at times.
pub(crate) fn train(
    gold: &[Gold],
    labels: &Labels,
    plan: Plan,
    mut watch: impl FnMut(usize, &Parser),
) -> Parser {
    let mut random = Random::new(plan.seed);
    let examples = examples(gold);
    let mut weights = Weights::new(
        [labels.tags.len(), labels.rels.len()],
        plan.layers,
        &mut random,
    );
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let all: usize = gold.iter().map(|g| g.forms.len()).sum();
    let steps = (plan.epochs * all / plan.batch).max(1);
    let (mut room, mut step) = (Room::default(), 0);
    for epoch in 1..=plan.epochs {
        random.shuffle(&mut order);
        let (mut loss, mut words) = ([0.0; 3], 0);
        for &n in &order {
            let example = &examples[n];
            let part = learn(&mut weights, example, plan.dropout, &mut random, &mut room);
            loss.iter_mut().zip(part).for_each(|(l, p)| *l += p);
            words += example.rows.len();
            if words >= plan.batch {
                let left = 1.0 - step as f32 / steps as f32;
                weights.update(words, plan.rate * left.max(0.01));
                step += 1;
                words = 0;
            }
        }
        if words > 0 {
            weights.update(words, plan.rate * 0.01);
        }
        let [arcs, rels, tags] = loss.map(|l| l / all as f64);
        eprintln!("epoch {epoch}: loss of heads {arcs:.3}, relations {rels:.3}, tags {tags:.3}");
        if epoch % 4 == 0 && epoch < plan.epochs {
            watch(epoch, &Parser::new(weights.network()));
        }
    }
    Parser::new(weights.network())
}

fn examples(gold: &[Gold]) -> Vec<Example> {
    let mut counts: BTreeMap<u32, u32> = BTreeMap::new();
    let all: Vec<Vec<[u32; 7]>> = gold
        .iter()
        .map(|g| g.forms.iter().map(|f| rows(&word(f))).collect())
        .collect();
    for row in all.iter().flatten() {
        *counts.entry(row[0]).or_default() += 1;
    }
    let hide = |row: &[u32; 7]| 0.3 / (0.3 + counts[&row[0]] as f32);
    gold.iter()
        .zip(all)
        .map(|(g, rows)| Example {
            hide: rows.iter().map(hide).collect(),
            rows,
            tags: g.tags.clone(),
            heads: g.heads.clone(),
            rels: g.rels.clone(),
        })
        .collect()
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
