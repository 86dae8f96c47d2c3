//! Places: which place of a name is meant, and whether the name stands for a government.

mod called;
mod candidates;
mod context;
mod lend;

use risalah_doc::{Place, Rel, TokenId};
use risalah_pack::world::Entry;

pub(crate) use self::called::add as add_called;
use self::context::Context;
use crate::names::Name;
use crate::sight::Sight;
use crate::tagger::Class;

/// The mentions of places, in the order of the text.
pub(crate) fn find(sight: &Sight<'_>, names: &[Name]) -> Vec<Place> {
    let of = |class: Class| names.iter().filter(move |n| n.class == class);
    let bodies: Vec<&Name> = of(Class::Organization).collect();
    let names: Vec<&Name> = of(Class::Place).collect();
    let context = Context::of(sight, &names, &bodies);
    let mut out: Vec<Place> = Vec::with_capacity(names.len());
    let mut beside = Vec::new();
    for (n, name) in names.iter().enumerate() {
        let mut place = context.resolve(n);
        if place.point.is_none() {
            beside.push(n);
        }
        place.span = name.span;
        place.head = sight.top(&name.tokens);
        place.metonymic = stands_for_state(sight, name);
        out.push(place);
    }
    called::open(sight, &names, &bodies, &mut out, &mut beside);
    lend::all(sight, &names, &mut out, &beside);
    out
}

/// Whether the next name tells where the place is: "Paris, Texas", "Cianjur, Jawa Barat".
fn follows(sight: &Sight<'_>, name: &Name, next: &Name) -> bool {
    let between = name.span.end()..next.span.start();
    let gap = sight.parsed.article.text.get(between).unwrap_or_default();
    let rest = sight.parsed.article.text.get(next.span.end()..);
    // "Bertemu di Brussels, AS: …": before a colon stands who speaks.
    let speaks = rest.is_some_and(|r| r.trim_start().starts_with(':'));
    matches!(gap.trim(), "," | "(" | "") && !gap.contains('\n') && !speaks
}

/// Whether a place's name stands for its government or people: it acts, or is acted upon, and is
/// not where something happens.
pub(crate) fn stands_for_state(sight: &Sight<'_>, name: &Name) -> bool {
    let top = sight.top(&name.tokens);
    let sentence = sight.sentence(top);
    let mut case = sight.cases(top);
    let places = &sight.pack.grammar.places;
    let before = name.tokens.start.checked_sub(1);
    let cued = before
        .filter(|t| sentence.contains(t))
        .is_some_and(|t| sight.is_one_of(t, places));
    if cued || case.clone().any(|t| sight.is_one_of(t, places)) {
        return false;
    }
    let rel = sight.rel(top);
    let state = |e: &Entry| matches!(e, Entry::Country(_) | Entry::Seat(_));
    if !name.entries.iter().any(state) {
        let says = |t: TokenId| sight.pack.quotes.verbs.has(sight.lemma(t));
        return rel.is(Rel::Nsubj) && says(sight.head(top));
    }
    let marked = case.next().is_some();
    match rel.universal() {
        Rel::Nsubj | Rel::Obj | Rel::Iobj => true,
        Rel::Obl => rel == Rel::OblAgent || marked,
        Rel::Nmod => rel == Rel::NmodPoss || marked,
        Rel::Conj => {
            let first = sight.head(top);
            matches!(sight.rel(first).universal(), Rel::Nsubj | Rel::Obj)
        }
        _ => false,
    }
}
