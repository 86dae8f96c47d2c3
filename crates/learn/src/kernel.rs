//! The arithmetic of networks, by the widest registers the machine has.
//!
//! Every sum is taken in the same order whatever the width, and nothing is fused, so that all
//! machines give the same numbers to the last bit.

/// Runs `$body` compiled for the widest registers that are there.
macro_rules! widest {
    ($(#[$doc:meta])* $vis:vis fn $name:ident($($arg:ident: $ty:ty),* $(,)?) = $body:ident) => {
        $(#[$doc])*
        #[allow(unsafe_code, clippy::too_many_arguments, reason = "the features were looked for")]
        $vis fn $name($($arg: $ty),*) {
            #[cfg(target_arch = "x86_64")]
            {
                #[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl")]
                fn wide($($arg: $ty),*) {
                    $body::<32>($($arg),*)
                }
                #[target_feature(enable = "avx2")]
                fn middle($($arg: $ty),*) {
                    $body::<16>($($arg),*)
                }
                if is_x86_feature_detected!("avx512vl")
                    && is_x86_feature_detected!("avx512bw")
                    && is_x86_feature_detected!("avx512dq")
                {
                    // SAFETY: the machine has these features.
                    return unsafe { wide($($arg),*) };
                }
                if is_x86_feature_detected!("avx2") {
                    // SAFETY: the machine has this feature.
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
    let rows = (a.len() / inner).min(c.len() / columns);
    let b = &b[..inner * columns];
    let mut row = 0;
    while row + 4 <= rows {
        let (a, c) = (
            &a[row * inner..(row + 4) * inner],
            &mut c[row * columns..(row + 4) * columns],
        );
        strip::<4, WIDTH>(a, b, c, inner, columns);
        row += 4;
    }
    while row < rows {
        let (a, c) = (
            &a[row * inner..(row + 1) * inner],
            &mut c[row * columns..(row + 1) * columns],
        );
        strip::<1, WIDTH>(a, b, c, inner, columns);
        row += 1;
    }
}

#[inline(always)]
fn strip<const ROWS: usize, const WIDTH: usize>(
    a: &[f32],
    b: &[f32],
    c: &mut [f32],
    inner: usize,
    columns: usize,
) {
    let mut at = 0;
    while at + WIDTH <= columns {
        tile::<ROWS, WIDTH>(a, b, c, inner, columns, at);
        at += WIDTH;
    }
    while at + 16 <= columns {
        tile::<ROWS, 16>(a, b, c, inner, columns, at);
        at += 16;
    }
}

#[inline(always)]
fn tile<const ROWS: usize, const WIDTH: usize>(
    a: &[f32],
    b: &[f32],
    c: &mut [f32],
    inner: usize,
    columns: usize,
    at: usize,
) {
    let mut sums = [[0.0_f32; WIDTH]; ROWS];
    for (sum, row) in sums.iter_mut().zip(c.chunks_exact(columns)) {
        sum.copy_from_slice(&row[at..at + WIDTH]);
    }
    for (k, b) in b.chunks_exact(columns).enumerate() {
        let b: &[f32] = &b[at..at + WIDTH];
        for (r, sum) in sums.iter_mut().enumerate() {
            let x = a[r * inner + k];
            for (s, y) in sum.iter_mut().zip(b) {
                *s += x * y;
            }
        }
    }
    for (sum, row) in sums.iter().zip(c.chunks_exact_mut(columns)) {
        row[at..at + WIDTH].copy_from_slice(sum);
    }
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
            * (0.693_147_2
                + part
                    * (0.240_226_51
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
        let one: f32 = (0..24).fold(0.5, |s, k| s + a[3 * 24 + k] * b[k * 48 + 5]);
        assert_eq!(c[3 * 48 + 5], one);
    }
}
