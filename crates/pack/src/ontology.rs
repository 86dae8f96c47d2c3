//! The ontology: event types with modes, scores and quad classes, contexts, CAMEO codes.

use crate::Files;

/// PLOVER's types and CAMEO's codes, or whatever ontology the pack holds.
#[derive(Debug, Default)]
pub struct Ontology {}

impl Ontology {
    /// Loads and checks `ontology/`.
    pub(crate) fn load(_files: &mut Files) -> Self {
        Self {}
    }
}
