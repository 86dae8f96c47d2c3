//! No input makes reading panic.

#![no_main]

use std::path::Path;
use std::sync::OnceLock;

use libfuzzer_sys::fuzz_target;
use risalah_pack::web::Web;
use risalah_read::date;

fn web() -> &'static Web {
    static WEB: OnceLock<Web> = OnceLock::new();
    WEB.get_or_init(|| Web::open(Path::new("../packs")).expect("the packs of this repository load"))
}

fuzz_target!(|data: &[u8]| {
    let text = String::from_utf8_lossy(data);
    for found in date::find(&web().dates, &text, Some("id")) {
        assert!(text.get(found.start..found.end).is_some());
    }
    let _ = date::read(&web().dates, &text, Some("en-us"));
});
