//! What the answers take out of records: words of quotations, and events of past codings.

use serde::Deserialize;

/// A record, as far as it is needed here.
#[derive(Deserialize)]
pub(crate) struct Record {
    text: String,
    sentences: Vec<[u32; 2]>,
    #[serde(default)]
    pub(crate) entities: Vec<Entity>,
    #[serde(default)]
    pub(crate) places: Vec<Place>,
    #[serde(default)]
    pub(crate) quotes: Vec<Quote>,
    #[serde(default)]
    pub(crate) events: Vec<Event>,
    // The byte at which each code point begins, and the text's end.
    #[serde(skip)]
    starts: Vec<usize>,
}

#[derive(Deserialize)]
pub(crate) struct Entity {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) code: Option<String>,
    pub(crate) office: Option<String>,
    pub(crate) body: Option<String>,
}

#[derive(Deserialize)]
pub(crate) struct Place {
    pub(crate) span: [u32; 2],
    pub(crate) name: String,
    pub(crate) geonameid: Option<i64>,
    pub(crate) lat: Option<f64>,
    pub(crate) lon: Option<f64>,
    pub(crate) country: Option<String>,
    pub(crate) resolution: Option<String>,
}

#[derive(Deserialize)]
pub(crate) struct Quote {
    pub(crate) content: Vec<[u32; 2]>,
    pub(crate) cue: Option<[u32; 2]>,
    pub(crate) speaker: Option<Speaker>,
}

#[derive(Deserialize)]
pub(crate) struct Speaker {
    pub(crate) span: Option<[u32; 2]>,
    pub(crate) entity: Option<String>,
}

#[derive(Deserialize)]
pub(crate) struct Event {
    pub(crate) r#type: String,
    pub(crate) mode: Option<String>,
    #[serde(default)]
    pub(crate) contexts: Vec<String>,
    pub(crate) cameo: Option<String>,
    pub(crate) quad: u8,
    pub(crate) goldstein: Option<f64>,
    pub(crate) status: String,
    #[serde(default)]
    pub(crate) negated: bool,
    #[serde(default)]
    pub(crate) actors: Vec<Role>,
    #[serde(default)]
    pub(crate) recipients: Vec<Role>,
    pub(crate) place: Option<At>,
    pub(crate) time: Option<When>,
    pub(crate) trigger: [u32; 2],
    pub(crate) sentence: u32,
    pub(crate) confidence: f64,
    pub(crate) why: String,
}

#[derive(Deserialize)]
pub(crate) struct Role {
    pub(crate) span: [u32; 2],
    pub(crate) entity: String,
    pub(crate) code: Option<String>,
}

#[derive(Deserialize)]
pub(crate) struct At {
    pub(crate) span: [u32; 2],
}

#[derive(Deserialize)]
pub(crate) struct When {
    pub(crate) start: String,
    pub(crate) end: String,
    pub(crate) from: String,
}

impl Record {
    /// Reads a record's line; `None` where it is none.
    pub(crate) fn read(line: &[u8]) -> Option<Self> {
        let mut record: Self = serde_json::from_slice(line).ok()?;
        record.starts = record.text.char_indices().map(|(at, _)| at).collect();
        record.starts.push(record.text.len());
        Some(record)
    }

    /// The words of a span, as far as it lies in the text.
    pub(crate) fn words(&self, [start, end]: [u32; 2]) -> String {
        let last = self.starts.len() - 1;
        let at = |point: u32| self.starts[(point as usize).min(last)];
        self.text
            .get(at(start)..at(end))
            .unwrap_or_default()
            .to_owned()
    }

    pub(crate) fn sentence(&self, n: u32) -> Option<[u32; 2]> {
        self.sentences.get(n as usize).copied()
    }

    pub(crate) fn entity(&self, id: &str) -> Option<&Entity> {
        self.entities.iter().find(|e| e.id == id)
    }

    pub(crate) fn place(&self, at: &At) -> Option<&Place> {
        self.places.iter().find(|p| p.span == at.span)
    }
}
