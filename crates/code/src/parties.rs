//! Who stands in a role: mentions at the head noun, its conjuncts, or what owns it.

mod against;
mod beside;
mod law;
mod members;
mod pair;
mod paths;
mod undergone;
mod whom;

use risalah_doc::{
    Entity, EntityId, EntityKind, Mention, MentionKind, Presumed, Rel, Resolved, Role, Span,
    TokenId, Upos,
};

pub(crate) use self::against::against;
pub(crate) use self::beside::{beside, company};
pub(crate) use self::paths::{doers, sources, sufferers, unplaced};
pub(crate) use self::undergone::undergone;
pub(crate) use self::whom::{addressed, below, condition};
use crate::find::owners;
use crate::tree::Tree;

/// How deep conjuncts and owners are followed.
const DEPTH: usize = 4;

/// Who stands where: the mentions, and who speaks in which tokens.
pub(crate) struct Who<'a> {
    pub(crate) resolved: &'a Resolved,
    /// The sector of those who only report.
    pub(crate) press: &'a str,
    /// Quoted tokens, and whose words they are.
    pub(crate) speech: Vec<(std::ops::Range<TokenId>, EntityId)>,
}

impl Who<'_> {
    /// The party whose mention this token heads; one whose code is unknown is none. "We" in
    /// quoted words is the speaker.
    pub(crate) fn party_at(&self, tree: &Tree<'_>, at: TokenId) -> Option<Party> {
        if idle(tree, at) {
            return None;
        }
        // "US" is no "us".
        if tree.token(at).upos != Upos::Propn
            && tree.is_one_of(at, &tree.grammar.speakers)
            && let Some((_, entity)) = self.speech.iter().find(|(tokens, _)| tokens.contains(&at))
        {
            let role = Role {
                span: tree.token(at).span,
                entity: *entity,
            };
            return self.coded(*entity).then_some(Party {
                role,
                head: at,
                owner: false,
            });
        }
        let mention = self.resolved.mention_at(at)?;
        if !self.is_state(mention.entity) && self.of_law(tree, at) {
            return None;
        }
        (self.coded(mention.entity) || self.private(mention)).then(|| Party {
            role: role(mention),
            head: at,
            owner: false,
        })
    }

    /// Whether the words stand for a person or body of which no more is known.
    fn private(&self, mention: &Mention) -> bool {
        let entity = self.resolved.entities.get(mention.entity as usize);
        entity.is_some_and(|e| {
            let named = mention.kind == MentionKind::Name
                && matches!(e.kind, EntityKind::Person | EntityKind::Organization);
            named || e.presumed == Presumed::Code
        })
    }

    /// Whether the entity is one that acts, and no town where something happens.
    fn acts(&self, entity: EntityId) -> bool {
        self.coded(entity) && !self.is_place(entity)
    }

    /// Whether the party stands there by its name.
    fn named(&self, party: &Party) -> bool {
        self.resolved
            .mention_at(party.head)
            .is_some_and(|m| self.private(m))
    }

    /// Whether the party is a person, and not only owns what stands there.
    pub(crate) fn person(&self, party: &Party) -> bool {
        !party.owner && self.kind(party.role.entity) == Some(EntityKind::Person)
    }

    /// Whether the party is human beings, and not only owns what stands there.
    pub(crate) fn people(&self, party: &Party) -> bool {
        let entity = self.resolved.entities.get(party.role.entity as usize);
        let human = |e: &Entity| matches!(e.kind, EntityKind::Person | EntityKind::Group);
        !party.owner && entity.is_some_and(human)
    }

    /// Whether the entity is a body of the press, and no more.
    fn listens(&self, entity: EntityId) -> bool {
        let entity = self.resolved.entities.get(entity as usize);
        entity.is_some_and(|e| is_press(e, self.press))
    }

    /// Whether the party stands there by its name or by a noun, and not by a pronoun.
    pub(crate) fn told(&self, party: &Party) -> bool {
        self.resolved
            .mention_at(party.head)
            .is_some_and(|m| m.kind != MentionKind::Pronoun)
    }

    /// Whether the entity is a state or has a sector that is none of these.
    pub(crate) fn serves(&self, entity: EntityId, private: &[String]) -> bool {
        let known = self.resolved.entities.get(entity as usize);
        let public = |e: &Entity| e.code.sectors().any(|s| !private.iter().any(|p| p == s));
        self.acts(entity) && (self.is_state(entity) || known.is_some_and(public))
    }

    /// Whether the entity has sectors, and each of them is one of these.
    pub(crate) fn all_of(&self, entity: EntityId, sectors: &[String]) -> bool {
        let known = self.resolved.entities.get(entity as usize);
        let listed = |s: &str| sectors.iter().any(|p| p == s);
        known.is_some_and(|e| e.code.sectors().next().is_some() && e.code.sectors().all(listed))
    }

    /// Whether the entity is a state, or a known body or person that is not of the people.
    fn rules(&self, entity: EntityId) -> bool {
        self.acts(entity) && self.kind(entity) != Some(EntityKind::Group)
    }

    /// Whether the party is the state of one of these that only owns what the act is done to: "threatened
    /// to revoke US visas for students".
    fn own_state(&self, party: &Party, others: &[Party]) -> bool {
        let state = || self.country(party.role.entity);
        let own = |o: &Party| self.country(o.role.entity) == state();
        party.owner && self.is_state(party.role.entity) && others.iter().any(own)
    }

    /// Whether a name stands there.
    fn named_at(&self, party: &Party) -> bool {
        let mention = self.resolved.mention_at(party.head);
        mention.is_some_and(|m| m.kind == MentionKind::Name)
    }

    /// What the entity is.
    fn kind(&self, entity: EntityId) -> Option<EntityKind> {
        let known = self.resolved.entities.get(entity as usize);
        known.map(|e| e.kind)
    }

    /// Whether the party is several people, counted or told by a plural.
    fn counted(&self, tree: &Tree<'_>, party: &Party) -> bool {
        let number = tree.with_rel(party.head, Rel::Nummod).next().is_some();
        self.people(party) && (number || tree.token(party.head).feats.get("Number") == "Plur")
    }

    /// Whether the entity is a place and no state.
    fn is_place(&self, entity: EntityId) -> bool {
        self.kind(entity) == Some(EntityKind::Place)
    }

    /// Whether both are of the same sectors.
    fn alike(&self, one: EntityId, other: EntityId) -> bool {
        let known = |entity: EntityId| self.resolved.entities.get(entity as usize);
        let both = known(one).zip(known(other));
        both.is_some_and(|(a, b)| a.code.sectors().eq(b.code.sectors()))
    }

    /// Whether the entity is a state as such.
    fn is_state(&self, entity: EntityId) -> bool {
        self.kind(entity) == Some(EntityKind::Country)
    }

    /// The entity's country, where it is told.
    fn country(&self, entity: EntityId) -> Option<&str> {
        let entity = self.resolved.entities.get(entity as usize)?;
        let told = entity.presumed == Presumed::Nothing;
        entity.code.country().filter(|_| told)
    }

    /// Whether anything is known of the entity's country or sectors.
    pub(crate) fn coded(&self, entity: EntityId) -> bool {
        self.resolved
            .entities
            .get(entity as usize)
            .is_some_and(Entity::is_known)
    }

    /// Whether the speaker is the party or speaks as one of it: for the state, its government or
    /// the body whose sectors are the speaker's own.
    pub(crate) fn speaks_for(&self, speaker: EntityId, party: EntityId) -> bool {
        let code = |entity: EntityId| self.resolved.entities.get(entity as usize).map(|e| e.code);
        let (Some(whose), Some(of)) = (code(speaker), code(party)) else {
            return false;
        };
        speaker == party
            || of.country().is_some()
                && whose.country() == of.country()
                && of
                    .sectors()
                    .all(|sector| whose.sectors().any(|s| s == sector))
    }
}

/// Whether the entity is a body of this sector, the press's, and of no other.
pub(crate) fn is_press(entity: &Entity, press: &str) -> bool {
    entity.kind == EntityKind::Organization && entity.code.sectors().eq([press])
}

/// Whether the noun only says what another is of: "7 juta dolar AS", "jabatan menteri".
fn idle(tree: &Tree<'_>, at: TokenId) -> bool {
    let mut at = at;
    for _ in 0..DEPTH {
        let Some(head) = tree.head(at) else {
            return false;
        };
        let rel = tree.token(at).rel;
        if tree.is_one_of(head, &tree.grammar.idle_owners) {
            let beside = tree.case(at).is_none() && tree.first_word(at) == head + 1;
            return beside || tree.under(at, &tree.grammar.owners);
        }
        if !(rel.is(Rel::Appos) || rel.is(Rel::Flat) || rel.is(Rel::Conj)) {
            return false;
        }
        at = head;
    }
    false
}

/// A party found in the tree.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Party {
    pub(crate) role: Role,
    /// The token that heads its mention.
    pub(crate) head: TokenId,
    /// Whether it only owns the noun that stands in the role.
    pub(crate) owner: bool,
}

/// Whether the entity is one of the parties.
pub(crate) fn holds(parties: &[Party], entity: EntityId) -> bool {
    parties.iter().any(|p| p.role.entity == entity)
}

/// Parties at a noun: its own, its conjuncts', and where it is none, what it holds or is owned by.
pub(crate) fn collect(tree: &Tree<'_>, who: &Who<'_>, at: TokenId, out: &mut Vec<Party>) {
    let before = out.len();
    gather(tree, who, at, out, DEPTH);
    if out.len() == before {
        let mut owned = Vec::new();
        owners(tree, at, &mut |owner| {
            if !describes(tree, who, owner) {
                gather(tree, who, owner, &mut owned, 1);
            }
        });
        // "Jaringan teror al-Qaeda": nouns that only tell of the first stand before whose it is.
        if owned.is_empty() && tree.case(at).is_none() {
            owners(tree, at, &mut |owner| {
                if tree.token(owner).upos == Upos::Noun && tree.case(owner).is_none() {
                    owners(tree, owner, &mut |whose| {
                        let named = tree.token(whose).upos != Upos::Pron && owned.is_empty();
                        let party = who.party_at(tree, whose).filter(|_| named);
                        owned.extend(party.filter(|p| who.acts(p.role.entity)));
                    });
                }
            });
        }
        out.extend(owned.into_iter().map(|p| Party { owner: true, ..p }));
    }
    members::of(tree, who, at, before, out);
    // "put out a report accusing the army": a message speaks for whoever gives it.
    if out.len() == before
        && tree.is_one_of(at, &tree.grammar.messages)
        && tree.token(at).rel.is(Rel::Obj)
        && let Some(giver) = tree.head(at).and_then(|verb| tree.subject(verb))
    {
        gather(tree, who, giver, out, 1);
    }
}

/// Whether an adjective that may stand for a party only says of what kind a thing is ("military
/// aid", "bantuan militer"). Those of states say whose it is.
fn describes(tree: &Tree<'_>, who: &Who<'_>, at: TokenId) -> bool {
    let token = tree.token(at);
    if token.upos != Upos::Adj || !token.rel.is(Rel::Amod) {
        return false;
    }
    // "French and German ministers": the first stands for ministers of its own.
    let capital = tree.parsed.form(at).starts_with(char::is_uppercase);
    let state =
        |p: Party| who.is_state(p.role.entity) || capital && who.country(p.role.entity).is_some();
    let noun = |m: &Mention| has_tag(tree, who, m, Upos::Noun);
    who.party_at(tree, at).is_some_and(|p| !state(p))
        && !who.resolved.mention_at(at).is_some_and(noun)
}

/// Whether a listed word alone says of what kind a thing is, and names nobody of it.
fn kind_of_thing(tree: &Tree<'_>, who: &Who<'_>, at: TokenId) -> bool {
    let named = |m: &Mention| has_tag(tree, who, m, Upos::Propn);
    tree.is_one_of(at, &tree.grammar.kinds)
        && describes(tree, who, at)
        && !who.resolved.mention_at(at).is_some_and(named)
}

/// Whether a word of the mention's phrase is of this part of speech.
fn has_tag(tree: &Tree<'_>, who: &Who<'_>, mention: &Mention, upos: Upos) -> bool {
    let mut tokens = who.resolved.parsed.tokens_in(mention.phrase);
    tokens.any(|t| tree.token(t).upos == upos)
}

fn gather(tree: &Tree<'_>, who: &Who<'_>, at: TokenId, out: &mut Vec<Party>, depth: usize) {
    if let Some(two) = pair::of(tree, who, at) {
        out.extend(two);
        return;
    }
    match who.party_at(tree, at) {
        Some(party) => {
            out.push(party);
            others(tree, who, at, out);
            paired(tree, who, party.role.span, out);
        }
        None => inside(tree, who, at, out, depth),
    }
    if depth == 0 {
        return;
    }
    // "The Turkish and Greek sides": states' adjectives are coordinated as nouns are.
    let adjective = tree.token(at).upos == Upos::Adj && who.party_at(tree, at).is_some();
    for next in tree.conjuncts(at) {
        if matches!(
            tree.token(next).upos,
            Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num | Upos::X
        ) || adjective && tree.token(next).upos == Upos::Adj
        {
            gather(tree, who, next, out, depth - 1);
        }
    }
    listed(tree, who, at, out);
}

/// "Attended by the director A, the rector B and the historian C": the parser takes those behind a
/// comma for what more is said of the first. Whoever is another of the same kind is not that.
fn listed(tree: &Tree<'_>, who: &Who<'_>, at: TokenId, out: &mut Vec<Party>) {
    let kind = |p: &Party| {
        let entity = who.resolved.entities.get(p.role.entity as usize)?;
        let listed = matches!(entity.kind, EntityKind::Person | EntityKind::Country);
        Some(entity.kind).filter(|_| listed)
    };
    let named = |p: &Party| {
        let mention = who.resolved.mention_at(p.head);
        mention.is_some_and(|m| m.kind == MentionKind::Name)
    };
    let Some(first) = who.party_at(tree, at).filter(|p| named(p)) else {
        return;
    };
    let Some(own) = kind(&first) else { return };
    for next in tree.with_rel(at, Rel::Appos).filter(|n| *n > at) {
        let party = who.party_at(tree, next).filter(|p| named(p));
        let another = party.filter(|p| kind(p) == Some(own) && p.role.entity != first.role.entity);
        let span = another.map(|p| p.role.span);
        let before = span.and_then(|s| tree.parsed.tokens_in(s).start.checked_sub(1));
        if before.is_some_and(|t| tree.parsed.form(t) == ",") {
            out.extend(another);
        }
    }
}

/// "The armies of Brazil and Argentina", "pemimpin Libya Muammar Gaddafi dan Presiden Bulgaria":
/// what is coordinated with a word inside a party's phrase stands beside the party.
fn others(tree: &Tree<'_>, who: &Who<'_>, at: TokenId, out: &mut Vec<Party>) {
    let Some(mention) = who.resolved.mention_at(at) else {
        return;
    };
    let named = mention.kind == MentionKind::Name;
    let tokens = who.resolved.parsed.tokens_in(mention.phrase);
    let (start, end) = (tokens.start, tokens.end);
    // "British and EU negotiators": the first stands before the phrase, on the same noun.
    let joint = |before: &TokenId| {
        tree.token(start - 1).upos == Upos::Cconj && tree.head(*before) == Some(at)
    };
    let first = start.checked_sub(2).filter(joint);
    let party = first.and_then(|first| who.party_at(tree, first));
    let fits = |p: &Party| who.rules(p.role.entity) || who.alike(p.role.entity, mention.entity);
    out.extend(party.filter(fits));
    let stands = |first: TokenId| {
        let party = who.party_at(tree, first);
        party.filter(|p| who.is_state(p.role.entity) || who.alike(p.role.entity, mention.entity))
    };
    for inner in tokens.filter(|t| *t != at) {
        for next in tree.conjuncts(inner).filter(|n| *n >= end) {
            let party = who.party_at(tree, next);
            let alike = |p: &Party| who.named_at(p) && who.alike(p.role.entity, mention.entity);
            out.extend(party.filter(|p| named || who.is_state(p.role.entity) || alike(p)));
        }
        // "US and British forces": the first of two states stands outside the phrase.
        let first = tree.head(inner).filter(|h| *h < start);
        let joined = tree.token(inner).rel.is(Rel::Conj);
        let of_noun = first.filter(|f| joined && tree.head(*f) == Some(at));
        out.extend(of_noun.and_then(stands));
    }
}

/// "TNI-Polri", "Jepang-Korea Selatan-Amerika Serikat": names written onto a party with hyphens
/// stand beside it.
fn paired(tree: &Tree<'_>, who: &Who<'_>, mut last: Span, out: &mut Vec<Party>) {
    let parsed = &who.resolved.parsed;
    loop {
        let end = parsed.tokens_in(last).end;
        let [Some(mark), Some(next)] = [end, end + 1].map(|t| parsed.tokens.get(t as usize)) else {
            return;
        };
        let onto = mark.span.start() == last.end() && next.span.start() == mark.span.end();
        if !onto || !parsed.is_hyphen(end) {
            return;
        }
        let named = (end + 1..tree.end().min(end + 1 + LONGEST_NAME))
            .filter_map(|t| who.party_at(tree, t))
            .find(|p| p.role.span.start() == next.span.start());
        let Some(party) = named else {
            return;
        };
        last = party.role.span;
        out.push(party);
    }
}

/// How many words a name's head is looked for in.
const LONGEST_NAME: TokenId = 4;

/// A measure hands on to what it holds ("a group of soldiers"), a noun to its apposition or name.
fn inside(tree: &Tree<'_>, who: &Who<'_>, at: TokenId, out: &mut Vec<Party>, depth: usize) {
    if depth == 0 {
        return;
    }
    let measure = tree.token(at).upos == Upos::Num || tree.is_one_of(at, &tree.grammar.measures);
    for child in tree.children(at).iter().copied() {
        let rel = tree.token(child).rel;
        let named = rel.is(Rel::Appos) || rel.is(Rel::Flat);
        let held = measure && (rel.is(Rel::Nmod) || rel.is(Rel::Compound) || rel.is(Rel::Obl));
        if (named || held)
            && let Some(party) = who.party_at(tree, child)
        {
            out.push(party);
            others(tree, who, child, out);
            let joined = tree.conjuncts(child).filter(|_| held);
            out.extend(joined.filter_map(|next| who.party_at(tree, next)));
            return;
        }
    }
}

/// The roles of an event: a party told by a pronoun is shown by its name, where the sentence has
/// it before.
pub(crate) fn named(
    resolved: &Resolved,
    tree: &Tree<'_>,
    anchor: TokenId,
    parties: Vec<Party>,
) -> Vec<Role> {
    let sentence = resolved.parsed.sentence_of(anchor);
    let tokens = sentence.map(|s| resolved.parsed.sentences[s].tokens.clone());
    let name = |party: &Party| {
        let pronoun = resolved
            .mention_at(party.head)
            .is_some_and(|m| m.kind == MentionKind::Pronoun);
        if !pronoun || tree.token(party.head).span != party.role.span {
            return None;
        }
        let mut before = tokens.clone()?.take_while(|t| *t < party.head);
        before.find_map(|t| {
            resolved
                .mention_at(t)
                .filter(|m| m.entity == party.role.entity && m.kind != MentionKind::Pronoun)
                .map(role)
        })
    };
    let shown = |party: &Party| name(party).unwrap_or(party.role);
    parties.iter().map(shown).collect()
}

/// The words of a role: with title or office where they stand together.
pub(crate) fn role(mention: &Mention) -> Role {
    let span = if mention.kind == MentionKind::Pronoun {
        mention.span
    } else {
        mention.phrase
    };
    Role {
        span,
        entity: mention.entity,
    }
}

/// Whether two sides share a party.
pub(crate) fn agree(a: &[Role], b: &[Role]) -> bool {
    a.iter().any(|x| b.iter().any(|y| x.entity == y.entity))
}

/// Whether two sides may be the same: they share a party, or one is not told.
pub(crate) fn fits(a: &[Role], b: &[Role]) -> bool {
    a.is_empty() || b.is_empty() || agree(a, b)
}
