//! How words come back to their dictionary form: `words/affixes.toml`, `lemmas.tsv` and lists.

use risalah_doc::{Lang, Upos, Voice};
use serde::Deserialize;

use super::{Map, Set, map};
use crate::Files;

/// How words come back to their dictionary form.
#[derive(Debug, Default)]
pub struct Lemmas {
    /// Forms that no rule gives.
    pub forms: Map<Vec<Form>>,
    /// Words whose form misleads the rules, in lower case.
    pub plain: Set,
    /// Roots of verbs that stand bare for their inflected form.
    pub roots: Set,
    /// Which parts of speech fold reduplication.
    pub fold: Vec<Upos>,
    /// The active prefix by a root's beginning, the longest beginning first.
    pub active: Vec<Active>,
    /// The active prefix of roots of one vowel.
    pub single: Option<Box<str>>,
    /// Letters that are vowels.
    pub vowels: Box<str>,
    /// What a verb's beginning says of its voice, the longest first.
    pub voices: Vec<VoicePrefix>,
    /// Endings that are replaced.
    pub endings: Vec<Ending>,
    /// Verbal endings after which the bare form may need a letter back.
    pub inflections: Vec<Inflection>,
    /// What is left of a verb without such an ending, and what it then is.
    pub stems: Map<Box<str>>,
    /// Letters doubled before such an ending.
    pub double: Box<str>,
    /// Stems whose doubled letter is their own.
    pub keep_double: Set,
}

/// A form with its dictionary form.
#[derive(Clone, Debug)]
pub struct Form {
    /// For which part of speech; `None` for any.
    pub upos: Option<Upos>,
    /// The dictionary form.
    pub lemma: Box<str>,
    /// The voice that the form shows.
    pub voice: Voice,
}

/// The active prefix of roots that begin so.
#[derive(Clone, Debug)]
pub struct Active {
    /// The root's beginning.
    pub root: Box<str>,
    /// The prefix.
    pub prefix: Box<str>,
    /// How many bytes of the root fall away.
    pub drop: usize,
}

/// What a verb's beginning says of its voice.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VoicePrefix {
    /// The beginning.
    pub prefix: Box<str>,
    /// The voice by its UD name.
    #[serde(deserialize_with = "voice")]
    pub voice: Voice,
    /// How many bytes the word has at least.
    pub least: usize,
    /// Whether the rest is a root whose active is the dictionary form.
    #[serde(default)]
    pub roots: bool,
    /// Whether the form alone decides, whatever the tagger says.
    #[serde(default)]
    pub sure: bool,
    /// Endings that make it sure even of what the tagger takes for a noun.
    #[serde(default)]
    pub endings: Vec<Box<str>>,
}

/// Endings that are replaced in words of some parts of speech.
#[derive(Clone, Debug, Default)]
pub struct Ending {
    /// Which parts of speech.
    pub upos: Vec<Upos>,
    /// How many bytes are left before the ending at least.
    pub least: usize,
    /// The ending and what takes its place.
    pub pairs: Map<Box<str>>,
}

/// Verbal endings after which the bare form may need a letter back.
#[derive(Clone, Debug, Default)]
pub struct Inflection {
    /// Which parts of speech.
    pub upos: Vec<Upos>,
    /// The endings.
    pub endings: Vec<Box<str>>,
    /// How many bytes are left before the ending at least.
    pub least: usize,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct File {
    fold: Vec<String>,
    single: Option<Box<str>>,
    vowels: Box<str>,
    active: Vec<ActiveRow>,
    voice: Vec<VoicePrefix>,
    ending: Vec<EndingRow>,
    inflection: Vec<InflectionRow>,
    stems: Stems,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ActiveRow {
    prefix: Box<str>,
    #[serde(default)]
    drop: usize,
    roots: Vec<Box<str>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EndingRow {
    upos: Vec<String>,
    least: usize,
    pairs: Vec<(Box<str>, Box<str>)>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct InflectionRow {
    upos: Vec<String>,
    endings: Vec<Box<str>>,
    least: usize,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Stems {
    double: Box<str>,
    keep_double: Vec<Box<str>>,
    pairs: Vec<(Box<str>, Box<str>)>,
}

fn voice<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Voice, D::Error> {
    let name = String::deserialize(from)?;
    Voice::parse(&name)
        .ok_or_else(|| serde::de::Error::custom(format!("voice `{name}` is unknown: Act, Pass")))
}

impl Lemmas {
    pub(super) fn load(files: &mut Files, lang: Lang) -> Self {
        let folder = format!("{lang}/words");
        let path = format!("{folder}/affixes.toml");
        let Some((file, _)) = files.toml::<File>(&path) else {
            return Self::default();
        };
        let mut tags = |names: &[String]| -> Vec<Upos> {
            let mut out = Vec::new();
            for name in names {
                match Upos::parse(name) {
                    Some(upos) => out.push(upos),
                    None => files.fault(Files::at(&path, 0), format!("`{name}` is no UPOS")),
                }
            }
            out
        };
        let mut out = Self {
            fold: tags(&file.fold),
            single: file.single,
            vowels: file.vowels,
            double: file.stems.double,
            ..Self::default()
        };
        for row in file.ending {
            let pairs = pairs(row.pairs);
            out.endings.push(Ending {
                upos: tags(&row.upos),
                least: row.least,
                pairs,
            });
        }
        for row in file.inflection {
            let upos = tags(&row.upos);
            out.inflections.push(Inflection {
                upos,
                endings: row.endings,
                least: row.least,
            });
        }
        for row in file.active {
            let make = |root| Active {
                root,
                prefix: row.prefix.clone(),
                drop: row.drop,
            };
            out.active.extend(row.roots.into_iter().map(make));
        }
        out.active
            .sort_by(|a, b| b.root.len().cmp(&a.root.len()).then(a.root.cmp(&b.root)));
        out.voices = file.voice;
        out.voices.sort_by(|a, b| {
            b.prefix
                .len()
                .cmp(&a.prefix.len())
                .then(a.prefix.cmp(&b.prefix))
        });
        out.stems = pairs(file.stems.pairs);
        out.keep_double.extend(file.stems.keep_double);
        out.plain = list(files, &format!("{folder}/forms.tsv"), "form");
        out.roots = list(files, &format!("{folder}/roots.tsv"), "root");
        out.forms = map();
        for path in [
            format!("{folder}/lemmas.tsv"),
            format!("{lang}/weights/lemmas.tsv"),
        ] {
            if files.has(&path) {
                forms(files, &path, &mut out.forms);
            }
        }
        out
    }
}

fn pairs(pairs: Vec<(Box<str>, Box<str>)>) -> Map<Box<str>> {
    let mut out = map();
    out.extend(pairs);
    out
}

fn list(files: &mut Files, path: &str, column: &str) -> Set {
    let mut out = Set::default();
    for row in files.table(path, &[column]).rows {
        if !out.insert(row.cell(0).into()) {
            files.fault(row.at.clone(), format!("`{}` is here twice", row.cell(0)));
        }
    }
    out
}

/// Adds a file of forms; what is known already stays.
fn forms(files: &mut Files, path: &str, out: &mut Map<Vec<Form>>) {
    for row in files.table(path, &["form", "upos", "lemma", "voice"]).rows {
        let upos = row.known(1).map(Upos::parse);
        let voice = Voice::parse(row.cell(3));
        match (upos, voice) {
            (Some(None), _) => files.fault(row.at.clone(), format!("`{}` is no UPOS", row.cell(1))),
            (_, None) => files.fault(
                row.at.clone(),
                format!("`{}` is no voice: Act, Pass", row.cell(3)),
            ),
            (upos, Some(voice)) => {
                let upos = upos.flatten();
                let forms = out.entry(row.cell(0).into()).or_default();
                if forms.iter().any(|f| f.upos == upos) {
                    files.fault(row.at.clone(), format!("`{}` is here twice", row.cell(0)));
                } else {
                    forms.push(Form {
                        upos,
                        lemma: row.cell(2).into(),
                        voice,
                    });
                }
            }
        }
    }
}
