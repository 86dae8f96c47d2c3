//! No input makes reading panic.

#![no_main]

use std::path::Path;
use std::sync::OnceLock;

use libfuzzer_sys::fuzz_target;
use risalah_pack::web::Web;
use risalah_read::{Body, Input, article_by, charset};

fn web() -> &'static Web {
    static WEB: OnceLock<Web> = OnceLock::new();
    WEB.get_or_init(|| Web::open(Path::new("../packs")).expect("the packs of this repository load"))
}

fuzz_target!(|data: &[u8]| {
    let page = charset::page(data, None).text;
    let article = article_by(web(), Input::new("fuzz", Body::Html(page)));
    if let Some(dateline) = article.dateline {
        assert!(article.text.get(dateline.start()..dateline.end()).is_some());
    }
});
