//! Where what a cue reports ends, and the reporter's own words go on.

use risalah_doc::{Rel, Resolved, Sentence, TokenId, Upos};
use risalah_pack::Pack;

use crate::quotes::cue::Cue;
use crate::quotes::shape::Kind;
use crate::tree::Tree;

/// So many words at least stand before a comma that ends what was said.
const WORDS: TokenId = 3;

/// How far up the tree the clause is looked for that a cue's own hangs on.
const REACH: usize = 6;

/// One past the last token that a cue may report: a semicolon ends it, and so does what is the
/// reporter's own: the clause of a further cue ("…, and he urged"), the clause that the cue's
/// hangs on ("When he said …, they"), an aside ("…, although").
pub(crate) fn end(
    pack: &Pack,
    tree: &Tree<'_>,
    resolved: &Resolved,
    cues: &[Cue],
    cue: &Cue,
    sentence: &Sentence,
) -> TokenId {
    let all = cue.last + 1..sentence.tokens.end;
    let stop = all.clone().find(|t| tree.parsed.form(*t) == ";");
    // Cues stand in the order of the text.
    let from = cues.partition_point(|c| c.token <= cue.last);
    let next = cues[from..]
        .iter()
        .take_while(|c| c.sentence == cue.sentence)
        .filter(|c| c.kind != Kind::Colon && own(tree, c))
        .filter_map(|c| begins(tree, resolved, c, cue.last + 1))
        // "X said, Y asks …": what follows right behind is what is reported.
        .find(|t| *t > cue.last + 2);
    let comma = |t: &TokenId| tree.parsed.form(*t) == "," && *t > cue.last + WORDS;
    let aside = all
        .clone()
        .filter(comma)
        .find(|t| *t + 1 < all.end && pack.quotes.asides.has(tree.lemma(*t + 1)));
    // "Saat menyebutkan nama itu, ia salah": the comma may stand near.
    let any = |t: &TokenId| tree.parsed.form(*t) == ",";
    let rel = tree.token(cue.token).rel;
    let within = cue.kind != Kind::After || rel.is(Rel::Acl) || rel.is(Rel::Advcl);
    // "As he said last week, it was old": the clause over the cue's is what was said.
    let as_said = tree
        .with_rel(cue.token, Rel::Mark)
        .any(|m| pack.quotes.leads.has(tree.lemma(m)));
    let main = outer(tree, cue).filter(|_| within && !as_said);
    let main = main.and_then(|main| (cue.last + 2..main).rev().find(any));
    let ends = [stop, next, aside, main, predicate(tree, cue)];
    let end = ends.into_iter().flatten().min().unwrap_or(all.end);
    end.max(all.start)
}

/// Whether a further cue is the reporter's: it has a subject of its own, or no modal as what is
/// said has ("… and would continue to operate").
fn own(tree: &Tree<'_>, cue: &Cue) -> bool {
    let subject = tree.with_rel(cue.token, Rel::Nsubj).next().is_some();
    let modal = tree.with_rel(cue.token, Rel::Aux).next().is_some();
    // "…, but that it would add …": a clause that is said as the one before it.
    let mut marks = tree.with_rel(cue.token, Rel::Mark);
    if marks.any(|m| tree.is_one_of(m, &tree.grammar.statements)) {
        return false;
    }
    subject || cue.kind != Kind::QuotedOnly && !modal
}

/// "His claim that it was stolen | has no ground": where the noun's own verb begins.
fn predicate(tree: &Tree<'_>, cue: &Cue) -> Option<TokenId> {
    let rel = tree.token(cue.token).rel;
    let noun = rel.is(Rel::Nsubj) || rel == Rel::NsubjPass;
    let verb = tree.head(cue.token).filter(|h| noun && *h > cue.last)?;
    let helpers = tree.children(verb).iter().copied().filter(|c| {
        let rel = tree.token(*c).rel;
        *c > cue.last && (rel.is(Rel::Aux) || rel == Rel::Cop)
    });
    helpers.chain([verb]).min()
}

/// Where the clause begins, behind the cue, that the cue's own clause hangs on.
fn outer(tree: &Tree<'_>, cue: &Cue) -> Option<TokenId> {
    let mut at = cue.token;
    for _ in 0..REACH {
        let head = tree.head(at)?;
        let rel = tree.token(at).rel;
        if head > cue.last {
            let hangs = at != cue.token || rel == Rel::Advcl || rel == Rel::AclRelcl;
            let subject = tree.with_rel(head, Rel::Nsubj).find(|s| *s > cue.last);
            let first = subject.map_or(head, |s| tree.first_word(s).min(head));
            return hangs.then_some(first);
        }
        at = head;
    }
    None
}

/// Where the clause of a cue begins, if a sign or a word for "and" sets it off.
fn begins(tree: &Tree<'_>, resolved: &Resolved, cue: &Cue, from: TokenId) -> Option<TokenId> {
    let subject = tree
        .with_rel(cue.token, Rel::Nsubj)
        .filter(|s| *s < cue.token)
        .map(|s| {
            let mention = resolved.mention_at(s);
            let first = mention.map_or(s, |m| tree.parsed.token_at(m.phrase.start()));
            first.min(tree.first_word(s))
        })
        .min();
    let mut first = subject.unwrap_or(cue.token);
    let mut set_off = false;
    while first > from {
        let before = tree.token(first - 1);
        match before.upos {
            Upos::Punct => return Some(first - 1),
            Upos::Cconj => set_off = true,
            Upos::Sconj | Upos::Adv | Upos::Aux => {}
            // "…, which he said"
            Upos::Pron if tree.parsed.form(first.saturating_sub(2)) == "," => {}
            _ => break,
        }
        first -= 1;
    }
    (set_off && first > from).then_some(first)
}
