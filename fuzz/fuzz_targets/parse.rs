//! No input makes cutting and parsing panic, and every sentence is one tree over its own words.

#![no_main]

#[path = "../../crates/parse/src/laws.rs"]
mod laws;

use std::path::Path;
use std::sync::OnceLock;

use libfuzzer_sys::fuzz_target;
use risalah_doc::{Article, Lang};
use risalah_pack::{Pack, Packs};

/// How many tokens a sentence has at most.
const LONGEST: usize = 400;

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
        laws::check(&parsed, LONGEST);
        let _ = risalah_parse::to_conllu(pack, &parsed);
    } else {
        let _ = risalah_parse::conllu(pack, &text);
    }
});
