//! The network that tags and parses: its shape, its numbers, and how they are stored.

use crate::kernel::widest;
use crate::recurrence::{GATES, WIDE};
use crate::whole::Whole;
use crate::{Lexicon, Word};

/// How many numbers an arc is judged by on each of its ends.
pub const ARC: usize = 64;
/// How many numbers a relation is judged by.
pub const REL: usize = 96;
/// How many distances from head to word are told apart.
pub const FAR: usize = 32;
/// How many layers read the sentence at most.
const MOST: usize = 8;

/// How many rows each table of a word's affixes and shape has.
const TABLES: [usize; 6] = [1 << 10, 1 << 12, 1 << 10, 1 << 12, 1 << 13, 1 << 9];
/// How many rows there are besides those of the lexicon: the tables, the root, and nothing.
pub(crate) const FIXED: usize =
    (1 << 10) + (1 << 12) + (1 << 10) + (1 << 12) + (1 << 13) + (1 << 9) + 2;

/// The row that stands for the root.
pub const ROOT: u32 = FIXED as u32 - 2;
/// The row that holds nothing.
pub const NOTHING: u32 = FIXED as u32 - 1;

/// The rows of a word's affixes and shape.
pub(crate) fn fixed(word: &Word) -> [u32; 6] {
    let hashes = [
        word.prefix[1],
        word.prefix[2],
        word.suffix[1],
        word.suffix[2],
        word.suffix[3],
        word.shape,
    ];
    let mut base = 0;
    let mut out = [0; 6];
    for ((to, hash), size) in out.iter_mut().zip(hashes).zip(TABLES) {
        // The low bits of these hashes are weaker than the high ones.
        *to = base + (hash ^ (hash >> 15)) % size as u32;
        base += size as u32;
    }
    out
}

/// The dense parts of the network, by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Candidate and gates of a layer.
    Gates(usize),
    /// What is added to a layer's gates.
    Bias(usize),
    /// How much a layer's gates look at its state.
    Peek(usize),
    /// The word's end of an arc.
    Dependent,
    /// What is added there.
    DependentBias,
    /// The head's end of an arc.
    Head,
    /// What is added there.
    HeadBias,
    /// How the ends fit.
    Fit,
    /// How a head is good by itself.
    FitBias,
    /// How good a distance is.
    Distance,
    /// The word's end of a relation.
    RelDependent,
    /// The head's end of a relation.
    RelHead,
    /// What a distance adds to a relation.
    RelDistance,
    /// From there to relations.
    Rel,
    /// What is added there.
    RelBias,
    /// From a word to its tag.
    Tag,
    /// What is added there.
    TagBias,
}

/// How many columns numbers for `classes` take: multiples of 16.
pub fn padded(classes: usize) -> usize {
    classes.div_ceil(16) * 16
}

/// Which parts there are, with rows and columns, in the order in which they are stored.
pub fn parts(classes: [usize; 2], layers: usize) -> Vec<(Part, usize, usize)> {
    let mut out = Vec::new();
    for layer in 0..layers {
        out.push((Part::Gates(layer), WIDE, GATES));
        out.push((Part::Bias(layer), 1, 2 * WIDE));
        out.push((Part::Peek(layer), 1, 2 * WIDE));
    }
    let (tags, rels) = (padded(classes[0]), padded(classes[1]));
    out.extend([
        (Part::Dependent, WIDE, ARC),
        (Part::DependentBias, 1, ARC),
        (Part::Head, WIDE, ARC),
        (Part::HeadBias, 1, ARC),
        (Part::Fit, ARC, ARC),
        (Part::FitBias, 1, ARC),
        (Part::Distance, 1, FAR),
        (Part::RelDependent, WIDE, REL),
        (Part::RelHead, WIDE, REL),
        (Part::RelDistance, FAR, REL),
        (Part::Rel, REL, rels),
        (Part::RelBias, 1, rels),
        (Part::Tag, WIDE, tags),
        (Part::TagBias, 1, tags),
    ]);
    out
}

/// The bucket of the way from a word to its head, 0 being the root's.
pub fn distance(word: usize, head: usize) -> usize {
    if head == 0 {
        return 0;
    }
    let far = word.abs_diff(head);
    let bucket = match far {
        0..=6 => far,
        7..=8 => 7,
        9..=11 => 8,
        12..=15 => 9,
        16..=22 => 10,
        23..=35 => 11,
        _ => 12,
    };
    if head > word { bucket } else { 16 + bucket }
}

/// The network's numbers.
#[derive(Clone, Debug, Default)]
pub struct Network {
    /// How many tags and relations there are.
    pub classes: [usize; 2],
    /// How many layers read the sentence.
    pub layers: usize,
    lexicon: Lexicon,
    // Invariant: `lexicon.table()` rows of `WIDE` numbers, one scale a row.
    table: Vec<i8>,
    scales: Vec<f32>,
    // Invariant: in the order and of the sizes of `parts(classes, layers)`.
    dense: Vec<Vec<f32>>,
    // Invariant: the same, for products; nothing where a part has one row, or is only added.
    wholes: Vec<Whole>,
}

const MAGIC: &[u8; 8] = b"risalah3";

impl Network {
    /// A network of these numbers, rounded as they will be stored; `None` if their number does not fit.
    pub fn new(
        classes: [usize; 2],
        layers: usize,
        lexicon: Lexicon,
        table: &[f32],
        dense: &[Vec<f32>],
    ) -> Option<Self> {
        let fits = |(d, p): (&Vec<f32>, &(Part, usize, usize))| d.len() == p.1 * p.2;
        let parts = parts(classes, layers);
        if table.len() != lexicon.table() * WIDE
            || dense.len() != parts.len()
            || !dense.iter().zip(&parts).all(fits)
        {
            return None;
        }
        let mut out = Self {
            classes,
            layers,
            lexicon,
            ..Self::default()
        };
        for row in table.chunks_exact(WIDE) {
            let top = row.iter().fold(0.0_f32, |t, x| t.max(x.abs()));
            let scale = if top > 0.0 { top / 127.0 } else { 1.0 };
            out.scales.push(scale);
            out.table
                .extend(row.iter().map(|x| (x / scale).round() as i8));
        }
        out.dense = dense
            .iter()
            .map(|d| d.iter().map(|x| rounded(*x)).collect())
            .collect();
        out.lay();
        Some(out)
    }

    /// The words that the network knows.
    pub fn lexicon(&self) -> &Lexicon {
        &self.lexicon
    }

    /// Reads a network from the bytes of a file; `None` where they are cut short or something else.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let mut rest = bytes.strip_prefix(MAGIC)?;
        let mut number = || {
            let (bytes, more) = rest.split_first_chunk::<4>()?;
            rest = more;
            Some(u32::from_le_bytes(*bytes) as usize)
        };
        let classes = [number()?, number()?];
        let layers = number()?;
        if !(1..=MOST).contains(&layers) || classes.iter().any(|c| *c == 0 || *c > 256) {
            return None;
        }
        let (lexicon, rest) = Lexicon::read(rest)?;
        let (scales, rest) = rest.split_at_checked(lexicon.table() * 4)?;
        let (table, mut rest) = rest.split_at_checked(lexicon.table() * WIDE)?;
        let mut dense = Vec::new();
        for (_, rows, columns) in parts(classes, layers) {
            let (part, more) = rest.split_at_checked(rows * columns * 2)?;
            rest = more;
            dense.push(
                part.chunks_exact(2)
                    .map(|b| half(u16::from_le_bytes([b[0], b[1]])))
                    .collect(),
            );
        }
        let float = |b: &[u8]| f32::from_le_bytes([b[0], b[1], b[2], b[3]]);
        let mut out = Self {
            classes,
            layers,
            lexicon,
            table: table.iter().map(|b| *b as i8).collect(),
            scales: scales.chunks_exact(4).map(float).collect(),
            dense,
            wholes: Vec::new(),
        };
        out.lay();
        rest.is_empty().then_some(out)
    }

    /// Lays out what rows are multiplied with.
    fn lay(&mut self) {
        let parts = parts(self.classes, self.layers);
        let lay = |(dense, (part, rows, columns)): (&Vec<f32>, (Part, usize, usize))| {
            if rows == 1 || part == Part::RelDistance {
                Whole::default()
            } else {
                Whole::new(dense, columns)
            }
        };
        self.wholes = self.dense.iter().zip(parts).map(lay).collect();
    }

    /// The network as bytes of a file.
    pub fn write(&self) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        for number in [self.classes[0], self.classes[1], self.layers] {
            out.extend((number as u32).to_le_bytes());
        }
        self.lexicon.write(&mut out);
        out.extend(self.scales.iter().flat_map(|s| s.to_le_bytes()));
        out.extend(self.table.iter().map(|x| *x as u8));
        for part in &self.dense {
            out.extend(
                part.iter()
                    .flat_map(|x| ((x.to_bits() >> 16) as u16).to_le_bytes()),
            );
        }
        out
    }

    /// A layer's gates.
    pub(crate) fn gates(&self, layer: usize) -> &Whole {
        &self.wholes[3 * layer]
    }

    /// What is added to a layer's gates, and how much they look at its state.
    pub(crate) fn turns(&self, layer: usize) -> [&[f32]; 2] {
        [&self.dense[3 * layer + 1], &self.dense[3 * layer + 2]]
    }

    /// The numbers of a dense part after those of the layers, row after row.
    pub(crate) fn part(&self, at: usize) -> &[f32] {
        &self.dense[3 * self.layers + at]
    }

    /// The same, for products.
    pub(crate) fn whole(&self, at: usize) -> &Whole {
        &self.wholes[3 * self.layers + at]
    }

    /// Adds the rows whose sum a word is.
    pub(crate) fn pick(&self, word: &Word, picks: &mut Vec<u32>) {
        self.lexicon.pick(word, picks);
    }

    /// Adds the rows of what is no word but one row of the table.
    pub(crate) fn pick_alone(&self, row: u32, picks: &mut Vec<u32>) {
        let end = picks.len() + self.lexicon.width();
        picks.push(row);
        picks.resize(end, NOTHING);
    }

    /// Adds rows of the table: `picks` holds for each word which rows to add to its numbers.
    pub(crate) fn add_rows(&self, picks: &[u32], to: &mut [f32]) {
        let width = self.lexicon.width();
        add_rows(&self.table, &self.scales, width, picks, to);
    }
}

widest! {
    /// Adds the rows picked for each word to the word's numbers.
    fn add_rows(table: &[i8], scales: &[f32], width: usize, picks: &[u32], to: &mut [f32]) = all_rows
}

#[inline(always)]
fn all_rows<const WIDTH: usize>(
    table: &[i8],
    scales: &[f32],
    width: usize,
    picks: &[u32],
    to: &mut [f32],
) {
    let (table, _) = table.as_chunks::<WIDE>();
    let (to, _) = to.as_chunks_mut::<WIDE>();
    for (picks, to) in picks.chunks_exact(width).zip(to) {
        // A word's sum stays in registers until it is done.
        let mut sum = *to;
        for row in picks.iter().filter(|r| **r != NOTHING) {
            one_row(table, scales, *row, &mut sum);
        }
        *to = sum;
    }
}

#[inline(always)]
fn one_row(table: &[[i8; WIDE]], scales: &[f32], row: u32, to: &mut [f32; WIDE]) {
    let (from, scale) = (&table[row as usize], scales[row as usize]);
    for n in 0..WIDE {
        to[n] += f32::from(from[n]) * scale;
    }
}

/// The upper half of a number's bits, as a number.
fn half(bits: u16) -> f32 {
    f32::from_bits(u32::from(bits) << 16)
}

/// The nearest number whose lower half is empty.
fn rounded(x: f32) -> f32 {
    f32::from_bits((x.to_bits().wrapping_add(0x8000)) & 0xffff_0000)
}
