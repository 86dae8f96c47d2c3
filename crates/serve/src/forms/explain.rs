//! Why an event was coded.

use risalah_doc::{Coded, Event};
use risalah_record::Offsets;
use risalah_store::EventRow;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Why an event was coded: what the engine that serves says of the report's kept text.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Explained {
    /// The event's id.
    event: String,
    /// Whether the engine that serves codes the same event on these words; if not, it was coded
    /// by other packs, and there are no grounds.
    same: bool,
    /// The pattern that coded it.
    pattern: String,
    /// The probability that it is right.
    confidence: f64,
    /// What speaks most for and against it.
    grounds: Vec<Ground>,
    /// What else stood in its sentence and did not become an event.
    left_out: Vec<LeftOut>,
    /// The day from which relative times count.
    anchor: Option<Anchor>,
    /// How the event's day is known.
    time_from: Option<String>,
}

/// A reason, with its weight.
#[derive(Debug, Serialize, ToSchema)]
struct Ground {
    ground: &'static str,
    /// In log-odds.
    odds: f32,
}

/// A candidate that fell.
#[derive(Debug, Serialize, ToSchema)]
struct LeftOut {
    /// In code points of the report's text.
    trigger: [u32; 2],
    text: String,
    pattern: String,
    reason: &'static str,
}

/// The day from which relative times count.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct Anchor {
    day: String,
    /// Where it was found.
    from: String,
}

/// What of a record tells the anchor.
#[derive(Deserialize)]
struct Anchored {
    anchor: Option<Anchor>,
}

impl Explained {
    /// What `coded`, the article coded anew with this record, says of an event in the store.
    pub(crate) fn new(row: &EventRow, coded: &Coded, record: &[u8]) -> Self {
        let text = &coded.resolved.parsed.article.text;
        let offsets = Offsets::new(text);
        let is = |e: &&Event| offsets.span(e.trigger) == row.trigger && *e.kind == *row.kind;
        let event = coded.events.iter().find(is);
        let grounds = event.map_or(&[][..], |e| &e.grounds);
        let left_out = coded.dropped.iter().filter(|d| d.sentence == row.sentence);
        let anchored: Option<Anchored> = serde_json::from_slice(record).ok();
        Self {
            event: row.key.to_string(),
            same: event.is_some(),
            pattern: row.why.clone(),
            confidence: row.confidence,
            grounds: grounds
                .iter()
                .map(|(ground, odds)| Ground {
                    ground: ground.name(),
                    odds: (odds * 100.0).round() / 100.0,
                })
                .collect(),
            left_out: left_out
                .map(|d| LeftOut {
                    trigger: offsets.span(d.trigger),
                    text: d.trigger.of(text).to_owned(),
                    pattern: d.pattern.to_string(),
                    reason: d.reason.name(),
                })
                .collect(),
            anchor: anchored.and_then(|a| a.anchor),
            time_from: row.time_from.clone(),
        }
    }
}
