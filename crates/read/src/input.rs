//! A report as a source gives it, before it is read.

use std::fmt;

use risalah_doc::{Lang, NoteKind, Origin};

/// One raw report.
#[derive(Clone, Debug)]
pub struct Input {
    /// The caller's name for it, or its file's or line's.
    pub id: String,
    /// The file or address it came from.
    pub source: Option<String>,
    /// Its words.
    pub body: Body,
    /// Where it was published.
    pub url: Option<String>,
    /// When it was published, as written.
    pub date: Option<String>,
    /// Who says so.
    pub date_from: Origin,
    /// The language, where the caller knows it.
    pub lang: Option<Lang>,
    /// The headline.
    pub title: Option<String>,
    /// Who wrote it.
    pub byline: Option<String>,
    /// What was odd on the way here.
    pub notes: Vec<NoteKind>,
}

/// The words of a report.
#[derive(Clone, Debug)]
pub enum Body {
    /// Text to be kept to the letter: the caller counts offsets in it.
    Text(String),
    /// Text as found in a file: a header block is read, and crawl residue is taken out.
    Raw(String),
    /// A page.
    Html(String),
    /// Markup that is main text and nothing else, as feeds carry it.
    Fragment(String),
}

impl Input {
    /// A report of which nothing is known but its words.
    pub fn new(id: impl Into<String>, body: Body) -> Self {
        Self {
            id: id.into(),
            source: None,
            body,
            url: None,
            date: None,
            date_from: Origin::Given,
            lang: None,
            title: None,
            byline: None,
            notes: Vec::new(),
        }
    }
}

impl Body {
    /// The words or markup as they came.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Text(text) | Self::Raw(text) | Self::Html(text) | Self::Fragment(text) => text,
        }
    }
}

/// An input that could not be read; the run goes on without it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// The report's name, where it could be made out.
    pub id: Option<String>,
    /// The line in its file, from 1, where the file has lines.
    pub line: Option<u64>,
    /// Why.
    pub why: Why,
}

/// Why an input was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Why {
    /// The line is no JSON object, or a field has the wrong type.
    Json(String),
    /// What a program gave is no report: this is wrong with it.
    Given(String),
    /// The object has neither text nor a page.
    NoBody,
    /// It is longer than the cap.
    TooLong {
        /// The cap in bytes.
        cap: usize,
    },
    /// The archive, feed or compressed stream is broken here.
    Broken(String),
    /// The stream could not be read.
    Io(String),
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Json(what) => write!(f, "is no report in JSON: {what}"),
            Self::Given(what) => f.write_str(what),
            Self::NoBody => f.write_str("has neither `text` nor `html`"),
            Self::TooLong { cap } => write!(f, "is longer than {} MB", cap >> 20),
            Self::Broken(what) => write!(f, "is broken: {what}"),
            Self::Io(what) => write!(f, "cannot be read: {what}"),
        }
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.id, self.line) {
            (Some(id), _) => write!(f, "{id}: ")?,
            (None, Some(line)) => write!(f, "line {line}: ")?,
            (None, None) => {}
        }
        self.why.fmt(f)
    }
}

impl std::error::Error for Refused {}
