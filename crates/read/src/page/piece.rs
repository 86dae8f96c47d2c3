//! A block of the main text's element, and what becomes of it.

use risalah_doc::BlockKind;

/// What becomes of a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It is of the main text.
    Kept,
    /// It has no words.
    Empty,
    /// It stands in something whose names say it is not of the main text.
    Outside,
    /// It is a caption, a byline, a date or a credit.
    Part,
    /// It is little but links.
    Links,
    /// It is a line that stands in many texts and is of none.
    Foreign,
    /// It is the headline.
    Title,
    /// It is a short line before the text starts or after it ends.
    Edge,
    /// It stands under a heading that is not of the main text.
    Under,
    /// It is a heading with nothing under it.
    Bare,
    /// It has been said already.
    Again,
}

/// A block of the chosen element, its words, and what becomes of it.
#[derive(Debug)]
pub(crate) struct Piece {
    /// The block's place on the page.
    pub(crate) place: usize,
    pub(crate) text: String,
    pub(crate) verdict: Verdict,
    /// Its heading's level, 0 for other blocks; 7 for a bold line.
    pub(crate) level: u8,
    pub(super) quoted: bool,
    pub(super) prose: bool,
    pub(super) closed: bool,
    pub(super) item: bool,
    pub(super) listed: bool,
    pub(super) linked: bool,
}

impl Piece {
    /// What it is, where it is no plain paragraph.
    pub(super) fn kind(&self) -> Option<BlockKind> {
        match self.level {
            level @ 1..=6 => Some(BlockKind::Heading(level)),
            _ if self.item => Some(BlockKind::Item),
            _ if self.quoted => Some(BlockKind::Quote),
            _ => None,
        }
    }
}
