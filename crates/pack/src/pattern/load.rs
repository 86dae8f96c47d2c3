//! Loading `LANG/patterns/`.

use std::sync::Arc;

use risalah_doc::{Lang, Status};
use serde::Deserialize;
use toml::Spanned;

use super::{Classes, Pattern, Patterns, Sets, Yes, tree};
use crate::file::lines_of;
use crate::ontology::Ontology;
use crate::{At, Files};

/// How often a pattern is right that does not say.
const PRIOR: f32 = 0.75;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PatternFile {
    #[serde(default)]
    pattern: Vec<Spanned<RawPattern>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPattern {
    id: String,
    codes: String,
    mode: Option<String>,
    cameo: Option<String>,
    #[serde(default)]
    contexts: Vec<String>,
    r#match: String,
    frame: Option<String>,
    actor: Option<String>,
    recipient: Option<String>,
    mutual: Option<bool>,
    status: Option<String>,
    #[serde(default)]
    negated: bool,
    #[serde(default)]
    voiced: bool,
    prior: Option<f32>,
    #[serde(default)]
    yes: Vec<RawYes>,
    #[serde(default)]
    no: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawYes {
    text: String,
    is: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FrameFile {
    frame: Vec<Frame>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Frame {
    name: String,
    actor: Option<String>,
    recipient: Option<String>,
    #[serde(default)]
    mutual: bool,
    #[serde(default, rename = "note")]
    _note: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ClassFile {
    classes: Classes,
}

impl Patterns {
    /// Loads and checks all pattern files of a language. A language without any has none.
    pub(crate) fn load(files: &mut Files, lang: Lang, ontology: &Ontology) -> Self {
        let folder = format!("{lang}/patterns");
        let mut patterns = Self::default();
        let names = files.list(&folder, ".toml");
        if names.is_empty() {
            return patterns;
        }
        let mut loader = Loader {
            ontology,
            frames: files
                .toml::<FrameFile>(&format!("{folder}/frames.toml"))
                .map_or(Vec::new(), |f| f.0.frame),
            sets: files
                .toml::<ClassFile>(&format!("{folder}/classes.toml"))
                .map_or_else(Sets::default, |f| Sets::new(f.0.classes)),
            files,
        };
        for name in names
            .iter()
            .filter(|n| *n != "frames.toml" && *n != "classes.toml")
        {
            loader.file(&folder, name, &mut patterns.all);
        }
        patterns.all.sort_by(|a, b| a.name.cmp(&b.name));
        for (at, pattern) in patterns.all.iter().enumerate() {
            let lemmas = &pattern.tree.lemmas;
            let firsts = lemmas.phrases().iter().filter_map(|phrase| phrase.first());
            for word in lemmas.words().iter().chain(firsts) {
                let list = patterns.by_lemma.entry(word.clone()).or_default();
                if list.last() != Some(&(at as u32)) {
                    list.push(at as u32);
                }
            }
        }
        patterns
    }
}

struct Loader<'a> {
    ontology: &'a Ontology,
    frames: Vec<Frame>,
    sets: Sets,
    files: &'a mut Files,
}

impl Loader<'_> {
    fn file(&mut self, folder: &str, name: &str, all: &mut Vec<Pattern>) {
        let path = format!("{folder}/{name}");
        let Some((file, text)) = self.files.toml::<PatternFile>(&path) else {
            return;
        };
        // `protest-more.toml` holds patterns of the type PROTEST too.
        let stem = name
            .trim_end_matches(".toml")
            .split('-')
            .next()
            .unwrap_or_default();
        let mut last = String::new();
        let lines = lines_of(&text, file.pattern.iter().map(|raw| raw.span().start));
        for (raw, line) in file.pattern.into_iter().zip(lines) {
            let at = Files::at(&path, line);
            let raw = raw.into_inner();
            if raw.id <= last {
                self.files.fault(
                    at.clone(),
                    format!(
                        "pattern `{}` stands after `{last}`: sort by id, no doubles",
                        raw.id
                    ),
                );
            }
            last.clone_from(&raw.id);
            if let Some(pattern) = self.pattern(stem, at, raw) {
                all.push(pattern);
            }
        }
    }

    /// Checks one pattern; every fault in it is told.
    fn pattern(&mut self, stem: &str, at: At, raw: RawPattern) -> Option<Pattern> {
        let id = raw.id.clone();
        let mut faults = Vec::new();
        let kind = self.ontology.place_of(&raw.codes);
        if kind.is_none() {
            faults.push(format!("type `{}` is not in the ontology", raw.codes));
        }
        if raw.codes.to_lowercase() != stem {
            faults.push(format!("codes `{}` but stands in {stem}.toml", raw.codes));
        }
        if let Some(mode) = &raw.mode
            && !self.ontology.has_mode(&raw.codes, mode)
        {
            faults.push(format!("`{mode}` is no mode of {}", raw.codes));
        }
        self.check_codes(&raw, &mut faults);
        let frame = raw
            .frame
            .as_ref()
            .and_then(|name| self.frames.iter().find(|f| f.name == *name));
        if let (Some(name), None) = (&raw.frame, frame) {
            faults.push(format!("frame `{name}` is not in frames.toml"));
        }
        let tree = tree::tree(&raw.r#match, &mut self.sets).unwrap_or_else(|what| {
            faults.push(what);
            super::Tree::default()
        });
        let actor = raw
            .actor
            .as_deref()
            .or(frame.and_then(|f| f.actor.as_deref()))
            .unwrap_or_default();
        let recipient = raw
            .recipient
            .as_deref()
            .or(frame.and_then(|f| f.recipient.as_deref()))
            .unwrap_or_default();
        let mut roles = |text: &str| {
            tree::paths(text, &mut self.sets).unwrap_or_else(|what| {
                faults.push(what);
                Vec::new()
            })
        };
        let (actor, recipient) = (roles(actor), roles(recipient));
        if actor.is_empty() && recipient.is_empty() {
            faults.push("names neither actor nor recipient".to_owned());
        }
        let mutual = raw.mutual.unwrap_or(frame.is_some_and(|f| f.mutual));
        let status = match raw.status.as_deref().map(Status::parse) {
            None => None,
            Some(Some(status)) => Some(status),
            Some(None) => {
                faults.push(format!(
                    "`{}` is no status",
                    raw.status.as_deref().unwrap_or_default()
                ));
                None
            }
        };
        let yes = examples(&raw, &mut faults);
        let prior = raw.prior.unwrap_or(PRIOR);
        if !(0.0..=1.0).contains(&prior) {
            faults.push(format!("prior {prior} is no probability"));
        }
        if !faults.is_empty() {
            for what in faults {
                self.files
                    .fault(at.clone(), format!("pattern `{id}`: {what}"));
            }
            return None;
        }
        Some(Pattern {
            name: Arc::from(format!("{stem}/{id}")),
            at,
            kind: kind?,
            mode: raw.mode.map(Arc::from),
            contexts: raw.contexts.into_iter().map(Arc::from).collect(),
            cameo: raw.cameo.map(Arc::from),
            tree,
            actor,
            recipient,
            mutual,
            status,
            negated: raw.negated,
            voiced: raw.voiced,
            prior,
            yes,
            no: raw.no,
        })
    }

    fn check_codes(&self, raw: &RawPattern, faults: &mut Vec<String>) {
        if let Some(cameo) = &raw.cameo
            && !self.ontology.has_code(cameo)
        {
            faults.push(format!("CAMEO code `{cameo}` is not in the ontology"));
        }
        for context in &raw.contexts {
            if !self.ontology.has_context(context) {
                faults.push(format!("context `{context}` is not in the ontology"));
            }
        }
    }
}

/// Reads `yes`, and demands one of each.
fn examples(raw: &RawPattern, faults: &mut Vec<String>) -> Vec<Yes> {
    if raw.yes.is_empty() {
        faults.push("has no `yes` example".to_owned());
    }
    if raw.no.is_empty() {
        faults.push("has no `no` example".to_owned());
    }
    let mut all = Vec::with_capacity(raw.yes.len());
    for example in &raw.yes {
        match yes(&example.text, &example.is) {
            Some(yes) => all.push(yes),
            None => faults.push(format!(
                "`is = \"{}\"` is not ACTORS TYPE RECIPIENTS [status]",
                example.is
            )),
        }
    }
    all
}

fn yes(text: &str, is: &str) -> Option<Yes> {
    let mut parts = is.split_whitespace();
    let (actors, kind, recipients) = (parts.next()?, parts.next()?, parts.next()?);
    let status = parts.next().map_or(Some(Status::Actual), Status::parse)?;
    let codes = |text: &str| {
        let mut codes: Vec<String> = text
            .split('+')
            .filter(|c| *c != "-")
            .map(str::to_owned)
            .collect();
        codes.sort();
        codes
    };
    parts.next().is_none().then(|| Yes {
        text: text.to_owned(),
        actors: codes(actors),
        kind: kind.to_owned(),
        recipients: codes(recipients),
        status,
    })
}
