//! Event patterns.

use risalah_doc::Lang;

use crate::Files;
use crate::ontology::Ontology;

/// All patterns of a language.
#[derive(Debug, Default)]
pub struct Patterns {}

impl Patterns {
    pub(crate) fn load(_files: &mut Files, _lang: Lang, _ontology: &Ontology) -> Self {
        Self {}
    }
}
