//! The article in sentences and words, with a dependency tree for each sentence.

use std::ops::Range;

use crate::{Article, Feats, Lang, Rel, Span, Upos};

/// The place of a token in [`Parsed::tokens`].
pub type TokenId = u32;

/// An article whose sentences are tokenised, tagged and parsed.
#[derive(Clone, Debug, Default)]
pub struct Parsed {
    /// The article, untouched.
    pub article: Article,
    /// The language whose pack parsed it; `None` where no pack could, and then there are no tokens.
    pub lang: Option<Lang>,
    /// Sentences in the order of the text.
    pub sentences: Vec<Sentence>,
    /// All words of all sentences, in the order of the text.
    pub tokens: Vec<Token>,
    /// All lemmas, one after the other; [`Token::lemma`] points here. Lower case except names.
    pub lemmas: String,
}

/// A sentence, headline or list item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Its words in the text, from the first token's start to the last token's end.
    pub span: Span,
    /// Its tokens.
    pub tokens: Range<TokenId>,
    /// Which paragraph (line of the text) it stands in, from 0.
    pub paragraph: u32,
}

/// A syntactic word. A clitic is a token of its own ("menyetujui" + "nya", "do" + "n't").
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Token {
    /// Where it stands.
    pub span: Span,
    /// Its lemma, as a span of [`Parsed::lemmas`].
    pub lemma: Span,
    /// The head's token id in [`Parsed::tokens`]; a root is its own head.
    pub head: TokenId,
    /// Part of speech.
    pub upos: Upos,
    /// Relation to the head.
    pub rel: Rel,
    /// Features that coding needs.
    pub feats: Feats,
    /// Whether it is written as one word with the token before it ("menyetujui|nya").
    pub joined: bool,
}

/// How many words a line needs to be known as a headline.
const HEADLINE: usize = 4;

/// Whether words are written as in a headline: nearly all that are longer than a particle begin
/// with a capital.
pub fn titled<'a>(forms: impl Iterator<Item = &'a str>) -> bool {
    let (mut all, mut capital) = (0, 0);
    for form in forms {
        if form.chars().all(char::is_alphabetic) && form.chars().nth(3).is_some() {
            all += 1;
            capital += usize::from(form.starts_with(char::is_uppercase));
        }
    }
    all >= HEADLINE && capital * 10 >= all * 9
}

impl Parsed {
    /// The token's words.
    pub fn form(&self, token: TokenId) -> &str {
        self.tokens
            .get(token as usize)
            .map_or("", |t| t.span.of(&self.article.text))
    }

    /// The token's dictionary form.
    pub fn lemma(&self, token: TokenId) -> &str {
        self.tokens
            .get(token as usize)
            .map_or("", |t| t.lemma.of(&self.lemmas))
    }

    /// The index of the sentence that holds the token.
    pub fn sentence_of(&self, token: TokenId) -> Option<usize> {
        let at = self.sentences.partition_point(|s| s.tokens.end <= token);
        self.sentences
            .get(at)
            .filter(|s| s.tokens.contains(&token))
            .map(|_| at)
    }

    /// The first token whose span ends after this byte.
    pub fn token_at(&self, byte: usize) -> TokenId {
        self.tokens.partition_point(|t| t.span.end() <= byte) as TokenId
    }

    /// The tokens that overlap the span.
    pub fn tokens_in(&self, span: Span) -> Range<TokenId> {
        let end = self.tokens.partition_point(|t| t.span.start() < span.end()) as TokenId;
        self.token_at(span.start()).min(end)..end
    }

    /// Whether the token is a hyphen and nothing else.
    pub fn is_hyphen(&self, token: TokenId) -> bool {
        let mut chars = self.form(token).chars();
        chars.next().is_some_and(is_hyphen) && chars.next().is_none()
    }
}

/// Whether the character joins the parts of a word: `-` or one of Unicode's hyphens.
pub fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}')
}
