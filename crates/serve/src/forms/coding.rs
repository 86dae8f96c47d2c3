//! What coded the reports, what two codings say differently, and what is in the store.

use std::collections::BTreeMap;

use risalah_store as store;
use serde::Serialize;
use utoipa::ToSchema;

use crate::answer::{Row, cell};
use crate::forms::{Article, Event};

/// An engine with its packs.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Coding {
    /// Its number in this store.
    id: i64,
    /// The engine's version.
    engine: String,
    packs: Vec<Pack>,
    /// live: queries see it; building: a recode is under way; past.
    state: &'static str,
}

/// A pack of data.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
struct Pack {
    name: String,
    version: Option<String>,
    /// Of its files.
    digest: String,
}

impl Pack {
    /// Of a line `name version digest`, where the version may be missing.
    fn read(line: &str) -> Self {
        let mut parts = line.split_whitespace();
        let name = parts.next().unwrap_or_default().to_owned();
        let digest = parts.next_back().unwrap_or_default().to_owned();
        let version = parts.next().map(str::to_owned);
        Self {
            name,
            version,
            digest,
        }
    }
}

impl From<&store::Coding> for Coding {
    fn from(row: &store::Coding) -> Self {
        Self {
            id: row.id.0,
            engine: row.engine.clone(),
            packs: row.packs.lines().map(Pack::read).collect(),
            state: row.state.name(),
        }
    }
}

impl Row for Coding {
    const COLUMNS: &[&str] = &["coding", "engine", "packs", "state"];

    fn cells(&self) -> Vec<String> {
        let line = |p: &Pack| format!("{} {} {}", p.name, cell(&p.version), p.digest);
        let packs: Vec<String> = self.packs.iter().map(line).collect();
        vec![
            self.id.to_string(),
            self.engine.clone(),
            packs.join("; "),
            self.state.to_owned(),
        ]
    }
}

/// All codings, oldest first.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Codings {
    pub(crate) codings: Vec<Coding>,
}

/// What two codings of one report say differently.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Compared {
    pub(crate) article: Article,
    /// Events that only the left coding has.
    pub(crate) left_only: Vec<Event>,
    /// Events that only the right coding has.
    pub(crate) right_only: Vec<Event>,
    /// Events on the same words that differ.
    pub(crate) changed: Vec<Changed>,
}

/// An event under both codings.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Changed {
    pub(crate) left: Event,
    pub(crate) right: Event,
}

/// Reports on which two codings differ; of those that are gone through in one request.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Comparison {
    pub(crate) articles: Vec<Compared>,
    /// Where the next page begins; there may be one though this page is empty.
    pub(crate) next: Option<String>,
}

/// What is in the store, and by what it was made.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Stats {
    /// The store's file name.
    store: String,
    /// Reports, each once.
    reports: u64,
    /// The same.
    articles: u64,
    /// Of these the copies of another.
    copies: u64,
    /// Occasions.
    episodes: u64,
    /// Mentions of events.
    events: u64,
    /// Of these the ones that their sentences deny.
    negated: u64,
    quotations: u64,
    entities: u64,
    /// The first day of an event.
    from: Option<String>,
    /// The last.
    to: Option<String>,
    /// The version of the engine that coded.
    engine: Option<String>,
    packs: Vec<Pack>,
    types: Vec<Type>,
    /// Whether verdicts and reports are taken, with a token.
    writable: bool,
}

/// How often a type was coded, and how often rightly as far as people have looked.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Type {
    r#type: String,
    quad: Option<u8>,
    events: u64,
    /// Said to be right.
    right: u64,
    /// Said to be wrong, wholly or in part.
    wrong: u64,
    /// Of the wrong ones, those of which the right values are told.
    fixed: u64,
    /// Right of all that were judged.
    precision: Option<f64>,
}

impl Stats {
    pub(crate) fn new(
        store: &str,
        row: &store::Stats,
        verdicts: &BTreeMap<String, [u64; 3]>,
        quads: &BTreeMap<String, u8>,
        writable: bool,
    ) -> Self {
        let of = |(name, events): (&String, &u64)| {
            let [accepted, rejected, fixed] = verdicts.get(name).copied().unwrap_or_default();
            let judged = accepted + rejected + fixed;
            Type {
                r#type: name.clone(),
                quad: quads.get(name).copied(),
                events: *events,
                right: accepted,
                wrong: rejected + fixed,
                fixed,
                precision: (judged > 0).then(|| accepted as f64 / judged as f64),
            }
        };
        // The newest of those that are seen: what reports are added with now.
        let coding = row.codings.last();
        Self {
            store: store.to_owned(),
            reports: row.reports,
            articles: row.reports,
            copies: row.copies,
            episodes: row.episodes,
            events: row.events,
            negated: row.negated,
            quotations: row.quotes,
            entities: row.entities,
            from: row.days.as_ref().map(|d| d.0.clone()),
            to: row.days.as_ref().map(|d| d.1.clone()),
            engine: coding.map(|c| c.engine.clone()),
            packs: coding.map_or_else(Vec::new, |c| c.packs.lines().map(Pack::read).collect()),
            types: row.types.iter().map(of).collect(),
            writable,
        }
    }

    /// The types, for a table.
    pub(crate) fn types(&self) -> &[Type] {
        &self.types
    }
}

impl Row for Type {
    const COLUMNS: &[&str] = &[
        "type",
        "quad",
        "events",
        "right",
        "wrong",
        "fixed",
        "precision",
    ];

    fn cells(&self) -> Vec<String> {
        vec![
            self.r#type.clone(),
            cell(&self.quad),
            self.events.to_string(),
            self.right.to_string(),
            self.wrong.to_string(),
            self.fixed.to_string(),
            cell(&self.precision),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pack_may_have_no_version() {
        let pack = |version: Option<&str>| Pack {
            name: "id".to_owned(),
            version: version.map(str::to_owned),
            digest: "77aa".to_owned(),
        };
        assert_eq!(Pack::read("id 0.1.0 77aa"), pack(Some("0.1.0")));
        assert_eq!(Pack::read("id 77aa"), pack(None));
    }
}
