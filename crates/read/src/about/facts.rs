//! Collecting what a page says of itself, in one pass.

use risalah_doc::{Lang, Origin};
use risalah_pack::web::{Part, Sources, Web};

use super::clean;
use super::jsonld::{self, Card};
use crate::html::{Dom, Id, Name, ROOT, Tag};
use crate::page::Marks;

/// What a page says of itself, as it stands there.
#[derive(Debug, Default)]
pub(crate) struct Facts<'a> {
    /// Meta elements: name in lower case, content as written.
    pub(crate) meta: Vec<(String, &'a str)>,
    /// What its JSON-LD says of the article.
    pub(crate) card: Card,
    /// Its title element.
    pub(crate) head_title: String,
    /// Its first-level headings.
    pub(crate) headings: Vec<(Id, String)>,
    /// Its time elements.
    pub(crate) times: Vec<Id>,
    /// Elements with itemprop, in document order.
    pub(crate) props: Vec<(&'a str, Id)>,
    /// Elements whose names say that they hold a byline or a date.
    pub(crate) marked: Vec<Id>,
    /// Links that say they lead to the author.
    pub(crate) author_links: Vec<Id>,
    /// The canonical address.
    pub(crate) canonical: Option<&'a str>,
    /// The language it says it is in, with the region.
    pub(crate) lang: Option<&'a str>,
}

/// What a page says of its article, and where.
pub(crate) type Said = (String, Origin);

/// A longer name is none of a part of a site.
const SECTION: usize = 60;
/// Lists are kept up to this length; a page with more says nothing by them.
const MOST: usize = 400;

impl<'a> Facts<'a> {
    pub(crate) fn of(web: &Web, dom: &Dom<'a>, marks: &Marks) -> Self {
        let mut facts = Self::default();
        let mut scripts = Vec::new();
        for id in ROOT + 1..dom.len() {
            match dom.node(id).tag {
                Tag::Text => continue,
                Tag::Meta => facts.meta(dom, marks, id),
                Tag::Html => facts.lang = language_of(dom, id),
                Tag::Link => facts.link(dom, id),
                Tag::Title if facts.head_title.is_empty() => {
                    facts.head_title = clean(web, &text_of(dom, id))
                }
                Tag::Script => scripts.extend(dom.children(id).map(|t| dom.text(t))),
                Tag::Time => push(&mut facts.times, id),
                Tag::H1 => push(&mut facts.headings, (id, clean(web, &text_of(dom, id)))),
                Tag::A
                    if dom
                        .attribute(id, Name::Rel)
                        .is_some_and(|rel| rel.split_ascii_whitespace().any(|r| r == "author")) =>
                {
                    push(&mut facts.author_links, id);
                }
                _ => {}
            }
            if let Some(prop) = dom.attribute(id, Name::Itemprop) {
                push(&mut facts.props, (prop, id));
            }
            if marks.has(id, Part::Meta) {
                push(&mut facts.marked, id);
            }
        }
        facts.card = jsonld::read(web, &scripts);
        facts
    }

    /// The language that the page says it is in.
    pub(crate) fn language(&self, web: &Web) -> Option<Lang> {
        let said = self.lang.and_then(Lang::parse);
        said.or_else(|| {
            self.say(web, &web.metadata.lang)
                .and_then(|(tag, _)| Lang::parse(&tag))
        })
    }

    fn meta(&mut self, dom: &Dom<'a>, marks: &Marks, id: Id) {
        let Some(content) = dom
            .attribute(id, Name::Content)
            .filter(|c| !c.trim().is_empty())
        else {
            return;
        };
        let of_thing = dom.attribute(id, Name::Itemprop).is_some();
        if of_thing && dom.above(id).any(|up| marks.has(up, Part::Comment)) {
            return;
        }
        for name in [Name::Property, Name::Name, Name::Itemprop, Name::HttpEquiv] {
            if let Some(name) = dom.attribute(id, name) {
                push(&mut self.meta, (name.trim().to_ascii_lowercase(), content));
            }
        }
    }

    fn link(&mut self, dom: &Dom<'a>, id: Id) {
        let rel = dom.attribute(id, Name::Rel).unwrap_or_default();
        if self.canonical.is_none() && rel.eq_ignore_ascii_case("canonical") {
            self.canonical = dom.attribute(id, Name::Href).filter(|h| !h.is_empty());
        }
    }

    /// The contents of the first of these meta elements that the page has.
    pub(crate) fn first<'s>(&'s self, names: &'s [String]) -> impl Iterator<Item = &'a str> + 's {
        names.iter().flat_map(|name| {
            self.meta
                .iter()
                .filter(move |(n, _)| n == name)
                .map(|(_, content)| *content)
        })
    }

    /// The first content of Open Graph, else of other meta elements.
    pub(crate) fn say(&self, web: &Web, sources: &Sources) -> Option<Said> {
        let graph = self.first(&sources.open_graph);
        let graph = graph.map(|found| (found, Origin::OpenGraph));
        let meta = self.first(&sources.meta);
        let (found, origin) = graph.chain(meta.map(|m| (m, Origin::Meta))).next()?;
        Some((clean(web, found), origin)).filter(|(t, _)| !t.is_empty())
    }

    /// The site's name.
    pub(crate) fn site(&self, web: &Web) -> Option<Said> {
        let card = self.card.site.clone();
        self.say(web, &web.metadata.site)
            .or_else(|| card.map(|site| (site, Origin::JsonLd)))
    }

    /// The part of the site.
    pub(crate) fn section(&self, web: &Web) -> Option<Said> {
        let card = self.card.section.clone();
        card.map(|section| (section, Origin::JsonLd))
            .or_else(|| self.say(web, &web.metadata.section))
            .filter(|(section, _)| section.len() <= SECTION && !section.contains("://"))
    }

    /// The lead picture's address.
    pub(crate) fn lead(&self, web: &Web) -> Option<Said> {
        let card = self.card.images.first().cloned();
        self.say(web, &web.metadata.image)
            .or_else(|| card.map(|url| (url, Origin::JsonLd)))
    }
}

/// The language that an element says its words are in.
fn language_of<'a>(dom: &Dom<'a>, id: Id) -> Option<&'a str> {
    let mut said = [Name::Lang, Name::XmlLang].into_iter();
    said.find_map(|name| dom.attribute(id, name))
}

fn push<T>(list: &mut Vec<T>, item: T) {
    if list.len() < MOST {
        list.push(item);
    }
}

/// The words of an element, those of scripts and styles left out.
pub(crate) fn text_of(dom: &Dom<'_>, id: Id) -> String {
    words_of(dom, id, "")
}

/// The same with a blank between the elements inside: parts of a date that only their style sets apart.
pub(super) fn parts_of(dom: &Dom<'_>, id: Id) -> String {
    words_of(dom, id, " ")
}

fn words_of(dom: &Dom<'_>, id: Id, joint: &str) -> String {
    let mut out = String::new();
    let mut at = id + 1;
    let end = dom.node(id).after;
    while at < end {
        match dom.node(at).tag {
            Tag::Text => out.push_str(dom.text(at)),
            Tag::Script | Tag::Style | Tag::Svg | Tag::Noscript => {
                at = dom.node(at).after;
                continue;
            }
            tag if tag.is_block() || tag == Tag::Br => out.push(' '),
            _ => out.push_str(joint),
        }
        at += 1;
        if out.len() > 4096 {
            break;
        }
    }
    out
}
