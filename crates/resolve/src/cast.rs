//! The cast: entities, and which words stand for them.

use hashbrown::HashMap;
use risalah_doc::{Code, Entity, EntityId, EntityKind, Mention, MentionKind, Span, TokenId};
use risalah_pack::world::Entry;

use crate::sight::Sight;

/// By what two mentions are known to be of one entity.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Key {
    /// A row of the world.
    Listed(Entry),
    /// A name, in lower case.
    Name(EntityKind, String),
    /// A common noun with its country and sectors.
    Noun(String, Code),
}

/// Entities and mentions while they are being found.
#[derive(Debug, Default)]
pub(crate) struct Cast {
    pub(crate) entities: Vec<Entity>,
    pub(crate) mentions: Vec<Mention>,
    /// For each token the place of its mention plus one.
    pub(crate) heads: Vec<u32>,
    keys: HashMap<Key, EntityId, foldhash::fast::FixedState>,
}

impl Cast {
    pub(crate) fn new(tokens: usize) -> Self {
        Self {
            heads: vec![0; tokens],
            ..Self::default()
        }
    }

    /// The entity known by the key.
    pub(crate) fn get(&self, key: &Key) -> Option<EntityId> {
        self.keys.get(key).copied()
    }

    /// Makes the key one of the entity's, unless another has it.
    pub(crate) fn know(&mut self, key: Key, entity: EntityId) {
        self.keys.entry(key).or_insert(entity);
    }

    /// A new entity.
    pub(crate) fn add(&mut self, entity: Entity) -> EntityId {
        self.entities.push(entity);
        self.entities.len() as EntityId - 1
    }

    /// The entity of the key, made where there is none yet.
    pub(crate) fn of(&mut self, key: Key, make: impl FnOnce() -> Entity) -> EntityId {
        if let Some(entity) = self.get(&key) {
            return entity;
        }
        let entity = self.add(make());
        self.know(key, entity);
        entity
    }

    /// Adds a mention, unless its head has one; other tokens of the phrase that hang outside it
    /// lead to it, too.
    pub(crate) fn mention(&mut self, sight: &Sight<'_>, words: Words, entity: EntityId) -> bool {
        let head = sight.top(&words.phrase);
        let taken = |heads: &[u32], t: TokenId| heads.get(t as usize).is_none_or(|h| *h != 0);
        if taken(&self.heads, head) {
            return false;
        }
        self.mentions.push(Mention {
            span: words.span,
            phrase: words.span.cover(sight.span(&words.phrase)),
            head,
            entity,
            kind: words.kind,
        });
        let number = self.mentions.len() as u32;
        for token in words.phrase.clone() {
            let outside = !words.phrase.contains(&sight.head(token)) || token == head;
            let named = words.own.contains(&token);
            if outside && (named || token == head) && !taken(&self.heads, token) {
                self.heads[token as usize] = number;
            }
        }
        true
    }

    /// Sorts mentions by place and entities by first mention; what has no mention goes.
    pub(crate) fn finish(mut self) -> (Vec<Entity>, Vec<Mention>, Vec<u32>) {
        let mut order: Vec<u32> = (0..self.mentions.len() as u32).collect();
        order.sort_by_key(|&m| {
            let mention = &self.mentions[m as usize];
            (mention.span, mention.head)
        });
        let mut place = vec![0; order.len()];
        for (to, &from) in order.iter().enumerate() {
            place[from as usize] = to as u32 + 1;
        }
        for head in self.heads.iter_mut().filter(|h| **h != 0) {
            *head = place[*head as usize - 1];
        }
        let mut number: Vec<Option<EntityId>> = vec![None; self.entities.len()];
        let mut entities = Vec::new();
        let mut mentions = Vec::with_capacity(order.len());
        for &m in &order {
            let mut mention = self.mentions[m as usize];
            let new = *number[mention.entity as usize].get_or_insert_with(|| {
                let old = &mut self.entities[mention.entity as usize];
                entities.push(std::mem::take(old));
                entities.len() as EntityId - 1
            });
            mention.entity = new;
            mentions.push(mention);
        }
        (entities, mentions, self.heads)
    }
}

/// The words of a mention.
#[derive(Clone, Debug)]
pub(crate) struct Words {
    /// The name alone, the noun phrase or the pronoun.
    pub(crate) span: Span,
    /// The tokens of the whole phrase, titles included.
    pub(crate) phrase: std::ops::Range<TokenId>,
    /// The tokens that are the entity's own: without other names in the phrase.
    pub(crate) own: std::ops::Range<TokenId>,
    /// How they name it.
    pub(crate) kind: MentionKind,
}
