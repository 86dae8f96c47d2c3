//! From blocks to words.

use risalah_pack::web::Web;

use super::block::{Block, is_silent};
use crate::html::{self, Dom, Tag};

/// A block that is kept.
#[derive(Debug)]
pub(crate) struct Piece {
    pub(crate) text: String,
    pub(crate) heading: bool,
    pub(crate) prose: bool,
    pub(crate) closed: bool,
}

/// The pieces as one text.
pub(crate) fn text(pieces: &[Piece]) -> String {
    let mut out = String::with_capacity(pieces.iter().map(|p| p.text.len() + 2).sum());
    for piece in pieces {
        if !out.is_empty() {
            out.push_str("\n\n");
        }
        out.push_str(&piece.text);
    }
    out
}

/// Writes a block's words, blanks folded.
pub(super) fn block(web: &Web, dom: &Dom<'_>, block: &Block, out: &mut String) {
    let mut at = block.first;
    while at < block.last {
        let node = dom.node(at);
        if node.tag != Tag::Text && is_silent(dom, at) {
            at = node.after.max(at + 1);
            continue;
        }
        match node.tag {
            Tag::Text => folded(web, dom.text(at), out),
            Tag::Br => {
                let end = out.trim_end().len();
                out.truncate(end);
                out.push('\n');
            }
            _ => {}
        }
        at += 1;
    }
}

/// Decodes and folds blanks; what stands before is taken into account.
fn folded(web: &Web, raw: &str, out: &mut String) {
    let text = html::decoded(&web.entities, raw);
    let mut blank = out.is_empty() || out.ends_with([' ', '\n']);
    for c in text.chars() {
        if c.is_whitespace() || c == '\u{a0}' {
            if !blank {
                out.push(' ');
                blank = true;
            }
        } else if !matches!(c, '\u{ad}' | '\u{200b}' | '\u{feff}' | '\u{2060}') {
            out.push(c);
            blank = false;
        }
    }
}
