//! Proposing events: every pattern whose trigger and terms stand in the tree.

use risalah_doc::{Rel, TokenId, Upos};
use risalah_pack::Pack;
use risalah_pack::pattern::{Ask, Lemmas, Link, Pattern, Step};

use crate::tree::Tree;

/// A pattern found on a trigger.
#[derive(Clone, Copy)]
pub(crate) struct Found<'a> {
    pub(crate) pattern: &'a Pattern,
    /// The trigger's head token.
    pub(crate) anchor: TokenId,
    /// The last token of the trigger, where it has several words; else the anchor.
    pub(crate) last: TokenId,
    /// How many of the terms that only make it surer are there.
    pub(crate) likes: u32,
    /// The light word's noun, or another word that the pattern names: it is part of the act.
    pub(crate) noun: Option<TokenId>,
}

impl Found<'_> {
    /// Whether the pattern itself asks for one of these words.
    pub(crate) fn asks_for(&self, tree: &Tree<'_>, words: &[String]) -> bool {
        let mut asked = self.pattern.tree.terms.iter();
        asked.any(|term| {
            term.ask == Ask::Must
                && leads(tree, self.anchor, &term.path).is_some_and(|at| tree.is_one_of(at, words))
        })
    }
}

/// All patterns found, in the order of triggers.
pub(crate) fn all<'a>(pack: &'a Pack, tree: &Tree<'_>) -> Vec<Found<'a>> {
    let mut found = Vec::new();
    for at in 0..tree.end() {
        let upos = tree.token(at).upos;
        if !matches!(
            upos,
            Upos::Verb | Upos::Noun | Upos::Adj | Upos::Propn | Upos::X | Upos::Adv | Upos::Aux
        ) {
            continue;
        }
        let lemma = tree.lemma(at);
        // A common noun that begins a sentence may have been taken for a name.
        let small = capital(lemma).then(|| lemma.to_lowercase());
        let patterns = pack.patterns.starting(small.as_deref().unwrap_or(lemma));
        found.extend(patterns.filter_map(|pattern| matches(tree, pattern, at)));
    }
    found
}

fn matches<'a>(tree: &Tree<'_>, pattern: &'a Pattern, first: TokenId) -> Option<Found<'a>> {
    let lemmas = &pattern.tree.lemmas;
    let last = if lemmas.has(tree.lemma(first)) {
        first
    } else {
        tree.phrase_of(lemmas, first, tree.end())?
    };
    let anchor = top(tree, first, last);
    if !pattern.takes(tree.token(anchor).upos) && !pattern.takes(tree.token(first).upos) {
        return None;
    }
    let mut hit = Found {
        pattern,
        anchor,
        last,
        likes: 0,
        noun: None,
    };
    for term in &pattern.tree.terms {
        let at = leads(tree, anchor, &term.path);
        match (term.ask, at) {
            (Ask::Must, None) | (Ask::Not, Some(_)) => return None,
            (Ask::Must, Some(at)) => {
                let named = term.path.len() == 1 && !term.path[0].heads.is_empty();
                if named && matches!(term.path[0].link, Link::Obj | Link::Obl) {
                    hit.noun = Some(at);
                }
            }
            (Ask::Likes, Some(_)) => hit.likes += 1,
            (Ask::Not | Ask::Likes, None) => {}
        }
    }
    Some(hit)
}

/// The token of a phrase whose head lies outside.
fn top(tree: &Tree<'_>, first: TokenId, last: TokenId) -> TokenId {
    (first..=last)
        .find(|at| {
            tree.head(*at)
                .is_none_or(|head| head < first || head > last)
        })
        .unwrap_or(first)
}

/// Where a path leads first from a trigger, its last step's lemmas included.
fn leads(tree: &Tree<'_>, at: TokenId, path: &[Step]) -> Option<TokenId> {
    let mut reached = None;
    walk(tree, at, path, &mut |next| {
        reached.get_or_insert(next);
    });
    reached
}

/// Every token that a path leads to.
pub(crate) fn walk(tree: &Tree<'_>, at: TokenId, path: &[Step], then: &mut dyn FnMut(TokenId)) {
    let Some((step, rest)) = path.split_first() else {
        return;
    };
    each(tree, at, step, &mut |next| {
        if rest.is_empty() {
            then(next);
        } else {
            walk(tree, next, rest, then);
        }
    });
}

/// Every token that one step leads to.
fn each(tree: &Tree<'_>, at: TokenId, step: &Step, then: &mut dyn FnMut(TokenId)) {
    let mut take = |next: TokenId| {
        if step.heads.is_empty() || fits(tree, next, &step.heads) {
            then(next);
        }
    };
    match step.link {
        Link::Subj => subjects(tree, at, &mut take),
        Link::Obj => objects(tree, at, &mut take),
        Link::Iobj => indirect(tree, at, &mut take),
        Link::Obl => oblique(tree, at, &step.under, &mut take),
        Link::Nmod => of_noun(tree, at, &step.under, &mut take),
        Link::Poss => owners(tree, at, &mut take),
        Link::Mod => modifiers(tree, at, &mut take),
        Link::Comp => complements(tree, at, &mut take),
        Link::Adv => tree.with_rel(at, Rel::Advmod).for_each(take),
        Link::Prt => particles(tree, at, &mut take),
        Link::Aux => tree
            .with_rel(at, Rel::Aux)
            .chain(tree.with_rel(at, Rel::Advmod))
            .for_each(take),
        Link::Conj => tree.with_rel(at, Rel::Conj).for_each(take),
        Link::Form => {
            let form = tree.parsed.form(at).to_lowercase();
            if step.heads.has(&form) {
                then(at);
            }
        }
    }
}

/// Whether the set holds a lemma, or a name's in small letters.
fn has(lemmas: &Lemmas, lemma: &str) -> bool {
    lemmas.has(lemma) || (capital(lemma) && lemmas.has(&lemma.to_lowercase()))
}

/// Whether the lemma is a name's, which keeps its capitals.
fn capital(lemma: &str) -> bool {
    lemma.starts_with(char::is_uppercase)
}

/// Whether the token, or a phrase that it is part of, is in the set.
fn fits(tree: &Tree<'_>, at: TokenId, lemmas: &Lemmas) -> bool {
    if has(lemmas, tree.lemma(at)) {
        return true;
    }
    // The token may be any word of the phrase.
    lemmas.phrases().iter().any(|words| {
        (0..words.len() as TokenId).any(|back| {
            at.checked_sub(back).is_some_and(|first| {
                tree.phrase(words.iter().map(AsRef::as_ref), first, tree.end())
                    .is_some()
            })
        })
    })
}

fn subjects(tree: &Tree<'_>, at: TokenId, take: &mut dyn FnMut(TokenId)) {
    if let Some(subject) = tree.subject(at) {
        take(subject);
    }
}

fn objects(tree: &Tree<'_>, at: TokenId, take: &mut dyn FnMut(TokenId)) {
    if let Some(object) = tree.object(at) {
        take(object);
        if !tree.passive(at) {
            // Behind a comma stands what more is said of the object.
            let second = |c: &TokenId| {
                let before = tree.first_word(*c).checked_sub(1);
                *c != object && before.is_none_or(|t| tree.parsed.form(t) != ",")
            };
            tree.own_objects(at).filter(second).for_each(take);
        } else {
            // "Perusahaan itu dicabut izinnya": what a clitic gives to the subject is done away with.
            tree.own_objects(at)
                .filter(|c| *c != object && tree.owned_by_clitic(*c))
                .for_each(take);
        }
    }
}

/// For whom: an indirect object, or the first of two objects.
fn indirect(tree: &Tree<'_>, at: TokenId, take: &mut dyn FnMut(TokenId)) {
    let mut objects = tree.own_objects(at);
    if let (Some(first), Some(_)) = (objects.next(), objects.next()) {
        take(first);
    }
    tree.with_rel(at, Rel::Iobj).for_each(take);
}

/// Phrases of a verb; the parser hangs some of them on the verb's object, so those count too.
fn oblique(tree: &Tree<'_>, at: TokenId, under: &Lemmas, take: &mut dyn FnMut(TokenId)) {
    let own = tree.children(at).iter().copied().filter(|c| {
        let rel = tree.token(*c).rel;
        rel.is(Rel::Obl)
            || rel.is(Rel::Nmod)
            || rel.is(Rel::Advmod)
            || rel.is(Rel::Advcl)
            || rel.is(Rel::Iobj)
    });
    let of_object = tree
        .with_rel(at, Rel::Obj)
        .flat_map(|object| tree.with_rel(object, Rel::Nmod));
    let of_complement = tree
        .with_rel(at, Rel::Xcomp)
        .flat_map(|verb| tree.with_rel(verb, Rel::Obl));
    for phrase in own.chain(of_object).chain(of_complement) {
        let under_one = tree
            .with_rel(phrase, Rel::Case)
            .chain(tree.with_rel(phrase, Rel::Mark))
            .any(|case| under.is_empty() || fits(tree, case, under));
        if under_one {
            take(phrase);
        }
    }
}

/// Phrases of a noun; where a light verb governs the noun, the verb's phrases count too.
fn of_noun(tree: &Tree<'_>, at: TokenId, under: &Lemmas, take: &mut dyn FnMut(TokenId)) {
    let own = tree.children(at).iter().copied().filter(|c| {
        let rel = tree.token(*c).rel;
        rel.is(Rel::Nmod) || rel.is(Rel::Obl) || rel.is(Rel::Acl)
    });
    let governor = tree.head(at).filter(|head| {
        tree.token(*head).upos == Upos::Verb
            && (tree.token(at).rel.is(Rel::Obj) || tree.token(at).rel == Rel::NsubjPass)
    });
    let grammar = tree.grammar;
    // "The arrest was condemned by the union": the union only takes it so.
    let reacts =
        governor.is_some_and(|verb| tree.is_one_of(verb, &grammar.reactions) && tree.passive(verb));
    let of_verb = governor
        .into_iter()
        .flat_map(|verb| tree.with_rel(verb, Rel::Obl))
        .filter(|c| *c > at && !(reacts && tree.under(*c, &grammar.agents)));
    for phrase in own.chain(of_verb) {
        if tree
            .with_rel(phrase, Rel::Case)
            .any(|case| under.is_empty() || fits(tree, case, under))
        {
            take(phrase);
        }
    }
}

/// Possessors: genitives, phrases under "of", bare noun modifiers, clitics.
pub(crate) fn owners(tree: &Tree<'_>, at: TokenId, take: &mut dyn FnMut(TokenId)) {
    for child in tree.children(at).iter().copied() {
        let rel = tree.token(child).rel;
        let bare = tree.case(child).is_none() || rel == Rel::NmodPoss;
        let owns = match rel {
            Rel::DetPoss | Rel::NmodPoss => true,
            _ if rel.is(Rel::Nmod) => bare || tree.under(child, &tree.grammar.owners),
            _ if rel.is(Rel::Compound) || rel.is(Rel::Amod) || rel.is(Rel::Flat) => true,
            // "rejected a US offer": a name right before a noun that is no predicate is no subject.
            Rel::Nsubj => child + 1 == at && argument(tree, at),
            _ => false,
        };
        if owns {
            take(child);
            behind(tree, child, take);
        }
    }
}

/// Whether the noun is an argument of a verb or noun.
fn argument(tree: &Tree<'_>, at: TokenId) -> bool {
    let rel = tree.token(at).rel;
    // An article makes a noun of what the parser takes for a verb.
    let noun = tree.token(at).upos == Upos::Noun || tree.with_rel(at, Rel::Det).next().is_some();
    noun && [Rel::Obj, Rel::Obl, Rel::Nmod].iter().any(|r| rel.is(*r))
}

/// "Serangan udara terbaru Israel": the parser hangs an owner on the adjective before it.
fn behind(tree: &Tree<'_>, at: TokenId, take: &mut dyn FnMut(TokenId)) {
    let adjective = |t: TokenId| tree.token(t).upos == Upos::Adj && t >= at;
    let own = Some(at).filter(|t| adjective(*t));
    let inner = tree.with_rel(at, Rel::Amod).filter(|t| adjective(*t));
    for word in own.into_iter().chain(inner) {
        tree.with_rel(word, Rel::Nmod)
            .filter(|n| *n > word && tree.case(*n).is_none())
            .for_each(&mut *take);
    }
}

fn modifiers(tree: &Tree<'_>, at: TokenId, take: &mut dyn FnMut(TokenId)) {
    for child in tree.children(at).iter().copied() {
        let rel = tree.token(child).rel;
        let bare = tree.case(child).is_none();
        if rel.is(Rel::Amod)
            || rel.is(Rel::Compound)
            || rel.is(Rel::Advmod)
            || rel.is(Rel::Flat)
            || rel.is(Rel::Acl)
            || (rel.is(Rel::Nmod) && bare)
        {
            take(child);
        }
    }
}

fn complements(tree: &Tree<'_>, at: TokenId, take: &mut dyn FnMut(TokenId)) {
    for child in tree.children(at).iter().copied() {
        let token = tree.token(child);
        let purpose = (token.rel.is(Rel::Advcl) || token.rel.is(Rel::Acl)) && tree.opened(child);
        // "Saat menggantikan X, ia berjanji": what stands before the verb is no complement of it.
        let complement = token.rel == Rel::Ccomp || token.rel == Rel::Xcomp && child > at;
        if complement || purpose {
            take(child);
            tree.with_rel(child, Rel::Conj).for_each(&mut *take);
        }
    }
    // The parser hangs what somebody is asked to do on the one asked, or beside it.
    if tree.is_one_of(at, &tree.grammar.object_control) {
        let beside = tree.with_rel(at, Rel::Advcl);
        let asked = tree
            .own_objects(at)
            .flat_map(|object| tree.with_rel(object, Rel::Acl));
        beside
            .chain(asked)
            .filter(|c| tree.token(*c).upos == Upos::Verb && *c > at)
            .filter(|c| !tree.opened(*c) && tree.with_rel(*c, Rel::Mark).next().is_none())
            .for_each(take);
    }
}

fn particles(tree: &Tree<'_>, at: TokenId, take: &mut dyn FnMut(TokenId)) {
    for child in tree.children(at).iter().copied() {
        let token = tree.token(child);
        let short = token.rel == Rel::CompoundPrt
            || ((token.rel.is(Rel::Advmod) || token.rel.is(Rel::Case))
                && tree.children(child).is_empty());
        if short {
            take(child);
        }
    }
    if let Some(particle) = tree.particle(at) {
        take(particle);
    }
}
