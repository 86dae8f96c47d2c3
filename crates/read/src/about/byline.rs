//! Who wrote it.

use risalah_pack::web::{Names, Web};

use super::facts::text_of;
use super::{Facts, clean};
use crate::html::{Dom, Name, Tag};

/// A name has no more words than this.
const WORDS: usize = 6;
/// A byline names no more people than this.
const PEOPLE: usize = 6;

/// The names of those who wrote the page, joined by `, `.
pub(crate) fn byline(
    web: &Web,
    dom: &Dom<'_>,
    facts: &Facts<'_>,
    site: Option<&str>,
) -> Option<String> {
    let names = &web.names;
    let try_all = |said: &mut dyn Iterator<Item = String>| -> Option<Vec<String>> {
        let mut people = Vec::new();
        for text in said {
            people.extend(self::people(names, &text, site));
        }
        distinct(people)
    };
    let metadata = &web.metadata.byline;
    let card = &mut facts.card.authors.iter().cloned();
    try_all(card)
        .or_else(|| try_all(&mut facts.first(&metadata.open_graph).map(|t| clean(web, t))))
        .or_else(|| try_all(&mut facts.first(&metadata.meta).map(|t| clean(web, t))))
        .or_else(|| try_all(&mut properties(web, dom, facts)))
        .or_else(|| {
            try_all(
                &mut facts
                    .author_links
                    .iter()
                    .take(4)
                    .map(|id| clean(web, &text_of(dom, *id))),
            )
        })
        .or_else(|| visible(web, dom, facts, site))
        .map(|people| people.join(", "))
}

/// Names by microdata.
fn properties(web: &Web, dom: &Dom<'_>, facts: &Facts<'_>) -> impl Iterator<Item = String> {
    let authors = facts
        .props
        .iter()
        .filter(|(prop, _)| prop.split_ascii_whitespace().any(|p| p == "author"));
    let texts: Vec<String> = authors
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
        .collect();
    texts.into_iter()
}

/// Names in an element whose class says it is the byline.
fn visible(web: &Web, dom: &Dom<'_>, facts: &Facts<'_>, site: Option<&str>) -> Option<Vec<String>> {
    let from = facts.headings.first().map_or(0, |(id, _)| *id);
    let near = facts
        .marked
        .iter()
        .filter(|id| **id + 400 > from && says_author(dom, **id));
    for id in near.take(8) {
        let text = clean(web, &text_of(dom, *id));
        let link = dom.inside(*id).find(|n| dom.node(*n).tag == Tag::A);
        let linked = link.map(|n| clean(web, &text_of(dom, n)));
        for said in linked.iter().chain([&text]) {
            if let Some(people) = distinct(people(&web.names, said, site)) {
                return Some(people);
            }
        }
    }
    None
}

/// Whether class or id name an author or a byline, as other marks of this kind do not.
fn says_author(dom: &Dom<'_>, id: u32) -> bool {
    [Name::Class, Name::Id, Name::Itemprop]
        .into_iter()
        .filter_map(|n| dom.attribute(id, n))
        .any(|words| {
            let words = words.to_ascii_lowercase();
            ["author", "byline", "autor", "writer", "posted-by"]
                .iter()
                .any(|w| words.contains(w))
        })
}

/// The names in a byline; none where it holds something else.
fn people(names: &Names, text: &str, site: Option<&str>) -> Vec<String> {
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
    parts.retain(|p| is_name(names, p, site));
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

fn is_name(names: &Names, text: &str, site: Option<&str>) -> bool {
    let lower = text.to_lowercase();
    let words = text.split_whitespace().count();
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let digits = text.chars().filter(char::is_ascii_digit).count();
    (1..=WORDS).contains(&words)
        && letters >= 2
        && digits <= 2
        && text.len() <= 60
        && !text.contains(['@', '/', '{', '<', '#', '?', '!'])
        && !names.nobody.iter().any(|n| *n == lower)
        && !site.is_some_and(|s| s.eq_ignore_ascii_case(text) && words == 1)
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
