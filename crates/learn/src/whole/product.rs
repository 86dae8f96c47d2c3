//! The product itself, by the best instructions the machine has.

use crate::kernel::STRIP;

use super::{ROWS, Rows, STRIPS, Strip, Two, Whole};

/// Adds the product of rows with a matrix of columns as long.
pub(super) fn product(whole: &Whole, rows: &Rows, to: &mut [f32]) {
    #[cfg(target_arch = "x86_64")]
    if x86::product(whole, rows, to) {
        return;
    }
    all::<Plain, 1>(whole, rows, to);
}

/// A machine's way to add up products, 16 columns at a time.
trait Way {
    /// The sums of 16 columns.
    type Sums: Copy;

    /// Nothing yet.
    fn none() -> Self::Sums;

    /// Adds a row's two numbers, each multiplied with its own of each column.
    fn add(sums: Self::Sums, two: Two, strip: &Strip) -> Self::Sums;

    /// The sums as numbers.
    fn told(sums: Self::Sums) -> [i32; STRIP];
}

/// What every machine can do.
struct Plain;

impl Way for Plain {
    type Sums = [i32; STRIP];

    #[inline(always)]
    fn none() -> Self::Sums {
        [0; STRIP]
    }

    #[inline(always)]
    fn add(mut sums: Self::Sums, [a, b]: Two, strip: &Strip) -> Self::Sums {
        for (sum, [x, y]) in sums.iter_mut().zip(&strip.0) {
            *sum += i32::from(a) * i32::from(*x) + i32::from(b) * i32::from(*y);
        }
        sums
    }

    #[inline(always)]
    fn told(sums: Self::Sums) -> [i32; STRIP] {
        sums
    }
}

/// The product, so many strips at a time as a machine has registers for.
#[inline(always)]
fn all<W: Way, const WIDE: usize>(whole: &Whole, rows: &Rows, to: &mut [f32]) {
    let fours = || rows.twos.chunks_exact(whole.half).zip(&rows.scales);
    for (panel, strips) in whole.strips.chunks_exact(whole.half).enumerate() {
        for first in (0..STRIPS).step_by(WIDE) {
            let strip = panel * STRIPS + first;
            let to = to.chunks_mut(ROWS * whole.columns);
            for ((twos, scales), to) in fours().zip(to) {
                let sums = sums::<W, WIDE>(twos, strips, first);
                let rows = to.chunks_exact_mut(whole.columns);
                for ((sums, scale), row) in sums.into_iter().zip(scales).zip(rows) {
                    let (row, _) = row.as_chunks_mut();
                    let by = whole.scales[strip..].iter();
                    // Strips beyond the last column hold nothing.
                    for ((sums, by), to) in sums.into_iter().zip(by).zip(row.iter_mut().skip(strip))
                    {
                        tell::<W>(sums, *scale, by, to);
                    }
                }
            }
        }
    }
}

/// The sums of four rows and some strips, all at once.
#[inline(always)]
fn sums<W: Way, const WIDE: usize>(
    twos: &[[Two; ROWS]],
    strips: &[[Strip; STRIPS]],
    first: usize,
) -> [[W::Sums; WIDE]; ROWS] {
    let mut sums = [[W::none(); WIDE]; ROWS];
    for (twos, strips) in twos.iter().zip(strips) {
        for (sums, two) in sums.iter_mut().zip(twos) {
            for (sum, strip) in sums.iter_mut().zip(&strips[first..]) {
                *sum = W::add(*sum, *two, strip);
            }
        }
    }
    sums
}

/// Adds sums, of parts of the greatest numbers, as what they are worth.
#[inline(always)]
fn tell<W: Way>(sums: W::Sums, scale: f32, by: &[f32; STRIP], to: &mut [f32; STRIP]) {
    let sums = W::told(sums);
    let mut told = *to;
    for n in 0..STRIP {
        told[n] += sums[n] as f32 * (scale * by[n]);
    }
    *to = told;
}

#[cfg(target_arch = "x86_64")]
#[allow(unsafe_code, reason = "the features were looked for")]
mod x86 {
    use std::arch::x86_64::*;
    use std::mem::transmute;

    use super::{Rows, STRIP, Strip, Two, Way, Whole, all};

    /// The product, if the machine has one of these ways.
    pub(super) fn product(whole: &Whole, rows: &Rows, to: &mut [f32]) -> bool {
        if is_x86_feature_detected!("avx512bw") && is_x86_feature_detected!("avx512vnni") {
            // SAFETY: the machine has these features.
            unsafe { fused(whole, rows, to) };
        } else if is_x86_feature_detected!("avx512bw") {
            // SAFETY: the machine has this feature.
            unsafe { wide(whole, rows, to) };
        } else if is_x86_feature_detected!("avx2") {
            // SAFETY: the machine has this feature.
            unsafe { middle(whole, rows, to) };
        } else {
            return false;
        }
        true
    }

    #[target_feature(enable = "avx512f,avx512bw,avx512vnni")]
    fn fused(whole: &Whole, rows: &Rows, to: &mut [f32]) {
        all::<Wide<true>, 2>(whole, rows, to);
    }

    #[target_feature(enable = "avx512f,avx512bw")]
    fn wide(whole: &Whole, rows: &Rows, to: &mut [f32]) {
        all::<Wide<false>, 2>(whole, rows, to);
    }

    #[target_feature(enable = "avx2")]
    fn middle(whole: &Whole, rows: &Rows, to: &mut [f32]) {
        all::<Middle, 1>(whole, rows, to);
    }

    /// Two numbers of 16 bits as one of 32.
    #[inline(always)]
    fn both(two: Two) -> i32 {
        let [a, b] = two.map(i16::to_ne_bytes);
        i32::from_ne_bytes([a[0], a[1], b[0], b[1]])
    }

    /// 512 bits; product and sum are one instruction where the machine has it.
    struct Wide<const FUSED: bool>;

    impl<const FUSED: bool> Way for Wide<FUSED> {
        type Sums = __m512i;

        #[inline(always)]
        fn none() -> __m512i {
            // SAFETY: `fused` and `wide` alone come here.
            unsafe { _mm512_setzero_si512() }
        }

        #[inline(always)]
        fn add(sums: __m512i, two: Two, strip: &Strip) -> __m512i {
            // SAFETY: `fused` alone comes here with `FUSED`, else `wide`; 32 numbers of 16 bits are
            // 512 bits.
            unsafe {
                let two = _mm512_set1_epi32(both(two));
                let strip = transmute::<Strip, __m512i>(*strip);
                if FUSED {
                    _mm512_dpwssd_epi32(sums, two, strip)
                } else {
                    _mm512_add_epi32(sums, _mm512_madd_epi16(two, strip))
                }
            }
        }

        #[inline(always)]
        fn told(sums: __m512i) -> [i32; STRIP] {
            // SAFETY: 512 bits are 16 numbers of 32 bits.
            unsafe { transmute(sums) }
        }
    }

    /// Twice 256 bits.
    struct Middle;

    impl Way for Middle {
        type Sums = [__m256i; 2];

        #[inline(always)]
        fn none() -> [__m256i; 2] {
            // SAFETY: `middle` alone comes here.
            unsafe { [_mm256_setzero_si256(); 2] }
        }

        #[inline(always)]
        fn add(sums: [__m256i; 2], two: Two, strip: &Strip) -> [__m256i; 2] {
            // SAFETY: `middle` alone comes here; 32 numbers of 16 bits are twice 256 bits.
            unsafe {
                let two = _mm256_set1_epi32(both(two));
                let [a, b] = transmute::<Strip, [__m256i; 2]>(*strip);
                [
                    _mm256_add_epi32(sums[0], _mm256_madd_epi16(two, a)),
                    _mm256_add_epi32(sums[1], _mm256_madd_epi16(two, b)),
                ]
            }
        }

        #[inline(always)]
        fn told(sums: [__m256i; 2]) -> [i32; STRIP] {
            // SAFETY: twice 256 bits are 16 numbers of 32 bits.
            unsafe { transmute(sums) }
        }
    }

    #[cfg(test)]
    mod tests {
        use super::super::Plain;
        use super::*;

        #[test]
        fn every_way_gives_the_same_bits() {
            let value = |n: usize| ((n * 7919 % 1009) as f32 - 500.0) / 333.0;
            let numbers: Vec<f32> = (0..7 * 128).map(value).collect();
            let matrix: Vec<f32> = (0..128 * 48).map(|n| value(n + 5)).collect();
            let whole = Whole::new(&matrix, 48);
            let mut rows = Rows::default();
            rows.take(&numbers, 128);
            let run = |way: fn(&Whole, &Rows, &mut [f32])| {
                let mut to = vec![0.5; 7 * 48];
                way(&whole, &rows, &mut to);
                to
            };
            let plain = run(all::<Plain, 1>);
            assert_ne!(plain, vec![0.5; 7 * 48]);
            if is_x86_feature_detected!("avx2") {
                // SAFETY: the machine has this feature.
                assert_eq!(run(|w, r, t| unsafe { middle(w, r, t) }), plain);
            }
            if is_x86_feature_detected!("avx512bw") {
                // SAFETY: the machine has this feature.
                assert_eq!(run(|w, r, t| unsafe { wide(w, r, t) }), plain);
                if is_x86_feature_detected!("avx512vnni") {
                    // SAFETY: the machine has these features.
                    assert_eq!(run(|w, r, t| unsafe { fused(w, r, t) }), plain);
                }
            }
        }
    }
}
