//! What the tests of this crate share.

use std::path::Path;
use std::sync::OnceLock;

use risalah_pack::web::Web;

/// The web pack of this repository.
pub(crate) fn web() -> &'static Web {
    static WEB: OnceLock<Web> = OnceLock::new();
    WEB.get_or_init(|| Web::open(Path::new("../../packs")).unwrap())
}
