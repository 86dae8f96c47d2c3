//! The ontology: event types with modes, scores and quad classes, contexts, CAMEO codes.
//!
//! All of it is data (`packs/ontology`), with the choices made where the codebooks contradict
//! themselves (`ontology.toml`). Loading checks every cross reference.

use std::sync::Arc;

use serde::Deserialize;

use crate::{At, Files, Row, Source};

/// PLOVER's types and CAMEO's codes, or whatever ontology the pack holds.
#[derive(Debug, Default)]
pub struct Ontology {
    /// What the ontology says of itself.
    pub meta: OntologyMeta,
    /// The types, in the order of the file. [`Type::future`] and [`Cameo::kind`] are places here.
    pub types: Vec<Type>,
    /// The contexts, in the order of the file.
    pub contexts: Vec<Arc<str>>,
    // Invariant: sorted by code.
    codes: Vec<Cameo>,
    // Invariant: sorted by content and general code.
    leaves: Vec<Leaf>,
}

/// What a content makes of a general code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leaf {
    /// The content, as `LANG/contents.toml` names it.
    pub content: Arc<str>,
    /// The general code.
    pub general: Arc<str>,
    /// The exact code.
    pub code: Arc<str>,
    /// Whether it may be told anywhere in the sentence, also by who acts ("tanks").
    pub anywhere: bool,
}

/// `ontology.toml`: version, sources, and what was chosen where the codebooks disagree.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OntologyMeta {
    /// Its name.
    pub id: String,
    /// Its version.
    pub version: String,
    /// Licence of the data (SPDX).
    pub licence: String,
    /// CAMEO codes of acts that matter where only private persons stand beside them: what police
    /// and courts do, whoever it is done to.
    #[serde(default)]
    pub lone: Vec<String>,
    /// CAMEO codes of acts that are done by saying so, though their type is no type of words:
    /// praise, thanks, backing.
    #[serde(default)]
    pub spoken: Vec<String>,
    /// Types whose acts are told with how many they struck: "the strike killed six and wounded two"
    /// is one act.
    #[serde(default)]
    pub toll: Vec<String>,
    /// Types whose recipient is who did, or is to do, what the words speak of, never whom it was done
    /// to: who condemns the arrest of an editor accuses no editor.
    #[serde(default)]
    pub blames: Vec<String>,
    /// Whom a state's own authorities deal with is of that state.
    #[serde(default)]
    pub custody: Custody,
    /// What it was compiled from.
    #[serde(default, rename = "source")]
    pub sources: Vec<Source>,
    /// Choices, sorted by id.
    #[serde(default, rename = "choice")]
    pub choices: Vec<Choice>,
}

/// People whom a state's police, courts or government deal with, and of whose state nothing is told,
/// are presumed to be of that state.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Custody {
    /// CAMEO codes of what is done to them.
    #[serde(default)]
    pub acts: Vec<String>,
    /// The sectors of those who do it.
    #[serde(default)]
    pub sectors: Vec<String>,
    /// What stands in a code for a country and is none.
    #[serde(default)]
    pub apart: Vec<String>,
}

/// A contradiction of the codebooks and what this ontology does about it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// Its name.
    pub id: String,
    /// What the codebooks say.
    pub says: String,
    /// What was chosen and why.
    pub chosen: String,
}

/// A type of event.
#[derive(Clone, Debug, PartialEq)]
pub struct Type {
    /// Its name: `CONSULT`.
    pub id: Arc<str>,
    /// Quad class: 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.
    pub quad: u8,
    /// Score, -10 to 10, where the mode has none of its own.
    pub score: f32,
    /// Whether the act is none without a recipient.
    pub needs_recipient: bool,
    /// The CAMEO code where a pattern gives none.
    pub cameo: Arc<str>,
    /// What it becomes when the words put the act in the future.
    pub future: Option<Future>,
    /// What it covers, in a few words.
    pub meaning: Arc<str>,
    /// Whether the words are the act: a demand is made by being voiced.
    pub worded: bool,
    /// Whether what the words hold is no event beside them: what is demanded has not happened.
    pub holds: bool,
    /// The type of what the same party says in doing it, which is no event beside it.
    pub covers: Option<Arc<str>>,
    /// Its modes, in the order of the file.
    pub modes: Vec<Mode>,
}

impl Type {
    /// Whether the list names the type.
    pub fn is_one_of(&self, types: &[String]) -> bool {
        types.iter().any(|t| **t == *self.id)
    }
}

/// What an act becomes when it is announced and not done.
#[derive(Clone, Debug, PartialEq)]
pub struct Future {
    /// The type, by its place in [`Ontology::types`].
    pub kind: u32,
    /// The type's mode.
    pub mode: Option<Arc<str>>,
    /// The CAMEO code.
    pub cameo: Option<Arc<str>>,
}

/// A mode of a type.
#[derive(Clone, Debug, PartialEq)]
pub struct Mode {
    /// Its name: `visit`.
    pub id: Arc<str>,
    /// Score, -10 to 10.
    pub score: f32,
    /// The CAMEO code where a pattern with this mode gives none.
    pub cameo: Arc<str>,
}

/// A CAMEO code.
#[derive(Clone, Debug, PartialEq)]
pub struct Cameo {
    /// Two to four digits; zeroes before them count.
    pub code: Arc<str>,
    /// What it says, in a few words.
    pub label: Arc<str>,
    /// CAMEO's own quad class, by root.
    pub quad: u8,
    /// Goldstein value, -10 to 10.
    pub goldstein: f32,
    /// The PLOVER type by the crosswalk, by its place in [`Ontology::types`].
    pub kind: Option<u32>,
    /// The PLOVER mode by the crosswalk.
    pub mode: Option<Arc<str>>,
    /// The PLOVER contexts by the crosswalk.
    pub contexts: Vec<Arc<str>>,
}

impl Type {
    /// Whether acts of this type are deeds; the others are words.
    pub fn material(&self) -> bool {
        matches!(self.quad, 2 | 4)
    }

    /// The mode of this name.
    pub fn mode(&self, name: &str) -> Option<&Mode> {
        self.modes.iter().find(|m| &*m.id == name)
    }
}

impl Ontology {
    /// The place of a type in [`Ontology::types`].
    pub fn place_of(&self, name: &str) -> Option<u32> {
        let at = self.types.iter().position(|t| &*t.id == name)?;
        Some(at as u32)
    }

    /// The type of this name.
    pub fn type_named(&self, name: &str) -> Option<&Type> {
        self.types.iter().find(|t| &*t.id == name)
    }

    /// A mode of a type, both by name.
    pub fn mode(&self, kind: &str, mode: &str) -> Option<&Mode> {
        self.type_named(kind)?.mode(mode)
    }

    /// Whether the type has this mode.
    pub fn has_mode(&self, kind: &str, mode: &str) -> bool {
        self.mode(kind, mode).is_some()
    }

    /// A CAMEO code.
    pub fn code(&self, code: &str) -> Option<&Cameo> {
        let at = self.codes.binary_search_by(|c| (*c.code).cmp(code)).ok()?;
        self.codes.get(at)
    }

    /// All CAMEO codes, sorted.
    pub fn codes(&self) -> &[Cameo] {
        &self.codes
    }

    /// What a general code becomes for an act of this content.
    pub fn leaf(&self, code: &str, content: &str) -> Option<&Leaf> {
        let key = (content, code);
        let at = self
            .leaves
            .binary_search_by(|leaf| (&*leaf.content, &*leaf.general).cmp(&key))
            .ok()?;
        self.leaves.get(at)
    }

    /// Whether acts may have this content.
    pub fn has_content(&self, content: &str) -> bool {
        let at = self.leaves.partition_point(|leaf| &*leaf.content < content);
        self.leaves
            .get(at)
            .is_some_and(|leaf| &*leaf.content == content)
    }

    /// Whether there is such a CAMEO code.
    pub fn has_code(&self, code: &str) -> bool {
        self.code(code).is_some()
    }

    /// Whether there is such a context.
    pub fn has_context(&self, context: &str) -> bool {
        self.contexts.iter().any(|c| &**c == context)
    }

    /// The CAMEO code of an event of this type and mode whose pattern gives none.
    pub fn cameo_of(&self, kind: &str, mode: Option<&str>) -> Option<&Cameo> {
        let kind = self.type_named(kind)?;
        let mode = mode.and_then(|m| kind.mode(m));
        self.code(mode.map_or(&kind.cameo, |m| &m.cameo))
    }

    /// Loads and checks `ontology/`.
    pub(crate) fn load(files: &mut Files) -> Self {
        let mut ontology = Self::default();
        if let Some((meta, _)) = files.toml::<OntologyMeta>("ontology/ontology.toml") {
            ontology.meta = meta;
        }
        ontology.load_contexts(files);
        let types = files.table("ontology/types.tsv", &TYPES);
        let modes = files.table("ontology/modes.tsv", &MODES);
        let codes = files.table("ontology/cameo.tsv", &CODES);
        ontology.types = types
            .rows
            .iter()
            .filter_map(|r| plain_type(files, r))
            .collect();
        for row in &modes.rows {
            ontology.add_mode(files, row);
        }
        for row in &codes.rows {
            ontology.add_code(files, row);
        }
        ontology.sort_codes(files);
        for row in &types.rows {
            ontology.add_future(files, row);
            if let Some(covered) = row.known(11)
                && ontology.place_of(covered).is_none()
            {
                files.fault(
                    row.at.clone(),
                    format!("covered type `{covered}` is not in types.tsv"),
                );
            }
        }
        for row in types
            .rows
            .iter()
            .map(|r| (r, 4))
            .chain(modes.rows.iter().map(|r| (r, 3)))
        {
            ontology.check_code(files, &row.0.at, row.0.cell(row.1));
        }
        ontology.load_leaves(files);
        ontology
    }

    fn load_leaves(&mut self, files: &mut Files) {
        let path = "ontology/leaves.tsv";
        if !files.has(path) {
            return;
        }
        for row in files.table(path, &LEAVES).rows {
            self.check_code(files, &row.at, row.cell(2));
            let anywhere = match row.cell(3) {
                "anywhere" => true,
                "below" => false,
                other => {
                    let what = format!("where is `{other}`: anywhere or below");
                    files.fault(row.at.clone(), what);
                    false
                }
            };
            for code in row.values(1) {
                self.check_code(files, &row.at, code);
                self.leaves.push(Leaf {
                    content: row.cell(0).into(),
                    general: code.into(),
                    code: row.cell(2).into(),
                    anywhere,
                });
            }
        }
        let key = |leaf: &Leaf| (leaf.content.clone(), leaf.general.clone());
        self.leaves.sort_by_key(key);
        for pair in self.leaves.windows(2) {
            if key(&pair[0]) == key(&pair[1]) {
                let (content, code) = key(&pair[0]);
                let what = format!("content `{content}` of {code} stands twice");
                files.fault(Files::at(path, 0), what);
            }
        }
    }

    fn load_contexts(&mut self, files: &mut Files) {
        for row in files.table("ontology/contexts.tsv", &["id"]).rows {
            if self.has_context(row.cell(0)) {
                files.fault(
                    row.at.clone(),
                    format!("context `{}` stands twice", row.cell(0)),
                );
            }
            self.contexts.push(row.cell(0).into());
        }
    }

    fn add_mode(&mut self, files: &mut Files, row: &Row) {
        let score = number(files, row, 2, "score");
        let Some(kind) = self.place_of(row.cell(0)) else {
            files.fault(
                row.at.clone(),
                format!("type `{}` is not in types.tsv", row.cell(0)),
            );
            return;
        };
        let kind = &mut self.types[kind as usize];
        if kind.mode(row.cell(1)).is_some() {
            files.fault(
                row.at.clone(),
                format!("mode `{}` of {} stands twice", row.cell(1), kind.id),
            );
        }
        kind.modes.push(Mode {
            id: row.cell(1).into(),
            score,
            cameo: row.cell(3).into(),
        });
    }

    fn add_code(&mut self, files: &mut Files, row: &Row) {
        let code = row.cell(0);
        if !(2..=4).contains(&code.len()) || !code.bytes().all(|b| b.is_ascii_digit()) {
            files.fault(
                row.at.clone(),
                format!("`{code}` is no code of two to four digits"),
            );
        }
        let kind = row.known(4).and_then(|name| {
            let kind = self.place_of(name);
            if kind.is_none() {
                files.fault(row.at.clone(), format!("type `{name}` is not in types.tsv"));
            }
            kind
        });
        if let Some(mode) = row.known(5)
            && !self.has_mode(row.cell(4), mode)
        {
            files.fault(
                row.at.clone(),
                format!("`{mode}` is no mode of `{}`", row.cell(4)),
            );
        }
        for context in row.values(6) {
            if !self.has_context(context) {
                files.fault(
                    row.at.clone(),
                    format!("context `{context}` is not in contexts.tsv"),
                );
            }
        }
        self.codes.push(Cameo {
            code: code.into(),
            label: row.cell(1).into(),
            quad: quad(files, row, 2),
            goldstein: number(files, row, 3, "goldstein"),
            kind,
            mode: row.known(5).map(Arc::from),
            contexts: row.values(6).map(Arc::from).collect(),
        });
    }

    fn sort_codes(&mut self, files: &mut Files) {
        self.codes.sort_by(|a, b| a.code.cmp(&b.code));
        for pair in self.codes.windows(2) {
            if pair[0].code == pair[1].code {
                let what = format!("code `{}` stands twice", pair[0].code);
                files.fault(Files::at("ontology/cameo.tsv", 0), what);
            }
        }
    }

    /// Fills in what a type becomes in the future, once all types and codes are known.
    fn add_future(&mut self, files: &mut Files, row: &Row) {
        let Some(name) = row.known(5) else {
            if row.known(6).or(row.known(7)).is_some() {
                files.fault(
                    row.at.clone(),
                    "has a future mode or code, but no future type",
                );
            }
            return;
        };
        let Some(kind) = self.place_of(name) else {
            files.fault(
                row.at.clone(),
                format!("future type `{name}` is not in types.tsv"),
            );
            return;
        };
        if let Some(mode) = row.known(6)
            && !self.has_mode(name, mode)
        {
            files.fault(
                row.at.clone(),
                format!("future mode `{mode}` is no mode of {name}"),
            );
        }
        if let Some(code) = row.known(7) {
            self.check_code(files, &row.at, code);
        }
        if let Some(of) = self.place_of(row.cell(0)) {
            self.types[of as usize].future = Some(Future {
                kind,
                mode: row.known(6).map(Arc::from),
                cameo: row.known(7).map(Arc::from),
            });
        }
    }

    fn check_code(&self, files: &mut Files, at: &At, code: &str) {
        if !self.has_code(code) {
            files.fault(
                at.clone(),
                format!("CAMEO code `{code}` is not in cameo.tsv"),
            );
        }
    }
}

const TYPES: [&str; 12] = [
    "id",
    "quad",
    "score",
    "recipient",
    "cameo",
    "future",
    "future_mode",
    "future_cameo",
    "meaning",
    "worded",
    "holds",
    "covers",
];
const LEAVES: [&str; 4] = ["content", "codes", "leaf", "where"];
const MODES: [&str; 4] = ["type", "mode", "score", "cameo"];
const CODES: [&str; 7] = [
    "code",
    "label",
    "quad",
    "goldstein",
    "type",
    "mode",
    "contexts",
];

/// A type as its row says it, without what refers to other rows.
fn plain_type(files: &mut Files, row: &Row) -> Option<Type> {
    let needs_recipient = yes_no(files, row, 3, "recipient");
    let worded = yes_no(files, row, 9, "worded");
    let holds = yes_no(files, row, 10, "holds");
    if row.known(0).is_none() {
        files.fault(row.at.clone(), "has no id");
        return None;
    }
    Some(Type {
        id: row.cell(0).into(),
        quad: quad(files, row, 1),
        score: number(files, row, 2, "score"),
        needs_recipient,
        cameo: row.cell(4).into(),
        future: None,
        meaning: row.cell(8).into(),
        worded,
        holds,
        covers: row.known(11).map(Arc::from),
        modes: Vec::new(),
    })
}

fn yes_no(files: &mut Files, row: &Row, cell: usize, name: &str) -> bool {
    match row.cell(cell) {
        "yes" => true,
        "no" => false,
        other => {
            files.fault(row.at.clone(), format!("{name} is `{other}`: yes or no"));
            false
        }
    }
}

fn quad(files: &mut Files, row: &Row, cell: usize) -> u8 {
    match row.cell(cell).parse() {
        Ok(quad @ 1..=4) => quad,
        _ => {
            files.fault(
                row.at.clone(),
                format!("quad is `{}`: 1, 2, 3 or 4", row.cell(cell)),
            );
            0
        }
    }
}

fn number(files: &mut Files, row: &Row, cell: usize, name: &str) -> f32 {
    match row.cell(cell).parse::<f32>() {
        Ok(n) if (-10.0..=10.0).contains(&n) => n,
        _ => {
            files.fault(
                row.at.clone(),
                format!("{name} is `{}`: a number from -10 to 10", row.cell(cell)),
            );
            0.0
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    fn shipped() -> (Ontology, Vec<String>) {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs");
        let mut files = Files::new(&root);
        let ontology = Ontology::load(&mut files);
        let faults = files
            .into_faults()
            .iter()
            .map(ToString::to_string)
            .collect();
        (ontology, faults)
    }

    #[test]
    fn the_shipped_ontology_is_whole() {
        let (ontology, faults) = shipped();
        assert_eq!(faults, Vec::<String>::new());
        assert_eq!(ontology.types.len(), 16);
        assert_eq!(ontology.contexts.len(), 37);
        assert!(ontology.codes().len() >= 310);
    }

    #[test]
    fn a_type_knows_its_modes_codes_and_future() {
        let (ontology, _) = shipped();
        let consult = ontology.type_named("CONSULT").unwrap();
        assert_eq!((consult.quad, consult.material()), (1, false));
        let future = consult.future.as_ref().unwrap();
        assert_eq!(&*ontology.types[future.kind as usize].id, "AGREE");
        assert_eq!(
            &*ontology.cameo_of("CONSULT", Some("visit")).unwrap().code,
            "042"
        );
        assert_eq!(ontology.code("1724").unwrap().goldstein, -5.0);
        assert!(ontology.code("9").is_none());
    }

    #[test]
    fn unknown_references_are_faults_with_their_line() {
        let root = std::env::temp_dir().join(format!("risalah-ontology-{}", std::process::id()));
        let dir = root.join("ontology");
        std::fs::create_dir_all(&dir).unwrap();
        let write = |name: &str, text: &str| std::fs::write(dir.join(name), text).unwrap();
        write(
            "ontology.toml",
            "id = \"x\"\nversion = \"1\"\nlicence = \"MIT\"\n",
        );
        write("contexts.tsv", "id\nmilitary\n");
        write(
            "types.tsv",
            &format!(
                "{}\nA\t7\t0\tmaybe\t01\tB\t\t\tx\tno\tno\tE\n",
                TYPES.join("\t")
            ),
        );
        write("modes.tsv", "type\tmode\tscore\tcameo\nC\tm\t99\t02\n");
        write(
            "cameo.tsv",
            &format!("{}\n01\tx\t1\t0\tD\t\tfood\n", CODES.join("\t")),
        );
        let mut files = Files::new(&root);
        Ontology::load(&mut files);
        let faults: Vec<String> = files
            .into_faults()
            .iter()
            .map(ToString::to_string)
            .collect();
        std::fs::remove_dir_all(&root).unwrap();
        assert_eq!(
            faults,
            [
                "ontology/cameo.tsv:2: context `food` is not in contexts.tsv",
                "ontology/cameo.tsv:2: type `D` is not in types.tsv",
                "ontology/modes.tsv:2: CAMEO code `02` is not in cameo.tsv",
                "ontology/modes.tsv:2: score is `99`: a number from -10 to 10",
                "ontology/modes.tsv:2: type `C` is not in types.tsv",
                "ontology/types.tsv:2: covered type `E` is not in types.tsv",
                "ontology/types.tsv:2: future type `B` is not in types.tsv",
                "ontology/types.tsv:2: quad is `7`: 1, 2, 3 or 4",
                "ontology/types.tsv:2: recipient is `maybe`: yes or no",
            ]
        );
    }
}
