//! Who speaks where.

use risalah_doc::{EntityId, Quote, Reported, Role, TokenId};

use crate::parties::{Party, Who};
use crate::tree::Tree;

/// Who speaks where: quotations by the tokens they hold.
pub(super) struct Voices<'a> {
    tokens: Vec<(std::ops::Range<TokenId>, u32)>,
    quotes: &'a [Quote],
}

impl<'a> Voices<'a> {
    pub(super) fn new(tree: &Tree<'_>, quotes: &'a [Quote]) -> Self {
        let mut tokens = Vec::new();
        for (at, quote) in quotes.iter().enumerate() {
            tokens.extend(
                quote
                    .content
                    .iter()
                    .map(|part| (tree.parsed.tokens_in(*part), at as u32)),
            );
        }
        Self { tokens, quotes }
    }

    /// Whose words stand where.
    pub(super) fn speech(&self) -> Vec<(std::ops::Range<TokenId>, EntityId)> {
        let speaker = |at: u32| self.quotes[at as usize].speaker.and_then(|s| s.entity);
        let spoken =
            |(tokens, at): &(std::ops::Range<TokenId>, u32)| Some((tokens.clone(), speaker(*at)?));
        self.tokens.iter().filter_map(spoken).collect()
    }

    /// The words for who speaks the quotation.
    pub(super) fn role(&self, reported: Reported) -> Option<Role> {
        let speaker = self.quotes[reported.quote? as usize].speaker?;
        let (span, entity) = speaker.span.zip(speaker.entity)?;
        Some(Role { span, entity })
    }

    /// Who speaks the quotation, as a party.
    pub(super) fn speaker(&self, who: &Who<'_>, reported: Reported) -> Option<Party> {
        let role = self.role(reported)?;
        let mention = |t: &TokenId| {
            let mention = who.resolved.mention_at(*t);
            mention.is_some_and(|m| m.entity == role.entity)
        };
        let head = who.resolved.parsed.tokens_in(role.span).find(mention)?;
        who.coded(role.entity).then_some(Party {
            role,
            head,
            owner: false,
        })
    }

    /// Who reports what stands at this token, if anybody does.
    pub(super) fn over(&self, tree: &Tree<'_>, at: TokenId) -> Option<Reported> {
        let quote = self
            .tokens
            .iter()
            .find(|(range, _)| range.contains(&at))
            .map(|(_, q)| *q)?;
        let speaker = self.quotes[quote as usize].speaker;
        let cue = self.quotes[quote as usize].cue;
        // A reporting verb is no part of what it reports.
        if cue.is_some_and(|cue| cue.overlaps(tree.token(at).span)) {
            return None;
        }
        Some(Reported {
            quote: Some(quote),
            entity: speaker.and_then(|s| s.entity),
        })
    }
}
