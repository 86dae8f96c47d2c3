//! Numbers: over time, between parties, over places.

use std::collections::BTreeMap;

use risalah_store::{Dyad as DyadRow, PlaceCount, Places as PlacesRow, Point, Step};
use serde::Serialize;
use utoipa::ToSchema;

use crate::answer::{Row, cell};
use crate::forms::event::Place;

/// Counts over time.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SeriesOf {
    pub(crate) series: Vec<Series>,
}

/// One line of a chart.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Series {
    /// A quad class, type or status.
    key: String,
    /// The first day of a step with its count, empty where no day is known; steps with none are
    /// left out.
    #[schema(value_type = Vec<Vec<Value>>)]
    points: Vec<(String, u64)>,
}

impl SeriesOf {
    pub(crate) fn new(points: Vec<Point>, step: Step) -> Self {
        let mut lines: BTreeMap<String, Vec<(String, u64)>> = BTreeMap::new();
        for point in points {
            let line = lines.entry(point.line).or_default();
            line.push((first_day(&point.step, step), point.count));
        }
        let series = lines
            .into_iter()
            .map(|(key, points)| Series { key, points });
        Self {
            series: series.collect(),
        }
    }

    /// Its points in one table.
    pub(crate) fn points(&self) -> Vec<Counted> {
        let points = |s: &Series| {
            let key = s.key.clone();
            let point =
                move |(day, count): &(String, u64)| Counted(key.clone(), day.clone(), *count);
            s.points.iter().map(point).collect::<Vec<_>>()
        };
        self.series.iter().flat_map(points).collect()
    }
}

/// The day that a step begins with.
fn first_day(step: &str, length: Step) -> String {
    match length {
        _ if step.is_empty() => String::new(),
        Step::Day => step.to_owned(),
        Step::Month => format!("{step}-01"),
        Step::Year => format!("{step}-01-01"),
    }
}

/// A point of a series as a row: key, day, count.
pub(crate) struct Counted(String, String, u64);

impl Row for Counted {
    const COLUMNS: &[&str] = &["key", "from", "count"];

    fn cells(&self) -> Vec<String> {
        vec![self.0.clone(), self.1.clone(), self.2.to_string()]
    }
}

/// Who acts on whom.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Dyads {
    pub(crate) dyads: Vec<Dyad>,
}

/// How often a country acts on another.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Dyad {
    /// The country that acts, or a stand-in such as IGO; empty where none is known.
    actor: String,
    /// The one that is acted on.
    recipient: String,
    /// How many events.
    events: u64,
    /// Their mean Goldstein value.
    goldstein: Option<f64>,
    /// How many of each quad class, 1 to 4.
    by_quad: [u64; 4],
}

impl From<DyadRow> for Dyad {
    fn from(row: DyadRow) -> Self {
        Self {
            actor: row.actor,
            recipient: row.recipient,
            events: row.events,
            goldstein: row.goldstein,
            by_quad: row.by_quad,
        }
    }
}

impl Row for Dyad {
    const COLUMNS: &[&str] = &[
        "actor",
        "recipient",
        "events",
        "goldstein",
        "quad_1",
        "quad_2",
        "quad_3",
        "quad_4",
    ];

    fn cells(&self) -> Vec<String> {
        let mut cells = vec![
            self.actor.clone(),
            self.recipient.clone(),
            self.events.to_string(),
            cell(&self.goldstein),
        ];
        cells.extend(self.by_quad.map(|n| n.to_string()));
        cells
    }
}

/// Where it happens.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Places {
    pub(crate) places: Vec<PlaceOf>,
    /// Events whose place is not known.
    unplaced: u64,
}

/// How much happened in a place.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PlaceOf {
    #[serde(flatten)]
    place: Place,
    /// How many events.
    events: u64,
    /// Of how many occasions.
    episodes: u64,
}

impl From<PlacesRow> for Places {
    fn from(rows: PlacesRow) -> Self {
        let form = |row: &PlaceCount| PlaceOf {
            place: Place::from(&row.place),
            events: row.events,
            episodes: row.episodes,
        };
        Self {
            places: rows.places.iter().map(form).collect(),
            unplaced: rows.unplaced,
        }
    }
}

impl Row for PlaceOf {
    const COLUMNS: &[&str] = &[
        "place",
        "geonameid",
        "lat",
        "lon",
        "place_country",
        "resolution",
        "events",
        "episodes",
    ];

    fn cells(&self) -> Vec<String> {
        let mut cells = Place::cells(Some(&self.place)).to_vec();
        cells.extend([self.events.to_string(), self.episodes.to_string()]);
        cells
    }
}
