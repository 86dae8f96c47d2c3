//! Which element holds the main text.

use risalah_pack::web::{Part, Web};

use super::{Blocks, Marks};
use crate::html::{Dom, Id, ROOT, Tag};

/// What choosing has found.
#[derive(Debug)]
pub(crate) struct Choice {
    /// The element that holds the main text.
    pub(crate) root: Id,
    /// Whether its names say so.
    pub(crate) named: bool,
    /// Blocks between the headline and the element, among which the lead may stand.
    pub(crate) lead: std::ops::Range<usize>,
    /// For each block, whether it stands in something that is not of the main text.
    pub(crate) outside: Vec<bool>,
}

impl Choice {
    /// The whole of a page that is main text and nothing else.
    pub(crate) fn all(blocks: &Blocks) -> Self {
        Self {
            root: ROOT,
            named: true,
            lead: 0..0,
            outside: vec![false; blocks.all.len()],
        }
    }
}

/// A part that holds more than this much of a page's prose is the main text, whatever its names say.
const MOST: f32 = 0.5;
/// How much a byte of what is no prose weighs against one of prose.
const NOISE: f32 = 0.5;
/// An element named as the main text's is taken if it holds so much of the chosen one's prose.
const NAMED: f32 = 0.5;
/// One of several so named counts from this part on.
const PART: f32 = 0.05;
/// An element inside a named one is meant instead if it holds so much of it.
const MOSTLY: f32 = 0.8;
/// The first of several articles is the page's own if it holds so much of the prose.
const FIRST: f32 = 0.1;
/// Without one headline it is so if it has so many times the prose of each of the others.
const LONG: u32 = 5;
/// A longer block is no notice.
const NOTICE: u32 = 700;
/// A page with more of them is about them.
const NOTICES: usize = 3;
/// A page with less prose than this outside its comments is one of comments.
const LEAST: u32 = 200;
/// The headline is looked for in so many blocks before the main text.
const LEAD: usize = 40;
/// How much more prose weighs in an element named as the main text's.
const WITHIN: f32 = 3.0;

/// Chooses the element that holds the main text.
pub(crate) fn root(web: &Web, dom: &Dom<'_>, blocks: &Blocks, marks: &Marks) -> Choice {
    let outside = outside(web, dom, blocks, marks);
    let within = within(dom, blocks, marks);
    let all = blocks.all.iter().enumerate();
    let weights: Vec<f32> = all.map(|(n, b)| weight(b, outside[n], within[n])).collect();
    let sums = sums(dom, blocks, &weights);
    let mut best = ROOT;
    for id in ROOT + 1..dom.len() {
        // Later and inner elements win ties.
        if dom.node(id).tag != Tag::Text && sums[id as usize] >= sums[best as usize] {
            best = id;
        }
    }
    if matches!(
        dom.node(best).tag,
        Tag::P | Tag::Blockquote | Tag::Li | Tag::Pre
    ) && best != ROOT
    {
        // A text of one paragraph that weighs: its neighbours are of the text as well.
        best = dom.node(best).parent;
    }
    let (mut root, named) = named(dom, blocks, marks, &weights, best);
    if !named {
        root = first_article(dom, blocks, root);
    }
    let lead = lead(dom, blocks, root);
    Choice {
        root,
        named,
        lead,
        outside,
    }
}

/// The blocks between the headline and the chosen element: the lead may stand among them.
fn lead(dom: &Dom<'_>, blocks: &Blocks, root: Id) -> std::ops::Range<usize> {
    let start = blocks.inside(dom, root).start;
    let mut nearest = (start.saturating_sub(LEAD)..start).rev();
    let is_headline = |n: &usize| {
        let owner = blocks.all[*n].owner;
        dom.node(owner).tag == Tag::H1 || dom.node(dom.node(owner).parent).tag == Tag::H1
    };
    let headline = nearest.find(is_headline);
    headline.map_or(start..start, |n| n + 1..start)
}

/// Prose weighs for an element, links and what stands outside weigh against it.
fn weight(block: &super::block::Block, outside: bool, within: bool) -> f32 {
    if outside {
        return -NOISE * block.len as f32;
    }
    let prose = block.is_prose();
    match (prose, within) {
        (true, true) => block.plain() as f32 * WITHIN,
        (true, false) => block.plain() as f32,
        (false, _) if block.density() > 0.5 => -NOISE * block.len as f32,
        (false, true) => block.plain() as f32,
        (false, false) => 0.0,
    }
}

/// For each block, whether it stands in an element whose names say it is the main text's.
fn within(dom: &Dom<'_>, blocks: &Blocks, marks: &Marks) -> Vec<bool> {
    let mut out = vec![false; blocks.all.len()];
    let mut at = ROOT + 1;
    while at < dom.len() {
        if marks.has(at, Part::Body) {
            out[blocks.inside(dom, at)].fill(true);
            at = dom.node(at).after;
        } else {
            at += 1;
        }
    }
    out
}

/// The weight of each element: that of all blocks inside.
fn sums(dom: &Dom<'_>, blocks: &Blocks, weights: &[f32]) -> Vec<f32> {
    let mut sums = vec![0.0; dom.nodes.len()];
    for (block, weight) in blocks.all.iter().zip(weights) {
        sums[block.owner as usize] += weight;
    }
    for id in (1..dom.len()).rev() {
        let sum = sums[id as usize];
        if sum != 0.0 {
            sums[dom.node(id).parent as usize] += sum;
        }
    }
    sums
}

/// The element inside the chosen one that is named as holding the main text, if it holds most;
/// of several so named, the one around them all.
fn named(dom: &Dom<'_>, blocks: &Blocks, marks: &Marks, weights: &[f32], root: Id) -> (Id, bool) {
    let prose = |id: Id| -> f32 {
        weights[blocks.inside(dom, id)]
            .iter()
            .filter(|w| **w > 0.0)
            .sum()
    };
    let all = prose(root);
    let (mut held, mut best) = (0.0, None);
    let mut at = root;
    while at < dom.node(root).after {
        let own = if marks.has(at, Part::Body) {
            prose(at)
        } else {
            0.0
        };
        if own >= PART * all && own > 0.0 {
            // One so named inside another, with nearly all it holds, is the one that is meant.
            let inner = dom
                .inside(at)
                .rev()
                .find(|id| marks.has(*id, Part::Body) && prose(*id) >= MOSTLY * own);
            let id = inner.unwrap_or(at);
            held += own;
            best = Some(best.map_or(id, |b| around(dom, b, id)));
            at = dom.node(at).after;
        } else {
            at += 1;
        }
    }
    match best {
        Some(id) if held >= NAMED * all => (id, true),
        _ => (root, false),
    }
}

/// The innermost element around both.
fn around(dom: &Dom<'_>, a: Id, b: Id) -> Id {
    let holds = |id: &Id| *id <= b && b < dom.node(*id).after;
    std::iter::once(a)
        .chain(dom.above(a))
        .find(holds)
        .unwrap_or(ROOT)
}

/// Of several articles side by side, the one with the page's only headline, or a first one that is
/// much longer than all others: these are teasers or what to read next.
fn first_article(dom: &Dom<'_>, blocks: &Blocks, root: Id) -> Id {
    let mut headlines = (ROOT + 1..dom.len()).filter(|id| dom.node(*id).tag == Tag::H1);
    let headline = match (headlines.next(), headlines.next()) {
        (Some(only), None) => Some(only),
        _ => None,
    };
    let mut articles = Vec::new();
    let mut at = root + 1;
    while at < dom.node(root).after {
        if dom.node(at).tag == Tag::Article && blocks.prose(dom, at) > 0 {
            articles.push(at);
            at = dom.node(at).after;
        } else {
            at += 1;
        }
    }
    let prose = |id: &Id| blocks.prose(dom, *id);
    let of_headline = headline.and_then(|headline| {
        let mut all = articles.iter();
        all.find(|id| dom.inside(**id).contains(&headline))
    });
    let longest = articles.iter().skip(1).map(prose).max().unwrap_or(0);
    let long = articles.first().filter(|id| prose(id) > LONG * longest);
    let least = FIRST * blocks.prose(dom, root) as f32;
    let mut own = [of_headline, long].into_iter().flatten();
    let own = own.find(|id| articles.len() > 1 && prose(id) as f32 >= least);
    own.copied().unwrap_or(root)
}

/// For each block, whether it stands in something whose names say it is not of the main text.
fn outside(web: &Web, dom: &Dom<'_>, blocks: &Blocks, marks: &Marks) -> Vec<bool> {
    let total = blocks.prose(dom, ROOT);
    let mut out = vec![false; blocks.all.len()];
    let comments = |id: Id| {
        // Readers' words may be more than the article, but then they do not hold its headline.
        let holds = |id: Id| dom.node(id).tag == Tag::H1 || marks.has(id, Part::Body);
        marks.has(id, Part::Comment) && !(blocks.prose(dom, id) > 0 && dom.inside(id).any(holds))
    };
    let of_comments = drop_where(dom, blocks, marks, &mut out, comments);
    let mut total = total - of_comments.min(total);
    if total < LEAST {
        // A page of readers' words and nothing else: they are its text.
        out.fill(false);
        total += of_comments;
    }
    let named = |id: Id| {
        let own = blocks.prose(dom, id);
        let most = own as f32 > MOST * total as f32;
        (marks.has(id, Part::Drop) && !most)
            || (marks.has(id, Part::Weak) && !most && (own == 0 || is_linked(dom, blocks, id)))
    };
    drop_where(dom, blocks, marks, &mut out, named);
    notices(web, dom, blocks, &mut out);
    out
}

/// Marks blocks that tell of the page itself: of cookies, scripts, browsers.
fn notices(web: &Web, dom: &Dom<'_>, blocks: &Blocks, out: &mut [bool]) {
    let mut words = String::new();
    let mut found = Vec::new();
    let mut prose = 0;
    for (n, block) in blocks.all.iter().enumerate().filter(|(_, b)| b.is_prose()) {
        prose += 1;
        if block.len > NOTICE || out[n] {
            continue;
        }
        words.clear();
        (block.first..block.last).for_each(|id| words.push_str(dom.text(id)));
        words.make_ascii_lowercase();
        if web.phrases.notices(&words) {
            found.push(n);
        }
    }
    // A notice stands apart; beside other prose it is a line of a text.
    let apart = |n: &usize| {
        let around = dom.node(blocks.all[*n].owner).parent;
        let mut beside = blocks
            .inside(dom, around)
            .filter(|m| blocks.all[*m].is_prose());
        beside.all(|m| found.contains(&m))
    };
    if found.len() <= NOTICES && found.len() < prose {
        found
            .iter()
            .filter(|n| apart(n))
            .for_each(|n| out[*n] = true);
    }
}

/// Marks the blocks in elements that `is` picks; gives the prose in them.
fn drop_where(
    dom: &Dom<'_>,
    blocks: &Blocks,
    marks: &Marks,
    out: &mut [bool],
    is: impl Fn(Id) -> bool,
) -> u32 {
    let mut dropped = 0;
    let mut at = ROOT + 1;
    while at < dom.len() {
        if dom.node(at).tag == Tag::Text || marks.has(at, Part::Body) || !is(at) {
            at += 1;
            continue;
        }
        out[blocks.inside(dom, at)].fill(true);
        dropped += blocks.prose(dom, at);
        at = dom.node(at).after;
    }
    dropped
}

/// Whether a good part of an element's words are links.
fn is_linked(dom: &Dom<'_>, blocks: &Blocks, id: Id) -> bool {
    let (len, linked) = blocks.words(dom, id);
    linked * 10 > len * 3
}
