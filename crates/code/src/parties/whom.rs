//! Whom an act is done to, where no path of a pattern leads to anybody.

use risalah_doc::{Rel, TokenId, Upos};

use super::{DEPTH, Party, Who, collect, describes, holds, undergone};
use crate::tree::Tree;

/// Parties below the trigger that no path of a pattern leads to: what its object holds or is owned
/// by, and phrases under prepositions that make a party, also of its complement. Where there is
/// none, what hangs less closely on the trigger is looked through as well. What `blames` means who did
/// what it tells, and passes over whom it was done to.
pub(crate) fn below(
    tree: &Tree<'_>,
    who: &Who<'_>,
    anchor: TokenId,
    blames: bool,
    actors: &[Party],
    out: &mut Vec<Party>,
) {
    for wide in [false, true] {
        // Whom nobody does anything to is looked for close by only.
        if wide && actors.is_empty() {
            return;
        }
        let search = Search {
            tree,
            who,
            actors,
            wide,
            blames,
        };
        search.from(anchor, out, DEPTH);
        if !out.is_empty() {
            return;
        }
    }
    addressed(tree, who, anchor, actors, out);
    out.retain(|p| !blames || !undergone(tree, p.head));
}

/// The first party under a preposition of giving or telling that hangs anywhere on the trigger but
/// in another clause: parsers hang what follows a long object on its last noun ("returned a vase
/// that dates from 300 BC to Italy").
pub(crate) fn addressed(
    tree: &Tree<'_>,
    who: &Who<'_>,
    anchor: TokenId,
    actors: &[Party],
    out: &mut Vec<Party>,
) {
    for at in tree.after(anchor) {
        if !tree.under(at, &tree.grammar.tellings) || !tree.in_clause(anchor, at) {
            continue;
        }
        let party = who
            .party_at(tree, at)
            .filter(|p| who.acts(p.role.entity) || who.named(p))
            .filter(|p| !who.listens(p.role.entity))
            .filter(|p| !holds(actors, p.role.entity));
        if let Some(party) = party {
            out.push(party);
            let more = tree.conjuncts(at).filter_map(|n| who.party_at(tree, n));
            out.extend(more.filter(|p| who.acts(p.role.entity)));
            return;
        }
    }
}

/// Of whom something is made a condition: "will strike unless Israel withdraws", "will not lift
/// the embargo until Cuba reforms".
pub(crate) fn condition(
    tree: &Tree<'_>,
    who: &Who<'_>,
    anchor: TokenId,
    actors: &[Party],
    out: &mut Vec<Party>,
) {
    for mark in tree.after(anchor) {
        let rel = tree.token(mark).rel;
        let condition = tree.is_one_of(mark, &tree.grammar.conditions);
        let opens = rel.is(Rel::Mark) && (condition || tree.is_one_of(mark, &tree.grammar.awaits));
        // "If Hamas, which …, ran": the parser hangs the mark on the relative clause, or on the name.
        let clause = tree.head(mark).filter(|_| opens).map(|c| {
            let relative = tree.token(c).rel == Rel::AclRelcl;
            let noun = tree.head(c).filter(|n| relative && mark < *n && *n < c);
            noun.unwrap_or(c)
        });
        let clause = clause.filter(|c| tree.token(*c).rel.is(Rel::Advcl));
        let named = tree.head(mark).filter(|_| condition && rel.is(Rel::Case));
        let below = clause.or(named).filter(|c| tree.dominates(anchor, *c));
        let Some(clause) = below else {
            continue;
        };
        let doer = Some(clause)
            .filter(|c| matches!(tree.token(*c).upos, Upos::Noun | Upos::Propn))
            .filter(|c| tree.with_rel(*c, Rel::Nsubj).next().is_none())
            .or_else(|| tree.subject(clause))
            .or_else(|| tree.surface_subject(clause));
        if let Some(doer) = doer {
            collect(tree, who, doer, out);
        }
        out.retain(|p| !p.owner && who.acts(p.role.entity) && !holds(actors, p.role.entity));
        if !out.is_empty() {
            return;
        }
    }
}

/// A search for whom an act is done to.
struct Search<'a, 'b> {
    tree: &'b Tree<'a>,
    who: &'b Who<'b>,
    actors: &'b [Party],
    /// Whether phrases that make no party, conjuncts and purposes are looked through.
    wide: bool,
    /// Whether who suffers what a noun tells is passed over.
    blames: bool,
}

impl Search<'_, '_> {
    fn from(&self, at: TokenId, out: &mut Vec<Party>, depth: usize) {
        if depth == 0 {
            return;
        }
        for child in self.tree.children(at).iter().copied() {
            if self.blames && undergone(self.tree, child) {
                // "The release of the ship by Iran": the parser hangs who does it on the ship.
                let doers = self.tree.children(child).iter().copied();
                let doers = doers.filter(|c| self.tree.under(*c, &self.tree.grammar.agents));
                out.extend(doers.filter_map(|c| self.party(c)));
                continue;
            }
            let Some(own) = self.reaches(child, depth) else {
                continue;
            };
            let party = Some(child).filter(|_| own).and_then(|c| self.party(c));
            match party {
                Some(party) if self.acting(&party) => continue,
                Some(party) => {
                    let beside = self.tree.conjuncts(child).filter_map(|c| self.party(c));
                    let beside = beside.filter(|p| !self.acting(p));
                    let all = std::iter::once(party).chain(beside);
                    out.extend(all.map(|p| Party { owner: true, ..p }));
                }
                None => self.from(child, out, depth - 1),
            }
            if !out.is_empty() {
                return;
            }
        }
    }

    /// Whether the search goes on at the token, and whether it may be a party itself.
    fn reaches(&self, child: TokenId, depth: usize) -> Option<bool> {
        let (tree, outer) = (self.tree, depth == DEPTH);
        let rel = tree.token(child).rel;
        let object = rel.is(Rel::Obj) || rel == Rel::NsubjPass;
        let inner = [
            Rel::Nmod,
            Rel::Obl,
            Rel::Iobj,
            Rel::Compound,
            Rel::Amod,
            Rel::Flat,
        ]
        .iter()
        .any(|r| rel.is(*r));
        // "thousands of troops" are the object, whatever hangs on the number.
        let number = tree.token(child).upos == Upos::Num;
        if object && outer && (number || tree.is_one_of(child, &tree.grammar.measures)) {
            // "part of an aid programme for Bosnia": what it is part of may be no party.
            let part = !number && !self.counts(child);
            return part.then_some(false);
        }
        // "offered to send troops": what is sent receives nothing.
        let sent = |head| object && tree.is_one_of(head, &tree.grammar.sendings);
        // What stands before the verb is no complement of it.
        let fronted = rel == Rel::Xcomp && tree.head(child).is_some_and(|h| child < h);
        if fronted {
            return None;
        }
        if tree.head(child).is_some_and(sent) {
            return (!outer).then_some(false);
        }
        let case = tree.case(child);
        let led = case.is_none_or(|c| {
            let by = self.wide && !outer && tree.is_one_of(c, &tree.grammar.agents);
            let beside = self.wide && tree.is_one_of(c, &tree.grammar.company);
            by || !beside && tree.is_one_of(c, &tree.grammar.recipients)
        });
        if (object || inner) && led {
            // A pattern that means its object names it, so there only what it holds is left.
            return Some(inner || !outer);
        }
        // "gave a grant and a loan to the town": what hangs on the last conjunct is of all.
        let noun = matches!(tree.token(child).upos, Upos::Noun | Upos::Propn);
        let joined = noun && rel.is(Rel::Conj) && self.who.party_at(tree, child).is_none();
        let purpose = (rel.is(Rel::Acl) || rel.is(Rel::Advcl)) && tree.opened(child);
        // "the threats made by Israel", "sanctions imposed on Iran".
        let act = rel.is(Rel::Acl) && tree.passive(child);
        let place = case.is_some_and(|c| tree.is_one_of(c, &tree.grammar.places));
        let loose = !outer && (joined || purpose || act || rel.is(Rel::Nmod) && !place);
        (rel == Rel::Xcomp || self.wide && loose).then_some(false)
    }

    /// Whether a measure holds parties: "thousands of troops".
    fn counts(&self, measure: TokenId) -> bool {
        let held = self.tree.children(measure).iter().copied();
        held.filter(|c| self.tree.token(*c).rel.is(Rel::Nmod))
            .any(|c| self.who.party_at(self.tree, c).is_some())
    }

    /// Whether a pronoun says that the party belongs to those who act: "the alert of its army". What
    /// is done for one's own is done to them ("for its citizens").
    fn own(&self, at: TokenId) -> bool {
        let tree = self.tree;
        let bare = tree.case(at).is_none() || tree.under(at, &tree.grammar.owners);
        let pronouns = tree.children(at).iter().copied().filter(|c| {
            let token = tree.token(*c);
            token.upos == Upos::Pron && matches!(token.rel, Rel::NmodPoss | Rel::DetPoss)
        });
        bare && pronouns
            .filter_map(|c| self.who.resolved.mention_at(c))
            .any(|m| holds(self.actors, m.entity))
    }

    fn party(&self, at: TokenId) -> Option<Party> {
        if describes(self.tree, self.who, at) || self.own(at) {
            return None;
        }
        let addressed = self.wide && self.tree.case(at).is_some();
        self.who
            .party_at(self.tree, at)
            .filter(|p| self.who.acts(p.role.entity) || addressed && self.who.named(p))
            // Who is told of an act does not receive it.
            .filter(|p| self.tree.case(at).is_none() || !self.who.listens(p.role.entity))
    }

    /// Whether the party is one of those who act, or the state of one.
    fn acting(&self, party: &Party) -> bool {
        let same = |a: &Party| {
            a.role.entity == party.role.entity
                || self.who.is_state(party.role.entity)
                    && self.who.country(a.role.entity) == self.who.country(party.role.entity)
        };
        self.actors.iter().any(same)
    }
}
