//! No input makes reading panic.

#![no_main]

use std::path::Path;
use std::sync::OnceLock;

use libfuzzer_sys::fuzz_target;
use risalah_pack::web::Web;
use risalah_read::rendition;

fn web() -> &'static Web {
    static WEB: OnceLock<Web> = OnceLock::new();
    WEB.get_or_init(|| Web::open(Path::new("../packs")).expect("the packs of this repository load"))
}

fuzz_target!(|data: &[u8]| {
    let url = String::from_utf8_lossy(data);
    let image = rendition::image(&web().renditions, &url);
    // What is found is at the fixpoint: reading it again finds nothing nearer.
    if let Some(original) = image.original {
        rendition::image(&web().renditions, &original);
    }
});
