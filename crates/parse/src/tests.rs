//! The packs' own words, on sentences of ours.

use std::path::Path;

use risalah_doc::{Article, Lang};
use risalah_pack::Packs;

use super::*;

fn packs() -> Packs {
    Packs::open(Path::new("../../packs")).unwrap()
}

/// The sentences of a text, words apart by blanks and clitics by `+`.
fn cut(packs: &Packs, lang: &str, text: &str) -> Vec<String> {
    let pack = packs.language(Lang::parse(lang).unwrap()).unwrap();
    let parsed = article(
        pack,
        Article {
            text: text.to_owned(),
            ..Article::default()
        },
    );
    let line = |s: &Sentence| {
        s.tokens.clone().fold(String::new(), |line, t| {
            let joined = parsed.tokens[t as usize].joined;
            let gap = if line.is_empty() {
                ""
            } else if joined {
                "+"
            } else {
                " "
            };
            line + gap + parsed.form(t)
        })
    };
    parsed.sentences.iter().map(line).collect()
}

#[test]
fn words_and_sentences() {
    let packs = packs();
    let cases = include_str!("../tests/words.txt");
    let (mut lang, mut bad) = ("", String::new());
    for case in cases.split("\n\n") {
        let mut lines = case.lines().filter(|l| !l.starts_with('#'));
        let Some((code, text)) = lines.next().and_then(|l| l.split_once(' ')) else {
            continue;
        };
        lang = code;
        let got = cut(&packs, lang, &text.replace("\\n", "\n"));
        let want: Vec<&str> = lines.collect();
        if got != want {
            bad.push_str(&format!("{text}\n  want {want:#?}\n  got  {got:#?}\n"));
        }
    }
    assert!(bad.is_empty() && !lang.is_empty(), "{bad}");
}
