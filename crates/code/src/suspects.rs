//! Suspects of private crime: people of whom nothing else is known, whom police or courts deal with
//! in a sentence that names such a crime.

use risalah_doc::{Code, Entity, EntityId, EntityKind, Event, Resolved};
use risalah_pack::Pack;
use risalah_pack::grammar::Suspected;

use crate::tree::Tree;

/// Who they are.
pub(crate) fn of(
    pack: &Pack,
    tree: &Tree<'_>,
    resolved: &Resolved,
    events: &[Event],
) -> Vec<EntityId> {
    let Some(rules) = &pack.grammar.suspected else {
        return Vec::new();
    };
    let act = |e: &&Event| {
        let code = e.cameo.as_deref();
        rules.acts.iter().any(|a| code == Some(a)) && crime(rules, tree, resolved, e.sentence)
    };
    let people = events.iter().filter(act).flat_map(|e| &e.recipients);
    let people = people.map(|r| r.entity);
    let private = |id: &EntityId| {
        let entity = resolved.entities.get(*id as usize);
        entity.is_some_and(|e| of_nothing_else(rules, e))
    };
    people.filter(private).collect()
}

/// Whether the sentence names a private crime.
fn crime(rules: &Suspected, tree: &Tree<'_>, resolved: &Resolved, sentence: u32) -> bool {
    let mut tokens = resolved.parsed.sentences[sentence as usize].tokens.clone();
    tokens.any(|t| tree.is_one_of(t, &rules.crimes))
}

fn of_nothing_else(rules: &Suspected, entity: &Entity) -> bool {
    entity.kind == EntityKind::Person
        && entity.listed.is_none()
        && entity.office.is_none()
        && entity.code.sectors().eq([rules.among.as_str()])
}

/// Gives them their sector.
pub(crate) fn mark(pack: &Pack, entities: &mut [Entity], suspects: &[EntityId]) {
    let Some(rules) = &pack.grammar.suspected else {
        return;
    };
    for id in suspects {
        if let Some(entity) = entities.get_mut(*id as usize) {
            entity.code = Code::new(entity.code.country(), [rules.sector.as_str()]);
        }
    }
}
