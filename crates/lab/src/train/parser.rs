//! Training of the tagger and the parser.

use risalah_learn::{Action, Parser, Scores, Scratch, Table, features, word};

use super::perceptron::Trainee;
use super::random::Random;
use crate::treebank::{Gold, Labels, projective};

const TAG_ROWS: usize = 1 << 17;
const STEP_ROWS: usize = 1 << 19;
const RELATION_ROWS: usize = 1 << 16;
const FOLDS: usize = 5;
const TAG_EPOCHS: usize = 6;

/// Trains on these sentences, the same way for the same seed.
pub(crate) fn train(gold: &[Gold], labels: &Labels, epochs: usize, seed: u64) -> Parser {
    let mut random = Random::new(seed);
    let classes = [labels.tags.len(), labels.rels.len()];
    let tags = tagger(&gold.iter().collect::<Vec<_>>(), classes[0], &mut random);
    let guessed = jackknife(gold, classes, &mut random);
    eprintln!("tags are guessed");
    let steps = steps(gold, &guessed, epochs, &mut random);
    let relations = relations(gold, &guessed, classes[1], epochs, &mut random);
    Parser {
        tags,
        steps,
        relations,
        classes,
    }
}

fn fill(room: &mut Scratch, gold: &Gold) {
    room.words.clear();
    room.words.extend(gold.forms.iter().map(|f| word(f)));
}

fn tagger(gold: &[&Gold], classes: usize, random: &mut Random) -> Table {
    let mut weights = Trainee::new(TAG_ROWS, classes);
    let mut order: Vec<usize> = (0..gold.len()).collect();
    let (mut room, mut rows) = (Scratch::default(), Vec::new());
    for _ in 0..TAG_EPOCHS {
        random.shuffle(&mut order);
        for &n in &order {
            fill(&mut room, gold[n]);
            let mut before = [u8::MAX; 2];
            for (at, &right) in gold[n].tags.iter().enumerate() {
                features::tag(&room.words, at, before, &mut rows);
                let guess = top(&weights, &rows, classes);
                weights.tick();
                if guess != usize::from(right) {
                    weights.update(&rows, right.into(), guess);
                }
                before = [guess as u8, before[0]];
            }
        }
    }
    weights.average()
}

fn top(weights: &Trainee, rows: &[u32], classes: usize) -> usize {
    let mut scores = vec![0.0; classes];
    weights.add(rows, &mut scores);
    (0..classes)
        .rev()
        .max_by(|a, b| scores[*a].total_cmp(&scores[*b]))
        .unwrap_or(0)
}

/// Tags of each sentence by a tagger that has not seen it.
fn jackknife(gold: &[Gold], classes: [usize; 2], random: &mut Random) -> Vec<Vec<u8>> {
    let mut out = vec![Vec::new(); gold.len()];
    for fold in 0..FOLDS {
        let others: Vec<&Gold> = gold
            .iter()
            .enumerate()
            .filter(|(n, _)| n % FOLDS != fold)
            .map(|(_, g)| g)
            .collect();
        let parser = Parser {
            tags: tagger(&others, classes[0], random),
            classes,
            ..Parser::default()
        };
        let mut room = Scratch::default();
        for n in (fold..gold.len()).step_by(FOLDS) {
            fill(&mut room, &gold[n]);
            parser.tag(&mut room);
            out[n] = room.tags.clone();
        }
    }
    out
}

/// Trains the steps with a dynamic oracle: the parser goes its own way and learns to come back.
fn steps(gold: &[Gold], tags: &[Vec<u8>], epochs: usize, random: &mut Random) -> Table {
    let mut weights = Trainee::new(STEP_ROWS, Action::ALL.len());
    let mut order: Vec<usize> = (0..gold.len()).filter(|n| projective(&gold[*n])).collect();
    let (mut room, mut rows) = (Scratch::default(), Vec::new());
    for epoch in 0..epochs {
        random.shuffle(&mut order);
        for &n in &order {
            fill(&mut room, &gold[n]);
            room.tags.clone_from(&tags[n]);
            let heads: Vec<u32> = [0]
                .into_iter()
                .chain(gold[n].heads.iter().copied())
                .collect();
            room.state.start(room.words.len());
            while !room.state.done() {
                features::step(&room.words, &room.tags, &room.state, &mut rows);
                let mut scores = [0.0; 3];
                weights.add(&rows, &mut scores);
                let costs = room.state.costs(&heads);
                let allowed: Vec<usize> = (0..3)
                    .filter(|a| room.state.allows(Action::ALL[*a]))
                    .collect();
                let by_score = |a: &&usize, b: &&usize| scores[**a].total_cmp(&scores[**b]);
                let guess = *allowed
                    .iter()
                    .max_by(by_score)
                    .expect("some step is possible");
                let least = allowed.iter().map(|a| costs[*a]).min().unwrap_or(0);
                let good = *allowed
                    .iter()
                    .filter(|a| costs[**a] == least)
                    .max_by(by_score)
                    .expect("some step costs least");
                weights.tick();
                if costs[guess] > least {
                    weights.update(&rows, good, guess);
                }
                let follow = epoch > 0 && random.below(10) < 9;
                room.state
                    .apply(Action::ALL[if follow { guess } else { good }]);
            }
        }
    }
    weights.average()
}

fn relations(
    gold: &[Gold],
    tags: &[Vec<u8>],
    classes: usize,
    epochs: usize,
    random: &mut Random,
) -> Table {
    let mut weights = Trainee::new(RELATION_ROWS, classes);
    let mut order: Vec<usize> = (0..gold.len()).filter(|n| projective(&gold[*n])).collect();
    let (mut room, mut rows) = (Scratch::default(), Vec::new());
    for _ in 0..epochs {
        random.shuffle(&mut order);
        for &n in &order {
            fill(&mut room, &gold[n]);
            room.tags.clone_from(&tags[n]);
            let heads: Vec<u32> = [0]
                .into_iter()
                .chain(gold[n].heads.iter().copied())
                .collect();
            room.state.start(room.words.len());
            while !room.state.done() {
                let costs = room.state.costs(&heads);
                let best = Action::ALL.into_iter().filter(|a| room.state.allows(*a));
                let step = best
                    .min_by_key(|a| costs[*a as usize])
                    .expect("some step is possible");
                room.state.apply(step);
            }
            for (child, &right) in (1..).zip(&gold[n].rels) {
                features::relation(&room.words, &room.tags, &room.state, child, &mut rows);
                let guess = top(&weights, &rows, classes);
                weights.tick();
                if guess != usize::from(right) {
                    weights.update(&rows, right.into(), guess);
                }
            }
        }
    }
    weights.average()
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
        fill(&mut room, g);
        parser.parse(&mut room);
        for n in 0..g.forms.len() {
            all += 1;
            let head = room.state.heads[n + 1] == g.heads[n];
            hits[0] += usize::from(tag(room.tags[n], g.tags[n]));
            hits[1] += usize::from(head);
            hits[2] += usize::from(head && same(room.relations[n], g.rels[n]));
        }
    }
    hits.map(|h| 100.0 * h as f64 / f64::from(all.max(1)))
}
