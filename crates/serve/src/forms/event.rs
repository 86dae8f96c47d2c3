//! Mentions of events.

use risalah_store::{EventRow, PartyRow, PlaceRow, SentenceRow, Store};
use serde::Serialize;
use utoipa::ToSchema;

use crate::answer::cell;
use crate::forms::kept::{self, Record, Role};
use crate::forms::{Article, Label};
use crate::problem::Problem;

/// One mention of an event in one report.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Event {
    /// The same over runs, machines and orders of arrival: 16 hexadecimal digits.
    pub(crate) id: String,
    /// `v<n>` in the record, from 1.
    n: u32,
    /// PLOVER type.
    r#type: String,
    /// PLOVER mode.
    mode: Option<String>,
    /// PLOVER contexts.
    contexts: Vec<String>,
    /// The most specific CAMEO code.
    cameo: Option<String>,
    /// Quad class, 1 to 4.
    quad: u8,
    /// Goldstein value of the CAMEO code.
    goldstein: Option<f64>,
    /// Whether the act took place.
    status: String,
    /// Whether the sentence denies it.
    negated: bool,
    /// First day.
    day: Option<String>,
    /// Last day.
    day_end: Option<String>,
    /// How the day is known: text, dateline or publication.
    time_from: Option<String>,
    /// Where.
    place: Option<Place>,
    /// Who did it; all parties of a mutual act.
    actors: Vec<Party>,
    /// To whom.
    recipients: Vec<Party>,
    /// The words that show the act, in code points of the report's text.
    trigger: [u32; 2],
    /// The sentence they stand in.
    sentence: Sentence,
    /// The probability that the event is right.
    confidence: f64,
    /// The pattern that coded it.
    why: String,
    /// The occasion it is a mention of.
    episode: Option<String>,
    /// The report.
    article: Article,
    /// What a person said of it last.
    label: Option<Label>,
    // Under which coding, for comparing.
    #[serde(skip)]
    coding: i64,
}

/// Where something happened.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Place {
    pub(crate) name: String,
    geonameid: Option<i64>,
    lat: Option<f64>,
    lon: Option<f64>,
    /// ISO 3166-1 alpha-3.
    country: Option<String>,
    /// subcity, city, district, province or country.
    resolution: Option<String>,
}

/// Who took part.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Party {
    pub(crate) name: Option<String>,
    /// Country and sectors.
    pub(crate) code: Option<String>,
    /// The country, or what stands in for one.
    country: Option<String>,
    /// The words that stand for the party, in code points of the report's text.
    span: [u32; 2],
    /// These words.
    text: Option<String>,
}

/// A sentence of a report.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Sentence {
    /// Its number, from 0.
    n: u32,
    /// Where it stands, in code points.
    span: Option<[u32; 2]>,
    /// Its words.
    text: Option<String>,
}

/// A page of events.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Events {
    pub(crate) events: Vec<Event>,
    /// Where the next page begins.
    pub(crate) next: Option<String>,
}

impl Event {
    /// Events with their sentences and labels.
    pub(crate) fn of(store: &Store, mut rows: Vec<EventRow>) -> Result<Vec<Self>, Problem> {
        store.sentences(&mut rows)?;
        let keys: Vec<_> = rows.iter().map(|row| row.key).collect();
        let labels = store.labels(&keys)?;
        let form = |row: &EventRow| Self::new(row, labels.get(&row.key).map(Label::from));
        Ok(rows.iter().map(form).collect())
    }

    fn new(row: &EventRow, label: Option<Label>) -> Self {
        let said = row.said.as_ref();
        let parties = |rows: &[PartyRow]| rows.iter().map(|p| Party::new(p, said)).collect();
        Self {
            id: row.key.to_string(),
            n: row.n,
            r#type: row.kind.clone(),
            mode: row.mode.clone(),
            contexts: row.contexts.split_whitespace().map(str::to_owned).collect(),
            cameo: row.cameo.clone(),
            quad: row.quad,
            goldstein: row.goldstein,
            status: row.status.clone(),
            negated: row.negated,
            day: row.day.clone(),
            day_end: row.day_end.clone(),
            time_from: row.time_from.clone(),
            place: row.place.as_ref().map(Place::from),
            actors: parties(&row.actors),
            recipients: parties(&row.recipients),
            trigger: row.trigger,
            sentence: Sentence {
                n: row.sentence,
                span: said.map(|s| s.span),
                text: said.map(|s| s.text.clone()),
            },
            confidence: row.confidence,
            why: row.why.clone(),
            episode: row.episode.map(|e| e.to_string()),
            article: Article::from(&*row.article),
            label,
            coding: row.coding.0,
        }
    }

    /// The report's headline, else the sentence.
    pub(crate) fn headline(&self) -> Option<String> {
        let title = self.article.title().map(str::to_owned);
        title.or_else(|| self.sentence.text.clone())
    }

    /// Whether it is the event at this place, from 0, of its report's record under a coding.
    pub(crate) fn is(&self, coding: i64, at: usize) -> bool {
        self.coding == coding && self.n as usize == at + 1
    }

    /// All who took part.
    pub(crate) fn parties(&self) -> impl Iterator<Item = &Party> {
        self.actors.iter().chain(&self.recipients)
    }
}

impl Party {
    fn new(row: &PartyRow, said: Option<&SentenceRow>) -> Self {
        let known = |text: &str| Some(text.to_owned()).filter(|t| !t.is_empty());
        Self {
            name: known(&row.name),
            code: known(&row.code),
            country: known(&row.country),
            span: row.span,
            text: said.and_then(|s| s.words(row.span)).map(str::to_owned),
        }
    }
}

impl From<&PlaceRow> for Place {
    fn from(row: &PlaceRow) -> Self {
        Self {
            name: row.name.clone(),
            geonameid: row.geonameid,
            lat: row.point.map(|p| p.0),
            lon: row.point.map(|p| p.1),
            country: row.country.clone(),
            resolution: row.resolution.clone(),
        }
    }
}

impl Place {
    /// Cells for a place: name, GeoNames id, latitude, longitude, country, resolution.
    pub(crate) fn cells(place: Option<&Self>) -> [String; 6] {
        let Some(place) = place else {
            return Default::default();
        };
        [
            place.name.clone(),
            cell(&place.geonameid),
            cell(&place.lat),
            cell(&place.lon),
            cell(&place.country),
            cell(&place.resolution),
        ]
    }
}

impl Event {
    /// The event `v<n>` of a record, which may be of a past coding: it has no id that could be
    /// asked for, only one that is its own in the answer.
    pub(crate) fn of_record(
        article: &Article,
        coding: i64,
        record: &Record,
        at: usize,
    ) -> Option<Self> {
        let event = record.events.get(at)?;
        let party = |role: &Role| Party::of_record(role, record);
        let day = event.time.as_ref();
        Some(Self {
            id: format!("{coding}-{}-v{}", article.id(), at + 1),
            n: u32::try_from(at + 1).unwrap_or(u32::MAX),
            r#type: event.r#type.clone(),
            mode: event.mode.clone(),
            contexts: event.contexts.clone(),
            cameo: event.cameo.clone(),
            quad: event.quad,
            goldstein: event.goldstein,
            status: event.status.clone(),
            negated: event.negated,
            day: day.map(|d| d.start.clone()),
            day_end: day.map(|d| d.end.clone()),
            time_from: day.map(|d| d.from.clone()),
            place: event
                .place
                .as_ref()
                .and_then(|p| record.place(p))
                .map(Place::of_record),
            actors: event.actors.iter().map(party).collect(),
            recipients: event.recipients.iter().map(party).collect(),
            trigger: event.trigger,
            sentence: Sentence {
                n: event.sentence,
                span: record.sentence(event.sentence),
                text: record.sentence(event.sentence).map(|s| record.words(s)),
            },
            confidence: event.confidence,
            why: event.why.clone(),
            episode: None,
            article: article.clone(),
            label: None,
            coding,
        })
    }
}

impl Party {
    fn of_record(role: &Role, record: &Record) -> Self {
        Self {
            name: record.entity(&role.entity).map(|e| e.name.clone()),
            code: role.code.clone(),
            country: role
                .code
                .as_ref()
                .and_then(|c| c.get(..3))
                .map(str::to_owned),
            span: role.span,
            text: Some(record.words(role.span)),
        }
    }
}

impl Place {
    fn of_record(place: &kept::Place) -> Self {
        Self {
            name: place.name.clone(),
            geonameid: place.geonameid,
            lat: place.lat,
            lon: place.lon,
            country: place.country.clone(),
            resolution: place.resolution.clone(),
        }
    }
}
