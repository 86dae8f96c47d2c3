//! The record: what `risalah code` writes, as JSON Lines for machines and as text for people.
//!
//! The form is fixed (version 1): names and meanings stay, fields may be added. Offsets are
//! Unicode code points into `text`, as Python strings count them. The same article gives the same
//! bytes on every run.

mod changes;
mod explain;
mod json;
mod kept;
mod offsets;
mod text;

pub use changes::{Change, changes};
pub use explain::explain;
pub use json::{Whose, article_json, error_json, json, json_line};
pub use kept::{Sentences, article, words};
pub use offsets::Offsets;
pub use text::{article_text, text};

/// The version of the record's form.
pub const VERSION: u32 = 1;
