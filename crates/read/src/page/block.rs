//! Blocks: the stretches of a page that stand on lines of their own.

use risalah_pack::web::Part;

use super::Marks;
use crate::html::{Dom, Id, Name, ROOT, Tag};

/// A stretch of inline content.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Block {
    /// Its first node.
    pub(crate) first: Id,
    /// One past its last node.
    pub(crate) last: Id,
    /// The element that it stands in.
    pub(crate) owner: Id,
    /// Bytes of words, blanks folded.
    pub(crate) len: u32,
    /// Those that are in links.
    pub(crate) linked: u32,
    /// How many links it has.
    pub(crate) links: u16,
    /// Marks that end a sentence or part its clauses.
    pub(crate) marks: u16,
    /// The last character is one that ends a sentence.
    pub(crate) closed: bool,
    /// Words in `strong`, `b`.
    pub(crate) bold: u32,
}

impl Block {
    /// Bytes of words outside links.
    pub(crate) fn plain(&self) -> u32 {
        self.len - self.linked.min(self.len)
    }

    /// The part of its words that is in links.
    pub(crate) fn density(&self) -> f32 {
        if self.len == 0 {
            0.0
        } else {
            self.linked as f32 / self.len as f32
        }
    }

    /// Whether it ends like a sentence and is as long as one.
    pub(crate) fn is_sentence(&self) -> bool {
        self.closed && self.marks > 1 && self.len > 100
    }

    /// Whether it reads like prose.
    pub(crate) fn is_prose(&self) -> bool {
        self.len >= 80 && self.density() < 0.4 && self.marks > 0
    }
}

/// The blocks of a page, in its order.
#[derive(Debug)]
pub(crate) struct Blocks {
    pub(crate) all: Vec<Block>,
    // Of the blocks before each place: bytes, bytes in links, bytes of prose. Without these sums
    // an element of many blocks would be added up again for each of them.
    sums: Vec<(u32, u32, u32)>,
}

/// Elements whose words are never of a text.
pub(super) fn is_silent(dom: &Dom<'_>, marks: &Marks, id: Id) -> bool {
    match dom.node(id).tag {
        Tag::Script
        | Tag::Style
        | Tag::Noscript
        | Tag::Template
        | Tag::Svg
        | Tag::Math
        | Tag::Head
        | Tag::Title
        | Tag::Select
        | Tag::Textarea
        | Tag::Iframe
        | Tag::Object
        | Tag::Canvas
        | Tag::Audio
        | Tag::Video
        | Tag::Button
        | Tag::Noframes
        | Tag::Noembed
        | Tag::Embed
        | Tag::Map
        | Tag::Option
        | Tag::Dialog => true,
        Tag::Text | Tag::Html | Tag::Body => false,
        // Parts that are not of the text, set inside a line of it.
        tag if tag.is_formatting() && marks.has(id, Part::Drop) => true,
        _ => is_hidden(dom, id),
    }
}

fn is_hidden(dom: &Dom<'_>, id: Id) -> bool {
    if dom.attribute(id, Name::Hidden).is_some() {
        return true;
    }
    dom.attribute(id, Name::Style).is_some_and(|style| {
        let style = style.as_bytes();
        let at = memchr::memmem::find(style, b"display");
        at.is_some_and(|at| {
            let rest = style[at + 7..].trim_ascii_start();
            rest.strip_prefix(b":")
                .is_some_and(|r| r.trim_ascii_start().starts_with(b"none"))
        })
    })
}

/// A block while it grows.
struct Growing<'a, 'd> {
    dom: &'a Dom<'d>,
    all: Vec<Block>,
    now: Block,
    blank: bool,
    breaks: u8,
    // Open elements: blocks, links and bold ones, with where each ends.
    open: Vec<(Id, Id, Tag)>,
    links: u32,
    bolds: u32,
}

impl Blocks {
    /// Cuts a page into blocks.
    pub(crate) fn of(dom: &Dom<'_>, marks: &Marks) -> Self {
        let mut growing = Growing::new(dom);
        let mut at = ROOT + 1;
        while at < dom.len() {
            growing.close(at);
            if is_silent(dom, marks, at) {
                at = dom.node(at).after;
                continue;
            }
            growing.node(at);
            at += 1;
        }
        growing.close(dom.len());
        growing.flush(dom.len());
        Self::summed(growing.all)
    }

    fn summed(all: Vec<Block>) -> Self {
        let mut sums = Vec::with_capacity(all.len() + 1);
        let mut sum = (0, 0, 0);
        sums.push(sum);
        for block in &all {
            let prose = if block.is_prose() { block.plain() } else { 0 };
            sum = (sum.0 + block.len, sum.1 + block.linked, sum.2 + prose);
            sums.push(sum);
        }
        Self { all, sums }
    }

    /// Bytes of words, and those of them in links, inside an element.
    pub(crate) fn words(&self, dom: &Dom<'_>, id: Id) -> (u32, u32) {
        let range = self.inside(dom, id);
        let (from, to) = (self.sums[range.start], self.sums[range.end]);
        (to.0 - from.0, to.1 - from.1)
    }

    /// Bytes of prose inside an element.
    pub(crate) fn prose(&self, dom: &Dom<'_>, id: Id) -> u32 {
        let range = self.inside(dom, id);
        self.sums[range.end].2 - self.sums[range.start].2
    }

    /// The blocks inside an element, as a range of places.
    pub(crate) fn inside(&self, dom: &Dom<'_>, id: Id) -> std::ops::Range<usize> {
        let after = dom.node(id).after;
        let from = self.all.partition_point(|b| b.first < id);
        let to = self.all.partition_point(|b| b.first < after);
        from..to
    }
}

const EMPTY: Block = Block {
    first: 0,
    last: 0,
    owner: ROOT,
    len: 0,
    linked: 0,
    links: 0,
    marks: 0,
    closed: false,
    bold: 0,
};

impl<'a, 'd> Growing<'a, 'd> {
    fn new(dom: &'a Dom<'d>) -> Self {
        Self {
            dom,
            all: Vec::with_capacity(256),
            now: EMPTY,
            blank: true,
            breaks: 0,
            open: Vec::with_capacity(64),
            links: 0,
            bolds: 0,
        }
    }

    /// Closes the elements that end before `at`.
    fn close(&mut self, at: Id) {
        while let Some((_, after, tag)) = self.open.last().copied() {
            if after > at {
                break;
            }
            self.open.pop();
            match tag {
                Tag::A => self.links -= 1,
                Tag::B | Tag::Strong => self.bolds -= 1,
                _ => self.flush(at),
            }
        }
    }

    fn node(&mut self, id: Id) {
        let node = self.dom.node(id);
        match node.tag {
            Tag::Text => self.text(id),
            Tag::Br => {
                self.breaks += 1;
                self.blank = true;
                if self.breaks == 2 {
                    self.flush(id);
                }
            }
            Tag::Hr => self.flush(id),
            Tag::A if self.dom.attribute(id, Name::Href).is_some() => {
                self.open.push((id, node.after, Tag::A));
                self.links += 1;
                self.now.links = self.now.links.saturating_add(1);
            }
            Tag::B | Tag::Strong => {
                self.open.push((id, node.after, node.tag));
                self.bolds += 1;
            }
            tag if tag.is_block() => {
                self.flush(id);
                self.open.push((id, node.after, Tag::Div));
            }
            _ => {}
        }
    }

    fn flush(&mut self, at: Id) {
        if self.now.len > 0 {
            self.now.last = at;
            self.all.push(self.now);
        }
        self.now = EMPTY;
        self.blank = true;
        self.breaks = 0;
    }

    fn text(&mut self, id: Id) {
        let mut blank = self.blank;
        let before = self.now.len;
        for &b in self.dom.text(id).as_bytes() {
            let is_blank = b.is_ascii_whitespace();
            if is_blank {
                blank = true;
                continue;
            }
            self.now.len += 1 + u32::from(blank && self.now.len > 0);
            blank = false;
            // The last bytes of … ” 。 ！ ？ » and ’ stand for the whole character.
            let ends = matches!(b, b'.' | b'!' | b'?');
            self.now.marks = self
                .now
                .marks
                .saturating_add(u16::from(ends || matches!(b, b',' | b';' | b':')));
            if ends || !matches!(b, b'"' | b'\'' | b')' | b']' | 0x80..) {
                self.now.closed = ends;
            }
            if b == 0x82 || b == 0x8c || b == 0x81 {
                // U+3002 and U+FF0C, U+FF01, U+FF1F, or near enough.
                self.now.marks = self.now.marks.saturating_add(1);
            }
        }
        self.blank = blank;
        let grown = self.now.len - before;
        if grown == 0 {
            return;
        }
        self.breaks = 0;
        if before == 0 {
            self.now.first = id;
            let block = self.open.iter().rev().find(|(_, _, tag)| *tag == Tag::Div);
            self.now.owner = block.map_or(ROOT, |(id, _, _)| *id);
            self.now.links = u16::from(self.links > 0);
        }
        if self.links > 0 {
            self.now.linked += grown;
        }
        if self.bolds > 0 {
            self.now.bold += grown;
        }
    }
}
