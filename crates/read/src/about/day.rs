//! The publication day, or none: better no date than a wrong one.

use jiff::civil::Date;
use risalah_doc::{Origin, Published};

use super::page::Page;
use super::seen::{Hold, Seen};
use crate::date::{self, Found};

/// The day a page was published and where that is said.
///
/// What the markup says of the article is believed, but readers see the right one of two
/// neighbouring days. A general date of the page may be that of a later change, so a date that
/// stands with the headline, or is called that of publication, is believed before it.
pub(crate) fn published(page: Page<'_>) -> Option<Published> {
    if page.url.is_some_and(is_front) {
        return None;
    }
    let seen = page.seen();
    let by_url = page.url.and_then(|url| page.in_url(url));
    let stands = |origin| {
        let silent = seen.is_none() && by_url.is_none();
        silent && origin == Origin::JsonLd && page.is_standing()
    };
    if let Some((said, origin)) = page.firm().filter(|(_, origin)| !stands(*origin)) {
        return Some(page.settled(said, origin, seen, by_url));
    }
    let general = page.general();
    if let Some(seen) = seen.as_ref().filter(|s| s.hold == Hold::Called) {
        return Some(at(seen.found.clone(), Origin::Visible));
    }
    if let Some(url) = by_url {
        // An address is given once. A neighbouring day said elsewhere has the time of day too.
        let general = general.filter(|g| g.day == url.day || near(g.day, url.day));
        return Some(general.map_or_else(|| at(url, Origin::Url), |g| at(g, Origin::Meta)));
    }
    match (seen, general) {
        (Some(Seen { found, .. }), _) => Some(at(found, Origin::Visible)),
        (None, Some(general)) => Some(at(general, Origin::Meta)),
        (None, None) => None,
    }
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

/// Whether a time is that of a day's start, as systems write that know only the day.
fn is_midnight(said: &Found) -> bool {
    let stamp = said.stamp.as_deref();
    stamp.is_some_and(|stamp| stamp.contains("T00:00:00"))
}

/// Whether two days are neighbours.
fn near(a: Date, b: Date) -> bool {
    a.tomorrow().is_ok_and(|t| t == b) || b.tomorrow().is_ok_and(|t| t == a)
}

/// Whether two days lie no more than a month apart.
fn same_month(a: Date, b: Date) -> bool {
    a.until(b).is_ok_and(|span| span.get_days().abs() <= 31)
}

impl Page<'_> {
    /// The day that the markup says, unless the address or what readers see is nearer to it.
    fn settled(
        &self,
        said: Found,
        origin: Origin,
        seen: Option<Seen>,
        by_url: Option<Found>,
    ) -> Published {
        if by_url.as_ref().is_some_and(|url| url.day == said.day) {
            return at(said, origin);
        }
        if let Some(url) = by_url.filter(|url| url.day < said.day && !same_month(url.day, said.day))
        {
            // An address is given once; what is said may be the day of a move of the site.
            return at(url, Origin::Url);
        }
        let nearer = |seen: &Seen| {
            // A day that became the next one at home is not seen to be the day before.
            let moved = seen.found.day < said.day && is_midnight(&said);
            let neighbour = near(seen.found.day, said.day) && seen.hold != Hold::Changed && !moved;
            (neighbour || seen.found.day > said.day) && !self.shows(said.day)
        };
        match seen.filter(nearer) {
            Some(seen) => at(seen.found, Origin::Visible),
            None => at(said, origin),
        }
    }

    /// Whether the page calls itself no article: a page that stands, whose day is that of its
    /// making. That its Open Graph type is an article tells nothing, since systems write it on
    /// all pages.
    fn is_standing(&self) -> bool {
        let names = &self.web.metadata.published.open_graph;
        let timed = self.facts.first(names).next().is_some();
        !timed && !self.facts.card.is_of_a_day()
    }

    /// `/2022/01/12/`, `/12-01-2022`, `20220112` in an address.
    fn in_url(&self, url: &str) -> Option<Found> {
        let (_, path) = url.rsplit_once("://")?;
        let (_, path) = path.split_once('/')?;
        let path = path.split(['?', '#']).next()?;
        let found = date::in_path(&self.web.dates, path, self.tag);
        found.filter(|found| self.is_clear(found))
    }

    /// What the markup says of the article, most trusted first.
    fn firm(&self) -> Option<(Found, Origin)> {
        let facts = self.facts;
        let names = &self.web.metadata.published;
        let card = facts.card.published.as_deref().and_then(|t| self.read(t));
        let graph = facts.first(&names.open_graph).find_map(|t| self.read(t));
        let by = |found: Option<Found>, origin| found.map(|f| (f, origin));
        let both = match (by(card, Origin::JsonLd), by(graph, Origin::OpenGraph)) {
            // The later is that of the text as it stands.
            (Some(card), Some(graph)) if graph.0.day > card.0.day => Some(graph),
            (card, graph) => card.or(graph),
        };
        both.or_else(|| by(self.property(), Origin::Microdata))
    }

    /// What the page says of its own date, which may be that of a change.
    fn general(&self) -> Option<Found> {
        let names = &self.web.metadata.published.meta;
        self.facts.first(names).find_map(|t| self.read(t))
    }

    /// By microdata: `datePublished`.
    fn property(&self) -> Option<Found> {
        let is_date = |prop: &str| {
            prop.split_ascii_whitespace()
                .any(|p| p == "datePublished" || p == "dateCreated")
        };
        let dates = self.facts.props.iter().filter(|(prop, _)| is_date(prop));
        dates
            .filter(|(_, id)| !self.is_of_readers(*id))
            .find_map(|(_, id)| self.written(*id))
    }
}
