//! Products of matrices in whole numbers: sums are exact, so they are the same on every machine
//! and in whatever order they are taken.
//!
//! A number is kept as a part of the greatest of its row (or of its column, in the matrix that
//! stays), [`TOP`] parts being the whole. Weights are stored more coarsely than that.

mod product;

use crate::kernel::{STRIP, widest};

use product::product;

/// Into how many parts the greatest number is cut.
const TOP: f32 = 4095.0;
/// How many products of two such numbers fit a sum of 32 bits.
const LONGEST: usize = 128;

/// How many rows are multiplied at a time.
const ROWS: usize = 4;
/// How many strips of 16 columns stand beside one another.
const STRIPS: usize = 2;

/// Two numbers of a row, or of a column, that follow one another.
type Two = [i16; 2];
/// Two numbers of each of 16 columns, where a line of the cache begins.
#[derive(Clone, Copy, Debug)]
#[repr(align(64))]
struct Strip([Two; STRIP]);

/// A matrix that stays.
#[derive(Clone, Debug, Default)]
pub(crate) struct Whole {
    // Invariant: half of `LONGEST` at most.
    half: usize,
    columns: usize,
    // Invariant: `half` for each 32 columns; where there are no more columns, they hold 0.
    strips: Vec<[Strip; STRIPS]>,
    // Invariant: one for each column of `strips`.
    scales: Vec<[f32; STRIP]>,
}

impl Whole {
    /// The matrix of these numbers, stored row after row, an even number of rows and 128 at most.
    pub(crate) fn new(matrix: &[f32], columns: usize) -> Self {
        let half = matrix.len() / (2 * columns).max(1);
        debug_assert!(2 * half * columns == matrix.len() && 2 * half <= LONGEST);
        let panels = columns.div_ceil(STRIPS * STRIP);
        let mut tops = vec![0.0_f32; panels * STRIPS * STRIP];
        for row in matrix.chunks_exact(columns) {
            for (top, x) in tops.iter_mut().zip(row) {
                *top = top.max(x.abs());
            }
        }
        let part = |row: usize, column: usize| {
            let x = matrix.get(row * columns + column);
            let x = x.filter(|_| column < columns).copied().unwrap_or_default();
            (x * over(tops[column])).round() as i16
        };
        let mut strips = Vec::with_capacity(panels * half);
        for panel in 0..panels {
            strips.extend((0..half).map(|k| -> [Strip; STRIPS] {
                std::array::from_fn(|strip| {
                    let column = (panel * STRIPS + strip) * STRIP;
                    Strip(std::array::from_fn(|n| {
                        [0, 1].map(|r| part(2 * k + r, column + n))
                    }))
                })
            }));
        }
        let (tops, _) = tops.as_chunks();
        Self {
            half,
            columns,
            strips,
            scales: tops.iter().map(|t| t.map(|t| t / TOP)).collect(),
        }
    }

    /// Adds the product of rows with this matrix: `to += rows * self`.
    ///
    /// Rows of another length are passed over.
    pub(crate) fn multiply(&self, rows: &Rows, to: &mut [f32]) {
        if self.half > 0 && rows.half == self.half {
            product(self, rows, to);
        }
    }
}

/// Rows of numbers that matrices are multiplied with.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rows {
    half: usize,
    // Invariant: `half` for each 4 rows; where there are no more rows, they hold 0.
    twos: Vec<[Two; ROWS]>,
    // Invariant: one for each row of `twos`.
    scales: Vec<[f32; ROWS]>,
}

impl Rows {
    /// Takes the place of what was here: rows of `len` numbers, an even number of them.
    pub(crate) fn take(&mut self, rows: &[f32], len: usize) {
        self.half = len / 2;
        let fours = (rows.len() / len).div_ceil(ROWS);
        self.scales.clear();
        self.scales.resize(fours, [0.0; ROWS]);
        self.twos.clear();
        self.twos.resize(fours * self.half, [[0; 2]; ROWS]);
        cut(rows, len, &mut self.twos, &mut self.scales);
    }
}

/// What cuts the greatest number of a row into [`TOP`] parts.
#[inline(always)]
fn over(top: f32) -> f32 {
    if top > 0.0 { TOP / top } else { 0.0 }
}

widest! {
    /// Cuts rows of `len` numbers into parts of their greatest.
    fn cut(rows: &[f32], len: usize, to: &mut [[Two; ROWS]], scales: &mut [[f32; ROWS]]) = parts
}

#[inline(always)]
fn parts<const WIDTH: usize>(
    rows: &[f32],
    len: usize,
    to: &mut [[Two; ROWS]],
    scales: &mut [[f32; ROWS]],
) {
    // Adding this number rounds to a whole one, which its low bits then hold.
    const ROUND: f32 = 12_582_912.0;
    let fours = rows.chunks(ROWS * len).zip(to.chunks_exact_mut(len / 2));
    for ((rows, to), scales) in fours.zip(scales) {
        for (n, row) in rows.chunks_exact(len).enumerate() {
            let top = top(row);
            let by = over(top);
            scales[n] = top / TOP;
            for (to, two) in to.iter_mut().zip(row.as_chunks::<2>().0) {
                to[n] =
                    two.map(|x| (x * by + ROUND).to_bits().wrapping_sub(ROUND.to_bits()) as i16);
            }
        }
    }
}

/// The greatest of these numbers, whatever their signs.
#[inline(always)]
fn top(row: &[f32]) -> f32 {
    let greater = |a: f32, b: f32| if b.abs() > a { b.abs() } else { a };
    let mut tops = [0.0_f32; STRIP];
    let (strips, rest) = row.as_chunks::<STRIP>();
    for strip in strips {
        for n in 0..STRIP {
            tops[n] = greater(tops[n], strip[n]);
        }
    }
    tops.iter().chain(rest).fold(0.0, |a, b| greater(a, *b))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(n: usize) -> f32 {
        ((n * 7919 % 1009) as f32 - 500.0) / 333.0
    }

    #[test]
    fn products_are_near_the_true_ones() {
        for (rows, inner, columns) in [(1, 64, 48), (4, 128, 32), (7, 96, 16), (11, 128, 48)] {
            let a: Vec<f32> = (0..rows * inner).map(value).collect();
            let b: Vec<f32> = (0..inner * columns).map(|n| value(n + 5)).collect();
            let mut got = vec![0.5; rows * columns];
            let mut taken = Rows::default();
            taken.take(&a, inner);
            Whole::new(&b, columns).multiply(&taken, &mut got);
            for (n, got) in got.iter().enumerate() {
                let (row, column) = (n / columns, n % columns);
                let true_one: f32 = (0..inner)
                    .map(|k| a[row * inner + k] * b[k * columns + column])
                    .sum();
                assert!((got - true_one - 0.5).abs() < 0.05, "{got} {true_one}");
            }
        }
    }

    #[test]
    fn the_greatest_numbers_do_not_overflow() {
        let (a, b) = (vec![-3.0; 2 * LONGEST], vec![2.0; LONGEST * STRIP]);
        let mut got = vec![0.0; 2 * STRIP];
        let mut taken = Rows::default();
        taken.take(&a, LONGEST);
        Whole::new(&b, STRIP).multiply(&taken, &mut got);
        assert!(got.iter().all(|x| (x + 768.0).abs() < 0.01), "{got:?}");
    }

    #[test]
    fn nothing_and_what_is_no_number_stay_harmless() {
        let mut taken = Rows::default();
        taken.take(&[0.0, 0.0, f32::NAN, 1.0], 2);
        let mut got = vec![1.0; 2 * STRIP];
        Whole::new(&[0.0; 2 * STRIP], STRIP).multiply(&taken, &mut got);
        assert_eq!(got, vec![1.0; 2 * STRIP]);
    }
}
