//! What each element is, by its tag, its class, id and role.

use hashbrown::HashMap;
use risalah_pack::web::{Dates, Elements, Part, Web};

use crate::html::{Dom, Id, Name, ROOT, Tag};

/// What is known of each node: a set of [`Part`]s as bits.
#[derive(Debug)]
pub(crate) struct Marks {
    own: Vec<u8>,
}

/// How many words of a class or id are looked at.
const WORDS: usize = 24;
/// Longer words are no known ones.
const LETTERS: usize = 40;

impl Marks {
    /// Marks the elements of a page.
    pub(crate) fn of(web: &Web, dom: &Dom<'_>) -> Self {
        let mut reader = Reader::new(web);
        let mut own = vec![0; dom.nodes.len()];
        for id in ROOT + 1..dom.len() {
            let tag = dom.node(id).tag;
            if tag == Tag::Text || tag == Tag::Html || tag == Tag::Body {
                continue;
            }
            let mut bits = by_tag(tag);
            for name in [Name::Class, Name::Id] {
                if let Some(words) = dom.attribute(id, name) {
                    bits |= reader.read(words);
                }
            }
            if let Some(role) = dom.attribute(id, Name::Role) {
                bits |= by_role(role);
            }
            if let Some(prop) = dom.attribute(id, Name::Itemprop) {
                bits |= by_property(prop);
            }
            if tag == Tag::Blockquote || tag == Tag::P {
                // What is quoted from a network is named after it.
                bits &= !(Part::Drop as u8 | Part::Weak as u8);
            }
            own[id as usize] = bits;
        }
        Self { own }
    }

    /// No marks at all.
    pub(crate) fn none(dom: &Dom<'_>) -> Self {
        Self {
            own: vec![0; dom.nodes.len()],
        }
    }

    /// Whether the element itself is marked as `part`.
    pub(crate) fn has(&self, id: Id, part: Part) -> bool {
        self.own[id as usize] & part as u8 != 0
    }
}

fn by_tag(tag: Tag) -> u8 {
    match tag {
        Tag::Nav | Tag::Footer | Tag::Aside | Tag::Menu => Part::Drop as u8,
        Tag::Figcaption => Part::Caption as u8,
        Tag::Article | Tag::Main => Part::Content as u8,
        Tag::Time => Part::Meta as u8,
        _ => 0,
    }
}

fn by_role(role: &str) -> u8 {
    match role.trim() {
        "navigation" | "banner" | "contentinfo" | "complementary" | "search" | "menu"
        | "menubar" | "dialog" | "alertdialog" | "toolbar" | "tablist" => Part::Drop as u8,
        "main" | "article" => Part::Content as u8,
        _ => 0,
    }
}

fn by_property(prop: &str) -> u8 {
    let mut bits = 0;
    for word in prop.split_ascii_whitespace() {
        bits |= match word {
            "articleBody" | "reviewBody" => Part::Body as u8,
            "author" | "datePublished" | "dateModified" | "publisher" => Part::Meta as u8,
            "caption" => Part::Caption as u8,
            "comment" | "review" | "reviews" => Part::Comment as u8,
            _ => 0,
        };
    }
    bits
}

/// Reads classes and ids; the same words come again and again on a page.
struct Reader<'a> {
    elements: &'a Elements,
    dates: &'a Dates,
    known: HashMap<&'a str, u8, foldhash::fast::FixedState>,
    word: String,
    ends: Vec<usize>,
}

impl<'a> Reader<'a> {
    fn new(web: &'a Web) -> Self {
        Self {
            elements: &web.elements,
            dates: &web.dates,
            known: HashMap::with_hasher(foldhash::fast::FixedState::default()),
            word: String::with_capacity(LETTERS * 2),
            ends: Vec::with_capacity(WORDS),
        }
    }

    fn read(&mut self, words: &'a str) -> u8 {
        if let Some(bits) = self.known.get(words) {
            return *bits;
        }
        let mut bits = 0;
        for token in words.split_ascii_whitespace().take(WORDS) {
            // `block--modifier`: the modifier says how it looks.
            let block = token.split_once("--").map_or(token, |(block, _)| block);
            bits |= self.token(block);
        }
        if self.dates.names_publication(words) {
            bits |= Part::Meta as u8;
        }
        self.known.insert(words, bits);
        bits
    }

    /// Splits one class into words joined by `-`, and looks up each word and each run of two or
    /// three.
    fn token(&mut self, token: &str) -> u8 {
        self.word.clear();
        self.ends.clear();
        let mut lower = false;
        let mut starts = vec![0];
        for c in token.chars().take(LETTERS * 2) {
            if !c.is_alphanumeric() {
                if !self.word.is_empty() && !self.word.ends_with('-') {
                    self.word.push('-');
                    starts.push(self.word.len());
                }
                lower = false;
                continue;
            }
            if c.is_uppercase() && lower {
                self.word.push('-');
                starts.push(self.word.len());
            }
            lower = c.is_lowercase();
            self.word.extend(c.to_lowercase());
        }
        starts.retain(|s| *s < self.word.len());
        self.look_up(&starts)
    }

    fn look_up(&self, starts: &[usize]) -> u8 {
        let text = self.word.trim_end_matches('-');
        let end = |n: usize| starts.get(n).map_or(text.len(), |s| s - 1);
        let mut bits = 0;
        for (n, start) in starts.iter().enumerate() {
            // Runs of words first: `tag-list` is known, while `tag` alone says what the page has.
            let most = (starts.len() - n).min(3);
            let mut runs = (1..=most)
                .rev()
                .map(|run| (run, self.elements.part(&text[*start..end(n + run)])));
            match runs.find_map(|(run, part)| part.map(|part| (run, part))) {
                Some((1, Part::Modifier)) => return bits,
                Some((_, part)) => bits |= part as u8,
                None => {}
            }
        }
        bits
    }
}
