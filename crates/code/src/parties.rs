//! Who stands in a role: mentions at the head noun, its conjuncts, or what owns it.

use risalah_doc::{EntityId, EntityKind, Mention, MentionKind, Rel, Resolved, Role, TokenId, Upos};
use risalah_pack::pattern::{Link, Path};

use crate::find::{owners, walk};
use crate::tree::Tree;

/// How deep conjuncts and owners are followed.
const DEPTH: usize = 4;

/// Who stands where: the mentions, and who speaks in which tokens.
pub(crate) struct Who<'a> {
    pub(crate) resolved: &'a Resolved,
    /// Quoted tokens, and whose words they are.
    pub(crate) speech: Vec<(std::ops::Range<TokenId>, EntityId)>,
}

impl Who<'_> {
    /// The party whose mention this token heads; one whose code is unknown is none. "We" in
    /// quoted words is the speaker.
    fn party_at(&self, tree: &Tree<'_>, at: TokenId) -> Option<Party> {
        if tree.is_one_of(at, &tree.grammar.speakers)
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
        (self.coded(mention.entity) || self.private(mention)).then(|| Party {
            role: role(mention),
            head: at,
            owner: false,
        })
    }

    /// Whether a name stands for a person or body of which no more is known.
    fn private(&self, mention: &Mention) -> bool {
        let entity = self.resolved.entities.get(mention.entity as usize);
        mention.kind == MentionKind::Name
            && entity
                .is_some_and(|e| matches!(e.kind, EntityKind::Person | EntityKind::Organization))
    }

    /// Whether the entity is one that acts, and no town where something happens.
    fn acts(&self, entity: EntityId) -> bool {
        let known = self.resolved.entities.get(entity as usize);
        self.coded(entity) && known.is_some_and(|e| e.kind != EntityKind::Place)
    }

    /// Whether anything is known of the entity's country or sectors.
    pub(crate) fn coded(&self, entity: EntityId) -> bool {
        self.resolved
            .entities
            .get(entity as usize)
            .is_some_and(|e| !e.code.is_empty())
    }
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

/// Parties of the first alternative that names any.
pub(crate) fn of_paths(
    tree: &Tree<'_>,
    who: &Who<'_>,
    anchor: TokenId,
    paths: &[Path],
) -> Vec<Party> {
    for path in paths {
        let mut parties = Vec::new();
        walk(tree, anchor, path, &mut |at| {
            // Between the first of a coordination and its conjuncts nothing else is a role.
            collect(tree, who, at, &mut parties);
        });
        // A possessor is a party itself, not the owner of one.
        if path.last().is_some_and(|s| s.link == Link::Poss) {
            parties.retain(|p| !p.owner);
        }
        parties.retain(|p| p.head != anchor);
        dedup(&mut parties);
        if !parties.is_empty() {
            return parties;
        }
    }
    Vec::new()
}

fn dedup(parties: &mut Vec<Party>) {
    let mut seen = Vec::with_capacity(parties.len());
    parties.retain(|p| {
        let new = !seen.contains(&p.role.entity);
        seen.push(p.role.entity);
        new
    });
}

/// Parties at a noun: its own, its conjuncts', and where it is none, what it holds or is owned by.
pub(crate) fn collect(tree: &Tree<'_>, who: &Who<'_>, at: TokenId, out: &mut Vec<Party>) {
    let before = out.len();
    gather(tree, who, at, out, DEPTH);
    if out.len() == before {
        let mut owned = Vec::new();
        owners(tree, at, &mut |owner| {
            gather(tree, who, owner, &mut owned, 1)
        });
        out.extend(owned.into_iter().map(|p| Party { owner: true, ..p }));
    }
}

fn gather(tree: &Tree<'_>, who: &Who<'_>, at: TokenId, out: &mut Vec<Party>, depth: usize) {
    match who.party_at(tree, at) {
        Some(party) => out.push(party),
        None => inside(tree, who, at, out, depth),
    }
    if depth == 0 {
        return;
    }
    for next in tree.with_rel(at, Rel::Conj) {
        if matches!(
            tree.token(next).upos,
            Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num | Upos::X
        ) {
            gather(tree, who, next, out, depth - 1);
        }
    }
}

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
            return;
        }
    }
}

/// Parties below the trigger that no path of a pattern leads to: what its object holds or is owned
/// by, and phrases under prepositions that make a party, also of its complement.
pub(crate) fn below(
    tree: &Tree<'_>,
    who: &Who<'_>,
    anchor: TokenId,
    actors: &[Party],
    out: &mut Vec<Party>,
) {
    search(tree, who, anchor, actors, out, DEPTH);
}

fn search(
    tree: &Tree<'_>,
    who: &Who<'_>,
    at: TokenId,
    actors: &[Party],
    out: &mut Vec<Party>,
    depth: usize,
) {
    for child in tree.children(at).iter().copied() {
        let rel = tree.token(child).rel;
        let object = rel.is(Rel::Obj) || rel == Rel::NsubjPass;
        let inner = rel.is(Rel::Nmod)
            || rel.is(Rel::Obl)
            || rel.is(Rel::Iobj)
            || rel.is(Rel::Compound)
            || rel.is(Rel::Amod);
        let case = tree.case(child);
        let led = case.is_none_or(|c| tree.is_one_of(c, &tree.grammar.recipients));
        // "thousands of troops" are the object, whatever hangs on the number.
        let measure = object
            && depth == DEPTH
            && (tree.token(child).upos == Upos::Num
                || tree.is_one_of(child, &tree.grammar.measures));
        if !((object || inner) && led || rel == Rel::Xcomp) || measure || depth == 0 {
            continue;
        }
        // A pattern that means its object names it, so there only what the object holds is left.
        let own = inner || object && depth < DEPTH;
        let party = who
            .party_at(tree, child)
            .filter(|p| who.acts(p.role.entity));
        match party.filter(|_| own) {
            Some(party) if actors.iter().any(|a| a.role.entity == party.role.entity) => continue,
            Some(party) => out.push(Party {
                owner: true,
                ..party
            }),
            None => search(tree, who, child, actors, out, depth - 1),
        }
        if !out.is_empty() {
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
