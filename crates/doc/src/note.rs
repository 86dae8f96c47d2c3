//! Notes: what a stage has to say about a text that it could not use whole.

use crate::Span;

/// Something a reader of the record should know about how it came to be.
///
/// Odd text is never an error: it yields less, and a note says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// What happened.
    pub kind: NoteKind,
    /// Where, if it is about one stretch of the text.
    pub span: Option<Span>,
}

/// What a note says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum NoteKind {
    /// The input's text is empty.
    EmptyText,
    /// Bytes that are no UTF-8 were replaced.
    InvalidUtf8,
    /// The text was longer than the cap and was cut.
    TextCut,
    /// A sentence was longer than the cap and was cut into pieces.
    SentenceCut,
    /// The language could not be told.
    LanguageUnknown,
    /// There is no pack for the article's language.
    LanguageWithoutPack,
    /// The publication date that came with the report could not be read.
    DateUnreadable,
    /// No publication date came with the report; the one full date in the text is the anchor.
    AnchorFromText,
    /// No publication date came with the report and the text gives none: relative times stay open.
    NoAnchor,
    /// What is left of a picture's address was taken out of the text.
    UrlResidue,
    /// Markup was nested too deep, or too much of it, and was flattened.
    MarkupCut,
}

impl NoteKind {
    /// The note's name in the record.
    pub fn name(self) -> &'static str {
        match self {
            Self::EmptyText => "empty-text",
            Self::InvalidUtf8 => "invalid-utf8",
            Self::TextCut => "text-cut",
            Self::SentenceCut => "sentence-cut",
            Self::LanguageUnknown => "language-unknown",
            Self::LanguageWithoutPack => "language-without-pack",
            Self::DateUnreadable => "date-unreadable",
            Self::AnchorFromText => "anchor-from-text",
            Self::NoAnchor => "no-anchor",
            Self::UrlResidue => "url-residue",
            Self::MarkupCut => "markup-cut",
        }
    }
}
