//! Where a page's article begins: headline, lines by it, first prose.

use std::ops::Range;

use risalah_pack::web::Web;

use super::{Facts, clean};
use crate::html::{Dom, Id, Tag};
use crate::page::{Block, Blocks, alike};

/// A line by the headline has no more bytes than this.
pub(super) const LINE: usize = 160;
/// So many blocks above the headline may hold the date.
pub(super) const BEFORE: usize = 3;
/// So many blocks under the headline may hold byline and date.
const AFTER: usize = 30;
/// So many blocks behind the first prose may still, where that is a lead.
const BEHIND: usize = 2;
/// A headline's block may be so much longer than the headline.
const DRESS: u32 = 24;

/// Where a page's article begins.
#[derive(Clone, Debug)]
pub(crate) struct Front {
    /// The place of the block that is the headline, else that where the text starts.
    pub(super) headline: usize,
    /// The place of the first prose under the headline and in the main text.
    pub(super) prose: usize,
    /// The nodes from just above the headline to the end of that prose.
    pub(super) opening: Range<Id>,
    /// One past the last node that may say the article's date.
    pub(super) end: Id,
}

impl Front {
    /// Finds the beginning of the article that `root` holds.
    pub(crate) fn of(
        web: &Web,
        dom: &Dom<'_>,
        facts: &Facts<'_>,
        blocks: &Blocks,
        root: Id,
        title: &str,
    ) -> Self {
        let all = &blocks.all;
        let text = blocks.inside(dom, root);
        let last = (first_prose(blocks, text.start) + 1).min(all.len());
        let long = title.len() as u32;
        let is_title = |block: &Block| {
            long > 0 && block.len.abs_diff(long) < DRESS && alike(&line(web, dom, block), title)
        };
        let headline = all[..last].iter().rposition(is_title);
        let headline = headline.unwrap_or_else(|| {
            let end = dom.node(root).after;
            let heading = facts.headings.iter().rev().find(|(h, _)| *h < end);
            let place = heading.map(|(h, _)| all.partition_point(|b| b.first < *h));
            place.unwrap_or(text.start).min(text.start)
        });
        let prose = first_prose(blocks, text.start.max(headline + 1));
        let node = |n: usize| all.get(n).map_or(dom.len(), |b| b.first);
        let prose_end = all.get(prose).map_or(dom.len(), |b| b.last);
        Self {
            headline,
            prose,
            opening: node(headline.saturating_sub(BEFORE))..prose_end,
            end: node(text.end + BEFORE),
        }
    }

    /// The places of the short blocks by the headline: first those under it, up to the first
    /// prose, then up to `above` before it.
    pub(super) fn places<'b>(
        &self,
        blocks: &'b Blocks,
        above: usize,
    ) -> impl Iterator<Item = usize> + use<'b> {
        let all = &blocks.all;
        let from = self.headline;
        let below = from..(self.prose + 1 + BEHIND).min(all.len()).min(from + AFTER);
        let above = (from.saturating_sub(above)..from).rev();
        below.chain(above).filter(|n| {
            let block = &all[*n];
            let long = block.len as usize > LINE && !block.is_prose();
            block.density() <= 0.9 && !long
        })
    }
}

fn first_prose(blocks: &Blocks, from: usize) -> usize {
    let prose = (from..blocks.all.len()).find(|n| blocks.all[*n].is_prose());
    prose.unwrap_or(from)
}

/// A block's words.
pub(super) fn line(web: &Web, dom: &Dom<'_>, block: &Block) -> String {
    let mut text = String::new();
    for id in block.first..block.last {
        match dom.node(id).tag {
            Tag::Br => text.push(' '),
            _ => text.push_str(dom.text(id)),
        }
    }
    clean(web, &text)
}
