//! How pages are built and reports are headed: `web/`.
//!
//! All that reading knows of words lies here: months and zones, datelines, header lines, the
//! small words of languages, named characters, rendition grammars, and the names by which pages
//! mark their main text and what is not of it.

mod dates;
mod elements;
mod languages;
mod metadata;
pub mod renditions;
mod words;

use std::path::Path;

use hashbrown::HashMap;

pub use dates::Dates;
pub use elements::{Elements, Part, Phrases};
pub use languages::Languages;
pub use metadata::{Metadata, Names, Published, Sources};
pub use renditions::Renditions;
pub use words::{Datelines, Entities, Header};

use crate::{Error, Files};

/// A hasher with a fixed seed, so that two runs are alike.
pub(crate) type Fixed = foldhash::fast::FixedState;

pub(crate) fn fixed_map<K, V>() -> HashMap<K, V, Fixed> {
    HashMap::with_hasher(Fixed::default())
}

/// All that reading a page, feed or file needs to know.
#[derive(Debug, Default)]
pub struct Web {
    /// Words of dates.
    pub dates: Dates,
    /// Datelines.
    pub datelines: Datelines,
    /// Header lines of plain texts.
    pub header: Header,
    /// Languages by their small words.
    pub languages: Languages,
    /// HTML's named characters.
    pub entities: Entities,
    /// What elements are by their class, id and role.
    pub elements: Elements,
    /// Lines that are not of the text they stand in.
    pub phrases: Phrases,
    /// Where pages say what they are.
    pub metadata: Metadata,
    /// How headlines and bylines are dressed.
    pub names: Names,
    /// Grammars of rendition addresses.
    pub renditions: Renditions,
}

impl Web {
    /// Loads `web/` alone, for those who only read pages.
    ///
    /// # Errors
    ///
    /// Where any file of it is at fault; then all faults are told.
    pub fn open(root: &Path) -> Result<Self, Error> {
        if !root.join("web").is_dir() {
            return Err(Error::NoPacks(root.to_owned()));
        }
        let mut files = Files::new(root);
        let web = Self::load(&mut files);
        let faults = files.into_faults();
        if faults.is_empty() {
            Ok(web)
        } else {
            Err(Error::Faults(faults))
        }
    }

    /// Loads and checks `web/`.
    pub(crate) fn load(files: &mut Files) -> Self {
        Self {
            dates: Dates::load(files),
            datelines: Datelines::load(files),
            header: Header::load(files),
            languages: Languages::load(files),
            entities: Entities::load(files),
            elements: Elements::load(files),
            phrases: Phrases::load(files),
            metadata: Metadata::load(files),
            names: Names::load(files),
            renditions: Renditions::load(files),
        }
    }
}
