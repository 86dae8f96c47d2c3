//! Which blocks of the chosen element are the main text.

use risalah_pack::web::{Part, Web};

use super::block::Block;
use super::choose::Choice;
use super::render::{self, Piece};
use super::{Blocks, Marks};
use crate::html::{Dom, Id, Tag};

/// The places of the blocks that are the main text, in order.
pub(crate) fn kept(
    web: &Web,
    dom: &Dom<'_>,
    blocks: &Blocks,
    marks: &Marks,
    choice: &Choice,
    title: &str,
) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut buffer = String::new();
    for n in blocks.inside(dom, choice.root) {
        let block = &blocks.all[n];
        if choice.outside[n]
            || of_part(dom, marks, block, choice.root)
            || mostly_links(dom, blocks, block)
        {
            continue;
        }
        buffer.clear();
        render::block(web, dom, block, &mut buffer);
        let text = buffer.trim();
        if text.is_empty() || is_foreign(web, text) || is_title(text, title) {
            continue;
        }
        pieces.push(Piece {
            text: text.to_owned(),
            heading: heading(dom, block),
            prose: block.is_prose(),
            closed: block.closed,
        });
    }
    trimmed(pieces)
}

/// Whether the block stands in a caption, or is a byline, date or credit.
fn of_part(dom: &Dom<'_>, marks: &Marks, block: &Block, root: Id) -> bool {
    let chain = std::iter::once(block.owner)
        .chain(dom.above(block.owner))
        .take_while(|id| *id > root);
    let long = block.is_prose() && block.len > 200;
    for id in chain {
        if marks.has(id, Part::Caption) || (marks.has(id, Part::Meta) && !long) {
            return true;
        }
    }
    false
}

/// Whether the block is little but links, alone or with its neighbours in a list.
fn mostly_links(dom: &Dom<'_>, blocks: &Blocks, block: &Block) -> bool {
    let density = block.density();
    if density > 0.8 || (density > 0.5 && block.len < 200) {
        return true;
    }
    let list = std::iter::once(block.owner)
        .chain(dom.above(block.owner))
        .take(3);
    for id in list {
        if matches!(dom.node(id).tag, Tag::Ul | Tag::Ol | Tag::Dl) {
            let (mut len, mut linked) = (0, 0);
            for b in &blocks.all[blocks.inside(dom, id)] {
                len += b.len;
                linked += b.linked;
            }
            return linked * 2 > len;
        }
    }
    false
}

fn is_foreign(web: &Web, text: &str) -> bool {
    if text.len() > 400 {
        return false;
    }
    web.phrases.is_foreign(&text.to_lowercase())
}

fn is_title(text: &str, title: &str) -> bool {
    !title.is_empty() && text.eq_ignore_ascii_case(title)
}

fn heading(dom: &Dom<'_>, block: &Block) -> bool {
    let mut chain = std::iter::once(block.owner)
        .chain(dom.above(block.owner))
        .take(2);
    chain.any(|id| dom.node(id).tag.is_heading())
        || (block.bold == block.len && block.len < 100 && !block.closed)
}

/// Without short lines before the first prose and after the last, and headings with nothing under them.
fn trimmed(pieces: Vec<Piece>) -> Vec<Piece> {
    let Some(last) = pieces.iter().rposition(|p| p.prose || p.closed) else {
        return pieces;
    };
    let first = pieces.iter().position(|p| p.prose || p.closed).unwrap_or(0);
    let kept = pieces.into_iter().enumerate();
    kept.filter(|(n, _)| (first..=last).contains(n))
        .map(|(_, p)| p)
        .collect()
}
