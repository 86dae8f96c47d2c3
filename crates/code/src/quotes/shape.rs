//! How a word stands among others where it reports speech.

use risalah_doc::{Rel, TokenId, Upos};
use risalah_pack::Pack;

use crate::tree::Tree;

/// How a cue stands to what it reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A verb that reports words, quoted or not.
    Verb,
    /// A verb that reports quoted words only.
    QuotedOnly,
    /// A verb that says what somebody takes something for.
    Label,
    /// A word after what was said, before its speaker.
    After,
    /// A word before the source.
    Source,
    /// A word that opens a sentence, behind what was said and before its speaker.
    Closing,
    /// A participle, or a noun before the word that opens a statement: what it reports follows.
    Before,
    /// A colon after the speaker's name, as headlines have it.
    Colon,
}

/// How far behind a noun for speech the statement opens, where whose words they are stands between.
const OWNER: TokenId = 8;

/// How many words may name the party between a comma and a sentence's last word.
const CLOSING: TokenId = 8;

/// How far behind a verb the word that opens a statement stands, where a phrase stands between.
const INSERT: TokenId = 5;

/// How far behind the verb what is asked begins.
const ASKED: TokenId = 14;

/// "urged both sides to stop", "called for lifting the ban": the last token of the verb and its
/// preposition, where what is asked follows.
pub(crate) fn asks(pack: &Pack, tree: &Tree<'_>, at: TokenId, end: TokenId) -> Option<TokenId> {
    let rules = &pack.quotes;
    let phrase = tree.phrase_of(&rules.asking, at, end);
    let last = phrase.or_else(|| rules.asking.has(tree.lemma(at)).then_some(at))?;
    let verb = |t: TokenId| t < end && tree.token(t).upos == Upos::Verb;
    let aside = |t: &TokenId| *t < end && matches!(tree.token(*t).upos, Upos::Adv | Upos::Punct);
    let opens = |t: TokenId| {
        let next = (t + 1..t + 4).find(|n| !aside(n));
        let whole = t == last + 1 && tree.token(t).upos == Upos::Sconj;
        tree.is_one_of(t, &rules.asked) && (next.is_some_and(verb) || whole)
    };
    let goes_on = |t: &TokenId| !matches!(tree.token(*t).upos, Upos::Verb | Upos::Punct);
    let direct = phrase.is_some() && verb(last + 1);
    let mut close = (last + 1..end.min(last + 1 + ASKED)).take_while(goes_on);
    (direct || close.any(opens)).then_some(last)
}

/// "called the deal a mistake", "described it as late", "called them unfair": whether behind the
/// verb stands something and what it is taken for.
pub(crate) fn label(pack: &Pack, tree: &Tree<'_>, at: TokenId, end: TokenId) -> bool {
    let nominal = |t: TokenId| {
        matches!(
            tree.token(t).upos,
            Upos::Noun | Upos::Propn | Upos::Pron | Upos::Det | Upos::Num
        )
    };
    let goes_on = |t: &TokenId| {
        !matches!(
            tree.token(*t).upos,
            Upos::Verb | Upos::Aux | Upos::Punct | Upos::Sconj
        )
    };
    let labels = |t: TokenId| {
        let label = tree.is_one_of(t, &pack.quotes.labels);
        label && t + 1 < end && !tree.timed(t + 1) && nominal(t - 1)
    };
    let mut close = (at + 2..end.min(at + ASKED)).take_while(goes_on);
    let object = at + 1 < end && tree.token(at + 1).upos != Upos::Adp;
    if object && goes_on(&(at + 1)) && close.any(labels) {
        return true;
    }
    let object = tree.with_rel(at, Rel::Obj).find(|o| *o > at);
    let quality = |c: TokenId| tree.token(c).upos == Upos::Adj;
    object.is_some_and(|o| tree.with_rel(at, Rel::Xcomp).any(|c| c > o && quality(c)))
}

/// "agreed that it was late", "maintained it was late": a whole clause follows the verb.
pub(crate) fn states(pack: &Pack, tree: &Tree<'_>, at: TokenId, end: TokenId) -> bool {
    let opener = |t: TokenId| {
        t < end && tree.is_one_of(t, &pack.grammar.statements) && opens(pack, tree, t, end)
    };
    let aside = || at + 1 < end && tree.token(at + 1).upos == Upos::Adv && opener(at + 2);
    let whole = |c: TokenId| tree.with_rel(c, Rel::Nsubj).any(|s| s > at && s < c);
    let apart = || at + 1 < end && tree.token(at + 1).upos == Upos::Punct;
    let clause = || tree.with_rel(at, Rel::Ccomp).any(|c| c > at && whole(c));
    opener(at + 1) || aside() || !apart() && clause()
}

/// "Smith continued: “…": a past tense right before a sign that the parser takes for a passive.
pub(crate) fn leads(tree: &Tree<'_>, at: TokenId, end: TokenId) -> bool {
    let sign = at + 1 < end && matches!(tree.parsed.form(at + 1), ":" | ",");
    let subject = tree.with_rel(at, Rel::Nsubj).any(|s| s < at);
    let auxiliary = tree.with_rel(at, Rel::Aux).next().is_some();
    sign && subject && !auxiliary
}

/// "aides insisted in June that …": a past tense between a noun and what it states, which the
/// parser takes for a passive.
pub(crate) fn insists(pack: &Pack, tree: &Tree<'_>, at: TokenId, end: TokenId) -> bool {
    let named = at > 0
        && matches!(
            tree.token(at - 1).upos,
            Upos::Noun | Upos::Propn | Upos::Pron
        );
    let auxiliary = tree.with_rel(at, Rel::Aux).next().is_some();
    let goes_on = |t: &TokenId| {
        matches!(
            tree.token(*t).upos,
            Upos::Adp | Upos::Noun | Upos::Propn | Upos::Det | Upos::Adv | Upos::Num
        )
    };
    let opener = (at + 1..end.min(at + INSERT)).find(|t| !goes_on(t));
    let states = |t: TokenId| tree.is_one_of(t, &pack.grammar.statements);
    let opens = opener.is_some_and(|t| states(t) && opens(pack, tree, t, end));
    let past = tree.token(at).feats.get("VerbForm") == "Part";
    named && past && !auxiliary && opens && pack.quotes.verbs.has(tree.lemma(at))
}

/// "the claim that …": a word for speech that is no verb, or a verb read as none, right before
/// the word that opens a statement.
pub(crate) fn noun(pack: &Pack, tree: &Tree<'_>, at: TokenId, end: TokenId) -> bool {
    let (rules, lemma) = (&pack.quotes, tree.lemma(at));
    let said = tree.token(at).upos != Upos::Verb && at + 1 < end;
    let right = || opens(pack, tree, at + 1, end);
    said && (rules.nouns.has(lemma) && (right() || owned(pack, tree, at, end).is_some())
        || rules.verbs.has(lemma) && right())
}

/// "the claim by Moscow that …", "Tudingan Israel bahwa …": where a statement opens behind whose
/// words they are.
fn owned(pack: &Pack, tree: &Tree<'_>, at: TokenId, end: TokenId) -> Option<TokenId> {
    let named = |t: &TokenId| {
        let token = tree.token(*t);
        matches!(
            token.upos,
            Upos::Adp | Upos::Det | Upos::Adj | Upos::Noun | Upos::Propn
        )
    };
    let close = end.min(at + OWNER);
    let opener = (at + 1..close).take_while(named).last()? + 1;
    let states = tree.is_one_of(opener.min(end - 1), &pack.grammar.statements);
    let name = |t: TokenId| tree.token(t).upos == Upos::Propn || tree.token(t).upos == Upos::Noun;
    let held = name(opener - 1) && tree.token(at).upos != Upos::Adj;
    (opener < close && states && held && opens(pack, tree, opener, end)).then_some(opener)
}

/// Whether a word opens a statement: it is neither the pronoun of the same form nor its subject.
pub(crate) fn opens(pack: &Pack, tree: &Tree<'_>, at: TokenId, end: TokenId) -> bool {
    !matches!(tree.token(at).upos, Upos::Pron | Upos::Det) && may_open(pack, tree, at, end)
}

/// Whether a word is of the form of those that open a statement, and no verb of its own follows.
pub(crate) fn may_open(pack: &Pack, tree: &Tree<'_>, at: TokenId, end: TokenId) -> bool {
    let goes_on = at + 1 < end && tree.token(at + 1).feats.get("VerbForm") != "Fin";
    goes_on && pack.quotes.openers.has(tree.parsed.form(at))
}

/// "Kata Ali, …", "Seperti dikatakan Ali, …", "Demikian dikatakan Ali": a word that opens its
/// sentence before its speaker.
pub(crate) fn opening(
    pack: &Pack,
    tree: &Tree<'_>,
    at: TokenId,
    (start, end): (TokenId, TokenId),
) -> Option<Kind> {
    let rules = &pack.quotes;
    let written = |t: TokenId, words: &[String]| {
        let form = tree.parsed.form(t);
        words.iter().any(|w| w.eq_ignore_ascii_case(form))
    };
    if at > start + 1 || !written(at, &rules.opening) {
        return None;
    }
    if written(start, &rules.closing) && at > start {
        return Some(Kind::Closing);
    }
    // Somebody is named right behind, and a sign or opener ends that before any verb.
    let named = |t: TokenId| matches!(tree.token(t).upos, Upos::Noun | Upos::Propn | Upos::Pron);
    let sign = |t: TokenId| matches!(tree.parsed.form(t), "," | ".") || opens(pack, tree, t, end);
    let verb = |t: &TokenId| matches!(tree.token(*t).upos, Upos::Verb | Upos::Aux);
    let mut phrase = (at + 1..end).take_while(|t| !verb(t));
    if at + 1 >= end || !named(at + 1) || !phrase.any(sign) {
        return None;
    }
    if at == start || rules.leads.has(tree.lemma(start)) {
        return Some(Kind::Source);
    }
    None
}

/// "…, The Daily Herald reports.": the last word of a sentence, which the parser takes for a noun,
/// behind a comma and a party.
pub(crate) fn closes(
    pack: &Pack,
    tree: &Tree<'_>,
    at: TokenId,
    (start, end): (TokenId, TokenId),
) -> bool {
    let last = at + 1 == end || at + 2 == end && tree.token(at + 1).upos == Upos::Punct;
    if !last || tree.token(at).upos != Upos::Noun || !pack.quotes.after.has(tree.lemma(at)) {
        return false;
    }
    let named = |t: &TokenId| matches!(tree.token(*t).upos, Upos::Propn | Upos::Det | Upos::Noun);
    let Some(first) = (start.max(at.saturating_sub(CLOSING))..at)
        .rev()
        .take_while(named)
        .last()
    else {
        return false;
    };
    let party = (first..at).any(|t| tree.token(t).upos == Upos::Propn);
    party && first > start && tree.parsed.form(first - 1) == ","
}

/// Whether a comma or closing mark stands right before, perhaps with one word between.
pub(crate) fn after_speech(tree: &Tree<'_>, at: TokenId, start: TokenId) -> bool {
    let sign = |back: TokenId| at >= start + back && tree.token(at - back).upos == Upos::Punct;
    sign(1) || sign(2) && tree.token(at).upos != Upos::Noun
}

/// Whether the word's subject stands before it, apart by a sign, and a clause follows: "a lawyer,
/// David Schulz, said no decision had been made".
pub(crate) fn introduces(tree: &Tree<'_>, at: TokenId) -> bool {
    let apart =
        |subject: TokenId| subject < at && (subject..at).any(|t| tree.token(t).upos == Upos::Punct);
    let clause = || tree.with_rel(at, Rel::Ccomp).any(|c| c > at);
    tree.with_rel(at, Rel::Nsubj).any(apart) && clause()
}
