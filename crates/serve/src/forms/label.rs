//! What people say of events.

use risalah_store as store;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use crate::answer::{Row, cell};

/// A verdict on an event.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Label {
    /// The event's id.
    event: String,
    /// accept, reject or fix.
    verdict: &'static str,
    /// What would be right: fields of the event with their right values.
    #[schema(value_type = Option<Object>)]
    fix: Option<Value>,
    /// Why.
    note: Option<String>,
    /// Who says so.
    coder: Option<String>,
    /// When.
    at: String,
}

impl From<&store::Label> for Label {
    fn from(row: &store::Label) -> Self {
        // What an earlier version wrote as plain text is shown as text.
        let fix =
            |text: &String| serde_json::from_str(text).unwrap_or_else(|_| text.clone().into());
        Self {
            event: row.key.to_string(),
            verdict: row.verdict.name(),
            fix: row.fix.as_ref().map(fix),
            note: row.note.clone(),
            coder: row.coder.clone(),
            at: row.at.clone(),
        }
    }
}

impl Row for Label {
    const COLUMNS: &[&str] = &["event", "verdict", "fix", "note", "coder", "at"];

    fn cells(&self) -> Vec<String> {
        vec![
            self.event.clone(),
            self.verdict.to_owned(),
            cell(&self.fix),
            cell(&self.note),
            cell(&self.coder),
            self.at.clone(),
        ]
    }
}

/// Every verdict, in the order in which they were given.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Labels {
    pub(crate) labels: Vec<Label>,
}

/// A verdict as it is given.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Given {
    /// The event's id.
    pub(crate) event: String,
    /// accept, reject or fix.
    pub(crate) verdict: String,
    /// What would be right, with the verdict fix.
    #[schema(value_type = Option<Object>)]
    pub(crate) fix: Option<Value>,
    /// Why.
    pub(crate) note: Option<String>,
    /// Who says so.
    pub(crate) coder: Option<String>,
}

/// What became of reports that were sent.
#[derive(Debug, Default, Serialize, ToSchema)]
pub(crate) struct Taken {
    /// Reports that were not there before.
    pub(crate) new: u64,
    /// Reports that were.
    pub(crate) known: u64,
    /// Events of the new ones.
    pub(crate) events: u64,
    /// Lines that could not be read, or on which the program failed.
    pub(crate) refused: Vec<Refused>,
}

/// A line that was refused.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Refused {
    /// The report's id, where it was read.
    pub(crate) id: Option<String>,
    /// The line, from 1.
    pub(crate) line: Option<u64>,
    /// Why.
    pub(crate) error: String,
}
