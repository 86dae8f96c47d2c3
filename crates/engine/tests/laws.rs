//! Laws of the whole path: no text makes it fail, spans lie inside the text, and the same report
//! gives the same bytes.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::path::Path;
use std::sync::LazyLock;

use proptest::prelude::*;
use risalah_doc::{Coded, Lang, Span};
use risalah_engine::{Body, Engine, Input};

static ENGINE: LazyLock<Engine> = LazyLock::new(|| {
    let packs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs");
    Engine::open(Some(&packs)).unwrap()
});

fn coded(lang: &str, text: &str) -> Coded {
    let mut input = Input::new("a", Body::Text(text.to_owned()));
    input.lang = Lang::parse(lang);
    ENGINE.code(ENGINE.read(input))
}

/// Every span of the article's text that the value holds.
fn spans(coded: &Coded) -> Vec<Span> {
    let resolved = &coded.resolved;
    let mut all: Vec<Span> = resolved.parsed.tokens.iter().map(|t| t.span).collect();
    all.extend(resolved.parsed.sentences.iter().map(|s| s.span));
    all.extend(resolved.mentions.iter().flat_map(|m| [m.span, m.phrase]));
    all.extend(resolved.places.iter().map(|p| p.span));
    all.extend(resolved.times.iter().map(|t| t.span));
    all.extend(
        coded
            .quotes
            .iter()
            .flat_map(|q| q.content.iter().chain(&q.cue)),
    );
    for event in &coded.events {
        all.push(event.trigger);
        all.extend(event.actors.iter().chain(&event.recipients).map(|r| r.span));
    }
    all
}

/// Text made of pieces that mean something to the stages, and of anything.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "Israel |Presiden |polisi |NATO |Jakarta |police |protesters |Rusia |He |ia |Prabowo Subianto ",
        "menyerang |bertemu dengan |said |attacked |met |diserang oleh |tidak |will |jika |-nya ",
        "\\. |, |\"|”|“|\n|\n\n|\\(|\\)|- |: ",
        "12/1/2022 |kemarin |last month |Oktober lalu |3 |99999999999 |Rabu ",
        "\\PC{0,8}",
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_text_is_coded_with_spans_inside_it(text in text(), lang in "id|en") {
        let coded = coded(&lang, &text);
        for span in spans(&coded) {
            prop_assert!(text.get(span.start()..span.end()).is_some(), "{span:?}");
        }
        for event in &coded.events {
            prop_assert!((0.0..=1.0).contains(&event.confidence));
            prop_assert!((1..=4).contains(&event.quad));
        }
        for link in &coded.links {
            prop_assert!((link.from.max(link.to) as usize) < coded.events.len());
        }
    }

    #[test]
    fn the_same_report_gives_the_same_events(text in text(), lang in "id|en") {
        let (first, second) = (coded(&lang, &text), coded(&lang, &text));
        prop_assert_eq!(first.events, second.events);
        prop_assert_eq!(first.quotes, second.quotes);
        prop_assert_eq!(first.resolved.entities, second.resolved.entities);
    }
}
