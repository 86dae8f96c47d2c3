//! The clean article.

use jiff::civil::Date;

use crate::{Lang, Note, Span};

/// A report as read: its clean text, and what came with it.
#[derive(Clone, Debug, Default)]
pub struct Article {
    /// The caller's name for it.
    pub id: String,
    /// Where it was published.
    pub url: Option<String>,
    /// The language, given or recognised.
    pub lang: Option<Lang>,
    /// The headline, where it came apart from the text.
    pub title: Option<String>,
    /// Who wrote it.
    pub byline: Option<String>,
    /// The site's name.
    pub site: Option<String>,
    /// The part of the site that it stands in ("Nasional").
    pub section: Option<String>,
    /// The words before the dash of the first line ("BRUSSELS (Reuters)", "KOMPAS.com"), in `text`.
    pub dateline: Option<Span>,
    /// The day it was published.
    pub published: Option<Published>,
    /// The clean text. Everything downstream points into it.
    pub text: String,
    /// What in the text is no plain paragraph, in its order.
    pub blocks: Vec<Block>,
    /// Pictures, lead picture first.
    pub images: Vec<Image>,
    /// Addresses the main text links to.
    pub links: Vec<String>,
    /// Where what a page says of it was found.
    pub origins: Origins,
    /// What was odd.
    pub notes: Vec<Note>,
}

/// A stretch of a text that is a paragraph of its own kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub kind: BlockKind,
}

/// What a stretch of text is, where it is no plain paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// A heading of this level, 1 to 6.
    Heading(u8),
    /// An item of a list.
    Item,
    /// A quotation that is set apart.
    Quote,
}

/// Where a page says what it says of its article; `None` for what it does not say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Origins {
    /// The headline.
    pub title: Option<Origin>,
    /// Who wrote it.
    pub byline: Option<Origin>,
    /// The site's name.
    pub site: Option<Origin>,
    /// The part of the site.
    pub section: Option<Origin>,
    /// The canonical address.
    pub url: Option<Origin>,
    /// The lead picture.
    pub image: Option<Origin>,
}

/// The day of publication and how it is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    /// The day.
    pub day: Date,
    /// The whole time as given ("2022-01-12T19:30:00+07:00"), where more than the day is known.
    pub stamp: Option<String>,
    /// Where it was found.
    pub origin: Origin,
}

/// Where a piece of metadata was found, most trusted first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Origin {
    /// The caller gave it.
    Given,
    /// JSON-LD on the page.
    JsonLd,
    /// Open Graph or article meta tags.
    OpenGraph,
    /// Other meta tags.
    Meta,
    /// Microdata.
    Microdata,
    /// A time element.
    TimeElement,
    /// The address of the page.
    Url,
    /// Words on the page.
    Visible,
    /// The feed's entry.
    Feed,
}

/// A picture, and the original behind the rendition that the page shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Image {
    /// The address as found.
    pub url: String,
    /// The original's address, or its path where the host is lost.
    pub original: Option<String>,
    /// How sure the original is.
    pub recovery: Option<Recovery>,
    /// What the rendition does to the original, in order.
    pub operations: Vec<Operation>,
    /// The words under it.
    pub caption: Option<String>,
}

/// How sure it is that the original's address is right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recovery {
    /// The rendition's address holds the original's.
    Exact,
    /// The same host serves the original under the address given.
    SameHost,
    /// A common habit of such servers.
    Guess,
}

/// One operation of a rendition: `quality(30)`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operation {
    /// Its name.
    pub name: String,
    /// Its arguments.
    pub args: Vec<String>,
}
