//! Which blocks of the chosen element are the main text.

use risalah_pack::web::{Part, Web};

use super::block::Block;
use super::choose::Choice;
use super::piece::{Piece, Verdict};
use super::render;
use super::{Blocks, Marks};
use crate::html::{Dom, Id, Tag};

/// A line before the main text's element that is shorter is a subtitle, not a lead.
const LEAD: usize = 150;

/// A lead has no more blocks than this.
const LEADS: usize = 2;

/// A line that is longer is no heading.
const HEADING: usize = 60;

/// Captions are the text where they have so many times its words.
const CAPTIONS: usize = 3;

/// So many of the last lines may be calls to readers.
const CALLS: usize = 4;

/// A text is so many times as long as they are.
const CALLED: usize = 3;

/// What the judging of a page's blocks needs.
#[derive(Clone, Copy)]
pub(crate) struct Page<'a> {
    pub(crate) web: &'a Web,
    pub(crate) dom: &'a Dom<'a>,
    pub(crate) blocks: &'a Blocks,
    pub(crate) marks: &'a Marks,
    pub(crate) choice: &'a Choice,
    /// The headline, to be left out.
    pub(crate) title: &'a str,
}

/// All blocks of the chosen element with their verdicts, in order.
pub(crate) fn judged(page: Page<'_>) -> Vec<Piece> {
    let lead = page.choice.lead.clone().map(|n| page.piece(n));
    let mut pieces: Vec<Piece> = lead.filter(|p| p.is_lead(page.web)).take(LEADS).collect();
    pieces.extend(
        page.blocks
            .inside(page.dom, page.choice.root)
            .map(|n| page.piece(n)),
    );
    captions(&mut pieces);
    under(page.web, &mut pieces);
    calls(page.web, &mut pieces);
    edges(&mut pieces, page.choice.named);
    bare(&mut pieces);
    again(&mut pieces);
    endings(page.web, &mut pieces);
    pieces
}

impl Piece {
    /// Whether it could be a lead: a sentence or more, and no heading.
    fn is_lead(&self, web: &Web) -> bool {
        let lone = self.level == 0 && !self.linked && !self.listed;
        let prose = self.verdict == Verdict::Kept && self.prose && self.text.len() >= LEAD;
        lone && prose && !web.phrases.credits(&self.text.to_lowercase())
    }
}

impl Page<'_> {
    fn piece(&self, n: usize) -> Piece {
        let block = &self.blocks.all[n];
        let text = self.words(n);
        Piece {
            place: n,
            verdict: self.verdict(n, block, &text),
            text,
            level: self.level(block),
            quoted: self
                .chain(block)
                .any(|id| self.dom.node(id).tag == Tag::Blockquote),
            prose: block.is_prose(),
            closed: block.closed,
            item: self.in_list(block).is_some(),
            listed: self.in_list(block).is_some() || self.in_table(block),
            linked: block.links > 0 && block.density() > 0.3,
        }
    }

    /// The words of a block.
    pub(crate) fn words(&self, n: usize) -> String {
        let mut text = String::new();
        render::block(
            self.web,
            self.dom,
            self.marks,
            &self.blocks.all[n],
            &mut text,
        );
        text.trim().to_owned()
    }

    fn verdict(&self, n: usize, block: &Block, words: &str) -> Verdict {
        if words.is_empty() {
            Verdict::Empty
        } else if self.choice.outside[n] {
            Verdict::Outside
        } else if self.is_part(block) {
            Verdict::Part
        } else if self.is_title(words) {
            Verdict::Title
        } else if self.is_links(block) {
            Verdict::Links
        } else if is_foreign(self.web, words) {
            Verdict::Foreign
        } else {
            Verdict::Kept
        }
    }

    fn chain(&self, block: &Block) -> impl Iterator<Item = Id> + '_ {
        let root = self.choice.root;
        let owner = block.owner;
        std::iter::once(owner)
            .chain(self.dom.above(owner))
            .take_while(move |id| *id > root)
    }

    /// Whether the block stands in a caption, or is a byline, date or credit.
    fn is_part(&self, block: &Block) -> bool {
        let long = block.is_prose() && block.len > 200;
        self.chain(block).any(|id| {
            self.marks.has(id, Part::Caption) || (self.marks.has(id, Part::Meta) && !long)
        })
    }

    /// Whether the block is little but links, alone or with its neighbours in a list.
    fn is_links(&self, block: &Block) -> bool {
        let density = block.density();
        if density > 0.85
            || (density > 0.5 && block.len < 100)
            || (density > 0.6 && !block.is_sentence())
        {
            return true;
        }
        let Some(list) = self.in_list(block) else {
            return false;
        };
        let (len, linked) = self.blocks.words(self.dom, list);
        linked * 2 > len
    }

    fn in_list(&self, block: &Block) -> Option<Id> {
        let mut near = self.chain(block).take(3);
        near.find(|id| matches!(self.dom.node(*id).tag, Tag::Ul | Tag::Ol | Tag::Dl))
    }

    fn in_table(&self, block: &Block) -> bool {
        let mut near = self.chain(block).take(2);
        near.any(|id| matches!(self.dom.node(id).tag, Tag::Td | Tag::Th))
    }

    fn is_title(&self, words: &str) -> bool {
        !self.title.is_empty() && alike(words, self.title)
    }

    fn level(&self, block: &Block) -> u8 {
        let tags = self.chain(block).take(2).map(|id| self.dom.node(id).tag);
        for tag in tags {
            match tag {
                Tag::H1 => return 1,
                Tag::H2 => return 2,
                Tag::H3 => return 3,
                Tag::H4 => return 4,
                Tag::H5 | Tag::H6 => return 5,
                _ => {}
            }
        }
        let bold = block.bold >= block.len && block.len < 100 && !block.closed;
        if bold { 7 } else { 0 }
    }
}

/// Whether two lines have the same letters and digits.
pub(crate) fn alike(a: &str, b: &str) -> bool {
    let bare = |t: &str| -> Vec<char> {
        t.chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect()
    };
    a.len().abs_diff(b.len()) < 24 && bare(a) == bare(b)
}

fn is_foreign(web: &Web, text: &str) -> bool {
    is_initials(text)
        || is_hashtags(text)
        || text.len() <= 400 && web.phrases.is_foreign(&text.to_lowercase())
}

/// Whether a line is the initials of its editors: "(ans/fas)", "(ahs/Dep)", "(pus/nu2)", "(kha)".
fn is_initials(text: &str) -> bool {
    let Some(inner) = text.strip_prefix('(').and_then(|t| t.strip_suffix(')')) else {
        return false;
    };
    let letters = |part: &str| {
        part.starts_with(|c: char| c.is_ascii_alphabetic())
            && part.bytes().all(|b| b.is_ascii_alphanumeric())
            && part.bytes().any(|b| b.is_ascii_lowercase())
    };
    match inner.split_once('/') {
        Some(_) => inner.len() <= 12 && inner.split('/').all(letters),
        None => (2..=4).contains(&inner.len()) && inner.bytes().all(|b| b.is_ascii_lowercase()),
    }
}

/// Whether a line is nothing but several hashtags.
fn is_hashtags(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let tag = |word: &str| {
        word.strip_prefix('#')
            .is_some_and(|tag| tag.starts_with(char::is_alphabetic))
    };
    words.clone().count() > 1 && words.all(tag)
}

/// Cuts off what stands in brackets at the end of a line and is not of the text: videos that are
/// set in, and behind the last line's sentence the initials of its editors.
fn endings(web: &Web, pieces: &mut [Piece]) {
    let mut last = true;
    for piece in pieces
        .iter_mut()
        .rev()
        .filter(|p| p.verdict == Verdict::Kept)
    {
        while let Some(end) = ending(web, &piece.text, last) {
            piece.text.truncate(end);
        }
        last = false;
    }
}

/// Where the text ends before brackets that are not of it.
fn ending(web: &Web, text: &str, last: bool) -> Option<usize> {
    let open = if text.ends_with(']') { '[' } else { '(' };
    let start = text.rfind(open).filter(|_| text.ends_with([']', ')']))?;
    let (before, inside) = (text[..start].trim_end(), &text[start..]);
    let sentence = before.ends_with(['.', '!', '?', '"', '”', '’', '…', ')', ']']);
    let set_in = open == '[' && web.phrases.is_foreign(&inside.to_lowercase());
    let signed = last && sentence && is_initials(inside);
    (!before.is_empty() && (set_in || signed)).then_some(before.len())
}

/// Marks what stands under a heading that is not of the main text: lists, links and short lines,
/// up to the next heading or prose. A line that is no heading by its markup takes only lists and
/// links with it.
fn under(web: &Web, pieces: &mut [Piece]) {
    let (mut foreign, mut heading) = (false, false);
    for piece in pieces {
        if piece.verdict == Verdict::Foreign || (piece.level > 0 && is_foreign(web, &piece.text)) {
            heading = piece.level > 0 || piece.text.ends_with(':');
            foreign = heading || piece.text.len() <= HEADING;
            piece.verdict = Verdict::Foreign;
        } else if piece.level > 0 || (piece.prose && !piece.listed && !piece.linked) {
            foreign = false;
        } else if foreign
            && piece.verdict == Verdict::Kept
            && (heading || piece.listed || piece.linked)
        {
            piece.verdict = Verdict::Under;
        }
    }
}

/// Takes the captions for the text where there is little else: a page of pictures is told in them.
fn captions(pieces: &mut [Piece]) {
    let words = |pieces: &[Piece], verdict: Verdict| -> usize {
        let those = pieces.iter().filter(|p| p.verdict == verdict && p.prose);
        those.map(|p| p.text.len()).sum()
    };
    let (kept, captions) = (words(pieces, Verdict::Kept), words(pieces, Verdict::Part));
    if captions > LEAD && captions > CAPTIONS * kept {
        let told = |p: &&mut Piece| p.verdict == Verdict::Part && p.prose;
        pieces
            .iter_mut()
            .filter(told)
            .for_each(|p| p.verdict = Verdict::Kept);
    }
}

/// Marks those of the last lines that ask readers to follow, subscribe or write.
fn calls(web: &Web, pieces: &mut [Piece]) {
    let kept = |p: &Piece| p.verdict == Verdict::Kept && p.level == 0;
    let long = |p: &Piece| p.text.len();
    let whole: usize = pieces.iter().filter(|p| kept(p)).map(long).sum();
    let last: Vec<usize> = (0..pieces.len())
        .rev()
        .filter(|n| kept(&pieces[*n]))
        .take(CALLS)
        .collect();
    let is_call = |n: &usize| web.phrases.calls(&pieces[*n].text.to_lowercase());
    let calls: Vec<usize> = last.into_iter().filter(is_call).collect();
    let asked: usize = calls.iter().map(|n| long(&pieces[*n])).sum();
    if asked * CALLED <= whole {
        calls
            .into_iter()
            .for_each(|n| pieces[n].verdict = Verdict::Foreign);
    }
}

/// Marks short lines before the text starts and after it ends.
fn edges(pieces: &mut [Piece], named: bool) {
    let solid = |p: &Piece| {
        p.verdict == Verdict::Kept && (p.prose || (p.closed && p.level == 0) || (named && p.listed))
    };
    let Some(last) = pieces.iter().rposition(solid) else {
        return;
    };
    let first = pieces.iter().position(solid).unwrap_or(0);
    for (n, piece) in pieces.iter_mut().enumerate() {
        if piece.verdict == Verdict::Kept && !(first..=last).contains(&n) {
            piece.verdict = Verdict::Edge;
        }
    }
}

/// Marks headings under which nothing is kept.
fn bare(pieces: &mut [Piece]) {
    let mut next: Option<u8> = Some(0);
    for piece in pieces.iter_mut().rev() {
        if piece.verdict != Verdict::Kept {
            continue;
        }
        if piece.level == 0 || piece.level == 7 {
            next = None;
        } else if next.is_some_and(|level| level <= piece.level) {
            piece.verdict = Verdict::Bare;
        } else {
            next = Some(piece.level);
        }
    }
}

/// Marks prose that has been kept before: pull quotes, texts set twice for two screens.
fn again(pieces: &mut [Piece]) {
    let mut seen: hashbrown::HashSet<String, foldhash::fast::FixedState> =
        hashbrown::HashSet::default();
    for piece in pieces
        .iter_mut()
        .filter(|p| p.verdict == Verdict::Kept && p.text.len() > 60)
    {
        if !seen.insert(piece.text.clone()) {
            piece.verdict = Verdict::Again;
        }
    }
}
