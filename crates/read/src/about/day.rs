//! The publication day, or none: better no date than a wrong one.

use jiff::civil::Date;
use risalah_doc::{Origin, Published};
use risalah_pack::web::Web;

use super::facts::text_of;
use super::{Facts, clean};
use crate::date::{self, Found};
use crate::html::{Dom, Id, Name};
use crate::page::Blocks;

/// A line that says the date has no more bytes than this.
const LINE: usize = 160;
/// A date so far into a line belongs to what the line tells.
const OPENING: usize = 80;
/// So many blocks above the headline may hold the date.
const BEFORE: usize = 6;
/// So many blocks under the headline may hold the date.
const AFTER: usize = 30;

/// A page and what is known of it, for finding its day.
#[derive(Clone, Copy)]
pub(crate) struct Page<'a> {
    pub(crate) web: &'a Web,
    pub(crate) dom: &'a Dom<'a>,
    pub(crate) facts: &'a Facts<'a>,
    pub(crate) blocks: &'a Blocks,
    pub(crate) url: Option<&'a str>,
    /// The element that holds the main text.
    pub(crate) root: Id,
}

/// The day a page was published and where that is said.
pub(crate) fn published(page: Page<'_>) -> Option<Published> {
    if page.url.is_some_and(is_front) {
        return None;
    }
    let by_url = page.url.and_then(|url| in_url(page.web, url));
    let seen = page.visible();
    if seen.is_none() && by_url.is_none() && page.is_standing() {
        return None;
    }
    let (found, origin) = match page.said() {
        Some((said, origin)) => {
            if let Some(url) = by_url.filter(|url| url.day < said.day && !near(url.day, said.day)) {
                // An address is given once; what is said may be the day of a later change.
                return Some(at(url, Origin::Url));
            }
            match seen.filter(|seen| near(seen.day, said.day) || seen.day > said.day) {
                // A day off is a matter of time zones, and a later day is that of the text as it
                // stands: readers see the right one.
                Some(seen) if seen.day == said.day => (said, origin),
                Some(seen) => (seen, Origin::Visible),
                None => (said, origin),
            }
        }
        None => by_url
            .map(|f| (f, Origin::Url))
            .or_else(|| seen.map(|f| (f, Origin::Visible)))?,
    };
    Some(at(found, origin))
}

fn at(found: Found, origin: Origin) -> Published {
    Published {
        day: found.day,
        stamp: found.stamp,
        origin,
    }
}

/// Whether an address is that of a site's front page.
fn is_front(url: &str) -> bool {
    let path = url.split_once("://").map_or(url, |(_, rest)| rest);
    path.split_once('/').is_none_or(|(_, path)| path.is_empty())
}

/// Whether two days are neighbours.
fn near(a: Date, b: Date) -> bool {
    a.tomorrow().is_ok_and(|t| t == b) || b.tomorrow().is_ok_and(|t| t == a)
}

impl Page<'_> {
    /// Whether the page calls itself no article: a page that stands, whose day is that of its making.
    fn is_standing(&self) -> bool {
        let is_type =
            |(name, content): &(String, &str)| name == "og:type" && content.contains("article");
        let names = &self.web.metadata.published.open_graph;
        let timed = self.facts.first(names).next().is_some();
        !timed && !self.facts.card.is_article() && !self.facts.meta.iter().any(is_type)
    }

    fn read(&self, text: &str) -> Option<Found> {
        date::read(&self.web.dates, text, self.facts.lang)
    }

    /// What the page's markup says, most trusted first.
    fn said(&self) -> Option<(Found, Origin)> {
        let names = &self.web.metadata.published;
        let facts = self.facts;
        let card = facts.card.published.as_deref().and_then(|t| self.read(t));
        let by = |found: Option<Found>, origin| found.map(|f| (f, origin));
        by(card, Origin::JsonLd)
            .or_else(|| {
                by(
                    facts.first(&names.open_graph).find_map(|t| self.read(t)),
                    Origin::OpenGraph,
                )
            })
            .or_else(|| {
                by(
                    facts.first(&names.meta).find_map(|t| self.read(t)),
                    Origin::Meta,
                )
            })
            .or_else(|| by(property(self.web, self.dom, facts), Origin::Microdata))
            .or_else(|| {
                by(
                    in_times(self.web, self.dom, facts, self.root),
                    Origin::TimeElement,
                )
            })
    }

    /// The day that readers see by the headline or at the text's edges.
    fn visible(&self) -> Option<Found> {
        self.marked().or_else(|| self.by_headline())
    }

    /// In an element whose names say it holds a date.
    fn marked(&self) -> Option<Found> {
        let marked = self
            .facts
            .marked
            .iter()
            .filter(|id| is_near(self.dom, self.facts, **id, self.root));
        let mut texts = marked
            .map(|id| clean(self.web, &text_of(self.dom, *id)))
            .filter(|t| t.len() <= LINE);
        texts.find_map(|text| self.full(&text))
    }

    /// In the short lines by the headline, before the text's first prose.
    fn by_headline(&self) -> Option<Found> {
        self.lines_by_headline().find_map(|line| {
            let found = self.full(&line)?;
            (found.start <= OPENING).then_some(found)
        })
    }

    /// The lines by the headline, first those under it, up to the start of the first prose, then
    /// those above.
    pub(super) fn lines_by_headline(&self) -> impl Iterator<Item = String> + '_ {
        let all = &self.blocks.all;
        let start = self.blocks.inside(self.dom, self.root).start;
        let headline = self
            .facts
            .headings
            .iter()
            .rev()
            .find(|(h, _)| *h < self.dom.node(self.root).after);
        let from = headline.map_or(start, |(h, _)| {
            all.partition_point(|b| b.first < *h).min(start)
        });
        let prose = (start..all.len())
            .find(|n| all[*n].is_prose())
            .unwrap_or(start);
        let below = from..(prose + 1).min(all.len()).min(from + AFTER);
        let above = (from.saturating_sub(BEFORE)..from).rev();
        below.chain(above).filter_map(|n| {
            let block = &all[n];
            let long = block.len as usize > LINE && !block.is_prose();
            if block.density() > 0.9 || long {
                return None;
            }
            let mut text = String::new();
            for id in block.first..block.last {
                text.push_str(self.dom.text(id));
            }
            Some(clean(self.web, &text))
        })
    }

    /// The first date of a line that cannot be read two ways.
    fn full(&self, text: &str) -> Option<Found> {
        let found = date::find(&self.web.dates, text, self.facts.lang)
            .into_iter()
            .next()?;
        let fits = found.day.year() >= 1995 && (!found.ambiguous || self.facts.lang.is_some());
        fits.then_some(found)
    }
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
        .rfind(|h| *h < root + 200);
    let from = heading.map_or(root, |h| h.min(root)).saturating_sub(60);
    (from..dom.node(root).after.saturating_add(60)).contains(&id)
}

/// `/2022/01/12/`, `/12-01-2022`, `20220112` in an address.
fn in_url(web: &Web, url: &str) -> Option<Found> {
    let (_, path) = url.rsplit_once("://")?;
    let (_, path) = path.split_once('/')?;
    let path = path.split(['?', '#']).next()?;
    date::in_path(&web.dates, path)
}
