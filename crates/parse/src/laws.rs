//! What holds of every parse. The fuzz target takes this file too.

use risalah_doc::Parsed;

/// Checks a parse whose sentences may have so many tokens.
pub(crate) fn check(parsed: &Parsed, longest: usize) {
    let text = &parsed.article.text;
    let mut end = 0;
    for token in &parsed.tokens {
        assert!(
            token.span.start() >= end && !token.span.is_empty(),
            "spans are in order"
        );
        let between = &text[end..token.span.start()];
        assert!(
            !between.contains(char::is_alphanumeric),
            "{between:?} is lost"
        );
        assert!(!token.lemma.is_empty() && token.lemma.end() <= parsed.lemmas.len());
        assert!(!token.joined || token.span.start() == end);
        end = token.span.end();
    }
    assert!(
        !text[end..].contains(char::is_alphanumeric),
        "the end is lost"
    );
    let mut next = 0;
    for sentence in &parsed.sentences {
        assert_eq!(sentence.tokens.start, next);
        next = sentence.tokens.end;
        assert!(sentence.tokens.len() <= longest);
        assert!(
            !sentence.span.of(text).contains('\n'),
            "a line ends a sentence"
        );
        assert_eq!(
            sentence.paragraph as usize,
            text[..sentence.span.start()].matches('\n').count()
        );
        let roots = sentence
            .tokens
            .clone()
            .filter(|t| parsed.tokens[*t as usize].head == *t);
        assert_eq!(roots.count(), 1);
        for mut token in sentence.tokens.clone() {
            assert!(sentence.span.contains(parsed.tokens[token as usize].span));
            for _ in 0..=sentence.tokens.len() {
                token = parsed.tokens[token as usize].head;
                assert!(sentence.tokens.contains(&token));
            }
            assert_eq!(
                parsed.tokens[token as usize].head, token,
                "every path ends at the root"
            );
        }
    }
    assert_eq!(next as usize, parsed.tokens.len());
}
