//! What an act is about makes its CAMEO code exact.

use std::path::Path;

use risalah_doc::Lang;
use risalah_engine::{Body, Engine, Input};

/// Language, sentence, the code of its first event.
const CODES: [(&str, &str, &str); 12] = [
    (
        "en",
        "Turkey demanded that Syria release two journalists.",
        "1053",
    ),
    (
        "en",
        "Turkey demanded that Syria lift the sanctions.",
        "1054",
    ),
    (
        "en",
        "Egypt promised Sudan a loan of two million dollars.",
        "0331",
    ),
    (
        "en",
        "Kenya rejected a request by Somalia to extradite a suspect.",
        "1213",
    ),
    ("en", "France accused Syria of torturing prisoners.", "1122"),
    (
        "en",
        "Students demonstrated in Cairo against the new labour law.",
        "1412",
    ),
    ("en", "Turkish tanks attacked Kurdish rebels.", "194"),
    (
        "id",
        "Turki menuntut Suriah membebaskan dua wartawan.",
        "1053",
    ),
    (
        "id",
        "Mesir berjanji memberikan pinjaman kepada Sudan.",
        "0331",
    ),
    (
        "id",
        "Buruh berunjuk rasa di Jakarta menentang kenaikan harga.",
        "1412",
    ),
    ("id", "Prancis menuduh Suriah menyiksa tahanan.", "1122"),
    // Who asks is not what is asked for.
    (
        "en",
        "The human rights commission demanded that Chad hold talks with the rebels.",
        "106",
    ),
];

#[test]
fn codes_are_made_exact_by_what_acts_are_about() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs");
    let engine = Engine::open(Some(&root)).unwrap();
    let code = |lang: &str, text: &str| {
        let mut input = Input::new("x", Body::Text(text.to_owned()));
        input.lang = Lang::parse(lang);
        let coded = engine.code(engine.read(input));
        let event = coded.events.first();
        event.and_then(|e| e.cameo.as_deref().map(str::to_owned))
    };
    for (lang, text, wanted) in CODES {
        assert_eq!(code(lang, text).as_deref(), Some(wanted), "{text}");
    }
}
