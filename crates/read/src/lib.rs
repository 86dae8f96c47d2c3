//! From pages, feeds and files to the clean article.

mod about;
mod address;
mod article;
pub mod charset;
pub mod date;
mod html;
mod input;
mod language;
mod page;
pub mod rendition;
pub mod source;
mod text;

#[cfg(test)]
mod testing;

pub use article::{article, article_by, blocks_of};
pub use input::{Body, Input, Refused, Why};
pub use language::language;
pub use source::{From, Reports, reports};
