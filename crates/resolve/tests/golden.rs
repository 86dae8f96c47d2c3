//! Who, where and when, in `tests/*.txt`.
//!
//! Settings of a case: language and publication day, `-` where unknown. The output lists parties
//! in the order of their first mention, with code, title and mentions, then places:
//!
//! ```text
//! person Jens Stoltenberg  IGO  "Secretary General"  = Jens Stoltenberg | He
//! @ Brussels  BEL  city
//! ```
//!
//! In `tests/times.txt` it lists the times with their values instead:
//!
//! ```text
//! date 2022-01-10  "Monday"
//! ```

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::fmt::Write;
use std::path::Path;

use risalah_doc::{Lang, Resolved};
use risalah_engine::{Body, Engine, Input};
use risalah_golden::check;

#[test]
fn who_and_where() {
    for file in ["tests/en.txt", "tests/id.txt"] {
        resolved(file, parties_and_places);
    }
}

#[test]
fn when() {
    resolved("tests/times.txt", times);
}

fn resolved(file: &str, shown: impl Fn(&Resolved) -> String) {
    let packs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs");
    let engine = Engine::open(Some(&packs)).unwrap();
    check(file, |case| {
        let mut input = Input::new("case", Body::Text(case.input.clone()));
        input.lang = case.setting(0).and_then(Lang::parse);
        input.date = case.setting(1).map(str::to_owned);
        shown(&engine.code(engine.read(input)).resolved)
    });
}

fn times(resolved: &Resolved) -> String {
    let text = &resolved.parsed.article.text;
    let mut out = String::new();
    for time in &resolved.times {
        let value = time.value.as_deref().unwrap_or("?");
        writeln!(
            out,
            "{} {value}  {:?}",
            time.kind.name(),
            time.span.of(text)
        )
        .unwrap();
    }
    out
}

fn parties_and_places(resolved: &Resolved) -> String {
    let text = &resolved.parsed.article.text;
    let mut out = String::new();
    for (n, entity) in resolved.entities.iter().enumerate() {
        let mentions = resolved.mentions.iter().filter(|m| m.entity as usize == n);
        let words: Vec<&str> = mentions.map(|m| m.span.of(text)).collect();
        let code = match entity.code.is_empty() {
            true => "?".to_owned(),
            false => entity.code.to_string(),
        };
        write!(out, "{} {}  {code}", entity.kind.name(), entity.name).unwrap();
        if let Some(office) = &entity.office {
            write!(out, "  {office:?}").unwrap();
        }
        writeln!(out, "  = {}", words.join(" | ")).unwrap();
    }
    for place in &resolved.places {
        let country = place.country.as_deref().unwrap_or("?");
        let level = place.resolution.map_or("?", |r| r.name());
        let meant = if place.metonymic { "  metonymic" } else { "" };
        writeln!(out, "@ {}  {country}  {level}{meant}", place.name).unwrap();
    }
    out
}
