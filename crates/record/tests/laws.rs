//! Laws of the record: it re-reads as JSON, its spans lie inside the text and cut what they cut
//! before, its names name what is there, and the same article gives the same bytes.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use proptest::prelude::*;
use risalah_doc::{
    Article, Coded, Entity, Event, Mention, MentionKind, Parsed, Quote, QuoteKind, Resolved, Role,
    Span, Speaker, Status,
};
use serde_json::Value;

/// A span between two of the text's character boundaries.
fn span(text: &str, a: usize, b: usize) -> Span {
    let ends: Vec<usize> = text
        .char_indices()
        .map(|c| c.0)
        .chain([text.len()])
        .collect();
    let (a, b) = (ends[a % ends.len()], ends[b % ends.len()]);
    Span::new(a.min(b), a.max(b))
}

fn coded(text: &str, cuts: &[(usize, usize)]) -> Coded {
    let spans: Vec<Span> = cuts.iter().map(|c| span(text, c.0, c.1)).collect();
    let entity = |n: usize| n as u32;
    let mention = |(n, s): (usize, &Span)| Mention {
        span: *s,
        phrase: *s,
        head: 0,
        entity: entity(n),
        kind: MentionKind::Name,
    };
    let event = |(n, s): (usize, &Span)| Event {
        kind: "CONSULT".into(),
        mode: None,
        contexts: Vec::new(),
        cameo: Some("040".into()),
        quad: 1,
        goldstein: Some(3.4),
        status: Status::Actual,
        negated: false,
        actors: vec![Role {
            span: *s,
            entity: entity(n),
        }],
        recipients: Vec::new(),
        place: None,
        time: None,
        trigger: *s,
        anchor: 0,
        sentence: 0,
        reported_by: None,
        confidence: 0.9,
        why: "consult/meet".into(),
        grounds: Vec::new(),
    };
    let quote = |(n, s): (usize, &Span)| Quote {
        kind: QuoteKind::Direct,
        content: vec![*s],
        cue: None,
        speaker: Some(Speaker {
            span: Some(*s),
            entity: Some(entity(n)),
        }),
        addressee: None,
    };
    let article = Article {
        id: "a".to_owned(),
        text: text.to_owned(),
        ..Article::default()
    };
    let resolved = Resolved {
        parsed: Parsed {
            article,
            ..Parsed::default()
        },
        entities: spans
            .iter()
            .map(|s| Entity {
                name: s.of(text).to_owned(),
                ..Entity::default()
            })
            .collect(),
        mentions: spans.iter().enumerate().map(mention).collect(),
        ..Resolved::default()
    };
    Coded {
        resolved,
        quotes: spans.iter().enumerate().map(quote).collect(),
        events: spans.iter().enumerate().map(event).collect(),
        ..Coded::default()
    }
}

fn written(coded: &Coded) -> Vec<u8> {
    let mut out = Vec::new();
    risalah_record::json(coded, &mut out).unwrap();
    out
}

/// The characters that a span of the record cuts out of its text.
fn cut(record: &Value, span: &Value) -> String {
    let at = |n: usize| span[n].as_u64().unwrap() as usize;
    let text = record["text"].as_str().unwrap();
    assert!(at(0) <= at(1) && at(1) <= text.chars().count());
    text.chars().skip(at(0)).take(at(1) - at(0)).collect()
}

proptest! {
    #[test]
    fn a_record_re_reads_with_its_spans(
        text in "(\\PC|[é😀\n\"\\\\\u{1}]){0,200}",
        cuts in prop::collection::vec((0usize..400, 0usize..400), 0..8),
    ) {
        let coded = coded(&text, &cuts);
        let bytes = written(&coded);
        prop_assert_eq!(bytes.iter().filter(|b| **b == b'\n').count(), 1);
        prop_assert_eq!(&bytes, &written(&coded));
        let record: Value = serde_json::from_slice(&bytes).unwrap();
        prop_assert_eq!(record["text"].as_str().unwrap(), &text);
        for (n, event) in coded.events.iter().enumerate() {
            let form = &record["events"][n];
            prop_assert_eq!(form["id"].as_str().unwrap(), format!("v{}", n + 1));
            prop_assert_eq!(cut(&record, &form["trigger"]), event.trigger.of(&text));
            let actor = &form["actors"][0];
            prop_assert_eq!(&actor["entity"], &record["entities"][n]["id"]);
            prop_assert_eq!(cut(&record, &record["quotes"][n]["content"][0]), event.trigger.of(&text));
            let mention = &record["entities"][n]["mentions"][0];
            prop_assert_eq!(cut(&record, mention), event.trigger.of(&text));
        }
    }
}

#[test]
fn an_input_that_could_not_be_read_has_its_object() {
    let mut out = Vec::new();
    risalah_record::error_json(risalah_record::Whose::Line(3), "no JSON", &mut out).unwrap();
    risalah_record::error_json(risalah_record::Whose::Id("a\"1"), "no text", &mut out).unwrap();
    let expected =
        "{\"line\":3,\"error\":\"no JSON\"}\n{\"id\":\"a\\\"1\",\"error\":\"no text\"}\n";
    assert_eq!(String::from_utf8(out).unwrap(), expected);
}

#[test]
fn people_see_the_title_and_that_nothing_was_found() {
    let mut out = Vec::new();
    risalah_record::text(&coded("Satu hari.\nDua hari.", &[]), &mut out).unwrap();
    assert_eq!(
        String::from_utf8(out).unwrap(),
        "Satu hari.\n  a\n  no events\n\n"
    );
}
