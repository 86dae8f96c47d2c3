//! Whose relative, aide or friend a noun means: "ayahnya" of one person is not that of another.

use hashbrown::HashMap;
use risalah_doc::{EntityId, EntityKind, MentionKind, Rel, TokenId, Upos};

use crate::cast::Cast;
use crate::sight::Sight;

/// How far from its noun an owner may stand.
const NEAR: u32 = 3;

/// Who stands to whom as what, by the noun that says it.
#[derive(Debug)]
pub(crate) struct Relatives<'a> {
    known: HashMap<(&'a str, EntityId), Relative, foldhash::fast::FixedState>,
    /// For each entity whether it has a name.
    named: Vec<bool>,
    /// For each nameless person whose he was said to be first.
    claimed: Vec<Option<EntityId>>,
    /// For each entity which one it turned out to be.
    into: Vec<EntityId>,
}

#[derive(Clone, Copy, Debug)]
struct Relative {
    entity: EntityId,
    /// Whether several of the kind have names ("his son Ben", "his son Tom").
    several: bool,
}

impl<'a> Relatives<'a> {
    pub(crate) fn new(cast: &Cast) -> Self {
        let count = cast.entities.len();
        let mut named = vec![false; count];
        let names = cast.mentions.iter().filter(|m| m.kind == MentionKind::Name);
        names.for_each(|m| named[m.entity as usize] = true);
        Self {
            known: HashMap::default(),
            named,
            claimed: vec![None; count],
            into: (0..count as EntityId).collect(),
        }
    }

    /// Which entity this one turned out to be.
    pub(crate) fn now(&self, entity: EntityId) -> EntityId {
        self.into[entity as usize]
    }

    /// Learns that the word, which stands for the owner, owns the noun of a mention; who is meant
    /// by the noun may then be another than it told alone.
    pub(crate) fn relate(
        &mut self,
        sight: &Sight<'a>,
        cast: &mut Cast,
        mention: usize,
        word: TokenId,
        owner: EntityId,
    ) -> EntityId {
        let old = self.now(cast.mentions[mention].entity);
        let key = (sight.lemma(cast.mentions[mention].head), owner);
        let known = self.known.get(&key).copied();
        let known = known.map(|k| Relative {
            entity: self.now(k.entity),
            ..k
        });
        let new = match known {
            Some(known) if self.named[old as usize] => {
                let other = known.entity != old;
                let several = known.several || other && self.named[known.entity as usize];
                if other && !several {
                    self.into[known.entity as usize] = old;
                }
                self.known.insert(
                    key,
                    Relative {
                        entity: old,
                        several,
                    },
                );
                old
            }
            Some(known) if !known.several => known.entity,
            Some(_) => old,
            None => {
                let entity = self.claim(cast, old, owner);
                let several = false;
                self.known.insert(key, Relative { entity, several });
                entity
            }
        };
        let mention = &mut cast.mentions[mention];
        mention.span = mention.span.cover(sight.parsed.tokens[word as usize].span);
        mention.entity = new;
        new
    }

    /// The nameless person as the owner's: another one where somebody else's was meant before.
    fn claim(&mut self, cast: &mut Cast, entity: EntityId, owner: EntityId) -> EntityId {
        if self.named[entity as usize] {
            return entity;
        }
        match self.claimed[entity as usize] {
            Some(who) if who != owner => {
                let new = cast.add(cast.entities[entity as usize].clone());
                self.named.push(false);
                self.claimed.push(Some(owner));
                self.into.push(new);
                new
            }
            _ => {
                self.claimed[entity as usize] = Some(owner);
                entity
            }
        }
    }

    /// Gives all mentions the entities that theirs turned out to be.
    pub(crate) fn finish(self, cast: &mut Cast) {
        for mention in &mut cast.mentions {
            mention.entity = self.into[mention.entity as usize];
        }
    }
}

/// The mention of a person by a noun that the pronoun or name owns ("ayahnya", "his father").
pub(crate) fn owned_by(sight: &Sight<'_>, cast: &Cast, word: TokenId) -> Option<usize> {
    let noun = sight.head(word);
    let owns = sight.rel(word).is(Rel::Nmod) || sight.rel(word).is(Rel::Det);
    let near = noun.abs_diff(word) <= NEAR && sight.upos(noun) == Upos::Noun;
    if noun == word || !owns || !near {
        return None;
    }
    let at = cast.heads.get(noun as usize)?.checked_sub(1)? as usize;
    let mention = cast.mentions.get(at)?;
    let person = cast.entities[mention.entity as usize].kind == EntityKind::Person;
    let noun = mention.kind == MentionKind::Nominal && mention.head == noun;
    (person && noun).then_some(at)
}

/// The word before the noun that owns it and stands for somebody, and for whom ("his father").
pub(crate) fn owner_before(
    sight: &Sight<'_>,
    cast: &Cast,
    noun: TokenId,
) -> Option<(TokenId, EntityId)> {
    let first = sight.sentence(noun).start.max(noun.saturating_sub(NEAR));
    let owner = (first..noun).find(|&t| {
        let owns = sight.rel(t).is(Rel::Nmod) || sight.rel(t).is(Rel::Det);
        owns && sight.head(t) == noun && cast.heads[t as usize] != 0
    })?;
    let at = cast.heads[owner as usize].checked_sub(1)? as usize;
    let mention = cast.mentions.get(at)?;
    let pronoun = mention.kind == MentionKind::Pronoun && mention.head == owner;
    pronoun.then_some((owner, mention.entity))
}
