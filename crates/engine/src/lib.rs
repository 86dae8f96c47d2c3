//! The whole path: a report in, its record's content out.
//!
//! ```no_run
//! use risalah_engine::{Engine, Input, Body};
//!
//! let engine = Engine::open(None)?;
//! let input = Input::new("a1", Body::Text("Israel attacked Gaza on Monday.".to_owned()));
//! let coded = engine.code(engine.read(input));
//! for event in &coded.events {
//!     println!("{} by {}", event.kind, event.why);
//! }
//! # Ok::<(), risalah_engine::Error>(())
//! ```

mod each;
mod ordered;
mod proof;
mod pulled;

use std::io;
use std::path::Path;

use risalah_doc::{Article, Coded, Lang, Note, NoteKind, Parsed, Resolved};
use risalah_pack::Pack;

pub use each::{Failed, each, outcome, pulled, size};
pub use ordered::{Pool, ordered};
pub use proof::{Failure, prove};
pub use pulled::{Pulled, Taken};
pub use risalah_pack::{Error, Packs, Version};
pub use risalah_read::{Body, From, Input, Refused, Reports, Why, source};

/// The engine's version: with the packs' it says what coded a report.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The packs, loaded and checked, and the stages over them.
#[derive(Debug)]
pub struct Engine {
    packs: Packs,
}

impl Engine {
    /// Loads the packs of this folder; where none is given, those that [`Packs::find`] finds.
    ///
    /// # Errors
    ///
    /// Where there are no packs, or a file in them is at fault; then every fault is told.
    pub fn open(packs: Option<&Path>) -> Result<Self, Error> {
        let packs = Packs::open(&Packs::find(packs))?;
        Ok(Self { packs })
    }

    /// Loads the packs of this folder, but of languages these alone.
    ///
    /// # Errors
    ///
    /// As [`Engine::open`], and where there is no pack for one of the languages.
    pub fn open_only(packs: &Path, langs: &[Lang]) -> Result<Self, Error> {
        let packs = Packs::open_only(packs, langs)?;
        Ok(Self { packs })
    }

    /// What the engine knows.
    pub fn packs(&self) -> &Packs {
        &self.packs
    }

    /// Which packs these are, one line each with name, version and digest, to be kept beside
    /// what they coded.
    ///
    /// # Errors
    ///
    /// Where a file of theirs cannot be read any more.
    pub fn versions(&self) -> io::Result<String> {
        let versions = risalah_pack::versions(&self.packs.root)?;
        let lines: Vec<String> = versions.iter().map(Version::to_string).collect();
        Ok(lines.join("\n"))
    }

    /// Reads a raw report into a clean article. It cannot fail: odd input yields less and a note.
    pub fn read(&self, input: Input) -> Article {
        risalah_read::article(&self.packs, input)
    }

    /// Splits an article into sentences and words with their trees.
    ///
    /// An article in a language without a pack comes back without sentences and with a note.
    pub fn parse(&self, article: Article) -> Parsed {
        match self.pack_of(&article) {
            Some(pack) => risalah_parse::article(pack, article),
            None => untouched(article),
        }
    }

    /// Writes a parse as CoNLL-U.
    pub fn to_conllu(&self, parsed: &Parsed) -> String {
        let pack = parsed.lang.and_then(|lang| self.packs.language(lang));
        pack.map_or_else(String::new, |pack| risalah_parse::to_conllu(pack, parsed))
    }

    /// Parses the sentences of a CoNLL-U text, whose words are kept; `None` where the language
    /// has no pack.
    pub fn conllu(&self, lang: Lang, text: &str) -> Option<String> {
        let pack = self.packs.language(lang)?;
        Some(risalah_parse::conllu(pack, text))
    }

    /// Finds the quotations and events of an article.
    ///
    /// An article in a language without a pack comes back without any and with a note.
    pub fn code(&self, article: Article) -> Coded {
        let Some(pack) = self.pack_of(&article) else {
            let parsed = untouched(article);
            return Coded {
                resolved: Resolved {
                    parsed,
                    ..Resolved::default()
                },
                ..Coded::default()
            };
        };
        let parsed = risalah_parse::article(pack, article);
        let resolved = risalah_resolve::parsed(pack, &self.packs.world, parsed);
        risalah_code::resolved(pack, &self.packs.ontology, resolved)
    }

    /// The pack of a language.
    pub fn language(&self, lang: Lang) -> Option<&Pack> {
        self.packs.language(lang)
    }

    fn pack_of(&self, article: &Article) -> Option<&Pack> {
        article.lang.and_then(|lang| self.packs.language(lang))
    }
}

/// An article that no pack can parse, with a note where its language is known.
fn untouched(mut article: Article) -> Parsed {
    if article.lang.is_some() {
        article.notes.push(Note {
            kind: NoteKind::LanguageWithoutPack,
            span: None,
        });
    }
    Parsed {
        article,
        ..Parsed::default()
    }
}
