//! The newspaper or agency that a sentence is taken from: "seperti dilansir Reuters, Selasa (26/5)".

use risalah_doc::{EntityId, Reported, Resolved, Role, Span, TokenId, Upos};
use risalah_pack::Pack;

use crate::parties::is_press;
use crate::tree::Tree;

/// How many tokens behind the word the name stands.
const NEAR: TokenId = 5;
/// How many tokens may stand between the name and the day on which it printed that.
const DAY: TokenId = 3;

/// Who carried what a sentence tells, and where that is said.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Carried {
    entity: EntityId,
    /// The name.
    span: Span,
    /// The token behind it.
    end: TokenId,
}

/// Who carried what the sentence tells, if it says so.
pub(crate) fn by(
    pack: &Pack,
    tree: &Tree<'_>,
    resolved: &Resolved,
    sentence: u32,
) -> Option<Carried> {
    let tokens = &resolved.parsed.sentences[sentence as usize].tokens;
    let word = |at: &TokenId| tree.is_one_of(*at, &pack.quotes.carriers);
    let behind =
        |at: TokenId| (at + 1..tokens.end.min(at + 1 + NEAR)).take_while(|t| !stop(tree, *t));
    tokens.clone().filter(word).find_map(|at| {
        let mention = behind(at).find_map(|t| resolved.mention_at(t))?;
        let entity = resolved.entities.get(mention.entity as usize)?;
        is_press(entity, &pack.grammar.press).then(|| Carried {
            entity: mention.entity,
            span: mention.span,
            end: tree.parsed.tokens_in(mention.span).end,
        })
    })
}

/// Whether a token ends the phrase behind the word.
fn stop(tree: &Tree<'_>, at: TokenId) -> bool {
    matches!(tree.token(at).upos, Upos::Punct | Upos::Verb | Upos::Aux)
}

impl Carried {
    /// The attribution that an event of the sentence gets: nobody's words, only where it stood.
    pub(crate) fn reported(self) -> Reported {
        Reported {
            quote: None,
            entity: Some(self.entity),
        }
    }

    /// Whether a party is the name that stands here: who prints it has no part in it.
    pub(crate) fn names(self, role: &Role) -> bool {
        role.span.overlaps(self.span)
    }

    /// Whether the words are the day on which it was printed: they follow right behind the name.
    pub(crate) fn dates(self, tree: &Tree<'_>, span: Span) -> bool {
        let first = tree.parsed.token_at(span.start());
        let between = |t: TokenId| matches!(tree.token(t).upos, Upos::Punct | Upos::Adp);
        (self.end..=self.end + DAY).contains(&first) && (self.end..first).all(between)
    }
}
