//! From a resolved article to quotations and events.
//!
//! Patterns propose ([`find`]), roles are filled from the tree ([`parties`]), the words around
//! decide whether the act took place ([`status`]), and of what competes for the same words the
//! best is kept ([`settle`]). Last, codes are made exact by what acts are about ([`content`]), and
//! events are put where and when, and linked.

mod answered;
mod carried;
pub mod confidence;
mod content;
mod custody;
mod find;
mod furniture;
mod link;
mod parties;
mod propose;
mod quotes;
mod reach;
mod setting;
mod settle;
mod status;
mod suspects;
mod tree;

use risalah_doc::{Coded, Resolved};
use risalah_pack::Pack;
use risalah_pack::ontology::Ontology;

use crate::tree::Tree;

/// Finds the quotations and events of an article.
///
/// It changes nothing that came before, does no input or output and cannot fail: an odd text
/// yields fewer events.
pub fn resolved(pack: &Pack, ontology: &Ontology, mut resolved: Resolved) -> Coded {
    let tree = Tree::new(&resolved, &pack.grammar);
    let mut quotes = quotes::all(pack, &tree, &resolved);
    let furniture = furniture::of(pack, &resolved.parsed, &quotes);
    quotes.retain(|q| !furniture::holds(&furniture, &resolved.parsed, q));
    let mut candidates = propose::all(pack, ontology, &tree, &resolved, &quotes);
    candidates.retain(|c| !furniture[c.event.sentence as usize]);
    let (mut events, mut dropped) = settle::all(&tree, &resolved, candidates);
    if let Some(model) = &pack.confidence {
        confidence::weigh(model, &tree, &resolved, &mut events, &mut dropped);
    }
    answered::complete(&tree, &mut events);
    reach::foreign(ontology, &tree, &resolved, &mut events);
    content::refine(&pack.contents, ontology, &tree, &resolved, &mut events);
    setting::place_and_date(pack, &tree, &resolved, &quotes, &mut events);
    let links = link::all(link::Story {
        tree: &tree,
        entities: &resolved.entities,
        events: &events,
    });
    let suspects = suspects::of(pack, &tree, &resolved, &events);
    let kept = custody::of(ontology, &resolved, &events);
    drop(tree);
    suspects::mark(pack, &mut resolved.entities, &suspects);
    custody::mark(&mut resolved.entities, kept);
    Coded {
        resolved,
        quotes,
        events,
        links,
        dropped,
    }
}
