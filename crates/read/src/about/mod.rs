//! What a page says of itself: headline, byline, date, site, pictures, canonical address.
//!
//! Most trusted first: JSON-LD, Open Graph, other meta elements, microdata, time elements, the
//! address, visible words. Every fact remembers where it was found.

mod byline;
mod day;
mod facts;
mod front;
mod jsonld;
mod page;
mod seen;
mod title;

pub(crate) use byline::byline;
pub(crate) use day::published;
pub(crate) use facts::{Facts, Said, text_of};
pub(crate) use front::Front;
pub(crate) use page::Page;
pub(crate) use title::title;

use crate::html;
use risalah_pack::web::Web;

/// Decodes and folds blanks.
pub(crate) fn clean(web: &Web, raw: &str) -> String {
    let once = html::decoded(&web.entities, raw);
    // Many pages encode twice.
    let twice = html::decoded(&web.entities, &once);
    let mut out = String::with_capacity(twice.len());
    for word in twice.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.extend(
            word.chars()
                .filter(|c| !matches!(c, '\u{ad}' | '\u{200b}' | '\u{feff}')),
        );
    }
    out
}
