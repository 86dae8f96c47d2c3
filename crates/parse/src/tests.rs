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

fn check(parsed: &Parsed) {
    crate::laws::check(parsed, LONGEST);
}

#[test]
fn every_text_is_cut_into_words_and_trees() {
    use proptest::prelude::*;
    let packs = packs();
    let pieces = prop::sample::select(vec![
        "Menteri",
        "serangan-serangan",
        "don't",
        "U.S.",
        "p.m.",
        "\"",
        "“",
        "”",
        "'",
        "(",
        ")",
        ".",
        "...",
        "?!",
        "\n",
        "\n\n",
        " ",
        "  ",
        "\u{a0}",
        "-",
        "—",
        "Rp1,5",
        "$",
        "12/1/2022",
        "19.30",
        "dia.Menurut",
        "www.a.id",
        "a@b.co",
        "nya",
        "APBN-nya",
        "İ",
        "ß",
        "é",
        "日本",
        "\u{301}",
        "\u{200b}",
        "🙂",
        "@x",
        "#",
        "%",
        "\t",
        "J. K.",
        "kata",
        "said",
        ",",
        ";",
    ]);
    let text = prop::collection::vec(
        prop_oneof![4 => pieces.prop_map(str::to_owned), 1 => any::<String>()],
        0..40,
    );
    proptest!(ProptestConfig::with_cases(300), |(text in text, gap in prop::bool::ANY)| {
        let text = text.join(if gap { " " } else { "" });
        for pack in &packs.languages {
            let parsed = article(pack, Article { text: text.clone(), ..Article::default() });
            check(&parsed);
            prop_assert_eq!(&parsed.article.text, &text);
        }
    });
}

#[test]
fn a_sentence_that_is_too_long_is_cut_with_a_note() {
    let packs = packs();
    let parsed = article(
        &packs.languages[0],
        Article {
            text: "kata ".repeat(1000),
            ..Article::default()
        },
    );
    check(&parsed);
    assert_eq!(parsed.sentences.len(), 3);
    assert!(
        parsed
            .article
            .notes
            .iter()
            .all(|n| n.kind == NoteKind::SentenceCut)
    );
}

#[test]
fn treebank_text_keeps_words_comments_and_sentences() {
    let packs = packs();
    let pack = packs.language(Lang::parse("id").unwrap()).unwrap();
    let text = "# sent_id = 1\n1-2\tmenyetujuinya\t_\t_\t_\t_\t_\t_\t_\t_\n1\tmenyetujui\t_\t_\t_\t_\t_\t_\t_\t_\n\
                2\tnya\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No\n2.1\t_\t_\t_\t_\t_\t_\t_\t_\t_\n3\t.\t_\t_\t_\t_\t_\t_\t_\t_\n\n\
                # sent_id = 2\n1\tSelesai\t_\t_\t_\t_\t_\t_\t_\t_\n\n";
    let out = conllu(pack, text);
    let first = |text: &str| -> Vec<String> {
        text.lines()
            .map(|l| l.split('\t').take(2).collect::<Vec<_>>().join(" "))
            .collect()
    };
    assert_eq!(first(&out), first(text));
    assert!(out.contains("1\tmenyetujui\tmenyetujui\tVERB\t_\tVoice=Act\t0\troot"));
    assert!(out.contains("SpaceAfter=No"));
    let long: String = (1..=1000)
        .map(|n| format!("{n}\tkata\t_\t_\t_\t_\t_\t_\t_\t_\n"))
        .collect();
    let roots = conllu(pack, &long)
        .lines()
        .filter(|l| l.contains("\t0\troot\t"))
        .count();
    assert_eq!(roots, 1);
    assert_eq!(conllu(pack, "no table\n\n"), "no table\n\n");
}

#[test]
fn what_is_written_can_be_read_again() {
    let packs = packs();
    for pack in &packs.languages {
        let text = "Presiden menyetujuinya, kata dia. They didn't go.";
        let parsed = article(
            pack,
            Article {
                text: text.into(),
                ..Article::default()
            },
        );
        let written = to_conllu(pack, &parsed);
        assert_eq!(conllu(pack, &written), written);
    }
}

#[test]
fn dictionary_forms() {
    let packs = packs();
    let mut bad = String::new();
    for line in include_str!("../tests/lemmas.txt")
        .lines()
        .filter(|l| !l.starts_with('#') && !l.is_empty())
    {
        let [lang, upos, form, want] = line.split(' ').collect::<Vec<_>>()[..] else {
            panic!("{line}")
        };
        let pack = packs.language(Lang::parse(lang).unwrap()).unwrap();
        let got = lemma(pack, form, Upos::parse(upos).unwrap());
        if got != want {
            bad.push_str(&format!("{form}: want {want}, got {got}\n"));
        }
    }
    assert!(bad.is_empty(), "{bad}");
}

#[test]
fn words_written_onto_one_another_without_end_are_parted_one_by_one() {
    let packs = packs();
    let rules = &packs
        .language(Lang::parse("id").unwrap())
        .unwrap()
        .words
        .tokens;
    let word = rules.glued_before.iter().min().expect("the pack has some");
    let many = 20_000;
    let sentences = cut(&packs, "id", &word.repeat(many));
    let words: usize = sentences.iter().map(|s| s.split(' ').count()).sum();
    assert_eq!(words, many);
}
