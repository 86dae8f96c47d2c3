//! From pages, feeds and files to the clean article.

mod article;
pub mod date;
mod input;
mod language;
mod rendition;
mod text;

#[cfg(test)]
mod testing;

pub use article::{article, article_by};
pub use input::{Body, Input, Refused, Why};
pub use language::language;
