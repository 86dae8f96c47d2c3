//! One sentence through the network and back: what each number should have been.

use risalah_learn::network::{ARC, NOTHING, REL, ROOT, distance, padded};
use risalah_learn::recurrence::{GATES, SIDE, WIDE};
use risalah_learn::{multiply, sigmoid, tanh};

use super::random::Random;
use super::weights::{Tensor, Weights, turn};

/// A sentence as the network sees it, with what it should say.
pub(crate) struct Example {
    /// The rows whose sum each word is, its own first.
    pub(crate) rows: Vec<u32>,
    /// How many rows a word has.
    pub(crate) width: usize,
    /// The chance that a word's own row is hidden.
    pub(crate) hide: Vec<f32>,
    /// Tags, of which those that are not told are not learnt.
    pub(crate) tags: Vec<u8>,
    pub(crate) told: Vec<bool>,
    pub(crate) heads: Vec<u32>,
    pub(crate) rels: Vec<u8>,
}

/// How much is hidden in training, so that nothing is learnt by heart.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Dropout {
    pub(crate) words: f32,
    pub(crate) layers: f32,
    pub(crate) ends: f32,
}

/// What a layer did to a sentence.
#[derive(Default)]
struct Layer {
    input: Vec<f32>,
    gates: Vec<f32>,
    keep: Vec<f32>,
    show: Vec<f32>,
    state: Vec<f32>,
    bent: Vec<f32>,
    mask: Vec<f32>,
}

/// Room for the work, kept from one sentence to the next.
#[derive(Default)]
pub(crate) struct Room {
    layers: Vec<Layer>,
    turned: Vec<f32>,
}

/// Adds a sentence's gradients; tells the losses of heads, relations and tags.
pub(crate) fn learn(
    weights: &mut Weights,
    example: &Example,
    dropout: Dropout,
    random: &mut Random,
    room: &mut Room,
) -> [f64; 3] {
    let words = example.tags.len() + 1;
    room.layers.resize_with(weights.layers, Layer::default);
    // Words.
    let hidden: Vec<bool> = example
        .hide
        .iter()
        .map(|p| random.between(0.0, 1.0) < *p)
        .collect();
    let mut input = vec![0.0; words * WIDE];
    for (n, to) in input.chunks_exact_mut(WIDE).enumerate() {
        for row in seen(example, &hidden, n) {
            let from = &weights.table[row as usize * WIDE..][..WIDE];
            to.iter_mut().zip(from).for_each(|(t, f)| *t += f);
        }
    }
    let word_mask = mask(words * WIDE, dropout.words, random);
    product(&mut input, &word_mask);
    // Layers.
    for layer in 0..weights.layers {
        let keep = &mut room.layers[layer];
        keep.input = std::mem::take(&mut input);
        input = forward(&weights.dense[3 * layer..3 * layer + 3], keep, words);
        let own = mask(WIDE, dropout.layers, random);
        keep.mask = own.repeat(words);
        product(&mut input, &keep.mask);
    }
    let top = input;
    let mut back = vec![0.0; words * WIDE];
    let arcs = arcs(weights, example, &top, &mut back, dropout, random, room);
    let rels = relations(weights, example, &top, &mut back, dropout, random, room);
    let tags = tags(weights, example, &top, &mut back, room);
    // The way back.
    for layer in (0..weights.layers).rev() {
        product(&mut back, &room.layers[layer].mask);
        let keep = std::mem::take(&mut room.layers[layer]);
        back = backward(
            &mut weights.dense[3 * layer..3 * layer + 3],
            &keep,
            &back,
            words,
            &mut room.turned,
        );
        room.layers[layer] = keep;
    }
    product(&mut back, &word_mask);
    for (n, grad) in back.chunks_exact(WIDE).enumerate() {
        for row in seen(example, &hidden, n) {
            weights.add_row(row, grad);
        }
    }
    [arcs, rels, tags]
}

/// The rows that are seen of a word.
fn seen<'a>(example: &'a Example, hidden: &'a [bool], n: usize) -> impl Iterator<Item = u32> + 'a {
    let all: &[u32] = match n {
        0 => &[ROOT],
        n => {
            &example.rows[(n - 1) * example.width..n * example.width][usize::from(hidden[n - 1])..]
        }
    };
    all.iter().copied().filter(|r| *r != NOTHING)
}

fn mask(len: usize, drop: f32, random: &mut Random) -> Vec<f32> {
    let stay = 1.0 / (1.0 - drop);
    (0..len)
        .map(|_| {
            if random.between(0.0, 1.0) < drop {
                0.0
            } else {
                stay
            }
        })
        .collect()
}

fn product(a: &mut [f32], b: &[f32]) {
    a.iter_mut().zip(b).for_each(|(a, b)| *a *= b);
}

fn forward(parts: &[Tensor], keep: &mut Layer, words: usize) -> Vec<f32> {
    keep.gates = vec![0.0; words * GATES];
    multiply(&keep.input, &parts[0].value, &mut keep.gates, WIDE, GATES);
    let (bias, peek) = (&parts[1].value, &parts[2].value);
    for all in [
        &mut keep.keep,
        &mut keep.show,
        &mut keep.state,
        &mut keep.bent,
    ] {
        all.clear();
        all.resize(words * WIDE, 0.0);
    }
    let mut out = vec![0.0; words * WIDE];
    for side in 0..2 {
        let mut state = [0.0_f32; SIDE];
        let (bias, peek) = (two(bias, side), two(peek, side));
        for n in 0..words {
            let at = if side == 0 { n } else { words - 1 - n };
            let here = at * WIDE + side * SIDE;
            let gates = three(&keep.gates, at, side);
            let input = side_of(&keep.input, here);
            // Arrays of a known length keep the machine's wide registers busy.
            let (mut stay, mut show, mut bent) = ([0.0; SIDE], [0.0; SIDE], [0.0; SIDE]);
            let mut seen = [0.0; SIDE];
            for k in 0..SIDE {
                let before = state[k];
                stay[k] = sigmoid(gates[1][k] + bias[0][k] + peek[0][k] * before);
                show[k] = sigmoid(gates[2][k] + bias[1][k] + peek[1][k] * before);
                state[k] = gates[0][k] + stay[k] * (before - gates[0][k]);
                bent[k] = tanh(state[k]);
                seen[k] = input[k] + show[k] * (bent[k] - input[k]);
            }
            keep.keep[here..][..SIDE].copy_from_slice(&stay);
            keep.show[here..][..SIDE].copy_from_slice(&show);
            keep.state[here..][..SIDE].copy_from_slice(&state);
            keep.bent[here..][..SIDE].copy_from_slice(&bent);
            out[here..][..SIDE].copy_from_slice(&seen);
        }
    }
    out
}

/// The numbers of a direction from this place on.
fn side_of(all: &[f32], at: usize) -> [f32; SIDE] {
    let mut out = [0.0; SIDE];
    out.copy_from_slice(&all[at..at + SIDE]);
    out
}

/// What the two gates of a direction have.
fn two(all: &[f32], side: usize) -> [[f32; SIDE]; 2] {
    [0, SIDE].map(|at| side_of(all, side * WIDE + at))
}

/// A word's candidate and gates in a direction.
fn three(all: &[f32], word: usize, side: usize) -> [[f32; SIDE]; 3] {
    [0, SIDE, 2 * SIDE].map(|at| side_of(all, word * GATES + side * 3 * SIDE + at))
}

fn backward(
    parts: &mut [Tensor],
    keep: &Layer,
    grad: &[f32],
    words: usize,
    turned: &mut Vec<f32>,
) -> Vec<f32> {
    let mut input = vec![0.0; words * WIDE];
    let mut gates = vec![0.0; words * GATES];
    for side in 0..2 {
        let [_, bias, peek] = parts else { return input };
        let looks = two(&peek.value, side);
        let mut next = [0.0_f32; SIDE];
        let (mut to_bias, mut to_peek) = ([[0.0_f32; SIDE]; 2], [[0.0_f32; SIDE]; 2]);
        for n in (0..words).rev() {
            let at = if side == 0 { n } else { words - 1 - n };
            let here = at * WIDE + side * SIDE;
            let before = match (n, side) {
                (0, _) => [0.0; SIDE],
                (_, 0) => side_of(&keep.state, here - WIDE),
                _ => side_of(&keep.state, here + WIDE),
            };
            let (stay, show) = (side_of(&keep.keep, here), side_of(&keep.show, here));
            let (bent, x) = (side_of(&keep.bent, here), side_of(&keep.input, here));
            let (d, [u, ..]) = (side_of(grad, here), three(&keep.gates, at, side));
            let (mut to_input, mut to_gates) = ([0.0; SIDE], [[0.0; SIDE]; 3]);
            for k in 0..SIDE {
                to_input[k] = d[k] * (1.0 - show[k]);
                let d_show = d[k] * (bent[k] - x[k]) * show[k] * (1.0 - show[k]);
                let d_state = next[k] + d[k] * show[k] * (1.0 - bent[k] * bent[k]);
                let d_stay = d_state * (before[k] - u[k]) * stay[k] * (1.0 - stay[k]);
                to_gates[0][k] = d_state * (1.0 - stay[k]);
                to_gates[1][k] = d_stay;
                to_gates[2][k] = d_show;
                to_bias[0][k] += d_stay;
                to_bias[1][k] += d_show;
                to_peek[0][k] += d_stay * before[k];
                to_peek[1][k] += d_show * before[k];
                next[k] = d_state * stay[k] + d_stay * looks[0][k] + d_show * looks[1][k];
            }
            input[here..][..SIDE].copy_from_slice(&to_input);
            let to = &mut gates[at * GATES + side * 3 * SIDE..][..3 * SIDE];
            to.copy_from_slice(to_gates.as_flattened());
        }
        for (tensor, more) in [(bias, to_bias), (peek, to_peek)] {
            let to = &mut tensor.grad[side * WIDE..][..WIDE];
            let more = more.as_flattened();
            to.iter_mut().zip(more).for_each(|(t, m)| *t += m);
        }
    }
    linear_back(&mut parts[0], &keep.input, &gates, &mut input, turned);
    input
}

/// The way back through `y = x * w`: adds to the gradients of `w` and `x`.
fn linear_back(w: &mut Tensor, x: &[f32], y: &[f32], x_grad: &mut [f32], turned: &mut Vec<f32>) {
    turn(x, w.rows, turned);
    let words = x.len() / w.rows;
    multiply(turned, y, &mut w.grad, words, w.columns);
    multiply(y, &w.turned, x_grad, w.columns, w.rows);
}

fn add_columns(bias: &mut Tensor, grad: &[f32]) {
    for row in grad.chunks_exact(bias.columns) {
        bias.grad.iter_mut().zip(row).for_each(|(b, g)| *b += g);
    }
}

/// `x * w + bias`, made positive, some of it hidden.
fn end(w: &Tensor, bias: &Tensor, x: &[f32], words: usize, mask: &[f32]) -> Vec<f32> {
    let mut out = bias.value.repeat(words);
    multiply(x, &w.value, &mut out, w.rows, w.columns);
    for row in out.chunks_exact_mut(w.columns) {
        row.iter_mut()
            .zip(mask)
            .for_each(|(y, m)| *y = y.max(0.0) * m);
    }
    out
}

fn end_back(grad: &mut [f32], out: &[f32], mask: &[f32]) {
    for (g, o) in grad
        .chunks_exact_mut(mask.len())
        .zip(out.chunks_exact(mask.len()))
    {
        for ((g, o), m) in g.iter_mut().zip(o).zip(mask) {
            *g = if *o > 0.0 { *g * m } else { 0.0 };
        }
    }
}

fn arcs(
    weights: &mut Weights,
    example: &Example,
    top: &[f32],
    back: &mut [f32],
    dropout: Dropout,
    random: &mut Random,
    room: &mut Room,
) -> f64 {
    let words = example.tags.len() + 1;
    let stride = padded(words);
    let parts = &mut weights.after()[..7];
    let masks = [
        mask(ARC, dropout.ends, random),
        mask(ARC, dropout.ends, random),
    ];
    let dependent = end(&parts[0], &parts[1], top, words, &masks[0]);
    let head = end(&parts[2], &parts[3], top, words, &masks[1]);
    let mut fit = parts[5].value.repeat(words);
    multiply(&dependent, &parts[4].value, &mut fit, ARC, ARC);
    let mut padded_head = head.clone();
    padded_head.resize(stride * ARC, 0.0);
    turn(&padded_head, ARC, &mut room.turned);
    let mut scores = vec![0.0; words * stride];
    for (word, row) in scores.chunks_exact_mut(stride).enumerate() {
        for (to, x) in row[..words].iter_mut().enumerate() {
            *x = parts[6].value[distance(word, to)];
        }
    }
    multiply(&fit, &room.turned, &mut scores, ARC, stride);
    scores[..stride].fill(0.0);
    let mut loss = 0.0;
    for (word, row) in scores.chunks_exact_mut(stride).enumerate().skip(1) {
        row[word] = -60.0;
        loss += cross(&mut row[..words], example.heads[word - 1] as usize);
        row[words..].fill(0.0);
        for (to, x) in row[..words].iter().enumerate() {
            parts[6].grad[distance(word, to)] += x;
        }
    }
    let mut fit_grad = vec![0.0; words * ARC];
    multiply(&scores, &padded_head, &mut fit_grad, stride, ARC);
    let mut turned = Vec::new();
    turn(&scores, stride, &mut turned);
    let mut head_grad = vec![0.0; words * ARC];
    multiply(&turned[..words * words], &fit, &mut head_grad, words, ARC);
    let mut dependent_grad = vec![0.0; words * ARC];
    add_columns(&mut parts[5], &fit_grad);
    linear_back(
        &mut parts[4],
        &dependent,
        &fit_grad,
        &mut dependent_grad,
        &mut room.turned,
    );
    for (at, grad, out, mask) in [
        (0, &mut dependent_grad, &dependent, &masks[0]),
        (2, &mut head_grad, &head, &masks[1]),
    ] {
        end_back(grad, out, mask);
        add_columns(&mut parts[at + 1], grad);
        linear_back(&mut parts[at], top, grad, back, &mut room.turned);
    }
    loss
}

fn relations(
    weights: &mut Weights,
    example: &Example,
    top: &[f32],
    back: &mut [f32],
    dropout: Dropout,
    random: &mut Random,
    room: &mut Room,
) -> f64 {
    let words = example.tags.len() + 1;
    let mask = mask(REL, dropout.ends, random);
    let known = weights.classes[1];
    let parts = &mut weights.after()[7..12];
    let (mut dependent, mut head) = (vec![0.0; words * REL], vec![0.0; words * REL]);
    multiply(top, &parts[0].value, &mut dependent, WIDE, REL);
    multiply(top, &parts[1].value, &mut head, WIDE, REL);
    let mut both = Vec::with_capacity(words * REL);
    let ways: Vec<(usize, usize)> = (1..words)
        .map(|w| {
            (
                example.heads[w - 1] as usize,
                distance(w, example.heads[w - 1] as usize),
            )
        })
        .collect();
    for (word, &(to, far)) in (1..).zip(&ways) {
        for k in 0..REL {
            let x = dependent[word * REL + k] + head[to * REL + k] + parts[2].value[far * REL + k];
            both.push(x.max(0.0) * mask[k]);
        }
    }
    let columns = parts[3].columns;
    let mut scores = parts[4].value.repeat(words - 1);
    multiply(&both, &parts[3].value, &mut scores, REL, columns);
    let loss = classes(&mut scores, columns, known, &example.rels);
    add_columns(&mut parts[4], &scores);
    let mut grad = vec![0.0; both.len()];
    linear_back(&mut parts[3], &both, &scores, &mut grad, &mut room.turned);
    end_back(&mut grad, &both, &mask);
    let (mut d_dependent, mut d_head) = (vec![0.0; words * REL], vec![0.0; words * REL]);
    for ((word, &(to, far)), grad) in (1..).zip(&ways).zip(grad.chunks_exact(REL)) {
        for (k, g) in grad.iter().enumerate() {
            d_dependent[word * REL + k] += g;
            d_head[to * REL + k] += g;
            parts[2].grad[far * REL + k] += g;
        }
    }
    linear_back(&mut parts[0], top, &d_dependent, back, &mut room.turned);
    linear_back(&mut parts[1], top, &d_head, back, &mut room.turned);
    loss
}

fn tags(
    weights: &mut Weights,
    example: &Example,
    top: &[f32],
    back: &mut [f32],
    room: &mut Room,
) -> f64 {
    let known = weights.classes[0];
    let [w, bias] = &mut weights.after()[12..14] else {
        return 0.0;
    };
    let mut scores = bias.value.repeat(example.tags.len());
    multiply(&top[WIDE..], &w.value, &mut scores, WIDE, w.columns);
    let loss = classes(&mut scores, w.columns, known, &example.tags);
    for (row, told) in scores.chunks_exact_mut(w.columns).zip(&example.told) {
        if !told {
            row.fill(0.0);
        }
    }
    add_columns(bias, &scores);
    linear_back(
        w,
        &top[WIDE..],
        &scores,
        &mut back[WIDE..],
        &mut room.turned,
    );
    loss
}

/// The loss of rows of scores, which become their gradients.
fn classes(scores: &mut [f32], columns: usize, known: usize, right: &[u8]) -> f64 {
    scores
        .chunks_exact_mut(columns)
        .zip(right)
        .map(|(row, right)| {
            row[known..].fill(0.0);
            cross(&mut row[..known], usize::from(*right))
        })
        .sum()
}

/// The cross entropy of scores, which become their gradient.
fn cross(row: &mut [f32], right: usize) -> f64 {
    let top = row.iter().fold(f32::NEG_INFINITY, |t, x| t.max(*x));
    let mut sum = 0.0;
    for x in row.iter_mut() {
        *x = (*x - top).exp();
        sum += *x;
    }
    row.iter_mut().for_each(|x| *x /= sum);
    let loss = -f64::from(row[right].max(1e-9).ln());
    row[right] -= 1.0;
    loss
}
