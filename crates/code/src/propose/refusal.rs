//! Saying no to what would be cooperation: "will not accept refugees", "enggan menarik pasukan".

use std::sync::Arc;

use risalah_doc::{Status, TokenId};

use super::reading::{Reader, Reading};
use crate::parties::{self, Party};

impl<'p> Reader<'p, '_> {
    /// Makes of an act that somebody will not do the refusal that it is.
    pub(super) fn refuse(&self, anchor: TokenId, reading: &mut Reading<'p>) {
        let mood = reading.mood;
        let wills = mood.future || mood.willed;
        let cooperates = reading.kind.quad <= 2 && !reading.actors.is_empty();
        if !wills || mood.failed || mood.conditional || !cooperates {
            return;
        }
        let Some(refusal) = &self.pack.grammar.refusal else {
            return;
        };
        let Some(kind) = self.ontology.type_named(&refusal.codes) else {
            return;
        };
        (reading.kind, reading.status) = (kind, Status::Actual);
        (reading.mode, reading.fault) = (None, None);
        reading.cameo = Some(Arc::from(refusal.cameo.as_str()));
        self.one_sided(anchor, reading);
        let Reading {
            actors, recipients, ..
        } = reading;
        if recipients.is_empty() {
            parties::condition(self.tree, self.who, anchor, actors, recipients);
        }
    }

    /// "Enggan bertemu utusan Jepang": of those who would act on one another the subject says no to the others.
    fn one_sided(&self, anchor: TokenId, reading: &mut Reading<'_>) {
        let Some(subject) = self.tree.subject(anchor) else {
            return;
        };
        let says_no = |p: &Party| self.tree.dominates(subject, p.head);
        if reading.actors.iter().any(says_no) && reading.recipients.is_empty() {
            let all = std::mem::take(&mut reading.actors);
            (reading.actors, reading.recipients) = all.into_iter().partition(says_no);
        }
    }
}
