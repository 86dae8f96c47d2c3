//! The tree of a page.

use super::attribute::Name;
use super::tag::Tag;
use super::token::{Attribute, Token, Tokens};

/// A node's place in the tree.
pub(crate) type Id = u32;

/// The document itself.
pub(crate) const ROOT: Id = 0;

/// Elements nested deeper than this are flattened.
const DEPTH: usize = 400;
/// A page keeps no more nodes than this.
const NODES: usize = 1_500_000;

/// An element, or a stretch of text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Node {
    pub(crate) tag: Tag,
    pub(crate) parent: Id,
    /// One past its last descendant.
    pub(crate) after: Id,
    // Text: its bytes in the page. Element: its attributes in the tree's list.
    start: u32,
    end: u32,
}

/// A page as a tree, in document order.
#[derive(Debug)]
pub(crate) struct Dom<'a> {
    source: &'a str,
    pub(crate) nodes: Vec<Node>,
    attributes: Vec<Attribute>,
    /// Whether the page was over a cap and lost structure.
    pub(crate) cut: bool,
}

impl<'a> Dom<'a> {
    /// Reads a page. Every text gives a tree.
    pub(crate) fn parse(source: &'a str) -> Self {
        Builder::new(source).run()
    }

    /// The node.
    pub(crate) fn node(&self, id: Id) -> &Node {
        &self.nodes[id as usize]
    }

    /// Number of nodes.
    pub(crate) fn len(&self) -> Id {
        self.nodes.len() as Id
    }

    /// A text node's words, as written.
    pub(crate) fn text(&self, id: Id) -> &'a str {
        let node = self.node(id);
        if node.tag != Tag::Text {
            return "";
        }
        self.source
            .get(node.start as usize..node.end as usize)
            .unwrap_or_default()
    }

    /// An attribute's value, as written.
    pub(crate) fn attribute(&self, id: Id, name: Name) -> Option<&'a str> {
        let node = self.node(id);
        if node.tag == Tag::Text {
            return None;
        }
        let own = &self.attributes[node.start as usize..node.end as usize];
        let found = own.iter().find(|a| a.name == name)?;
        self.source.get(found.start as usize..found.end as usize)
    }

    /// The node's descendants, in document order.
    pub(crate) fn inside(&self, id: Id) -> std::ops::Range<Id> {
        id + 1..self.node(id).after
    }

    /// The node's children.
    pub(crate) fn children(&self, id: Id) -> impl Iterator<Item = Id> + '_ {
        let end = self.node(id).after;
        let first = Some(id + 1).filter(|n| *n < end);
        std::iter::successors(first, move |n| {
            Some(self.node(*n).after).filter(|n| *n < end)
        })
    }

    /// The node's parent and its parents up to the root.
    pub(crate) fn above(&self, id: Id) -> impl Iterator<Item = Id> + '_ {
        let up = move |n: Id| (n != ROOT).then(|| self.node(n).parent);
        std::iter::successors(up(id), move |n| up(*n))
    }
}

/// The tree while it grows.
struct Builder<'a> {
    dom: Dom<'a>,
    tokens: Tokens<'a>,
    open: Vec<Id>,
    // Of the open elements that have no tag of their own, where their names stand.
    unknown: Vec<(Id, (usize, usize))>,
    // How many elements of each kind are open, and how many were too deep to open.
    counts: [u32; Tag::COUNT],
    deep: [u32; Tag::COUNT],
    after_block: bool,
}

impl<'a> Builder<'a> {
    fn new(source: &'a str) -> Self {
        let root = Node {
            tag: Tag::Other,
            parent: ROOT,
            after: 0,
            start: 0,
            end: 0,
        };
        let mut nodes = Vec::with_capacity(source.len() / 24 + 16);
        nodes.push(root);
        Self {
            dom: Dom {
                source,
                nodes,
                attributes: Vec::with_capacity(source.len() / 64 + 16),
                cut: false,
            },
            tokens: Tokens::new(source),
            open: vec![ROOT],
            unknown: Vec::new(),
            counts: [0; Tag::COUNT],
            deep: [0; Tag::COUNT],
            after_block: true,
        }
    }

    fn run(mut self) -> Dom<'a> {
        while let Some(token) = self.tokens.next() {
            if self.dom.nodes.len() >= NODES {
                self.dom.cut = true;
                break;
            }
            match token {
                Token::Text { start, end } => self.text(start, end),
                Token::Start(tag) => self.start(tag),
                Token::End(tag) => self.end(tag),
            }
        }
        let len = self.dom.len();
        for id in self.open.drain(..) {
            self.dom.nodes[id as usize].after = len;
        }
        self.dom.cut |= self.tokens.cut;
        self.dom
    }

    fn text(&mut self, start: usize, end: usize) {
        let bytes = &self.dom.source.as_bytes()[start..end];
        // Blanks between blocks say nothing.
        if self.after_block && bytes.iter().all(u8::is_ascii_whitespace) {
            return;
        }
        self.after_block = false;
        self.push(Tag::Text, start as u32, end as u32);
    }

    fn push(&mut self, tag: Tag, start: u32, end: u32) -> Id {
        let id = self.dom.len();
        let parent = self.open.last().copied().unwrap_or(ROOT);
        let after = id + 1;
        self.dom.nodes.push(Node {
            tag,
            parent,
            after,
            start,
            end,
        });
        id
    }

    fn tag(&self, id: Id) -> Tag {
        self.dom.node(id).tag
    }

    fn start(&mut self, tag: Tag) {
        self.imply_ends(tag);
        self.after_block = tag.is_block() || tag == Tag::Br;
        let named = self.tokens.named;
        let start = self.dom.attributes.len() as u32;
        self.dom
            .attributes
            .extend_from_slice(&self.tokens.attributes);
        let id = self.push(tag, start, self.dom.attributes.len() as u32);
        if tag.is_void() {
            return;
        }
        if tag.is_raw() {
            self.raw(id, tag);
        } else if matches!(tag, Tag::Svg | Tag::Math) {
            let name: &[u8] = if tag == Tag::Svg { b"svg" } else { b"math" };
            if self.tokens.raw(tag, name).is_some() {
                self.open(id, tag);
            }
        } else {
            self.open(id, tag);
            if tag == Tag::Other && self.open.last() == Some(&id) {
                self.unknown.push((id, named));
            }
        }
    }

    fn open(&mut self, id: Id, tag: Tag) {
        if self.open.len() >= DEPTH {
            self.deep[tag as usize] += 1;
            self.dom.cut = true;
            return;
        }
        self.open.push(id);
        self.counts[tag as usize] += 1;
    }

    /// The words of an element whose content is no markup. Scripts and styles keep theirs only
    /// where they are data.
    fn raw(&mut self, id: Id, tag: Tag) {
        let name: &[u8] = match tag {
            Tag::Script => b"script",
            Tag::Style => b"style",
            Tag::Textarea => b"textarea",
            Tag::Title => b"title",
            Tag::Xmp => b"xmp",
            Tag::Iframe => b"iframe",
            Tag::Noembed => b"noembed",
            _ => b"noframes",
        };
        let found = self.tokens.raw(tag, name);
        let keeps = match tag {
            Tag::Title => true,
            Tag::Script => self
                .dom
                .attribute(id, Name::Type)
                .is_some_and(|t| t.trim().to_ascii_lowercase().ends_with("ld+json")),
            _ => false,
        };
        let (start, end) = match found {
            Some(range) => range,
            // Browsers drop the rest of the page here; a cut page's title or frame must not cost its text.
            None if tag == Tag::Script || tag == Tag::Style => self.tokens.finish(),
            None => return,
        };
        self.open(id, tag);
        if keeps && start < end {
            self.push(Tag::Text, start as u32, end as u32);
        }
    }

    /// Ends what the start of `tag` ends by the rules of HTML.
    fn imply_ends(&mut self, tag: Tag) {
        if self.counts[Tag::Head as usize] > 0 && !tag.in_head() {
            self.close_to(Tag::Head, |_| false);
        }
        if self.counts[Tag::P as usize] > 0 && tag.ends_paragraph() {
            self.close_to(Tag::P, |t| t.is_scope() || t == Tag::Button);
        }
        match tag {
            Tag::Li => self.close_to(Tag::Li, |t| {
                t.is_block() && !matches!(t, Tag::Address | Tag::Div | Tag::P)
            }),
            Tag::Dt | Tag::Dd => {
                let stop = |t: Tag| t.is_block() && !matches!(t, Tag::Address | Tag::Div | Tag::P);
                self.close_to(Tag::Dt, stop);
                self.close_to(Tag::Dd, stop);
            }
            Tag::Option | Tag::Optgroup => self.close_to(Tag::Option, |t| t == Tag::Select),
            Tag::Td | Tag::Th => {
                let stop = |t| matches!(t, Tag::Tr | Tag::Table);
                self.close_to(Tag::Td, stop);
                self.close_to(Tag::Th, stop);
            }
            Tag::Tr => self.close_to(Tag::Tr, |t| t == Tag::Table),
            Tag::Tbody | Tag::Thead | Tag::Tfoot => {
                let stop = |t| t == Tag::Table;
                self.close_to(Tag::Tbody, stop);
                self.close_to(Tag::Thead, stop);
                self.close_to(Tag::Tfoot, stop);
            }
            Tag::A => self.close_to(Tag::A, |t| t.is_block() || t.is_scope()),
            heading if heading.is_heading() => {
                let top = self.open.last().map(|id| self.tag(*id));
                if let Some(top) = top.filter(|t| t.is_heading()) {
                    self.close_to(top, |_| false);
                }
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: Tag) {
        if self.deep[tag as usize] > 0 {
            self.deep[tag as usize] -= 1;
            return;
        }
        self.after_block |= tag.is_block();
        if tag == Tag::Body || tag == Tag::Html {
            // What follows is still of the page.
            return;
        }
        if tag == Tag::Other {
            self.end_unknown();
            return;
        }
        let formatting = tag.is_formatting();
        let of_table = tag.is_of_table();
        self.close_to(tag, |t| match t {
            Tag::Td | Tag::Th | Tag::Caption if of_table => false,
            t => t.is_scope() || (formatting && t.is_block()),
        });
    }

    /// Closes the innermost open element with the last tag's name, unless a block is further in.
    fn end_unknown(&mut self) {
        let source = self.dom.source.as_bytes();
        let name = |(start, end): (usize, usize)| &source[start..end];
        let last = name(self.tokens.named);
        let mut open = self.unknown.iter().rev();
        let named = open.find(|(_, own)| name(*own).eq_ignore_ascii_case(last));
        let Some(at) = named.and_then(|(id, _)| self.open.iter().rposition(|open| open == id))
        else {
            return;
        };
        let within = &self.open[at + 1..];
        if !within.iter().any(|id| self.tag(*id).is_block()) {
            self.close(at);
        }
    }

    /// Closes the innermost open `tag` and all inside it, unless something that stops it is
    /// further in.
    fn close_to(&mut self, tag: Tag, stops: impl Fn(Tag) -> bool) {
        if self.counts[tag as usize] == 0 {
            return;
        }
        let mut at = self.open.len();
        while at > 1 {
            at -= 1;
            let open = self.tag(self.open[at]);
            if open == tag {
                break;
            }
            if stops(open) {
                return;
            }
        }
        if at < 1 || self.tag(self.open[at]) != tag {
            return;
        }
        self.close(at);
    }

    /// Closes the open elements from this place on.
    fn close(&mut self, at: usize) {
        let len = self.dom.len();
        for id in self.open.drain(at..) {
            let node = &mut self.dom.nodes[id as usize];
            node.after = len;
            self.counts[node.tag as usize] -= 1;
            if node.tag == Tag::Other {
                self.unknown.pop();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The tree with brackets around each element's content.
    fn shape(page: &str) -> String {
        fn write(dom: &Dom<'_>, id: Id, out: &mut String) {
            if dom.node(id).tag == Tag::Text {
                out.push_str(dom.text(id));
                return;
            }
            if id != ROOT {
                out.push_str(&format!("{:?}", dom.node(id).tag).to_lowercase());
            }
            out.push('(');
            for child in dom.children(id) {
                write(dom, child, out);
            }
            out.push(')');
        }
        let mut out = String::new();
        write(&Dom::parse(page), ROOT, &mut out);
        out
    }

    #[test]
    fn ends_are_implied() {
        assert_eq!(shape("<p>a<p>b<div>c</div>"), "(p(a)p(b)div(c))");
        assert_eq!(
            shape("<ul><li>a<li>b<ul><li>c</ul></ul>"),
            "(ul(li(a)li(bul(li(c)))))"
        );
        assert_eq!(
            shape("<table><tr><td>a<td>b<tr><td>c</table>d"),
            "(table(tr(td(a)td(b))tr(td(c)))d)"
        );
        assert_eq!(shape("<head><title>t</title><p>a"), "(head(title(t))p(a))");
    }

    #[test]
    fn wrong_ends_close_nothing() {
        assert_eq!(shape("<div>a</span></p>b</div>c"), "(div(ab)c)");
        assert_eq!(shape("<b><p>a</b>b</p>c"), "(b(p(ab)c))");
        assert_eq!(
            shape("<div><table><tr><td>a</div>b</table>c</div>"),
            "(div(table(tr(td(ab)))c))"
        );
    }

    #[test]
    fn elements_of_other_names_end_by_their_names() {
        assert_eq!(
            shape("<x-a hidden>a</X-A><x-b>b<x-c>c</x-b>d"),
            "(other(a)other(bother(c))d)"
        );
        assert_eq!(shape("<x-a><p>a</x-a>b</p>c"), "(other(p(ab)c))");
        assert_eq!(shape("<p><x-a>a</p>b</x-a>c"), "(p(other(a))bc)");
    }

    #[test]
    fn code_is_no_text() {
        assert_eq!(
            shape("<script>if (a<b) '</p>'</script>a<style>p{}</STYLE>b"),
            "(script()astyle()b)"
        );
        assert_eq!(
            shape("a<!-- <p>no</p> -->b<svg><path/><text>t</text></svg>c"),
            "(absvg()c)"
        );
        assert_eq!(shape("1 < 2 <3"), "(1 < 2 <3)");
    }

    #[test]
    fn attributes_of_all_forms() {
        let dom = Dom::parse("<a HREF=x/y class='a b' id = \"c\" hidden>t");
        let of = |name| dom.attribute(1, name);
        assert_eq!(
            (
                of(Name::Href),
                of(Name::Class),
                of(Name::Id),
                of(Name::Hidden)
            ),
            (Some("x/y"), Some("a b"), Some("c"), Some(""))
        );
    }

    #[test]
    fn depth_is_capped() {
        let page = format!("{}a{}b", "<div>".repeat(2000), "</div>".repeat(2000));
        let dom = Dom::parse(&page);
        assert!(dom.cut);
        let last = dom.len() - 1;
        assert_eq!((dom.text(last), dom.node(last).parent), ("b", ROOT));
    }

    proptest! {
        #[test]
        fn descendants_are_behind_and_inside(page in "(<(/?(p|div|li|ul|a|b|td|tr|table|script|h1)|!--|x y='|br/)>?| a|\\PC){0,60}") {
            let dom = Dom::parse(&page);
            for id in 1..dom.len() {
                let node = dom.node(id);
                prop_assert!(node.parent < id && node.after > id);
                prop_assert!(node.after <= dom.node(node.parent).after);
            }
        }
    }
}
