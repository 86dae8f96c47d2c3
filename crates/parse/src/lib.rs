//! From an article to sentences, tokens, lemmas and dependencies.
