//! The arithmetic of networks, by the widest registers the machine has.
//!
//! Every sum is taken in the same order whatever the width. Training fuses nothing; reading fuses
//! each product with its sum, rounded once, which machines without such an instruction do in
//! software, slowly. So all machines give the same numbers to the last bit.

/// Runs `$body` compiled for the widest registers that are there.
macro_rules! widest {
    ($(#[$doc:meta])* $vis:vis fn $name:ident($($arg:ident: $ty:ty),* $(,)?) = $body:ident) => {
        $(#[$doc])*
        #[allow(unsafe_code, clippy::too_many_arguments, reason = "the features were looked for")]
        $vis fn $name($($arg: $ty),*) {
            #[cfg(target_arch = "x86_64")]
            {
                #[target_feature(enable = "fma,avx512f,avx512bw,avx512dq,avx512vl")]
                fn wide($($arg: $ty),*) {
                    $body::<32>($($arg),*)
                }
                #[target_feature(enable = "avx2,fma")]
                fn middle($($arg: $ty),*) {
                    $body::<16>($($arg),*)
                }
                let fused = is_x86_feature_detected!("fma");
                if fused
                    && is_x86_feature_detected!("avx512vl")
                    && is_x86_feature_detected!("avx512bw")
                    && is_x86_feature_detected!("avx512dq")
                {
                    // SAFETY: the machine has these features.
                    return unsafe { wide($($arg),*) };
                }
                if fused && is_x86_feature_detected!("avx2") {
                    // SAFETY: the machine has these features.
                    return unsafe { middle($($arg),*) };
                }
            }
            $body::<16>($($arg),*)
        }
    };
}
pub(crate) use widest;

widest! {
    /// Adds the product of two matrices to a third: `c += a * b`, all stored row after row.
    ///
    /// `a` has `inner` columns, `b` and `c` have `columns`, a multiple of 16. What does not fit
    /// is passed over.
    pub fn multiply(a: &[f32], b: &[f32], c: &mut [f32], inner: usize, columns: usize) = product
}

/// How many columns a strip has: all rows of the first 16 columns, then of the next.
pub(crate) const STRIP: usize = 16;

widest! {
    /// As [`multiply`] with `b` in strips of [`STRIP`] columns, which saves the time to lay it out
    /// so, and each product fused with its sum.
    pub(crate) fn multiply_strips(a: &[f32], b: &[f32], c: &mut [f32], inner: usize, columns: usize) = stripped
}

#[inline(always)]
fn stripped<const WIDTH: usize>(a: &[f32], b: &[f32], c: &mut [f32], inner: usize, columns: usize) {
    if inner == 0 || columns == 0 {
        return;
    }
    let size = inner * STRIP;
    let mut at = 0;
    if WIDTH == 2 * STRIP {
        while at + WIDTH <= columns {
            let (left, right) = b[at * inner..][..2 * size].split_at(size);
            two_strips(a, left, right, c, inner, columns, at);
            at += WIDTH;
        }
    }
    while at + STRIP <= columns {
        one_strip(a, &b[at * inner..][..size], c, inner, columns, at);
        at += STRIP;
    }
}

#[inline(always)]
fn two_strips(
    a: &[f32],
    left: &[f32],
    right: &[f32],
    c: &mut [f32],
    inner: usize,
    columns: usize,
    at: usize,
) {
    let (left, _) = left.as_chunks::<STRIP>();
    let (right, _) = right.as_chunks::<STRIP>();
    let mut a = a.chunks_exact(4 * inner);
    let mut c = c.chunks_exact_mut(4 * columns);
    for (a, c) in a.by_ref().zip(c.by_ref()) {
        let mut sums = [[[0.0_f32; STRIP]; 2]; 4];
        for (sum, row) in sums.iter_mut().zip(c.chunks_exact(columns)) {
            sum[0].copy_from_slice(&row[at..at + STRIP]);
            sum[1].copy_from_slice(&row[at + STRIP..at + 2 * STRIP]);
        }
        let [
            [mut s0, mut t0],
            [mut s1, mut t1],
            [mut s2, mut t2],
            [mut s3, mut t3],
        ] = sums;
        let (a0, a1) = (&a[..inner], &a[inner..2 * inner]);
        let (a2, a3) = (&a[2 * inner..3 * inner], &a[3 * inner..]);
        let rows = left.iter().zip(right).zip(a0).zip(a1).zip(a2).zip(a3);
        for (((((b, d), x0), x1), x2), x3) in rows {
            add::<STRIP, true>(&mut s0, *x0, b);
            add::<STRIP, true>(&mut t0, *x0, d);
            add::<STRIP, true>(&mut s1, *x1, b);
            add::<STRIP, true>(&mut t1, *x1, d);
            add::<STRIP, true>(&mut s2, *x2, b);
            add::<STRIP, true>(&mut t2, *x2, d);
            add::<STRIP, true>(&mut s3, *x3, b);
            add::<STRIP, true>(&mut t3, *x3, d);
        }
        let sums = [[s0, t0], [s1, t1], [s2, t2], [s3, t3]];
        for (sum, row) in sums.iter().zip(c.chunks_exact_mut(columns)) {
            row[at..at + STRIP].copy_from_slice(&sum[0]);
            row[at + STRIP..at + 2 * STRIP].copy_from_slice(&sum[1]);
        }
    }
    let (a, c) = (a.remainder(), c.into_remainder());
    match a.len() / inner {
        1 => rows::<1>(a, left, right, c, inner, columns, at),
        2 => rows::<2>(a, left, right, c, inner, columns, at),
        3 => rows::<3>(a, left, right, c, inner, columns, at),
        _ => {}
    }
}

/// Some rows of the product, two strips wide, all sums at once.
#[inline(always)]
fn rows<const ROWS: usize>(
    a: &[f32],
    left: &[[f32; STRIP]],
    right: &[[f32; STRIP]],
    c: &mut [f32],
    inner: usize,
    columns: usize,
    at: usize,
) {
    let mut sums = [[[0.0_f32; STRIP]; 2]; ROWS];
    for (sum, row) in sums.iter_mut().zip(c.chunks_exact(columns)) {
        sum[0].copy_from_slice(&row[at..at + STRIP]);
        sum[1].copy_from_slice(&row[at + STRIP..at + 2 * STRIP]);
    }
    let mut a = a.chunks_exact(inner);
    let a: [&[f32]; ROWS] = std::array::from_fn(|_| a.next().unwrap_or_default());
    for (n, (b, d)) in left.iter().zip(right).enumerate().take(inner) {
        for (sum, a) in sums.iter_mut().zip(a) {
            add::<STRIP, true>(&mut sum[0], a[n], b);
            add::<STRIP, true>(&mut sum[1], a[n], d);
        }
    }
    for (sum, row) in sums.iter().zip(c.chunks_exact_mut(columns)) {
        row[at..at + STRIP].copy_from_slice(&sum[0]);
        row[at + STRIP..at + 2 * STRIP].copy_from_slice(&sum[1]);
    }
}

#[inline(always)]
fn one_strip(a: &[f32], b: &[f32], c: &mut [f32], inner: usize, columns: usize, at: usize) {
    let (b, _) = b.as_chunks::<STRIP>();
    let mut a = a.chunks_exact(4 * inner);
    let mut c = c.chunks_exact_mut(4 * columns);
    for (a, c) in a.by_ref().zip(c.by_ref()) {
        let mut rows = c
            .chunks_exact_mut(columns)
            .map(|row| &mut row[at..at + STRIP]);
        if let (Some(c0), Some(c1), Some(c2), Some(c3)) =
            (rows.next(), rows.next(), rows.next(), rows.next())
        {
            let a = [
                &a[..inner],
                &a[inner..2 * inner],
                &a[2 * inner..3 * inner],
                &a[3 * inner..],
            ];
            four::<STRIP, true>(a, b, [c0, c1, c2, c3]);
        }
    }
    let (a, c) = (a.remainder(), c.into_remainder());
    for (a, c) in a.chunks_exact(inner).zip(c.chunks_exact_mut(columns)) {
        one::<STRIP, true>(a, b, &mut c[at..at + STRIP]);
    }
}

/// How many rows of `b` are laid side by side at a time: with 32 columns they fit the first cache.
const BLOCK: usize = 128;

/// As [`multiply`], `WIDTH` columns at a time.
#[inline(always)]
pub(crate) fn product<const WIDTH: usize>(
    a: &[f32],
    b: &[f32],
    c: &mut [f32],
    inner: usize,
    columns: usize,
) {
    if inner == 0 || columns == 0 {
        return;
    }
    let mut at = 0;
    let (mut wide, mut narrow) = ([[0.0; WIDTH]; BLOCK], [[0.0; STRIP]; BLOCK]);
    while at + WIDTH <= columns {
        panel::<WIDTH>(a, b, c, inner, columns, at, &mut wide);
        at += WIDTH;
    }
    while at + STRIP <= columns {
        panel::<STRIP>(a, b, c, inner, columns, at, &mut narrow);
        at += STRIP;
    }
}

/// `WIDTH` columns of the product, from column `at`.
#[inline(always)]
fn panel<const WIDTH: usize>(
    a: &[f32],
    b: &[f32],
    c: &mut [f32],
    inner: usize,
    columns: usize,
    at: usize,
    block: &mut [[f32; WIDTH]; BLOCK],
) {
    for (n, b) in b[..inner * columns].chunks(BLOCK * columns).enumerate() {
        let rows = b.len() / columns;
        for (to, from) in block.iter_mut().zip(b.chunks_exact(columns)) {
            to.copy_from_slice(&from[at..at + WIDTH]);
        }
        let block = &block[..rows];
        let part = n * BLOCK..n * BLOCK + rows;
        let mut a = a.chunks_exact(inner).map(|row| &row[part.clone()]);
        let mut c = c
            .chunks_exact_mut(columns)
            .map(|row| &mut row[at..at + WIDTH]);
        let len = a.len().min(c.len());
        for _ in 0..len / 4 {
            if let (Some(a0), Some(a1), Some(a2), Some(a3)) =
                (a.next(), a.next(), a.next(), a.next())
                && let (Some(c0), Some(c1), Some(c2), Some(c3)) =
                    (c.next(), c.next(), c.next(), c.next())
            {
                four::<WIDTH, false>([a0, a1, a2, a3], block, [c0, c1, c2, c3]);
            }
        }
        for _ in 0..len % 4 {
            if let (Some(a), Some(c)) = (a.next(), c.next()) {
                one::<WIDTH, false>(a, block, c);
            }
        }
    }
}

#[inline(always)]
fn four<const WIDTH: usize, const FUSED: bool>(
    a: [&[f32]; 4],
    block: &[[f32; WIDTH]],
    c: [&mut [f32]; 4],
) {
    let mut sums = [[0.0_f32; WIDTH]; 4];
    for (sum, c) in sums.iter_mut().zip(&c) {
        sum.copy_from_slice(c);
    }
    let [mut s0, mut s1, mut s2, mut s3] = sums;
    let [a0, a1, a2, a3] = a;
    for ((((b, x0), x1), x2), x3) in block.iter().zip(a0).zip(a1).zip(a2).zip(a3) {
        add::<WIDTH, FUSED>(&mut s0, *x0, b);
        add::<WIDTH, FUSED>(&mut s1, *x1, b);
        add::<WIDTH, FUSED>(&mut s2, *x2, b);
        add::<WIDTH, FUSED>(&mut s3, *x3, b);
    }
    for (sum, c) in [s0, s1, s2, s3].iter().zip(c) {
        c.copy_from_slice(sum);
    }
}

#[inline(always)]
fn one<const WIDTH: usize, const FUSED: bool>(a: &[f32], block: &[[f32; WIDTH]], c: &mut [f32]) {
    let mut sum = [0.0_f32; WIDTH];
    sum.copy_from_slice(c);
    for (b, x) in block.iter().zip(a) {
        add::<WIDTH, FUSED>(&mut sum, *x, b);
    }
    c.copy_from_slice(&sum);
}

#[inline(always)]
fn add<const WIDTH: usize, const FUSED: bool>(sum: &mut [f32; WIDTH], x: f32, row: &[f32; WIDTH]) {
    for n in 0..WIDTH {
        sum[n] = if FUSED {
            x.mul_add(row[n], sum[n])
        } else {
            sum[n] + x * row[n]
        };
    }
}

/// So many numbers, all of them 0.
pub(crate) fn clear(out: &mut Vec<f32>, len: usize) {
    out.clear();
    out.resize(len, 0.0);
}

/// The exponential function, good to six digits, the same on every machine.
#[inline(always)]
pub(crate) fn exp(x: f32) -> f32 {
    // Adding this number and taking it away rounds; its low bits then hold the whole part.
    const ROUND: f32 = 12_582_912.0;
    let x = x.clamp(-87.0, 87.0) * std::f32::consts::LOG2_E;
    let whole = x + ROUND;
    let part = x - (whole - ROUND);
    let power = 1.0
        + part
            * (std::f32::consts::LN_2
                + part
                    * (0.240_226_5
                        + part * (0.055_504_11 + part * (0.009_618_13 + part * 0.001_333_36))));
    f32::from_bits(power.to_bits().wrapping_add(whole.to_bits() << 23))
}

/// The logistic function.
#[inline(always)]
pub fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + exp(-x))
}

/// The hyperbolic tangent.
#[inline(always)]
pub fn tanh(x: f32) -> f32 {
    1.0 - 2.0 / (1.0 + exp(2.0 * x))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The matrix in strips: all rows of the first 16 columns, then of the next.
    fn strips(matrix: &[f32], columns: usize) -> Vec<f32> {
        let mut out = Vec::with_capacity(matrix.len());
        for at in (0..columns).step_by(STRIP) {
            for row in matrix.chunks_exact(columns) {
                out.extend_from_slice(row.get(at..at + STRIP).unwrap_or_default());
            }
        }
        out
    }

    #[test]
    fn functions_are_close_to_the_true_ones() {
        for n in -400..400 {
            let x = n as f32 / 20.0;
            assert!((sigmoid(x) - 1.0 / (1.0 + (-x).exp())).abs() < 1e-5);
            assert!((tanh(x) - x.tanh()).abs() < 1e-5);
        }
    }

    #[test]
    fn every_width_gives_the_same_bits() {
        let value = |n: usize| ((n * 7919 % 1009) as f32 - 500.0) / 333.0;
        let a: Vec<f32> = (0..7 * 24).map(value).collect();
        let b: Vec<f32> = (0..24 * 48).map(|n| value(n + 5)).collect();
        let (mut c, mut d) = (vec![0.5; 7 * 48], vec![0.5; 7 * 48]);
        multiply(&a, &b, &mut c, 24, 48);
        product::<16>(&a, &b, &mut d, 24, 48);
        assert_eq!(c, d);
        let one = (0..24).fold(0.5, |s, k| s + a[3 * 24 + k] * b[k * 48 + 5]);
        assert_eq!(c[3 * 48 + 5], one);
        let (mut e, mut f) = (vec![0.5; 7 * 48], vec![0.5; 7 * 48]);
        multiply_strips(&a, &strips(&b, 48), &mut e, 24, 48);
        stripped::<16>(&a, &strips(&b, 48), &mut f, 24, 48);
        assert_eq!(e, f);
        let fused = |s: f32, k: usize| a[3 * 24 + k].mul_add(b[k * 48 + 5], s);
        assert_eq!(e[3 * 48 + 5], (0..24).fold(0.5, fused));
    }
}
