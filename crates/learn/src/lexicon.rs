//! The words that a network knows: which have a row of their own, and what is known of them
//! beforehand.
//!
//! Words seen often enough in training have rows of their own. Words of which more text than the
//! treebanks tells have codes: numbers from 0 to 254, one of each book, that words alike share,
//! so that a word never seen in training is read as those like it.

use crate::Word;
use crate::network::{FIXED, NOTHING, fixed};

/// How many rows a book of codes has.
const BOOK: usize = 256;
/// The code of a word of which nothing is known beforehand.
pub const UNCODED: u8 = 255;
/// Stands for a row that is not there.
const NONE: u16 = u16::MAX;
/// How many books there are at most.
const MOST: usize = 32;
/// How many rows a word has by its affixes and shape, besides its own.
const AFFIXES: usize = 6;

/// A word that a network knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The hash of its form.
    pub form: u32,
    /// Whether it has a row of its own.
    pub own: bool,
    /// Its code in each book, [`UNCODED`] where nothing is known.
    pub codes: Vec<u8>,
}

/// The words that a network knows.
#[derive(Clone, Debug, Default)]
pub struct Lexicon {
    books: usize,
    owned: usize,
    // Invariant: sorted, each once.
    forms: Vec<u32>,
    // Invariant: one of `0..owned` or `NONE` a form.
    rows: Vec<u16>,
    // Invariant: `books` a form.
    codes: Vec<u8>,
    // Invariant: where the forms begin whose upper half is at least so much.
    starts: Vec<u32>,
}

impl Lexicon {
    /// A lexicon of these words, whose codes are of so many books; the first of two with the same
    /// form stays. `None` if it were too large or if codes are missing.
    pub fn new(books: usize, mut entries: Vec<Entry>) -> Option<Self> {
        entries.sort_by_key(|e| e.form);
        entries.dedup_by_key(|e| e.form);
        let fits = books <= MOST && entries.iter().all(|e| e.codes.len() == books);
        let forms = entries.iter().map(|e| e.form).collect();
        let codes = entries.iter().flat_map(|e| &e.codes).copied().collect();
        let owns = entries.iter().map(|e| e.own);
        Self::of(books, forms, owns, codes).filter(|_| fits)
    }

    /// The lexicon of these forms, which are sorted; for each whether it has a row of its own.
    /// `None` if too many have.
    fn of(
        books: usize,
        forms: Vec<u32>,
        owns: impl Iterator<Item = bool>,
        codes: Vec<u8>,
    ) -> Option<Self> {
        let mut out = Self {
            books,
            forms,
            codes,
            ..Self::default()
        };
        for own in owns {
            let row = if own { out.owned as u16 } else { NONE };
            out.rows.push(row);
            out.owned += usize::from(own);
        }
        out.index();
        (out.owned < usize::from(NONE)).then_some(out)
    }

    /// How many rows the network's table has with this lexicon.
    pub fn table(&self) -> usize {
        FIXED + self.owned + self.books * BOOK
    }

    /// Where the rows of the codes begin, 256 a book.
    pub fn coded(&self) -> usize {
        FIXED + self.owned
    }

    /// How many rows each word is the sum of.
    pub fn width(&self) -> usize {
        1 + AFFIXES + self.books
    }

    /// Adds the rows that the word is the sum of, its own first; [`NOTHING`] where it has none.
    pub fn pick(&self, word: &Word, to: &mut Vec<u32>) {
        let known = self.find(word.form);
        let own = known.map_or(NONE, |n| self.rows[n]);
        to.push(match own {
            NONE => NOTHING,
            own => (FIXED + usize::from(own)) as u32,
        });
        to.extend(fixed(word));
        let base = self.coded();
        let Some(n) = known else {
            to.extend((0..self.books).map(|_| NOTHING));
            return;
        };
        let codes = &self.codes[n * self.books..][..self.books];
        to.extend(codes.iter().enumerate().map(|(book, code)| match *code {
            UNCODED => NOTHING,
            code => (base + book * BOOK + usize::from(code)) as u32,
        }));
    }

    /// The codes of a form, one of each book; none where nothing is known.
    #[inline]
    pub fn codes(&self, form: u32) -> &[u8] {
        let known = self.find(form).map(|n| n * self.books);
        known
            .and_then(|at| self.codes.get(at..at + self.books))
            .unwrap_or_default()
    }

    /// Reads a lexicon from the beginning of bytes; what follows it comes back too.
    pub(crate) fn read(bytes: &[u8]) -> Option<(Self, &[u8])> {
        let (books, rest) = bytes.split_first_chunk::<4>()?;
        let (count, rest) = rest.split_first_chunk::<4>()?;
        let books = u32::from_le_bytes(*books) as usize;
        let count = u32::from_le_bytes(*count) as usize;
        if books > MOST || count > rest.len() {
            return None;
        }
        let (forms, rest) = rest.split_at_checked(4 * count)?;
        let (owns, rest) = rest.split_at_checked(count)?;
        let (codes, rest) = rest.split_at_checked(count * books)?;
        let forms: Vec<u32> = forms
            .chunks_exact(4)
            .map(|f| u32::from_le_bytes([f[0], f[1], f[2], f[3]]))
            .collect();
        if !forms.windows(2).all(|f| f[0] < f[1]) {
            return None;
        }
        let owns = owns.iter().map(|own| *own != 0);
        Some((Self::of(books, forms, owns, codes.to_vec())?, rest))
    }

    /// Writes the lexicon.
    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        out.extend((self.books as u32).to_le_bytes());
        out.extend((self.forms.len() as u32).to_le_bytes());
        out.extend(self.forms.iter().flat_map(|f| f.to_le_bytes()));
        out.extend(self.rows.iter().map(|r| u8::from(*r != NONE)));
        out.extend(&self.codes);
    }

    fn index(&mut self) {
        self.starts = Vec::with_capacity((1 << 16) + 1);
        for (n, form) in self.forms.iter().enumerate() {
            while self.starts.len() <= (form >> 16) as usize {
                self.starts.push(n as u32);
            }
        }
        self.starts.resize((1 << 16) + 1, self.forms.len() as u32);
    }

    fn find(&self, form: u32) -> Option<usize> {
        let at = (form >> 16) as usize;
        let (from, to) = (*self.starts.get(at)?, *self.starts.get(at + 1)?);
        (from as usize..to as usize).find(|n| self.forms[*n] == form)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::word;

    fn lexicon() -> Lexicon {
        let entry = |form, own, codes: [u8; 2]| Entry {
            form: word(form).form,
            own,
            codes: codes.to_vec(),
        };
        let entries = vec![
            entry("known", true, [3, 7]),
            entry("rare", false, [3, 8]),
            entry("own", true, [UNCODED; 2]),
        ];
        Lexicon::new(2, entries).unwrap()
    }

    fn picks(lexicon: &Lexicon, form: &str) -> Vec<u32> {
        let mut out = Vec::new();
        lexicon.pick(&word(form), &mut out);
        assert_eq!(out.len(), lexicon.width());
        assert!(out.iter().all(|r| (*r as usize) < lexicon.table()));
        out
    }

    #[test]
    fn words_alike_share_rows() {
        let lexicon = lexicon();
        let (known, rare, other) = (
            picks(&lexicon, "Known"),
            picks(&lexicon, "rare"),
            picks(&lexicon, "other"),
        );
        assert_eq!(known[7], rare[7]);
        assert_ne!(known[8], rare[8]);
        assert_eq!([rare[0], other[0], other[7], other[8]], [NOTHING; 4]);
        assert_ne!(known[0], NOTHING);
        assert_eq!(picks(&lexicon, "own")[7..], [NOTHING; 2]);
    }

    #[test]
    fn what_is_written_is_read() {
        let lexicon = lexicon();
        let mut bytes = Vec::new();
        lexicon.write(&mut bytes);
        bytes.push(9);
        let (again, rest) = Lexicon::read(&bytes).unwrap();
        assert_eq!(rest, [9]);
        for form in ["known", "rare", "own", "other"] {
            assert_eq!(picks(&lexicon, form), picks(&again, form));
        }
        for cut in 0..bytes.len() - 1 {
            assert!(Lexicon::read(&bytes[..cut]).is_none());
        }
    }
}
