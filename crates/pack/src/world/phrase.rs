//! Names as sequences of pieces: how a name in a text and a name in a list are found to be one.
//!
//! A piece is a run of letters and digits; between two pieces stands a gap. Neither depends on
//! how a parser cuts words, so "U.S.", "Coca-Cola" and "Xi Jinping's" match as people read them.

use risalah_doc::Span;

/// A run of letters and digits of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Where it stands.
    pub span: Span,
    /// Its letters without case.
    pub(crate) folded: u64,
    /// Its letters as written; a word all in capitals as if only its first letter were one.
    pub(crate) titled: u64,
    /// The same also of a short word, which may be an acronym elsewhere.
    pub(crate) loud: u64,
    /// Whether it is a longer word all in capitals.
    pub(crate) shouted: bool,
    /// What stands between it and the piece before it, blanks aside.
    gap: u64,
}

const SEED: u64 = 0xcbf2_9ce4_8422_2325;

/// Words this short may be acronyms, and so keep their capitals.
const ACRONYM: usize = 3;

fn mix(hash: u64, value: u64) -> u64 {
    let x = (hash ^ value).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    x ^ (x >> 29)
}

/// The pieces of a text, in order.
pub fn pieces(text: &str) -> Vec<Piece> {
    pieces_cut(text, &[])
}

/// The pieces of a text in which one ends at each of these bytes wherever that is, in order.
pub fn pieces_cut(text: &str, cuts: &[usize]) -> Vec<Piece> {
    let mut out = Vec::with_capacity(text.len() / 5);
    let mut from = 0;
    for &to in cuts.iter().chain([&text.len()]) {
        let part = text.get(from..to).unwrap_or_default();
        out.extend(each(part).map(|mut piece| {
            piece.span = Span::new(piece.span.start() + from, piece.span.end() + from);
            piece
        }));
        from = to.max(from);
    }
    out
}

/// The pieces of a text one by one.
pub(crate) fn each(text: &str) -> impl Iterator<Item = Piece> {
    let mut chars = text.char_indices().peekable();
    std::iter::from_fn(move || {
        let mut gap = SEED;
        let start = loop {
            let &(at, c) = chars.peek()?;
            if c.is_alphanumeric() {
                break at;
            }
            gap = between(gap, c);
            chars.next();
        };
        let mut end = start;
        while let Some((at, c)) = chars.next_if(|(_, c)| c.is_alphanumeric()) {
            end = at + c.len_utf8();
        }
        Some(piece(&text[start..end], Span::new(start, end), gap))
    })
}

fn piece(word: &str, span: Span, gap: u64) -> Piece {
    let capitals = word.chars().all(|c| !c.is_lowercase());
    let shouted = word.len() > ACRONYM && capitals;
    let (mut folded, mut titled, mut loud) = (SEED, SEED, SEED);
    for (n, c) in word.chars().enumerate() {
        let low = lower(c);
        folded = mix(folded, u64::from(low));
        let kept = if shouted && n > 0 { low } else { c };
        titled = mix(titled, u64::from(kept));
        let kept = if capitals && n > 0 { low } else { c };
        loud = mix(loud, u64::from(kept));
    }
    Piece {
        span,
        folded,
        titled,
        loud,
        shouted,
        gap,
    }
}

fn lower(c: char) -> char {
    if c.is_ascii() {
        c.to_ascii_lowercase()
    } else {
        c.to_lowercase().next().unwrap_or(c)
    }
}

/// Adds a character that is no letter to a gap: blanks and dashes are nothing, quotes are one.
fn between(gap: u64, c: char) -> u64 {
    let c = match c {
        c if c.is_whitespace() => return gap,
        '-' | '\u{2010}'..='\u{2015}' => return gap,
        '\u{2018}' | '\u{2019}' | '`' | '\u{b4}' => '\'',
        c => c,
    };
    mix(gap, u64::from(c))
}

/// The hash of a whole phrase, pieces and the gaps between them.
#[derive(Clone, Copy, Debug)]
pub struct Phrase {
    /// Without case.
    pub folded: u64,
    /// As written.
    pub titled: u64,
}

impl Phrase {
    /// A phrase of one piece.
    pub fn start(piece: &Piece) -> Self {
        Self::first(piece, piece.titled)
    }

    /// The phrase with one more piece.
    #[must_use]
    pub fn then(self, piece: &Piece) -> Self {
        self.next(piece, piece.titled)
    }

    fn first(piece: &Piece, letters: u64) -> Self {
        Self {
            folded: mix(SEED, piece.folded),
            titled: mix(SEED, letters),
        }
    }

    fn next(self, piece: &Piece, letters: u64) -> Self {
        Self {
            folded: mix(mix(self.folded, piece.gap), piece.folded),
            titled: mix(mix(self.titled, piece.gap), letters),
        }
    }

    /// The phrase of a whole name and the number of its pieces; `None` if it has no letter.
    pub fn of(name: &str) -> Option<(Self, usize)> {
        let mut pieces = each(name);
        let first = Self::start(&pieces.next()?);
        Some(pieces.fold((first, 1), |(phrase, n), next| (phrase.then(&next), n + 1)))
    }
}

/// A phrase as it is written, and as it is read among words all in capitals: "ST. PAUL" has "Saint"'s
/// short word, which else would be an acronym.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shown {
    /// As it is written.
    pub(crate) usual: Phrase,
    loud: Phrase,
    shouted: bool,
}

impl Shown {
    /// A phrase of one piece.
    pub(crate) fn start(piece: &Piece) -> Self {
        Self {
            usual: Phrase::start(piece),
            loud: Phrase::first(piece, piece.loud),
            shouted: piece.shouted,
        }
    }

    /// The phrase with one more piece.
    #[must_use]
    pub(crate) fn then(self, piece: &Piece) -> Self {
        Self {
            usual: self.usual.then(piece),
            loud: self.loud.next(piece, piece.loud),
            shouted: self.shouted || piece.shouted,
        }
    }

    /// The phrase of a whole name; `None` if it has no letter.
    pub(crate) fn of(name: &str) -> Option<Self> {
        let mut pieces = each(name);
        let first = Self::start(&pieces.next()?);
        Some(pieces.fold(first, |shown, piece| shown.then(&piece)))
    }

    /// The other reading, if a word is all in capitals and there is another.
    pub(crate) fn loud(&self) -> Option<Phrase> {
        let other = self.shouted && self.loud.titled != self.usual.titled;
        other.then_some(self.loud)
    }
}

/// Whether the words of a text may be the name: each capital of the name must be one in the
/// text, and what is small in the name may be a capital (headlines, starts of sentences).
pub(crate) fn fits(name: &str, words: &str) -> bool {
    let letters = |text| str::chars(text).filter(|c| c.is_alphanumeric());
    letters(name)
        .zip(letters(words))
        .all(|(n, w)| !n.is_uppercase() || w.is_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_and_kinds_of_dash_do_not_part_a_name() {
        let hash = |name| Phrase::of(name).map(|(p, n)| (p.folded, n));
        assert_eq!(hash("Coca-Cola"), hash("coca – cola"));
        assert_eq!(hash("Secretary-General"), hash("secretary general"));
        assert_eq!(hash("People’s Party"), hash("People's  Party"));
        assert_ne!(hash("Coca/Cola"), hash("Coca Cola"));
        assert_eq!(hash("..."), None);
    }

    #[test]
    fn a_shouted_word_reads_as_a_titled_one() {
        let titled = |name| Phrase::of(name).map(|(p, _)| p.titled);
        assert_eq!(titled("MOSKOW"), titled("Moskow"));
        assert_ne!(titled("moskow"), titled("Moskow"));
        assert_ne!(titled("AS"), titled("As"));
    }

    #[test]
    fn capitals_of_a_name_bind() {
        assert!(fits("Iran", "IRAN"));
        assert!(fits("foreign minister", "Foreign Minister"));
        assert!(!fits("AS", "as"));
        assert!(!fits("WHO", "Who"));
    }
}
