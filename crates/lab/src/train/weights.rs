//! The network's numbers in training: gradients and Adam's moments beside them.

use risalah_learn::Lexicon;
use risalah_learn::network::{Network, parts};
use risalah_learn::recurrence::{SIDE, WIDE};

use super::random::Random;

/// A part of the network in training.
#[derive(Debug)]
pub(crate) struct Tensor {
    pub(crate) rows: usize,
    pub(crate) columns: usize,
    pub(crate) value: Vec<f32>,
    pub(crate) grad: Vec<f32>,
    /// The value with rows and columns exchanged.
    pub(crate) turned: Vec<f32>,
    moments: [Vec<f32>; 2],
}

/// All numbers of the network in training.
#[derive(Debug)]
pub(crate) struct Weights {
    pub(crate) classes: [usize; 2],
    pub(crate) layers: usize,
    /// The dense parts in the network's order.
    pub(crate) dense: Vec<Tensor>,
    /// The table of words' properties.
    pub(crate) table: Vec<f32>,
    /// The words that have rows there.
    pub(crate) lexicon: Lexicon,
    pub(crate) table_grad: Vec<f32>,
    touched: Vec<bool>,
    /// Which rows have ever been.
    taught: Vec<bool>,
    rows: Vec<u32>,
    moments: [Vec<f32>; 2],
    step: i32,
}

const FIRST: f32 = 0.9;
const SECOND: f32 = 0.98;

impl Weights {
    /// Small random numbers.
    pub(crate) fn new(
        classes: [usize; 2],
        layers: usize,
        lexicon: Lexicon,
        random: &mut Random,
    ) -> Self {
        let rows = lexicon.table();
        let dense = parts(classes, layers)
            .into_iter()
            .map(|(_, rows, columns)| {
                let mut tensor = Tensor {
                    rows,
                    columns,
                    value: vec![0.0; rows * columns],
                    grad: vec![0.0; rows * columns],
                    turned: vec![0.0; rows * columns],
                    moments: [vec![0.0; rows * columns], vec![0.0; rows * columns]],
                };
                if rows > 1 {
                    let size = (3.0 / rows as f32).sqrt();
                    tensor
                        .value
                        .iter_mut()
                        .for_each(|x| *x = random.between(-size, size));
                }
                tensor
            })
            .collect();
        let mut out = Self {
            classes,
            layers,
            dense,
            table: (0..rows * WIDE)
                .map(|_| random.between(-0.3, 0.3))
                .collect(),
            lexicon,
            table_grad: vec![0.0; rows * WIDE],
            touched: vec![false; rows],
            taught: vec![false; rows],
            rows: Vec::new(),
            moments: [vec![0.0; rows * WIDE], vec![0.0; rows * WIDE]],
            step: 0,
        };
        for layer in 0..layers {
            for side in 0..2 {
                // At first a state is kept rather than overwritten.
                out.dense[3 * layer + 1].value[side * WIDE..][..SIDE].fill(0.5);
            }
        }
        out.turn();
        out
    }

    /// The dense parts after those of the layers.
    pub(crate) fn after(&mut self) -> &mut [Tensor] {
        &mut self.dense[3 * self.layers..]
    }

    /// Adds to the gradient of a row of the table.
    pub(crate) fn add_row(&mut self, row: u32, grad: &[f32]) {
        let at = row as usize;
        if !self.touched[at] {
            self.touched[at] = true;
            self.rows.push(row);
        }
        for (to, from) in self.table_grad[at * WIDE..][..WIDE].iter_mut().zip(grad) {
            *to += from;
        }
    }

    fn turn(&mut self) {
        for t in &mut self.dense {
            turn(&t.value, t.columns, &mut t.turned);
        }
    }

    /// Takes a step against the gradients, which are sums over `words` words.
    pub(crate) fn update(&mut self, words: usize, rate: f32) {
        self.step += 1;
        let mean = 1.0 / words as f32;
        let norm: f32 = self
            .dense
            .iter()
            .flat_map(|t| &t.grad)
            .map(|g| g * g * mean * mean)
            .sum();
        let scale = mean * (5.0 / norm.sqrt().max(1e-9)).min(1.0);
        let rate = rate * (1.0 - SECOND.powi(self.step)).sqrt() / (1.0 - FIRST.powi(self.step));
        for t in &mut self.dense {
            let [m, v] = &mut t.moments;
            adam(&mut t.value, &mut t.grad, m, v, scale, rate);
        }
        let [m, v] = &mut self.moments;
        for row in self.rows.drain(..) {
            self.touched[row as usize] = false;
            self.taught[row as usize] = true;
            let at = row as usize * WIDE..(row as usize + 1) * WIDE;
            adam(
                &mut self.table[at.clone()],
                &mut self.table_grad[at.clone()],
                &mut m[at.clone()],
                &mut v[at],
                scale,
                rate,
            );
        }
        self.turn();
    }

    /// The network as it would be stored.
    pub(crate) fn network(&self) -> Network {
        // A row that no word taught says nothing.
        let mut table = self.table.clone();
        for (row, taught) in table.chunks_exact_mut(WIDE).zip(&self.taught) {
            if !taught {
                row.fill(0.0);
            }
        }
        let dense: Vec<Vec<f32>> = self.dense.iter().map(|t| t.value.clone()).collect();
        let (classes, lexicon) = (self.classes, self.lexicon.clone());
        Network::new(classes, self.layers, lexicon, &table, &dense)
            .expect("the parts are those of the network")
    }
}

fn adam(value: &mut [f32], grad: &mut [f32], m: &mut [f32], v: &mut [f32], scale: f32, rate: f32) {
    for (((x, g), m), v) in value.iter_mut().zip(grad).zip(m).zip(v) {
        let d = *g * scale;
        *g = 0.0;
        *m = FIRST * *m + (1.0 - FIRST) * d;
        *v = SECOND * *v + (1.0 - SECOND) * d * d;
        *x -= rate * *m / (v.sqrt() + 1e-7);
    }
}

/// Exchanges rows and columns.
pub(crate) fn turn(from: &[f32], columns: usize, to: &mut Vec<f32>) {
    let rows = from.len() / columns;
    to.clear();
    to.resize(from.len(), 0.0);
    for (r, row) in from.chunks_exact(columns).enumerate() {
        for (c, x) in row.iter().enumerate() {
            to[c * rows + r] = *x;
        }
    }
}
