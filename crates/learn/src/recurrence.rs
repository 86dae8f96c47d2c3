//! A layer that reads a sentence in both directions: simple recurrent units.
//!
//! All products of matrices are taken before, for the whole sentence; what is left from word to
//! word is cheap (Lei et al. 2018, "Simple Recurrent Units for Highly Parallelizable Recurrence").

use crate::kernel::{sigmoid, tanh, widest};

/// How many numbers a direction keeps.
pub const SIDE: usize = 64;
/// How many numbers describe a word: both directions.
pub const WIDE: usize = 2 * SIDE;
/// How many numbers a layer makes of a word before it reads: candidate and two gates, both ways.
pub const GATES: usize = 6 * SIDE;

widest! {
    /// Reads a sentence: from what came in and its `gates`, writes what comes out.
    ///
    /// `bias` and `peek` hold for each direction what is added to the two gates, and how much
    /// the gates look at the state.
    pub fn read(input: &[f32], gates: &[f32], bias: &[f32], peek: &[f32], output: &mut [f32]) = both
}

#[inline(always)]
fn both<const WIDTH: usize>(
    input: &[f32],
    gates: &[f32],
    bias: &[f32],
    peek: &[f32],
    output: &mut [f32],
) {
    let words = input.len() / WIDE;
    for side in 0..2 {
        let mut state = [0.0_f32; SIDE];
        for n in 0..words {
            let at = if side == 0 { n } else { words - 1 - n };
            let here = at * WIDE + side * SIDE;
            let gates = &gates[at * GATES + side * 3 * SIDE..][..3 * SIDE];
            let (bias, peek) = (&bias[side * WIDE..][..WIDE], &peek[side * WIDE..][..WIDE]);
            let (input, output) = (&input[here..][..SIDE], &mut output[here..][..SIDE]);
            for k in 0..SIDE {
                let before = state[k];
                let keep = sigmoid(gates[SIDE + k] + bias[k] + peek[k] * before);
                let show = sigmoid(gates[2 * SIDE + k] + bias[SIDE + k] + peek[SIDE + k] * before);
                let now = gates[k] + keep * (before - gates[k]);
                state[k] = now;
                output[k] = input[k] + show * (tanh(now) - input[k]);
            }
        }
    }
}
