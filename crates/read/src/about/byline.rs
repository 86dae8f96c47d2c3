//! Who wrote it.

use risalah_doc::Origin;
use risalah_pack::web::{Names, Part, Web};

use super::facts::text_of;
use super::front::line;
use super::page::Page;
use super::{Facts, Said, clean};
use crate::html::{Dom, Id, Name, Tag};
use crate::page::alike;

/// So many blocks above the headline may hold the byline.
const ABOVE: usize = 6;
/// A byline of its own has no more bytes than this.
const LINE: usize = 90;

/// A name has no more words than this.
const WORDS: usize = 6;
/// A byline names no more people than this.
const PEOPLE: usize = 6;

/// The names of those who wrote the page, joined by `, `.
///
/// A name that is the site's own is taken only where nobody else is named.
pub(crate) fn byline(page: Page<'_>, site: Option<&str>) -> Option<Said> {
    let (web, dom, facts) = (page.web, page.dom, page.facts);
    let metadata = &web.metadata.byline;
    let cleaned = |texts: Vec<&str>| texts.into_iter().map(|t| clean(web, t)).collect::<Vec<_>>();
    let links = facts.author_links.iter().take(4);
    let mut said = vec![
        (facts.card.authors.clone(), Origin::JsonLd),
        (
            cleaned(facts.first(&metadata.open_graph).collect()),
            Origin::OpenGraph,
        ),
        (cleaned(facts.first(&metadata.meta).collect()), Origin::Meta),
        (properties(web, dom, facts), Origin::Microdata),
        (
            links.map(|id| clean(web, &text_of(dom, *id))).collect(),
            Origin::Visible,
        ),
    ];
    said.extend(
        visible(page)
            .into_iter()
            .map(|names| (names, Origin::Visible)),
    );
    said.push((by_headline(page), Origin::Visible));
    let named = |(texts, origin): &(Vec<String>, Origin)| {
        let all = texts.iter().flat_map(|t| people(&web.names, t)).collect();
        Some((distinct(all)?, *origin))
    };
    let is_site = |people: &[String]| people.iter().all(|p| site.is_some_and(|s| alike(s, p)));
    let all: Vec<(Vec<String>, Origin)> = said.iter().filter_map(named).collect();
    let (best, origin) = all.iter().find(|(p, _)| !is_site(p)).or(all.first())?;
    Some((best.join(", "), *origin))
}

/// Names by microdata.
fn properties(web: &Web, dom: &Dom<'_>, facts: &Facts<'_>) -> Vec<String> {
    let authors = facts
        .props
        .iter()
        .filter(|(prop, _)| prop.split_ascii_whitespace().any(|p| p == "author"));
    authors
        .take(4)
        .map(|(_, id)| {
            let named = facts
                .props
                .iter()
                .find(|(p, inner)| *p == "name" && dom.inside(*id).contains(inner));
            let id = named.map_or(*id, |(_, inner)| *inner);
            let content = dom.attribute(id, Name::Content).map(str::to_owned);
            clean(web, &content.unwrap_or_else(|| text_of(dom, id)))
        })
        .collect()
}

/// Names in elements whose class says they are the byline: each the link in it, then all of it.
fn visible(page: Page<'_>) -> Vec<Vec<String>> {
    let (web, dom, facts, marks) = (page.web, page.dom, page.facts, page.marks);
    let from = facts.headings.first().map_or(0, |(id, _)| *id);
    let own = |id: &&Id| {
        let commented = dom
            .above(**id)
            .any(|up| marks.has(up, Part::Comment) || dom.node(up).tag == Tag::Label);
        **id + 400 > from
            && says_author(&web.names, dom, **id)
            && !commented
            && dom.node(**id).tag != Tag::Label
    };
    let mut out = Vec::new();
    for id in facts.marked.iter().filter(own).take(8) {
        if let Some(link) = dom.inside(*id).find(|n| dom.node(*n).tag == Tag::A) {
            out.push(vec![clean(web, &text_of(dom, link))]);
        }
        out.push(vec![clean(web, &text_of(dom, *id))]);
    }
    out
}

/// Lines by the headline that start as bylines do: "By Ana Bell".
fn by_headline(page: Page<'_>) -> Vec<String> {
    let names = &page.web.names;
    let places = page.front.places(page.blocks, ABOVE);
    let mut lines = places.map(|n| line(page.web, page.dom, &page.blocks.all[n]));
    let line = lines.find(|line| {
        let name = opened(names, line);
        line.len() <= LINE
            && name.len() < line.len()
            && name.chars().next().is_some_and(char::is_uppercase)
    });
    line.into_iter().collect()
}

/// Whether class or id name an author or a byline, as other marks of this kind do not.
fn says_author(names: &Names, dom: &Dom<'_>, id: Id) -> bool {
    let mut named = [Name::Class, Name::Id, Name::Itemprop]
        .into_iter()
        .filter_map(|n| dom.attribute(id, n));
    named.any(|words| {
        let words = words.to_ascii_lowercase();
        names.marks.iter().any(|mark| words.contains(mark.as_str()))
    })
}

/// The names in a byline; none where it holds something else.
fn people(names: &Names, text: &str) -> Vec<String> {
    if text.contains("://") || text.starts_with("www.") || text.len() > 160 {
        return Vec::new();
    }
    let mut text = opened(names, text.trim());
    let lower = text.to_lowercase();
    if lower.len() == text.len()
        && let Some(end) = names
            .closers
            .iter()
            .filter_map(|c| lower.find(c.as_str()))
            .filter(|at| *at > 0)
            .min()
    {
        text = &text[..end];
    }
    let mut parts = vec![text.to_owned()];
    for joint in &names.joints {
        parts = parts
            .iter()
            .flat_map(|p| p.split(joint.as_str()))
            .map(|p| opened(names, p.trim()).to_owned())
            .collect();
    }
    parts.retain(|p| is_name(names, p));
    parts
}

/// The text behind a byline's opener.
fn opened<'a>(names: &Names, text: &'a str) -> &'a str {
    let lower = text.to_lowercase();
    if lower.len() != text.len() {
        return text;
    }
    for opener in &names.openers {
        if let Some(rest) = lower.strip_prefix(opener.as_str())
            && (rest.starts_with([' ', ':', '\u{a0}']))
        {
            return text[opener.len()..]
                .trim_start_matches([' ', ':', '\u{a0}', '–', '-'])
                .trim();
        }
    }
    text.trim_matches(|c: char| c == ',' || c == '|' || c.is_whitespace())
}

fn is_name(names: &Names, text: &str) -> bool {
    let lower = text.to_lowercase();
    let words = text.split_whitespace().count();
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let digits = text.chars().filter(char::is_ascii_digit).count();
    (1..=WORDS).contains(&words)
        && letters >= 2
        && digits <= 2
        && text.len() <= 60
        && !text.contains(['@', '/', '{', '<', '#', '?', '!', '*', ':'])
        && !names.nobody.contains(&lower)
}

/// Without repetitions; `None` where nobody is named.
fn distinct(people: Vec<String>) -> Option<Vec<String>> {
    let mut out: Vec<String> = Vec::new();
    for person in people {
        if !out.iter().any(|p| p.eq_ignore_ascii_case(&person)) && out.len() < PEOPLE {
            out.push(person);
        }
    }
    (!out.is_empty()).then_some(out)
}
