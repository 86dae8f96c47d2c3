//! From patterns found to candidate events: roles filled, status read, type settled.

mod demand;
mod faults;
mod reading;
mod refusal;
mod voices;

use std::sync::Arc;

use risalah_doc::{Event, Quote, Reason, Resolved, Role, TokenId};
use risalah_pack::Pack;
use risalah_pack::ontology::Ontology;

use self::reading::Reader;
use self::voices::Voices;
use crate::find;
use crate::parties::{Party, Who};
use crate::tree::Tree;

/// The quad classes of conflict.
const VERBAL_CONFLICT: u8 = 3;
const MATERIAL_CONFLICT: u8 = 4;

/// A pattern with its roles filled, not yet an event.
pub(crate) struct Candidate {
    pub(crate) event: Event,
    /// Tokens of the trigger.
    pub(crate) first: TokenId,
    pub(crate) last: TokenId,
    /// The noun of a light verb or another word that the pattern names.
    pub(crate) noun: Option<TokenId>,
    /// How much the pattern asks for.
    pub(crate) rank: usize,
    /// Whether all its parties do it to one another.
    pub(crate) mutual: bool,
    /// Whether the type's acts hold what is only worded: a demand, a promise, a threat.
    pub(crate) swallows: bool,
    /// Whether the type's words are the act.
    pub(crate) worded: bool,
    /// The type of what the same party says in doing it: who demonstrates also demands.
    pub(crate) covers: Option<Arc<str>>,
    /// Whether it tells how many a blow struck.
    pub(crate) toll: bool,
    /// Why it can be no event, if so.
    pub(crate) fault: Option<Reason>,
}

/// All candidates in the order of their triggers.
pub(crate) fn all(
    pack: &Pack,
    ontology: &Ontology,
    tree: &Tree<'_>,
    resolved: &Resolved,
    quotes: &[Quote],
) -> Vec<Candidate> {
    let voices = Voices::new(tree, quotes);
    let who = Who {
        resolved,
        press: &pack.grammar.press,
        speech: voices.speech(),
    };
    let reader = Reader {
        pack,
        ontology,
        tree,
        who: &who,
        voices: &voices,
    };
    let mut out: Vec<Candidate> = find::all(pack, tree)
        .into_iter()
        .filter_map(|found| reader.candidate(found))
        .collect();
    out.extend(demand::demands(pack, ontology, tree, &who, &voices));
    out.sort_by_key(|c| (c.event.anchor, c.first));
    out
}

fn roles(parties: Vec<Party>) -> Vec<Role> {
    parties.into_iter().map(|p| p.role).collect()
}
