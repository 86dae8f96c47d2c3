//! People whom a state's own police, courts or government deal with: they are of that state where
//! nothing tells of another. In a report of two states their nouns alone tell no country.

use std::collections::BTreeMap;
use std::sync::Arc;

use risalah_doc::{Code, Entity, EntityId, EntityKind, Event, Presumed, Resolved};
use risalah_pack::ontology::Ontology;

/// Who they are, and of which state; nobody whom two states deal with.
pub(crate) fn of(
    ontology: &Ontology,
    resolved: &Resolved,
    events: &[Event],
) -> BTreeMap<EntityId, Option<Arc<str>>> {
    let entities = &resolved.entities;
    let rules = &ontology.meta.custody;
    let mut out: BTreeMap<EntityId, Option<Arc<str>>> = BTreeMap::new();
    let apart = |c: &str| rules.apart.iter().any(|a| a == c);
    let act = |e: &&Event| rules.acts.iter().any(|a| e.cameo.as_deref() == Some(a));
    for event in events.iter().filter(act) {
        let mut keepers = event.actors.iter().map(|a| &entities[a.entity as usize]);
        let first = keepers.clone().next().and_then(|k| k.code.country());
        let keeps = |k: &Entity| {
            let mut sectors = k.code.sectors();
            k.code.country() == first && sectors.any(|s| rules.sectors.iter().any(|r| r == s))
        };
        let Some(state) = first.filter(|c| !apart(c) && keepers.all(keeps)) else {
            continue;
        };
        for kept in &event.recipients {
            if is_nowhere(&entities[kept.entity as usize]) {
                let of = out.entry(kept.entity).or_insert_with(|| Some(state.into()));
                if of.as_deref() != Some(state) {
                    *of = None;
                }
            }
        }
    }
    out
}

/// Whether the sectors of people are told, and nothing of where they are from.
fn is_nowhere(entity: &Entity) -> bool {
    matches!(entity.kind, EntityKind::Person | EntityKind::Group)
        && entity.listed.is_none()
        && entity.presumed == Presumed::Nothing
        && entity.code.country().is_none()
        && entity.code.sectors().next().is_some()
}

/// Gives them their state, as one that is presumed.
pub(crate) fn mark(entities: &mut [Entity], kept: BTreeMap<EntityId, Option<Arc<str>>>) {
    for (id, state) in kept {
        if let (Some(entity), Some(state)) = (entities.get_mut(id as usize), state) {
            entity.code = Code::new(Some(&state), entity.code.sectors());
            entity.presumed = Presumed::Country;
        }
    }
}
