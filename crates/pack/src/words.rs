//! Words of a language.

use risalah_doc::Lang;

use crate::Files;

/// All that parsing a language needs.
#[derive(Debug, Default)]
pub struct Words {}

impl Words {
    pub(crate) fn load(_files: &mut Files, _lang: Lang) -> Self {
        Self {}
    }
}
