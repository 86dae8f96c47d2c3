//! From blocks to words.

use risalah_doc::{Block, Span};
use risalah_pack::web::Web;

use super::Marks;
use super::block::{self, is_silent};
use super::piece::{Piece, Verdict};
use crate::html::{self, Dom, Tag};

/// What stands between two paragraphs.
const JOINT: &str = "\n\n";

/// The kept pieces as one text.
pub(crate) fn text(pieces: &[Piece]) -> String {
    let kept = || pieces.iter().filter(|p| p.verdict == Verdict::Kept);
    let mut out = String::with_capacity(kept().map(|p| p.text.len() + 2).sum());
    for piece in kept() {
        if !out.is_empty() {
            out.push_str(JOINT);
        }
        out.push_str(&piece.text);
    }
    out
}

/// What the kept pieces are in their text, where they are no plain paragraphs.
pub(crate) fn kinds(pieces: &[Piece]) -> Vec<Block> {
    let mut out = Vec::new();
    let mut start = 0;
    for piece in pieces.iter().filter(|p| p.verdict == Verdict::Kept) {
        let end = start + piece.text.len();
        if let Some(kind) = piece.kind() {
            out.push(Block {
                span: Span::new(start, end),
                kind,
            });
        }
        start = end + JOINT.len();
    }
    out
}

/// Writes a block's words, blanks folded.
pub(super) fn block(
    web: &Web,
    dom: &Dom<'_>,
    marks: &Marks,
    block: &block::Block,
    out: &mut String,
) {
    let mut at = block.first;
    while at < block.last {
        let node = dom.node(at);
        if node.tag != Tag::Text && is_silent(dom, marks, at) {
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
