//! A page: its main text and what it says of itself.
//!
//! The page's words are cut into blocks, each element is marked by what its names tell, the
//! element that holds the main text is chosen by weight, and its blocks are kept or left out.

mod block;
mod choose;
mod keep;
mod marks;
mod media;
mod piece;
mod render;

pub(crate) use block::{Block, Blocks};
pub(crate) use choose::{Choice, root};
pub(crate) use keep::{Page, alike, judged};
pub(crate) use marks::Marks;
pub(crate) use media::{links, pictures};
pub(crate) use render::{kinds, text};
