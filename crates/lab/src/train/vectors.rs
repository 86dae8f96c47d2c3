//! Vectors of words, learnt elsewhere from much text, as codes and the rows that stand for them.

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use risalah_learn::multiply;
use risalah_learn::recurrence::WIDE;
use risalah_pack::weights::digest;
use serde::Deserialize;

use super::random::Random;

/// How many codes a book holds: one of 256 stands for words without any.
const CODES: usize = 255;
/// How often the codes of a book are moved to the middle of their words.
const ROUNDS: usize = 8;
/// How large the numbers of the rows are in the beginning.
const SIZE: f32 = 0.9;

/// Words in the order of how usual they are, with their vectors.
#[derive(Debug, Default)]
pub(crate) struct Vectors {
    pub(crate) words: Vec<String>,
    wide: usize,
    numbers: Vec<f32>,
}

/// The words' codes.
#[derive(Debug, Default)]
pub(crate) struct Codes {
    /// A code of each book for each word.
    pub(crate) codes: Vec<Vec<u8>>,
    /// The first numbers of the codes' rows, 256 rows a book.
    pub(crate) rows: Vec<f32>,
}

/// A file of the npm packages `wink-embeddings-…`.
#[derive(Deserialize)]
struct Wink {
    dimensions: usize,
    words: Vec<String>,
    vectors: HashMap<String, Vec<f32>>,
}

/// Reads the vectors of the `most` most usual words from the file with this digest.
pub(crate) fn read(path: &Path, sha256: &str, most: usize) -> Result<Vectors> {
    let bytes = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    ensure!(
        digest(&bytes) == sha256,
        "{} is not the file that the recipe names",
        path.display()
    );
    let wink: Wink = serde_json::from_slice(&bytes)
        .with_context(|| format!("{} is no file of vectors", path.display()))?;
    let mut out = Vectors {
        wide: wink.dimensions.next_multiple_of(16),
        ..Vectors::default()
    };
    for word in wink.words.into_iter().take(most) {
        let Some(vector) = wink.vectors.get(&word) else {
            continue;
        };
        let vector = vector.get(..wink.dimensions).unwrap_or(vector);
        let size = vector.iter().map(|x| x * x).sum::<f32>().sqrt().max(1e-6);
        let start = out.numbers.len();
        out.numbers.extend(vector.iter().map(|x| x / size));
        out.numbers.resize(start + out.wide, 0.0);
        out.words.push(word);
    }
    Ok(out)
}

/// Codes for the vectors: each book says what the books before left over.
pub(crate) fn codes(vectors: &Vectors, books: usize, random: &mut Random) -> Codes {
    let wide = vectors.wide;
    let mut left = vectors.numbers.clone();
    let mut out = Codes {
        codes: vec![Vec::new(); vectors.words.len()],
        rows: Vec::new(),
    };
    let turn: Vec<f32> = (0..wide * WIDE)
        .map(|_| random.between(-SIZE, SIZE))
        .collect();
    for _ in 0..books {
        let (mut book, codes) = book(&left, wide, CODES, random);
        for ((left, code), all) in left.chunks_exact_mut(wide).zip(codes).zip(&mut out.codes) {
            let middle = &book[code * wide..][..wide];
            left.iter_mut().zip(middle).for_each(|(l, m)| *l -= m);
            all.push(code as u8);
        }
        book.resize((CODES + 1) * wide, 0.0);
        let start = out.rows.len();
        out.rows.resize(start + (CODES + 1) * WIDE, 0.0);
        multiply(&book, &turn, &mut out.rows[start..], wide, WIDE);
    }
    let rest: f32 = left.iter().map(|x| x * x).sum();
    eprintln!(
        "codes of {} words leave {:.2} of their vectors",
        vectors.words.len(),
        rest / vectors.words.len().max(1) as f32
    );
    out
}

/// The words in groups of each of these sizes, coarse and fine, and in as many within the last as
/// `inner` says: a code of each for each word.
pub(crate) fn groups(
    vectors: &Vectors,
    sizes: &[usize],
    inner: usize,
    random: &mut Random,
) -> Vec<Vec<u8>> {
    let wide = vectors.wide;
    let mut out = vec![Vec::new(); vectors.words.len()];
    let mut add = |codes: &[usize]| {
        let all = out.iter_mut().zip(codes);
        all.for_each(|(all, code): (&mut Vec<u8>, _)| all.push(*code as u8));
    };
    let mut left = vectors.numbers.clone();
    for (n, size) in sizes.iter().enumerate() {
        let (book, codes) = book(&vectors.numbers, wide, *size, random);
        add(&codes);
        if n + 1 == sizes.len() {
            for (left, code) in left.chunks_exact_mut(wide).zip(codes) {
                let middle = &book[code * wide..][..wide];
                left.iter_mut().zip(middle).for_each(|(l, m)| *l -= m);
            }
        }
    }
    add(&book(&left, wide, inner, random).1);
    out
}

/// The middles of groups of vectors near each other, and the group of each.
pub(crate) fn book(
    all: &[f32],
    wide: usize,
    size: usize,
    random: &mut Random,
) -> (Vec<f32>, Vec<usize>) {
    let count = all.len() / wide;
    let mut middles: Vec<f32> = (0..size)
        .flat_map(|_| {
            let at = random.below(count) * wide;
            all[at..at + wide].to_vec()
        })
        .collect();
    let mut codes = nearest(all, &middles, wide);
    for _ in 0..ROUNDS {
        let mut sums = vec![0.0_f32; middles.len()];
        let mut members = vec![0.0_f32; size];
        for (vector, code) in all.chunks_exact(wide).zip(&codes) {
            members[*code] += 1.0;
            let sum = &mut sums[code * wide..][..wide];
            sum.iter_mut().zip(vector).for_each(|(s, x)| *s += x);
        }
        for (code, members) in members.iter().enumerate().filter(|(_, m)| **m > 0.0) {
            for (m, s) in middles[code * wide..][..wide]
                .iter_mut()
                .zip(&sums[code * wide..])
            {
                *m = s / members;
            }
        }
        codes = nearest(all, &middles, wide);
    }
    (middles, codes)
}

/// The middle that each vector is nearest to.
fn nearest(all: &[f32], middles: &[f32], wide: usize) -> Vec<usize> {
    let columns = (middles.len() / wide + 1).next_multiple_of(16);
    let mut turned = vec![0.0; wide * columns];
    let mut bias = vec![f32::NEG_INFINITY; columns];
    for (code, middle) in middles.chunks_exact(wide).enumerate() {
        for (k, x) in middle.iter().enumerate() {
            turned[k * columns + code] = *x;
        }
        bias[code] = -0.5 * middle.iter().map(|x| x * x).sum::<f32>();
    }
    let mut out = Vec::with_capacity(all.len() / wide);
    for part in all.chunks(512 * wide) {
        let mut scores = bias.repeat(part.len() / wide);
        multiply(part, &turned, &mut scores, wide, columns);
        out.extend(scores.chunks_exact(columns).map(|row| {
            let mut best = 0;
            for (n, x) in row.iter().enumerate() {
                if *x > row[best] {
                    best = n;
                }
            }
            best
        }));
    }
    out
}
