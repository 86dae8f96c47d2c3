//! All packs of a folder, loaded and checked together.

use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::thread;

use risalah_doc::Lang;
use serde::Deserialize;

use crate::confidence::Confidence;
use crate::contents::Contents;
use crate::grammar::Grammar;
use crate::naming::Naming;
use crate::ontology::Ontology;
use crate::pattern::Patterns;
use crate::quotes::QuoteRules;
use crate::roles::Roles;
use crate::times::TimeRules;
use crate::web::Web;
use crate::words::Words;
use crate::world::World;
use crate::{Error, Files};

/// All that the engine knows: one pack for each language, the world and the ontology.
#[derive(Debug)]
pub struct Packs {
    /// The folder they were read from.
    pub root: PathBuf,
    /// Types, modes, contexts and codes.
    pub ontology: Ontology,
    /// How pages are built and reports are headed.
    pub web: Web,
    /// States, bodies, offices, places and their names.
    pub world: World,
    /// One pack for each language, sorted by code.
    pub languages: Vec<Pack>,
}

/// One language.
#[derive(Debug)]
pub struct Pack {
    /// What the pack says of itself.
    pub meta: Meta,
    /// The language.
    pub lang: Lang,
    /// Words: abbreviations, clitics, affixes, lemmas, and the trained tagger and parser.
    pub words: Words,
    /// Closed classes of words that finding events needs.
    pub grammar: Grammar,
    /// How the language words times.
    pub times: TimeRules,
    /// How the language reports speech.
    pub quotes: QuoteRules,
    /// How it names people, bodies and places.
    pub naming: Naming,
    /// Nouns that make a party.
    pub roles: Roles,
    /// Event patterns.
    pub patterns: Patterns,
    /// Words that make codes more exact.
    pub contents: Contents,
    /// The trained model that says how sure an event is; `None` where the pack has no weights.
    pub confidence: Option<Confidence>,
}

/// `pack.toml`: what a pack says of itself.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Meta {
    /// The folder's name: a language's code.
    pub id: String,
    /// The language's own name.
    pub name: String,
    /// The pack's version.
    pub version: String,
    /// Licence of the data (SPDX).
    pub licence: String,
    /// What weights and lists were made from.
    #[serde(default, rename = "source")]
    pub sources: Vec<Source>,
}

/// A source of a pack's data.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Its name.
    pub name: String,
    /// Its licence (SPDX).
    pub licence: String,
    /// What was made from it.
    pub used_for: String,
}

impl Packs {
    /// Loads and checks every pack in the folder.
    ///
    /// # Errors
    ///
    /// Where there is no such folder, or any file in it is at fault; then all faults are told.
    pub fn open(root: &Path) -> Result<Self, Error> {
        Self::load(root, folders(root))
    }

    /// Loads and checks the packs in the folder, but of languages these alone.
    ///
    /// # Errors
    ///
    /// As [`Packs::open`], and where there is no pack for one of the languages.
    pub fn open_only(root: &Path, langs: &[Lang]) -> Result<Self, Error> {
        let mut there = folders(root);
        match langs.iter().find(|lang| !there.contains(lang)) {
            Some(lang) if root.is_dir() => Err(Error::NoLanguage {
                lang: *lang,
                root: root.to_owned(),
            }),
            _ => {
                there.retain(|lang| langs.contains(lang));
                Self::load(root, there)
            }
        }
    }

    fn load(root: &Path, langs: Vec<Lang>) -> Result<Self, Error> {
        if !root.join("ontology").is_dir() {
            return Err(Error::NoPacks(root.to_owned()));
        }
        let mut files = Files::new(root);
        let ontology = Ontology::load(&mut files);
        let web = Web::load(&mut files);
        let world = World::load(&mut files);
        let languages = languages(&mut files, langs, &ontology, &world);
        let faults = files.into_faults();
        if faults.is_empty() {
            Ok(Self {
                root: root.to_owned(),
                ontology,
                web,
                world,
                languages,
            })
        } else {
            Err(Error::Faults(faults))
        }
    }

    /// The pack of a language.
    pub fn language(&self, lang: Lang) -> Option<&Pack> {
        self.languages.iter().find(|pack| pack.lang == lang)
    }

    /// The folder of packs to use: `given`, or that of the environment's `RISALAH_PACKS`, or the
    /// one beside the binary, or `packs` in a folder above it (a build in its source tree), or that
    /// of the source tree it was built from (`cargo install --path`).
    pub fn find(given: Option<&Path>) -> PathBuf {
        if let Some(given) = given {
            return given.to_owned();
        }
        if let Some(set) = std::env::var_os("RISALAH_PACKS") {
            return PathBuf::from(set);
        }
        std::env::current_exe()
            .ok()
            .and_then(|exe| {
                let mut above = exe.ancestors().skip(1).map(|folder| folder.join("packs"));
                above.find(|packs| packs.join("ontology").is_dir())
            })
            .or_else(|| SOURCES.map(PathBuf::from).filter(|packs| packs.is_dir()))
            .unwrap_or_else(|| PathBuf::from("packs"))
    }
}

/// The packs of the source tree. A program that is built to be handed on (`cargo xtask dist`) brings
/// its own and does not look for a folder of the machine that built it.
const SOURCES: Option<&str> = match option_env!("RISALAH_PACKAGED") {
    None => Some(concat!(env!("CARGO_MANIFEST_DIR"), "/../../packs")),
    Some(_) => None,
};

/// The packs of these languages in the order of their codes, each loaded on a thread of its own:
/// they are most of what starting takes.
fn languages(files: &mut Files, langs: Vec<Lang>, ontology: &Ontology, world: &World) -> Vec<Pack> {
    let root = files.root().to_owned();
    let load = |lang| {
        let mut own = Files::new(&root);
        let pack = Pack::load(&mut own, lang, ontology, world);
        (pack, own)
    };
    let loaded = thread::scope(|scope| {
        let threads: Vec<_> = langs
            .into_iter()
            .map(|lang| scope.spawn(move || load(lang)))
            .collect();
        let join = |thread: thread::ScopedJoinHandle<'_, _>| {
            thread.join().unwrap_or_else(|panic| resume_unwind(panic))
        };
        threads.into_iter().map(join).collect::<Vec<_>>()
    });
    let taken = loaded.into_iter().filter_map(|(pack, own)| {
        files.take(own);
        pack
    });
    taken.collect()
}

/// Languages that have a folder with a `pack.toml`, sorted.
fn folders(root: &Path) -> Vec<Lang> {
    let mut langs: Vec<Lang> = std::fs::read_dir(root)
        .into_iter()
        .flatten()
        .flatten()
        .filter(|entry| entry.path().join("pack.toml").is_file())
        .filter_map(|entry| Lang::parse(&entry.file_name().into_string().ok()?))
        .collect();
    langs.sort();
    langs
}

impl Pack {
    fn load(files: &mut Files, lang: Lang, ontology: &Ontology, world: &World) -> Option<Self> {
        let (meta, _) = files.toml::<Meta>(&format!("{lang}/pack.toml"))?;
        let words = Words::load(files, lang);
        let grammar = Grammar::load(files, lang);
        let times = TimeRules::load(files, lang);
        let quotes = QuoteRules::load(files, lang);
        let naming = Naming::load(files, lang);
        let roles = Roles::load(files, lang, world);
        let patterns = Patterns::load(files, lang, ontology);
        let contents = Contents::load(files, lang, ontology);
        let confidence = Confidence::load(files, lang);
        Some(Self {
            meta,
            lang,
            words,
            grammar,
            times,
            quotes,
            naming,
            roles,
            patterns,
            contents,
            confidence,
        })
    }
}
