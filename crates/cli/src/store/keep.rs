//! Coded reports on their way into a store.

use std::path::Path;

use risalah_engine::Engine;
use risalah_store::{CodingId, Kept, Ready, Store};

/// A store to which one engine adds.
pub(crate) struct Keeper {
    store: Store,
    coding: CodingId,
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
        let coding = store.coding(risalah_engine::VERSION, &engine.versions()?)?;
        Ok(Self { store, coding })
    }

    /// Keeps these reports; when it returns they are on the disk.
    pub(crate) fn add(&mut self, reports: &[Ready]) -> Result<Told, risalah_store::Error> {
        let kept: Vec<Kept> = reports.iter().map(Ready::kept).collect();
        let added = self.store.add(self.coding, &kept)?;
        Ok(Told {
            new: added.new,
            known: added.known,
            events: added.events,
            id: reports.last().map(|r| r.article().id.clone()),
        })
    }
}
