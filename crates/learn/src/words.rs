//! What a model sees of a word: hashes of its form, affixes and shape.

use crate::hash::{mix, seed};

/// Hashes of a word's form, its affixes and its shape.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Word {
    /// The form in lower case, digits made alike.
    pub form: u32,
    /// The first one, two and three characters.
    pub prefix: [u32; 3],
    /// The last one to four characters.
    pub suffix: [u32; 4],
    /// Which kinds of character follow each other.
    pub shape: u32,
}

const LONGEST: usize = 48;

/// Looks at a word as it is written.
pub fn word(form: &str) -> Word {
    let mut letters = ['\0'; LONGEST];
    let mut n = 0;
    let (mut shape, mut last, mut run) = (seed(1), 0, 0);
    for c in form.chars() {
        let kind = kind(c);
        run = if kind == last { run + 1 } else { 1 };
        last = kind;
        if run <= 3 {
            shape = mix(shape, kind);
        }
        if n < LONGEST {
            letters[n] = if kind == DIGIT { '0' } else { lower(c) };
            n += 1;
        }
    }
    let letters = &letters[..n];
    let of = |name: u64, part: &[char]| {
        part.iter().fold(seed(name), |h, c| mix(h, u64::from(*c))) as u32
    };
    let mut out = Word {
        form: of(2, letters),
        shape: shape as u32,
        ..Word::default()
    };
    for (k, to) in out.prefix.iter_mut().enumerate() {
        *to = of(3 + k as u64, &letters[..(k + 1).min(n)]);
    }
    for (k, to) in out.suffix.iter_mut().enumerate() {
        *to = of(6 + k as u64, &letters[n - (k + 1).min(n)..]);
    }
    out
}

const DIGIT: u64 = 3;

fn kind(c: char) -> u64 {
    if c.is_lowercase() {
        1
    } else if c.is_uppercase() {
        2
    } else if c.is_numeric() {
        DIGIT
    } else if c.is_alphabetic() {
        4
    } else {
        5 + u64::from(c)
    }
}

fn lower(c: char) -> char {
    if c.is_ascii() {
        c.to_ascii_lowercase()
    } else {
        c.to_lowercase().next().unwrap_or(c)
    }
}
