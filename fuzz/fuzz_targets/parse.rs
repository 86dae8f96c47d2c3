//! No input makes cutting and parsing panic, and every sentence is one tree over its own words.

#![no_main]

use std::path::Path;
use std::sync::OnceLock;

use libfuzzer_sys::fuzz_target;
use risalah_doc::{Article, Lang, Parsed};
use risalah_pack::{Pack, Packs};

fn pack(lang: &str) -> &'static Pack {
    static PACKS: OnceLock<Packs> = OnceLock::new();
    let packs = PACKS.get_or_init(|| {
        Packs::open(Path::new("../packs")).expect("the packs of this repository load")
    });
    let lang = Lang::parse(lang).expect("a language's code");
    packs.language(lang).expect("this repository has its pack")
}

// The first byte chooses the language and whether the rest is text or a treebank.
fuzz_target!(|data: &[u8]| {
    let (first, rest) = data.split_first().unwrap_or((&0, &[]));
    let pack = pack(if first & 1 == 0 { "id" } else { "en" });
    let text = String::from_utf8_lossy(rest).into_owned();
    if first & 2 == 0 {
        let parsed = risalah_parse::article(
            pack,
            Article {
                text,
                ..Article::default()
            },
        );
        check(&parsed);
        let _ = risalah_parse::to_conllu(pack, &parsed);
    } else {
        let _ = risalah_parse::conllu(pack, &text);
    }
});

fn check(parsed: &Parsed) {
    let text = &parsed.article.text;
    let mut end = 0;
    for token in &parsed.tokens {
        assert!(token.span.start() >= end && !token.span.is_empty());
        let between = &text[end..token.span.start()];
        assert!(
            !between.contains(char::is_alphanumeric),
            "{between:?} is lost"
        );
        assert!(!token.lemma.is_empty() && token.lemma.end() <= parsed.lemmas.len());
        end = token.span.end();
    }
    assert!(
        !text[end..].contains(char::is_alphanumeric),
        "the end is lost"
    );
    let mut next = 0;
    for sentence in &parsed.sentences {
        assert_eq!(sentence.tokens.start, next);
        next = sentence.tokens.end;
        let roots = sentence
            .tokens
            .clone()
            .filter(|t| parsed.tokens[*t as usize].head == *t);
        assert_eq!(roots.count(), 1);
        for mut token in sentence.tokens.clone() {
            for _ in 0..=sentence.tokens.len() {
                token = parsed.tokens[token as usize].head;
                assert!(sentence.tokens.contains(&token));
            }
            assert_eq!(parsed.tokens[token as usize].head, token, "a circle");
        }
    }
    assert_eq!(next as usize, parsed.tokens.len());
}
