//! Patterns proven by their own sentences, through the real path.

use risalah_doc::{Coded, Event, Lang, Resolved, Role};
use risalah_pack::pattern::{Pattern, Yes};
use risalah_pack::{At, Pack};

use crate::{Body, Engine, Input};

/// A sentence of a pattern that did not come out as the pattern says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// Where the pattern stands.
    pub at: At,
    /// The pattern's name: `assault/open-fire-on`.
    pub pattern: String,
    /// The sentence.
    pub text: String,
    /// What came out instead of what should have.
    pub what: String,
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self {
            at,
            pattern,
            text,
            what,
        } = self;
        write!(f, "{at}: {pattern}: {what}\n    {text}")
    }
}

/// Codes every sentence of every pattern of a language, and tells which did not come out right.
///
/// A `yes` sentence must give an event of the type, parties and status it names; a `no` sentence
/// none by its pattern.
pub fn prove(engine: &Engine, pack: &Pack) -> Vec<Failure> {
    let mut failures = Vec::new();
    for pattern in pack.patterns.all() {
        let mut fail = |text: &str, what: String| {
            failures.push(Failure {
                at: pattern.at.clone(),
                pattern: pattern.name.to_string(),
                text: text.to_owned(),
                what,
            });
        };
        for yes in &pattern.yes {
            let coded = sentence(engine, pack.lang, &yes.text);
            if !coded.events.iter().any(|e| is(e, yes, &coded.resolved)) {
                fail(&yes.text, instead(pattern, yes, &coded));
            }
        }
        for no in &pattern.no {
            let coded = sentence(engine, pack.lang, no);
            if let Some(event) = coded.events.iter().find(|e| e.why == pattern.name) {
                fail(
                    no,
                    format!("fires on a `no`: {}", shown(event, &coded.resolved)),
                );
            }
        }
    }
    failures
}

fn sentence(engine: &Engine, lang: Lang, text: &str) -> Coded {
    let mut input = Input::new("", Body::Text(text.to_owned()));
    input.lang = Some(lang);
    engine.code(engine.read(input))
}

fn is(event: &Event, yes: &Yes, resolved: &Resolved) -> bool {
    *event.kind == *yes.kind
        && event.status == yes.status
        && codes(&event.actors, resolved) == yes.actors
        && codes(&event.recipients, resolved) == yes.recipients
}

/// The codes of the parties, sorted.
fn codes(roles: &[Role], resolved: &Resolved) -> Vec<String> {
    let of = |role: &Role| resolved.entities.get(role.entity as usize);
    let mut codes: Vec<String> = roles
        .iter()
        .filter_map(of)
        .map(|e| Some(e.code).filter(|_| e.is_known()).unwrap_or_default())
        .map(|code| code.to_string())
        .collect();
    codes.sort();
    codes
}

/// What a `yes` sentence gave instead.
fn instead(pattern: &Pattern, yes: &Yes, coded: &Coded) -> String {
    let list = |codes: &[String]| {
        if codes.is_empty() {
            "-".to_owned()
        } else {
            codes.join("+")
        }
    };
    let wanted = format!(
        "{} {} {} {}",
        list(&yes.actors),
        yes.kind,
        list(&yes.recipients),
        yes.status.name()
    );
    let mut got: Vec<String> = coded
        .events
        .iter()
        .map(|e| format!("{} by {}", shown(e, &coded.resolved), e.why))
        .collect();
    let fell = coded.dropped.iter().filter(|d| d.pattern == pattern.name);
    got.extend(fell.map(|d| format!("left out: {}", d.reason.name())));
    if got.is_empty() {
        got.push("nothing".to_owned());
    }
    format!("is not {wanted} but {}", got.join("; "))
}

fn shown(event: &Event, resolved: &Resolved) -> String {
    let list = |roles: &[Role]| {
        let codes = codes(roles, resolved);
        if codes.is_empty() {
            "-".to_owned()
        } else {
            codes.join("+")
        }
    };
    let (actors, recipients) = (list(&event.actors), list(&event.recipients));
    format!(
        "{actors} {} {recipients} {}",
        event.kind,
        event.status.name()
    )
}
