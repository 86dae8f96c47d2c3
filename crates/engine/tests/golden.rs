//! What comes out of reports, in `tests/golden`.
//!
//! Settings of a case: language and publication day, `-` where unknown. The output lists events,
//! then quotations, then links:
//!
//! ```text
//! v1 CONSULT visit  KORGOV -> IDNGOV  Jakarta  2023-09-08  actual  "tiba"
//! q1 direct  by Joko Widodo IDNGOV  "Kerja sama ini baru permulaan"
//! v2 answers v1
//! ```

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::fmt::Write;
use std::path::Path;

use risalah_doc::{Coded, Event, Lang, Quote, Role};
use risalah_engine::{Body, Engine, From, Input, source};
use risalah_golden::check;

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");

fn engine() -> Engine {
    Engine::open(Some(&Path::new(ROOT).join("packs"))).unwrap()
}

#[test]
fn indonesian_sentences() {
    sentences("tests/golden/id.txt");
}

#[test]
fn english_sentences() {
    sentences("tests/golden/en.txt");
}

fn sentences(file: &str) {
    let engine = engine();
    check(file, |case| {
        let mut input = Input::new("case", Body::Text(case.input.clone()));
        input.lang = case.setting(0).and_then(Lang::parse);
        input.date = case.setting(1).map(str::to_owned);
        lines(&engine.code(engine.read(input)))
    });
}

/// The reports shipped as examples; the input names the file and, where it holds several, the id.
#[test]
fn examples() {
    let engine = engine();
    check("tests/golden/examples.txt", |case| {
        let mut words = case.input.split_whitespace();
        let file = Path::new(ROOT).join("examples").join(words.next().unwrap());
        let id = words.next();
        let mut reports = source::open(From::Auto, &file).unwrap().map(Result::unwrap);
        let input = reports.find(|r| id.is_none_or(|id| r.id == id)).unwrap();
        lines(&engine.code(engine.read(input)))
    });
}

fn lines(coded: &Coded) -> String {
    let mut out = String::new();
    for (n, event) in coded.events.iter().enumerate() {
        writeln!(out, "v{} {}", n + 1, event_line(coded, event)).unwrap();
    }
    for (n, quote) in coded.quotes.iter().enumerate() {
        writeln!(out, "q{} {}", n + 1, quote_line(coded, quote)).unwrap();
    }
    for link in &coded.links {
        let (from, to) = (link.from + 1, link.to + 1);
        writeln!(out, "v{from} {} v{to}", link.kind.name()).unwrap();
    }
    for image in &coded.resolved.parsed.article.images {
        writeln!(out, "image {}", image.original.as_deref().unwrap_or("?")).unwrap();
    }
    for note in &coded.resolved.parsed.article.notes {
        writeln!(out, "note {}", note.kind.name()).unwrap();
    }
    out
}

fn event_line(coded: &Coded, event: &Event) -> String {
    let mut parts = vec![event.kind.to_string()];
    if let Some(mode) = &event.mode {
        parts[0] += &format!(" {mode}");
    }
    parts.push(format!(
        "{} -> {}",
        codes(coded, &event.actors),
        codes(coded, &event.recipients)
    ));
    let place = event
        .place
        .map(|p| coded.resolved.places[p as usize].name.clone());
    parts.push(place.unwrap_or_else(|| "-".to_owned()));
    parts.push(match event.time {
        None => "-".to_owned(),
        Some(t) if t.interval.0 == t.interval.1 => t.interval.0.to_string(),
        Some(t) => format!("{}..{}", t.interval.0, t.interval.1),
    });
    parts.push(event.status.name().to_owned() + if event.negated { " negated" } else { "" });
    if let Some(quote) = event.reported_by.and_then(|r| r.quote) {
        parts.push(format!("in q{}", quote + 1));
    }
    parts.push(format!(
        "{:?}",
        event.trigger.of(&coded.resolved.parsed.article.text)
    ));
    parts.join("  ")
}

fn codes(coded: &Coded, roles: &[Role]) -> String {
    let code = |role: &Role| {
        let entity = &coded.resolved.entities[role.entity as usize];
        if entity.code.is_empty() {
            "?".to_owned()
        } else {
            entity.code.to_string()
        }
    };
    let all: Vec<String> = roles.iter().map(code).collect();
    if all.is_empty() {
        "-".to_owned()
    } else {
        all.join("+")
    }
}

fn quote_line(coded: &Coded, quote: &Quote) -> String {
    let text = &coded.resolved.parsed.article.text;
    let entity = quote.speaker.and_then(|s| s.entity);
    let by = entity.map_or_else(
        || "-".to_owned(),
        |e| {
            let entity = &coded.resolved.entities[e as usize];
            format!("{} {}", entity.name, entity.code)
                .trim_end()
                .to_owned()
        },
    );
    let parts: Vec<String> = quote.content.iter().map(|s| ends(s.of(text))).collect();
    format!("{}  by {by}  {}", quote.kind.name(), parts.join(" … "))
}

/// The words of a quotation, without its middle where it is long.
fn ends(words: &str) -> String {
    let all: Vec<&str> = words.split_whitespace().collect();
    match all.len() {
        0..=8 => format!("{words:?}"),
        n => format!(
            "{:?}",
            format!(
                "{} [{} words] {}",
                all[..3].join(" "),
                n - 6,
                all[n - 3..].join(" ")
            )
        ),
    }
}
