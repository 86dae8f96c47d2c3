//! The nouns of Risalah: what a report, its parse, its entities and its events are.
//!
//! A report goes through four stages, and each stage's value holds the one before it whole:
//! [`Article`] → [`Parsed`] → [`Resolved`] → [`Coded`]. Nothing here does any work; the crates
//! `read`, `parse`, `resolve` and `code` make these values, and `record` writes them down.
//!
//! Every offset is a [`Span`]: bytes into [`Article::text`], on character boundaries. Only the
//! edges (the record, Python, the page) convert them to what their callers count in.

mod article;
mod coded;
mod lang;
mod note;
mod parsed;
mod resolved;
mod span;
mod syntax;

pub use article::{
    Article, Block, BlockKind, Image, Operation, Origin, Origins, Published, Recovery,
};
pub use coded::{
    Coded, Dropped, Event, EventTime, Ground, Link, LinkKind, Quote, QuoteKind, Reason, Reported,
    Role, Speaker, Status, TimeFrom,
};
pub use lang::Lang;
pub use note::{Note, NoteKind};
pub use parsed::{Parsed, Sentence, Token, TokenId, is_hyphen, titled};
pub use resolved::{
    Code, Entity, EntityId, EntityKind, Granularity, Mention, MentionKind, Place, Presumed,
    Resolution, Resolved, Time, TimeKind,
};
pub use span::Span;
pub use syntax::{Feats, Rel, Upos, Voice};
