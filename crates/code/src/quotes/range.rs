//! The words that a quotation is of: which they are, what parts them, what makes a clause of them.

use risalah_doc::{Rel, TokenId, Upos};

use crate::tree::Tree;

/// Tokens, from the first to the last.
pub(crate) type Range = std::ops::RangeInclusive<TokenId>;

/// The words from one token to before another, without signs at either end.
pub(crate) fn trimmed(tree: &Tree<'_>, from: TokenId, to: TokenId) -> Option<Range> {
    let punct = |t: &TokenId| tree.token(*t).upos == Upos::Punct;
    let first = (from..to).find(|t| !punct(t))?;
    let last = (from..to).rev().find(|t| !punct(t))?;
    Some(first..=last)
}

/// Whether a word makes a clause of its words: a verb that is no participle, or what is said of
/// something.
pub(crate) fn states(tree: &Tree<'_>, at: TokenId) -> bool {
    let token = tree.token(at);
    match token.upos {
        Upos::Aux => true,
        Upos::Verb => !matches!(token.feats.get("VerbForm"), "Part" | "Ger"),
        Upos::Adj => !token.rel.is(Rel::Amod),
        _ => false,
    }
}

/// Whether a sign stands between words, and not within one as a hyphen does.
pub(crate) fn parts(tree: &Tree<'_>, at: TokenId) -> bool {
    tree.token(at).upos == Upos::Punct && apart(tree, at)
}

/// Whether no letters stand on both sides of a token.
pub(crate) fn apart(tree: &Tree<'_>, at: TokenId) -> bool {
    let token = tree.token(at);
    let text = &tree.parsed.article.text;
    let joined = |byte: Option<char>| byte.is_some_and(char::is_alphanumeric);
    let before = text[..token.span.start()].chars().next_back();
    let after = text[token.span.end()..].chars().next();
    !(joined(before) && joined(after))
}
