//! Who stands in a role: mentions at the head noun, its conjuncts, or what owns it.

use risalah_doc::{EntityId, Mention, MentionKind, Rel, Resolved, Role, TokenId, Upos};
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
        self.coded(mention.entity).then(|| Party {
            role: role(mention),
            head: at,
            owner: false,
        })
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
