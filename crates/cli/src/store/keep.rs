//! Coded reports on their way into a store.

use std::path::Path;

use risalah_doc::{Article, Coded};
use risalah_engine::{Engine, Input};
use risalah_store::{CodingId, Digest, Kept, Store};

/// A store to which one engine adds.
pub(crate) struct Keeper {
    store: Store,
    coding: CodingId,
}

/// A coded report.
pub(crate) struct Ready {
    coded: Coded,
    record: Vec<u8>,
    source: Option<String>,
    input: Digest,
}

/// What became of some reports.
#[derive(Clone, Debug, Default)]
pub(crate) struct Told {
    pub(crate) new: u64,
    pub(crate) known: u64,
    pub(crate) events: u64,
    /// The last report's own id.
    pub(crate) id: Option<String>,
}

impl Keeper {
    /// Opens a store, or makes one, for what this engine codes.
    pub(crate) fn open(path: &Path, engine: &Engine) -> anyhow::Result<Self> {
        let mut store = Store::open_or_create(path)?;
        let coding = store.coding(risalah_engine::VERSION, &packs(engine)?)?;
        Ok(Self { store, coding })
    }

    /// Keeps these reports; when it returns they are on the disk.
    pub(crate) fn add(&mut self, reports: &[Ready]) -> Result<Told, risalah_store::Error> {
        let kept: Vec<Kept> = reports.iter().map(Ready::kept).collect();
        let added = self.store.add(self.coding, &kept)?;
        let last = reports.last().map(|r| &r.coded.resolved.parsed.article);
        Ok(Told {
            new: added.new,
            known: added.known,
            events: added.events,
            id: last.map(|a| a.id.clone()),
        })
    }
}

/// The packs of an engine, one line each: name, version, digest.
pub(crate) fn packs(engine: &Engine) -> anyhow::Result<String> {
    let versions = engine.versions()?;
    // The template of new packs codes nothing.
    let used = versions.iter().filter(|v| !v.name.starts_with('_'));
    let lines: Vec<String> = used.map(ToString::to_string).collect();
    Ok(lines.join("\n"))
}

impl Ready {
    /// Reads and codes a report.
    pub(crate) fn code(engine: &Engine, input: Input) -> Self {
        let (source, digest) = (
            input.source.clone(),
            Digest::of(input.body.as_str().as_bytes()),
        );
        Self::code_article(engine, engine.read(input), source, digest)
    }

    /// Codes a clean article that came from this source, as an input of this digest.
    pub(crate) fn code_article(
        engine: &Engine,
        article: Article,
        source: Option<String>,
        input: Digest,
    ) -> Self {
        let source = source.or_else(|| article.url.clone());
        let coded = engine.code(article);
        let record = record(&coded);
        Self {
            coded,
            record,
            source,
            input,
        }
    }

    /// How many bytes it holds, nearly.
    pub(crate) fn size(&self) -> usize {
        self.record.len()
    }

    fn kept(&self) -> Kept<'_> {
        Kept {
            coded: &self.coded,
            record: &self.record,
            source: self.source.as_deref(),
            input: self.input,
        }
    }
}

/// The line that `risalah code` writes.
pub(crate) fn record(coded: &Coded) -> Vec<u8> {
    let mut line = Vec::new();
    risalah_record::json(coded, &mut line).expect("a vector takes every byte");
    line
}
