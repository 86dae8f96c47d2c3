//! Markup: a tokenizer and a tree of our own, made for pages as crawls have them.
//!
//! The tree is an arena in document order: a node's descendants are the nodes behind it up to
//! [`Node::after`], so walks are loops over a vector. Nothing is copied from the page; nodes hold
//! byte ranges. Every step is linear in the page's bytes, and depth, nodes and attributes are capped.

mod attribute;
mod dom;
mod entity;
mod tag;
mod token;

pub(crate) use attribute::Name;
pub(crate) use dom::{Dom, Id, ROOT};
pub(crate) use entity::{decoded, plain};
pub(crate) use tag::Tag;
