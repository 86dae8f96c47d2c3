//! Panels: counts by day or month and by country or dyad, with a row for every zero.
//!
//! Counted are episodes' mentions that say the act took place: status actual or said, and not
//! negated, unless the filter asks for other statuses. An event is dated by its own first day;
//! events without one are left out and counted. Compound parties: each distinct pair of an actor's
//! and a recipient's country counts once for the event; a mutual act counts once in each
//! direction between its parties' countries. What has no country stands as an empty one and is
//! left out of panels.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::ops::ControlFlow;

use jiff::civil::Date;
use jiff::{Span, ToSpan};
use risalah_doc::Status;
use risalah_pack::world::World;
use risalah_store::{EventRow, Filter, Key, Store};

use crate::{Counts, Error};

/// What a row of a panel stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Panel {
    /// A pair of countries on a day.
    DyadDay,
    /// A pair of countries in a month.
    DyadMonth,
    /// A country in a month.
    CountryMonth,
}

impl Panel {
    /// All, in the order of their names' mention in help.
    pub const ALL: [Self; 3] = [Self::DyadDay, Self::DyadMonth, Self::CountryMonth];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::DyadDay => "dyad-day",
            Self::DyadMonth => "dyad-month",
            Self::CountryMonth => "country-month",
        }
    }

    fn is_daily(self) -> bool {
        self == Self::DyadDay
    }

    /// The columns: name and what they say.
    pub fn columns(self) -> Vec<(&'static str, &'static str)> {
        let when = match self {
            Self::DyadDay => ("date", "Day, YYYY-MM-DD."),
            _ => ("month", "Month, YYYY-MM."),
        };
        let mut all = vec![when];
        let dyad = [
            (
                "actor",
                "Country that acts: ISO 3166-1 alpha-3 or a stand-in.",
            ),
            (
                "actor_cow",
                "Its Correlates of War number; empty for what is no state.",
            ),
            ("recipient", "Country acted on."),
            ("recipient_cow", "Its Correlates of War number."),
            (
                "events",
                "Mentions of events, each pair of countries once an event.",
            ),
            (
                "episodes",
                "Occasions: mentions of the same occasion count once.",
            ),
            ("verbal_cooperation", "Mentions of quad class 1."),
            ("material_cooperation", "Mentions of quad class 2."),
            ("verbal_conflict", "Mentions of quad class 3."),
            ("material_conflict", "Mentions of quad class 4."),
            ("goldstein_sum", "Sum of the Goldstein values."),
        ];
        let country = [
            ("country", "Country: ISO 3166-1 alpha-3 or a stand-in."),
            (
                "country_cow",
                "Its Correlates of War number; empty for what is no state.",
            ),
            (
                "events",
                "Mentions of events in which it takes part, once each.",
            ),
            ("episodes", "Occasions in which it takes part."),
            ("as_actor", "Mentions in which it acts."),
            ("as_recipient", "Mentions in which it is acted on."),
            ("verbal_cooperation", "Mentions of quad class 1."),
            ("material_cooperation", "Mentions of quad class 2."),
            ("verbal_conflict", "Mentions of quad class 3."),
            ("material_conflict", "Mentions of quad class 4."),
            ("goldstein_sum", "Sum of the Goldstein values."),
        ];
        match self {
            Self::CountryMonth => all.extend(country),
            _ => all.extend(dyad),
        }
        all
    }
}

/// Counts of one row.
#[derive(Default)]
struct Tally {
    events: u64,
    episodes: BTreeSet<Key>,
    quads: [u64; 4],
    goldstein: f64,
    acts: u64,
    suffers: u64,
}

impl Tally {
    fn take(&mut self, event: &EventRow) {
        self.events += 1;
        self.episodes.insert(event.episode.unwrap_or(event.key));
        if let Some(count) = self.quads.get_mut(usize::from(event.quad).wrapping_sub(1)) {
            *count += 1;
        }
        self.goldstein += event.goldstein.unwrap_or_default();
    }
}

/// A unit: a dyad, or a country with an empty second part.
type Unit = (String, String);

/// Writes a panel as CSV: every unit that occurs, in every period from the first to the last.
///
/// The periods reach from the filter's first to its last day, where it names them.
///
/// # Errors
///
/// Where the store cannot be read or the stream does not take the rows.
pub fn panel(
    store: &Store,
    world: &World,
    filter: &Filter,
    panel: Panel,
    out: &mut dyn Write,
) -> Result<Counts, Error> {
    let mut filter = filter.clone();
    if filter.statuses.is_empty() {
        filter.statuses = vec![Status::Actual, Status::Said];
    }
    let mut counts = Counts::default();
    let mut cells: BTreeMap<Unit, BTreeMap<Date, Tally>> = BTreeMap::new();
    store.each_event(&filter, |event| {
        counts.events += 1;
        let day = event.day.as_deref().and_then(|day| day.parse().ok());
        match day {
            Some(day) => count(panel, &event, period(panel, day), &mut cells),
            None => counts.undated += 1,
        }
        ControlFlow::Continue(())
    })?;
    let days = cells.values().flat_map(|c| c.keys().copied());
    let (first, last) = days.fold((None, None), |(first, last), day| {
        let first = first.map_or(day, |f: Date| f.min(day));
        (Some(first), Some(last.map_or(day, |l: Date| l.max(day))))
    });
    let first = filter.from.map(|day| period(panel, day)).or(first);
    let last = filter.to.map(|day| period(panel, day)).or(last);
    let names: Vec<&str> = panel.columns().iter().map(|c| c.0).collect();
    writeln!(out, "{}", names.join(","))?;
    if let (Some(first), Some(last)) = (first, last) {
        let step = if panel.is_daily() { 1.day() } else { 1.month() };
        counts.rows = rows(world, panel, &cells, (first, last, step), out)?;
    }
    out.flush()?;
    Ok(counts)
}

fn period(panel: Panel, day: Date) -> Date {
    if panel.is_daily() {
        day
    } else {
        day.first_of_month()
    }
}

fn count(
    panel: Panel,
    event: &EventRow,
    period: Date,
    cells: &mut BTreeMap<Unit, BTreeMap<Date, Tally>>,
) {
    let mut tally = |unit: Unit, with: &dyn Fn(&mut Tally)| {
        let cell = cells.entry(unit).or_default().entry(period).or_default();
        cell.take(event);
        with(cell);
    };
    let countries = |parties: &[risalah_store::PartyRow]| -> BTreeSet<String> {
        let known = parties.iter().filter(|p| !p.country.is_empty());
        known.map(|p| p.country.to_string()).collect()
    };
    let (actors, recipients) = (countries(&event.actors), countries(&event.recipients));
    if panel == Panel::CountryMonth {
        for country in actors.union(&recipients) {
            let (acts, suffers) = (actors.contains(country), recipients.contains(country));
            tally((country.clone(), String::new()), &|cell| {
                cell.acts += u64::from(acts);
                cell.suffers += u64::from(suffers);
            });
        }
        return;
    }
    let mutual = event.recipients.is_empty();
    let others = if mutual { &actors } else { &recipients };
    for actor in &actors {
        for other in others.iter().filter(|o| !mutual || *o != actor) {
            tally((actor.clone(), other.clone()), &|_| ());
        }
    }
}

fn rows(
    world: &World,
    panel: Panel,
    cells: &BTreeMap<Unit, BTreeMap<Date, Tally>>,
    (first, last, step): (Date, Date, Span),
    out: &mut dyn Write,
) -> Result<u64, Error> {
    let cow = |country: &str| -> String {
        let number = world.country(country).and_then(|c| c.scheme.cow_number);
        number.map(|n| n.to_string()).unwrap_or_default()
    };
    let none = Tally::default();
    let mut written = 0;
    for ((unit, other), periods) in cells {
        let (unit_cow, other_cow) = (cow(unit), cow(other));
        let mut at = first;
        while at <= last {
            let tally = periods.get(&at).unwrap_or(&none);
            let day = at.to_string();
            let when = if panel.is_daily() { &day } else { &day[..7] };
            write!(out, "{when},{unit},{unit_cow},")?;
            if panel != Panel::CountryMonth {
                write!(out, "{other},{other_cow},")?;
            }
            write!(out, "{},{},", tally.events, tally.episodes.len())?;
            if panel == Panel::CountryMonth {
                write!(out, "{},{},", tally.acts, tally.suffers)?;
            }
            let [a, b, c, d] = tally.quads;
            // Values have one decimal, so the sum is shown with one, whatever the order of adding.
            writeln!(out, "{a},{b},{c},{d},{:.1}", tally.goldstein + 0.0)?;
            written += 1;
            match at.checked_add(step) {
                Ok(next) => at = next,
                Err(_) => break,
            }
        }
    }
    Ok(written)
}
