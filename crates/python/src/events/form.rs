//! What of a record goes into the table of its events.

use serde::Deserialize;

/// Two code points, half open.
pub(super) type Points = [u32; 2];

/// A record, or the object that tells of a failure, which has no events.
#[derive(Deserialize)]
pub(super) struct Record {
    #[serde(default)]
    pub(super) id: String,
    #[serde(default)]
    pub(super) url: Option<String>,
    #[serde(default)]
    pub(super) lang: Option<String>,
    #[serde(default)]
    pub(super) published: Option<String>,
    #[serde(default)]
    pub(super) title: Option<String>,
    #[serde(default)]
    pub(super) text: String,
    #[serde(default)]
    pub(super) sentences: Vec<Points>,
    #[serde(default)]
    pub(super) entities: Vec<Entity>,
    #[serde(default)]
    pub(super) places: Vec<Place>,
    #[serde(default)]
    pub(super) events: Vec<Event>,
}

#[derive(Deserialize)]
pub(super) struct Entity {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) code: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Place {
    pub(super) span: Points,
    pub(super) name: String,
    pub(super) geonameid: Option<u32>,
    pub(super) lat: Option<f64>,
    pub(super) lon: Option<f64>,
    pub(super) country: Option<String>,
    pub(super) resolution: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Event {
    pub(super) id: String,
    pub(super) r#type: String,
    pub(super) mode: Option<String>,
    pub(super) contexts: Vec<String>,
    pub(super) cameo: Option<String>,
    pub(super) quad: u8,
    pub(super) goldstein: Option<f32>,
    pub(super) status: String,
    pub(super) negated: bool,
    pub(super) actors: Vec<Role>,
    pub(super) recipients: Vec<Role>,
    pub(super) place: Option<At>,
    pub(super) time: Option<When>,
    pub(super) trigger: Points,
    pub(super) sentence: u32,
    pub(super) reported_by: Option<Reported>,
    pub(super) confidence: f32,
    pub(super) why: String,
}

#[derive(Deserialize)]
pub(super) struct Role {
    pub(super) entity: String,
    pub(super) code: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct At {
    pub(super) span: Points,
}

#[derive(Deserialize)]
pub(super) struct When {
    pub(super) start: String,
    pub(super) end: String,
    pub(super) from: String,
}

#[derive(Deserialize)]
pub(super) struct Reported {
    pub(super) entity: Option<String>,
}

impl Record {
    pub(super) fn entity(&self, id: &str) -> Option<&Entity> {
        self.entities.iter().find(|e| e.id == id)
    }

    /// Where the place of an event is told of.
    pub(super) fn place(&self, event: &Event) -> Option<&Place> {
        let at = event.place.as_ref()?.span;
        self.places.iter().find(|p| p.span == at)
    }
}
