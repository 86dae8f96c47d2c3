//! The publication day, or none: better no date than a wrong one.

use risalah_doc::{Origin, Published};
use risalah_pack::web::Web;

use super::facts::text_of;
use super::{Facts, clean};
use crate::date::{self, Found};
use crate::html::{Dom, Id, Name};

/// The day a page was published and where that is said.
pub(crate) fn published(
    web: &Web,
    dom: &Dom<'_>,
    facts: &Facts<'_>,
    url: Option<&str>,
    root: Id,
) -> Option<Published> {
    let tag = facts.lang;
    let read = |text: &str| date::read(&web.dates, text, tag);
    let at = |found: Found, origin| Published {
        day: found.day,
        stamp: found.stamp,
        origin,
    };
    if let Some(found) = facts.card.published.as_deref().and_then(read) {
        return Some(at(found, Origin::JsonLd));
    }
    let names = &web.metadata.published;
    if let Some(found) = facts.first(&names.open_graph).find_map(read) {
        return Some(at(found, Origin::OpenGraph));
    }
    if let Some(found) = facts.first(&names.meta).find_map(read) {
        return Some(at(found, Origin::Meta));
    }
    if let Some(found) = property(web, dom, facts) {
        return Some(at(found, Origin::Microdata));
    }
    if let Some(found) = in_times(web, dom, facts, root) {
        return Some(at(found, Origin::TimeElement));
    }
    if let Some(found) = url.and_then(|url| in_url(web, url)) {
        return Some(at(found, Origin::Url));
    }
    visible(web, dom, facts, root).map(|found| at(found, Origin::Visible))
}

/// By microdata: `datePublished`.
fn property(web: &Web, dom: &Dom<'_>, facts: &Facts<'_>) -> Option<Found> {
    let dates = facts.props.iter().filter(|(prop, _)| {
        prop.split_ascii_whitespace()
            .any(|p| p == "datePublished" || p == "dateCreated")
    });
    for (_, id) in dates {
        for name in [Name::Datetime, Name::Content] {
            if let Some(found) = dom
                .attribute(*id, name)
                .and_then(|t| date::read(&web.dates, t, facts.lang))
            {
                return Some(found);
            }
        }
        if let Some(found) = date::read(&web.dates, &clean(web, &text_of(dom, *id)), facts.lang) {
            return Some(found);
        }
    }
    None
}

/// The first time element that stands with the headline or in the main text's element.
fn in_times(web: &Web, dom: &Dom<'_>, facts: &Facts<'_>, root: Id) -> Option<Found> {
    let read = |id: Id| {
        let written = dom
            .attribute(id, Name::Datetime)
            .and_then(|t| date::read(&web.dates, t, facts.lang));
        written.or_else(|| date::read(&web.dates, &clean(web, &text_of(dom, id)), facts.lang))
    };
    let near = facts
        .times
        .iter()
        .filter(|id| is_near(dom, facts, **id, root));
    let all: Vec<Found> = near.filter_map(|id| read(*id)).collect();
    let first = all.first()?;
    Some(first.clone())
}

/// Whether a node stands by the headline or before the main text's end.
fn is_near(dom: &Dom<'_>, facts: &Facts<'_>, id: Id, root: Id) -> bool {
    let heading = facts
        .headings
        .iter()
        .map(|(h, _)| *h)
        .filter(|h| *h < root + 200)
        .last();
    let from = heading.map_or(root, |h| h.min(root)).saturating_sub(60);
    (from..dom.node(root).after.saturating_add(60)).contains(&id)
}

/// `/2022/01/12/` in an address.
fn in_url(web: &Web, url: &str) -> Option<Found> {
    let (_, path) = url.split_once("://")?;
    let (_, path) = path.split_once('/')?;
    let path = path.split(['?', '#']).next()?;
    let found = date::find(&web.dates, path, None);
    let fits = |f: &&Found| {
        path[f.start..].len() >= 8
            && path.as_bytes()[f.start..]
                .iter()
                .take(4)
                .all(u8::is_ascii_digit)
    };
    found.iter().find(fits).cloned()
}

/// Words near the headline or in an element whose names say it holds a date.
fn visible(web: &Web, dom: &Dom<'_>, facts: &Facts<'_>, root: Id) -> Option<Found> {
    for id in facts
        .marked
        .iter()
        .filter(|id| is_near(dom, facts, **id, root))
    {
        let text = clean(web, &text_of(dom, *id));
        if text.len() > 200 {
            continue;
        }
        if let Some(found) = date::find(&web.dates, &text, facts.lang).into_iter().next() {
            return Some(found);
        }
    }
    None
}
