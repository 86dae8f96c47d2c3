//! Occasions.

use risalah_store::{self as store, EpisodeRow, Store};
use serde::Serialize;
use utoipa::ToSchema;

use crate::answer::{Row, cell};
use crate::forms::Event;
use crate::forms::event::Place;
use crate::problem::Problem;

/// One occasion, as told in one report or many.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Episode {
    /// The smallest id of its events.
    id: String,
    /// PLOVER type.
    r#type: String,
    /// Quad class, 1 to 4.
    quad: u8,
    /// First day.
    day: Option<String>,
    /// Last day.
    day_end: Option<String>,
    /// Who did it.
    actors: Vec<Side>,
    /// To whom.
    recipients: Vec<Side>,
    /// Where.
    place: Option<Place>,
    /// How many reports tell of it.
    reports: u64,
    /// How many outlets.
    outlets: u64,
    /// How many mentions.
    events: u64,
    /// Day of the earliest report.
    first_seen: Option<String>,
    /// Day of the latest report.
    last_seen: Option<String>,
    /// Whether it took place.
    status: String,
    /// Where reports give different numbers.
    disagreements: Vec<Disagreement>,
    /// The headline of a report that tells of it, else the sentence.
    headline: Option<String>,
}

/// Who took part, by code.
#[derive(Clone, Debug, Serialize, ToSchema)]
struct Side {
    code: String,
    /// A name that stands for the code in a report.
    name: Option<String>,
}

/// A number on which reports differ.
#[derive(Clone, Debug, Serialize, ToSchema)]
struct Disagreement {
    /// Of what: the number of dead, …
    what: String,
    values: Vec<Value>,
}

/// One of the numbers, with those who give it.
#[derive(Clone, Debug, Serialize, ToSchema)]
struct Value {
    value: u64,
    /// Ids of events.
    events: Vec<String>,
}

impl From<store::Disagreement> for Disagreement {
    fn from(row: store::Disagreement) -> Self {
        let value = |(value, keys): (u64, Vec<store::Key>)| Value {
            value,
            events: keys.iter().map(ToString::to_string).collect(),
        };
        Self {
            what: row.what,
            values: row.values.into_iter().map(value).collect(),
        }
    }
}

/// A page of occasions.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Episodes {
    pub(crate) episodes: Vec<Episode>,
    /// Where the next page begins.
    pub(crate) next: Option<String>,
}

/// An occasion with every mention of it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WholeEpisode {
    #[serde(flatten)]
    pub(crate) episode: Episode,
    /// The mentions, up to 500, the oldest first.
    pub(crate) members: Vec<Event>,
}

impl Episode {
    /// Occasions with names and a headline, taken from the event that gave them their id.
    pub(crate) fn of(store: &Store, rows: Vec<EpisodeRow>) -> Result<Vec<Self>, Problem> {
        let mut first = Vec::with_capacity(rows.len());
        for row in &rows {
            first.extend(store.event(row.key)?);
        }
        let events = Event::of(store, first)?;
        let mut events = events.into_iter().peekable();
        let mut all = Vec::with_capacity(rows.len());
        for row in &rows {
            let id = row.key.to_string();
            let mut episode = Self::new(row, events.next_if(|e| e.id == id).as_ref());
            if row.events > 1 {
                let found = store.disagreements(row.key)?;
                episode.disagreements = found.into_iter().map(Disagreement::from).collect();
            }
            all.push(episode);
        }
        Ok(all)
    }

    fn new(row: &EpisodeRow, event: Option<&Event>) -> Self {
        let side = |code: &String| {
            let same = event.and_then(|e| e.parties().find(|p| p.code.as_ref() == Some(code)));
            Side {
                code: code.clone(),
                name: same.and_then(|p| p.name.clone()),
            }
        };
        Self {
            id: row.key.to_string(),
            r#type: row.kind.clone(),
            quad: row.quad,
            day: row.day.clone(),
            day_end: row.day_end.clone(),
            actors: row.actors.iter().map(side).collect(),
            recipients: row.recipients.iter().map(side).collect(),
            place: row.place.as_ref().map(Place::from),
            reports: row.reports,
            outlets: row.outlets,
            events: row.events,
            first_seen: row.first_seen.clone(),
            last_seen: row.last_seen.clone(),
            status: row.status.clone(),
            disagreements: Vec::new(),
            headline: event.and_then(Event::headline),
        }
    }
}

impl Row for Episode {
    const COLUMNS: &[&str] = &[
        "episode",
        "type",
        "quad",
        "day",
        "day_end",
        "status",
        "actors",
        "recipients",
        "place",
        "geonameid",
        "lat",
        "lon",
        "place_country",
        "resolution",
        "reports",
        "outlets",
        "events",
        "first_seen",
        "last_seen",
        "headline",
    ];

    fn cells(&self) -> Vec<String> {
        let codes = |sides: &[Side]| {
            let codes: Vec<&str> = sides.iter().map(|s| &*s.code).collect();
            codes.join("; ")
        };
        let mut cells = vec![
            self.id.clone(),
            self.r#type.clone(),
            self.quad.to_string(),
            cell(&self.day),
            cell(&self.day_end),
            self.status.clone(),
            codes(&self.actors),
            codes(&self.recipients),
        ];
        cells.extend(Place::cells(self.place.as_ref()));
        cells.extend([
            self.reports.to_string(),
            self.outlets.to_string(),
            self.events.to_string(),
            cell(&self.first_seen),
            cell(&self.last_seen),
            cell(&self.headline),
        ]);
        cells
    }
}
