//! Packs: the data that makes the engine speak a language and know the world.
//!
//! A pack is a folder of data files (`packs/en`, `packs/id`, `packs/world`, `packs/ontology`).
//! Loading one checks all of it: a pattern whose code the ontology lacks, or that shows no
//! example, is refused with its file and line, and all faults come at once. What loads is
//! therefore usable, and no later stage checks again. `packs/README.md` describes the formats.

mod fault;
mod file;
mod packs;
mod versions;

pub mod confidence;
pub mod contents;
pub mod grammar;
pub mod naming;
pub mod ontology;
pub mod pattern;
pub mod quotes;
pub mod roles;
pub mod times;
pub mod web;
pub mod weights;
pub mod words;
pub mod world;

pub use fault::{At, Error, Fault};
pub use file::{Files, Row, Table};
pub use packs::{Meta, Pack, Packs, Source};
pub use versions::{Version, versions};
