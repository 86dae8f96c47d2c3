//! How a language names people, bodies and places, and how it refers back to them.

use risalah_doc::{EntityKind, Lang};
use risalah_learn::Sequence;
use serde::Deserialize;

use crate::Files;
use crate::pattern::Lemmas;
use crate::weights::{self, Weights};

/// `LANG/names.toml`, `LANG/coref.toml` and the weights that find names.
#[derive(Debug, Default)]
pub struct Naming {
    /// Words before a person's name that are no office ("Mr", "Drs", "Bapak").
    pub titles: Lemmas,
    /// Words that make an office a past one ("former", "mantan").
    pub former: Lemmas,
    /// Words that open or close the name of a place and say its kind ("Kabupaten", "Province").
    pub place_kinds: Lemmas,
    /// Whether those words open a name, so that a second one begins another name.
    pub kinds_first: bool,
    /// Words right before a name that mostly a place's name stands behind ("in", "near", "asal").
    pub spots: Lemmas,
    /// Words that open or close the name of something inside a town ("Jalan", "Street").
    pub inner_places: Lemmas,
    /// Words of a public body's name that say that it belongs to the place it is called by
    /// ("police", "university", "polres").
    pub seated: Lemmas,
    /// Words of bodies that are of several things ("Department of Housing and Urban Development").
    pub manifold: Lemmas,
    /// Words with a capital that are never part of a name (days, months).
    pub never: Lemmas,
    /// Given names of women.
    pub women: Lemmas,
    /// Given names of men.
    pub men: Lemmas,
    /// Words that say by what else someone is called ("alias", "known"), and words that stand with
    /// them ("better", "as").
    pub called: Lemmas,
    #[allow(missing_docs, reason = "told with `called`")]
    pub calling: Lemmas,
    /// Old spellings within names and the new ones for them ("oe" is "u").
    pub spellings: Vec<(String, String)>,
    /// First names before the one that a person is called by ("Muhammad Hatta Rajasa" is Hatta).
    pub forenames: Lemmas,
    /// Acronyms that mean the same body wherever the story is at home ("FBI").
    pub famous: Lemmas,
    /// Names of money, beside which a state's name tells nothing of the story ("dolar AS").
    pub money: Lemmas,
    /// Adjectives that are parties as nouns, but only describe before one ("criminal").
    pub descriptive: Lemmas,
    /// Nouns for somebody who belongs to another person ("wife", "penasihat"): the name beside them is that
    /// person's.
    pub attached: Lemmas,
    /// Nouns for people of whom their body tells more ("petugas", "staf"): they are what it is.
    pub staff: Lemmas,
    /// Words that make of a people's name one within another state ("ethnic Albanians").
    pub ethnic: Lemmas,
    /// Words before a plural that is several states or bodies, and never one ("both").
    pub several: Lemmas,
    /// The country that news in this language are at home in, where nothing else is said.
    pub home: Option<String>,
    /// Pronouns and clitics.
    pub pronouns: Vec<Pronoun>,
    /// Words whose clitic points at nobody ("lainnya"), and those where it does not at a sentence's
    /// beginning before a comma ("Hasilnya, …").
    pub hollow: Lemmas,
    #[allow(missing_docs, reason = "told with `hollow`")]
    pub remarks: Lemmas,
    /// Verbs in the form of those with an object that have none: a clitic makes nouns of them
    /// ("meningkatnya").
    pub objectless: Lemmas,
    /// Words that make a noun refer back ("the", "tersebut").
    pub definite: Lemmas,
    /// Words that point a noun at what was just named ("this", "tersebut").
    pub pointing: Lemmas,
    /// Words that bring someone new in ("a", "seorang").
    pub indefinite: Lemmas,
    /// Verbs that say what their subject is ("merupakan").
    pub links: Lemmas,
    /// Nouns that stand for what was named before ("the alliance").
    pub nouns: Vec<Noun>,
    /// The trained model that finds names; `None` where the pack has no weights.
    pub tagger: Option<Sequence>,
}

/// `weights/names.toml`: what the weights that find names are.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "some of it is only for people to read")]
struct About {
    name: String,
    version: String,
    sha256: String,
    licence: String,
    trained_on: Vec<String>,
    recipe: String,
    scores: Vec<String>,
}

impl weights::About for About {
    fn sha256(&self) -> &str {
        &self.sha256
    }
}

/// A pronoun or clitic.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pronoun {
    /// Its forms, lower case.
    pub forms: Vec<String>,
    /// Whether it stands for several.
    #[serde(default)]
    pub plural: bool,
    /// Whom it stands for, where it tells.
    pub gender: Option<Gender>,
    /// The kinds of entity it stands for, as the record names them.
    pub kinds: Vec<String>,
    /// Whether it stands for who speaks or is spoken to.
    pub speech: Option<Speech>,
    /// Whether it is a clitic that may also be something else.
    #[serde(default)]
    pub clitic: bool,
}

impl Pronoun {
    /// Whether it may stand for this kind of entity.
    pub fn fits(&self, kind: EntityKind) -> bool {
        self.kinds.iter().any(|k| k == kind.name())
    }
}

/// A noun that stands for what was named before.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Noun {
    /// Its lemmas, lower case.
    pub lemmas: Vec<String>,
    /// The classes of bodies it stands for; `country` for states, `unlisted` for bodies that no
    /// list has, `place` for places, `person` for people.
    pub classes: Vec<String>,
    /// The gender it tells.
    pub gender: Option<Gender>,
}

/// A part in speech.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Speech {
    /// Who speaks ("I").
    Speaker,
    /// Who is spoken to ("you").
    Addressee,
    /// Who speaks with those on the same side ("we").
    Side,
}

/// The gender a pronoun tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs, reason = "the names say it")]
pub enum Gender {
    Female,
    Male,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NamesFile {
    titles: Vec<String>,
    former: Vec<String>,
    place_kinds: Vec<String>,
    #[serde(default)]
    kinds_first: bool,
    inner_places: Vec<String>,
    never: Vec<String>,
    women: Vec<String>,
    men: Vec<String>,
    #[serde(default)]
    called: Vec<String>,
    #[serde(default)]
    calling: Vec<String>,
    #[serde(default)]
    spellings: Vec<(String, String)>,
    #[serde(default)]
    forenames: Vec<String>,
    #[serde(default)]
    famous: Vec<String>,
    #[serde(default)]
    seated: Vec<String>,
    #[serde(default)]
    manifold: Vec<String>,
    #[serde(default)]
    spots: Vec<String>,
    #[serde(default)]
    money: Vec<String>,
    #[serde(default)]
    descriptive: Vec<String>,
    #[serde(default)]
    attached: Vec<String>,
    #[serde(default)]
    staff: Vec<String>,
    #[serde(default)]
    ethnic: Vec<String>,
    home: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CorefFile {
    definite: Vec<String>,
    #[serde(default)]
    pointing: Vec<String>,
    #[serde(default)]
    indefinite: Vec<String>,
    #[serde(default)]
    several: Vec<String>,
    #[serde(default)]
    links: Vec<String>,
    #[serde(default)]
    hollow: Vec<String>,
    #[serde(default)]
    remarks: Vec<String>,
    #[serde(default)]
    objectless: Vec<String>,
    #[serde(default, rename = "noun")]
    nouns: Vec<Noun>,
    #[serde(rename = "pronoun")]
    pronouns: Vec<Pronoun>,
}

impl Naming {
    /// Loads the files of a language; a language may do without them and then finds listed
    /// names only.
    pub(crate) fn load(files: &mut Files, lang: Lang) -> Self {
        let mut out = Self::default();
        let path = format!("{lang}/names.toml");
        if files.has(&path)
            && let Some((file, _)) = files.toml::<NamesFile>(&path)
        {
            out.titles = Lemmas::new(file.titles);
            out.former = Lemmas::new(file.former);
            out.place_kinds = Lemmas::new(file.place_kinds);
            out.kinds_first = file.kinds_first;
            out.inner_places = Lemmas::new(file.inner_places);
            out.never = Lemmas::new(file.never);
            out.women = Lemmas::new(file.women);
            out.men = Lemmas::new(file.men);
            out.called = Lemmas::new(file.called);
            out.calling = Lemmas::new(file.calling);
            out.spellings = file.spellings;
            out.forenames = Lemmas::new(file.forenames);
            out.famous = Lemmas::new(file.famous);
            out.seated = Lemmas::new(file.seated);
            out.manifold = Lemmas::new(file.manifold);
            out.spots = Lemmas::new(file.spots);
            out.money = Lemmas::new(file.money);
            out.descriptive = Lemmas::new(file.descriptive);
            out.attached = Lemmas::new(file.attached);
            out.staff = Lemmas::new(file.staff);
            out.ethnic = Lemmas::new(file.ethnic);
            out.home = file.home;
        }
        let path = format!("{lang}/coref.toml");
        if files.has(&path)
            && let Some((file, _)) = files.toml::<CorefFile>(&path)
        {
            out.definite = Lemmas::new(file.definite);
            out.pointing = Lemmas::new(file.pointing);
            out.indefinite = Lemmas::new(file.indefinite);
            out.several = Lemmas::new(file.several);
            out.links = Lemmas::new(file.links);
            out.hollow = Lemmas::new(file.hollow);
            out.remarks = Lemmas::new(file.remarks);
            out.objectless = Lemmas::new(file.objectless);
            for kind in file.pronouns.iter().flat_map(|p| &p.kinds) {
                if EntityKind::parse(kind).is_none() {
                    files.fault(Files::at(&path, 0), format!("kind `{kind}` is unknown"));
                }
            }
            out.pronouns = file.pronouns;
            out.nouns = file.nouns;
        }
        if let Some(Weights { bytes, at, .. }) = weights::read::<About>(files, lang, "names") {
            out.tagger = Sequence::read(&bytes);
            if out.tagger.is_none() {
                let what = "holds no weights: `risalah-lab train names` makes them";
                let [_, weights] = at;
                files.fault(weights, what);
            }
        }
        out
    }
}
