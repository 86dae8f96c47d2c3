//! What a cue reports without quotation marks: which words of its sentence were said.

use risalah_doc::{Quote, QuoteKind, Rel, Resolved, Sentence, Span, TokenId, Upos};
use risalah_pack::Pack;

use crate::quotes::cue::Cue;
use crate::quotes::marked::Marked;
use crate::quotes::range::{Range, apart, parts, states, trimmed};
use crate::quotes::shape::{Kind, opens};
use crate::quotes::{bounds, label, thing, told};
use crate::tree::Tree;

/// An indirect quotation holds at least so many words.
const WORDS: usize = 3;

/// How many words a phrase between the cue and a comma may have.
const PHRASE: TokenId = 14;

/// What a cue reports without quotation marks, or with some inside.
pub(crate) fn of(
    pack: &Pack,
    tree: &Tree<'_>,
    resolved: &Resolved,
    cues: &[Cue],
    cue: &Cue,
    marked: &[Marked],
) -> Option<Quote> {
    // What somebody did not say is no quotation.
    if cue.speaker.is_none() || cue.kind == Kind::Verb && tree.negated(cue.token) {
        return None;
    }
    let sentence = &resolved.parsed.sentences[cue.sentence];
    let end = bounds::end(pack, tree, resolved, cues, cue, sentence);
    let content = match cue.kind {
        Kind::Source => beside(pack, tree, sentence, cue).map(|c| (c, None)),
        Kind::Closing => before(resolved, cue).and_then(|s| {
            let range = trimmed(tree, s.tokens.start, s.tokens.end)?;
            Some((range, None))
        }),
        Kind::Colon => trimmed(tree, cue.last + 1, sentence.tokens.end)
            .filter(|c| c.clone().any(|t| states(tree, t)))
            .map(|c| (c, None)),
        Kind::Label => label::marked(tree, cue, marked, end)
            .or_else(|| {
                // "menyebutnya sebagai …": the clitic is whom it is said of.
                let clitic = |t: TokenId| t < end && tree.token(t).joined;
                let from = cue.last + 1 + TokenId::from(clitic(cue.last + 1));
                trimmed(tree, from, label::end(pack, tree, cue, end))
            })
            .map(|c| (c, None)),
        Kind::QuotedOnly => label::marked(tree, cue, marked, end).map(|c| (c, None)),
        _ => reported(pack, tree, sentence, cue, (marked, end)),
    }?;
    let parts: Vec<Range> = [Some(content.0), content.1].into_iter().flatten().collect();
    let word = |t: &TokenId| tree.token(*t).upos != Upos::Punct;
    if parts.iter().cloned().flatten().filter(word).count() < WORDS {
        return None;
    }
    let span = |part: &Range| {
        let (first, last) = (tree.token(*part.start()), tree.token(*part.end()));
        // A mark at the very end belongs to what was said.
        marked
            .iter()
            .filter(|m| m.outer.overlaps(first.span.cover(last.span)))
            .fold(first.span.cover(last.span), |s, m| s.cover(m.inner))
    };
    let content: Vec<Span> = parts.iter().map(span).collect();
    let mixed = content
        .iter()
        .any(|part| marked.iter().any(|m| m.outer.overlaps(*part)));
    Some(Quote {
        kind: if mixed {
            QuoteKind::Mixed
        } else {
            QuoteKind::Indirect
        },
        content,
        cue: Some(cue.span),
        speaker: cue.speaker,
        addressee: cue.addressee,
    })
}

/// What a verb reports: before it and its speaker, around the two, or after them.
fn reported(
    pack: &Pack,
    tree: &Tree<'_>,
    sentence: &Sentence,
    cue: &Cue,
    (marked, end): (&[Marked], TokenId),
) -> Option<(Range, Option<Range>)> {
    let after = || following(pack, tree, cue, marked, end).map(|c| (c, None));
    // "…, adding that": a participle goes on after another cue.
    if nonfinite(tree, cue) {
        return after();
    }
    let Some(front) = front(pack, tree, sentence, cue) else {
        return after();
    };
    let rest = around(pack, tree, sentence, cue, end);
    // "Menanggapi hal itu, ia membantah …": what the reporter does besides.
    let subject = |t: TokenId| tree.with_rel(t, Rel::Nsubj).any(|s| front.contains(&s));
    let first = tree.token(*front.start());
    let does = first.upos == Upos::Verb && first.feats.get("VerbForm") != "Fin";
    if cue.kind == Kind::Verb && does && !front.clone().any(subject) {
        return after();
    }
    // "While he was sorry, he said …": what the reporter's own clause hangs beside.
    let beside = |t: TokenId| tree.token(t).rel.is(Rel::Advcl) && tree.head(t) == Some(cue.token);
    let opened = first.upos == Upos::Sconj && !front.clone().any(|t| tree.parsed.form(t) == ",");
    let follows = follows(cue);
    if !follows && rest.is_none() && opened && front.clone().any(beside) {
        return after();
    }
    let clause = front.clone().any(|t| {
        let verb = tree.token(t).upos == Upos::Verb;
        let told = tree.token(t).rel == Rel::Ccomp && tree.head(t) == Some(cue.token);
        states(tree, t) || verb && (told || subject(t))
    });
    let held = || {
        let noun = |t: TokenId| {
            matches!(
                tree.token(t).upos,
                Upos::Det | Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num | Upos::Adj
            )
        };
        let goes_on = |r: &Range| {
            let next = tree.token(*r.start()).upos;
            matches!(next, Upos::Verb | Upos::Aux | Upos::Part | Upos::Adv)
        };
        noun(*front.start()) && rest.as_ref().is_some_and(goes_on)
    };
    if clause && !ahead(pack, tree, cue, end) || held() {
        return Some((front, rest));
    }
    after()
}

/// Whether the speaker stands behind the cue.
fn follows(cue: &Cue) -> bool {
    let speaker = cue.speaker.and_then(|s| s.span);
    speaker.is_some_and(|s| s.start() >= cue.span.end())
}

/// Whether the cue is a bare participle or infinitive: "saying", "to consider".
fn nonfinite(tree: &Tree<'_>, cue: &Cue) -> bool {
    let bare = tree.with_rel(cue.token, Rel::Aux).next().is_none();
    cue.kind == Kind::Before
        || bare && matches!(tree.token(cue.token).feats.get("VerbForm"), "Inf" | "Ger")
}

/// The sentence up to the comma before the cue and its speaker, if there is one: "…, kata X",
/// "…, officials said".
fn front(pack: &Pack, tree: &Tree<'_>, sentence: &Sentence, cue: &Cue) -> Option<Range> {
    // "…, a move they say could help": what the noun before the cue is.
    if tree.token(cue.token).rel == Rel::AclRelcl {
        return None;
    }
    let start = sentence.tokens.start;
    let comma = opening(tree, sentence, cue).checked_sub(1)?;
    let sign = |t: TokenId| t > start && parts(tree, t);
    // "…, as police have said"
    let comma = if !sign(comma) && pack.quotes.leads.has(tree.lemma(comma)) {
        comma.checked_sub(1)?
    } else {
        comma
    };
    if !sign(comma) || tree.parsed.form(comma) == ":" {
        return None;
    }
    // "the park, which, he said, is full": only the clause that the pronoun opens.
    let last = tree.token(comma - 1);
    if last.upos == Upos::Pron && tree.parsed.form(comma.saturating_sub(2)) == "," {
        return trimmed(tree, comma - 1, comma);
    }
    let from = (start..comma).rev().find(|t| tree.parsed.form(*t) == ";");
    let from = from.or_else(|| dateline(tree, start, comma));
    trimmed(tree, from.map_or(start, |t| t + 1), comma)
}

/// "WASHINGTON — …": the dash behind a place that opens the sentence.
fn dateline(tree: &Tree<'_>, start: TokenId, end: TokenId) -> Option<TokenId> {
    let dash = |t: &TokenId| matches!(tree.parsed.form(*t), "-" | "–" | "—" | "―" | "--");
    let named = |t: TokenId| matches!(tree.token(t).upos, Upos::Propn | Upos::Punct | Upos::Num);
    let at = (start + 1..end.min(start + 6)).find(|t| dash(t) && apart(tree, *t))?;
    (start..at).all(named).then_some(at)
}

/// The first token of the cue's own clause: what stands before it up to a sign, a joining word or
/// another verb. A speaker that a sign sets off belongs to it where something is said behind.
fn opening(tree: &Tree<'_>, sentence: &Sentence, cue: &Cue) -> TokenId {
    let start = sentence.tokens.start;
    let stops = |t: TokenId| {
        parts(tree, t)
            || matches!(tree.token(t).upos, Upos::Cconj | Upos::Sconj)
            || states(tree, t) && tree.token(t).upos == Upos::Verb
    };
    let first = (start..cue.token).rev().find(|t| stops(*t));
    let first = first.map_or(start, |t| t + 1);
    let named = (first..cue.token).any(|t| {
        matches!(
            tree.token(t).upos,
            Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num
        )
    });
    if named || cue.kind == Kind::After {
        return first;
    }
    let speaker = cue.speaker.and_then(|s| s.span);
    let speaker = speaker.map(|s| tree.parsed.token_at(s.start()));
    match speaker.filter(|t| sentence.tokens.contains(t)) {
        Some(t) if t < first => tree.first_word(t).min(t).max(start),
        Some(t) if t > cue.last => first,
        // Only an apposition of the speaker's can stand between.
        _ => start,
    }
}

/// Whether a clause follows right behind the cue: "said that …", "said he …".
fn ahead(pack: &Pack, tree: &Tree<'_>, cue: &Cue, end: TokenId) -> bool {
    let from = cue.last + 1;
    let stop = (from..end).find(|t| tree.token(*t).upos == Upos::Punct);
    let stop = stop.unwrap_or(end);
    let verb = (from..stop)
        .find(|t| matches!(tree.token(*t).upos, Upos::Verb | Upos::Aux) && states(tree, *t));
    let reach = verb.unwrap_or(stop);
    if (from..reach).any(|t| opens(pack, tree, t, end)) {
        return true;
    }
    let Some(verb) = verb else { return false };
    let nominal = |t: TokenId| {
        matches!(
            tree.token(t).upos,
            Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num
        )
    };
    let relative = tree.token(verb).rel == Rel::AclRelcl;
    let spoken = cue.speaker.and_then(|s| s.span);
    let led = cue.kind != Kind::After || spoken.is_some_and(|s| s.end() <= cue.span.start());
    let turns = |t: TokenId| matches!(tree.token(t).upos, Upos::Sconj | Upos::Cconj);
    led && tree.token(from).upos != Upos::Adp
        && !relative
        && (from..verb).any(nominal)
        && (cue.kind != Kind::After || !(from..verb).any(turns))
}

/// "African-Americans, he said, can …": what goes on behind a cue that stands between commas.
fn around(
    pack: &Pack,
    tree: &Tree<'_>,
    sentence: &Sentence,
    cue: &Cue,
    end: TokenId,
) -> Option<Range> {
    let speaker = cue.speaker.and_then(|s| s.span);
    let speaker = speaker.map_or(cue.last, |s| {
        tree.parsed.token_at(s.end().saturating_sub(1))
    });
    let behind = speaker > cue.last && sentence.tokens.contains(&speaker);
    let mut comma = if behind { speaker } else { cue.last } + 1;
    // "he said on Monday, …"
    while comma < end.min(cue.last + 6)
        && !matches!(tree.token(comma).upos, Upos::Punct | Upos::Verb | Upos::Aux)
        && !behind
    {
        comma += 1;
    }
    let held = comma < sentence.tokens.end && tree.parsed.form(comma) == ",";
    let rest = held.then(|| trimmed(tree, comma, end)).flatten()?;
    let first = tree.token(*rest.start());
    let nominal = matches!(
        first.upos,
        Upos::Det | Upos::Noun | Upos::Propn | Upos::Num | Upos::Adj | Upos::Pron
    );
    let own = first.upos == Upos::Cconj
        || pack.quotes.leads.has(tree.lemma(*rest.start()))
        || first.upos == Upos::Verb && !states(tree, *rest.start())
        || behind && nominal
        || pack.quotes.asides.has(tree.lemma(*rest.start()))
        || tree.token(tree.head(*rest.start())?).rel == Rel::AclRelcl;
    let verb = |t: TokenId| matches!(tree.token(t).upos, Upos::Verb | Upos::Aux);
    (!own && rest.clone().any(verb)).then_some(rest)
}

/// Where the clause that the cue reports begins, behind the one spoken to and what else stands
/// between: "told reporters this weekend he would".
fn clause(pack: &Pack, tree: &Tree<'_>, cue: &Cue) -> Option<TokenId> {
    let said = tree
        .children(cue.token)
        .iter()
        .copied()
        .find(|c| *c > cue.last && matches!(tree.token(*c).rel, Rel::Ccomp | Rel::Xcomp))?;
    // The one spoken to is sometimes parsed as another subject.
    let subjects = tree
        .with_rel(said, Rel::Nsubj)
        .filter(|s| *s > cue.last && *s < said);
    if let (Some(own), 2..) = (subjects.clone().last(), subjects.count()) {
        return Some(tree.first_word(own));
    }
    // A clause that has no subject may have it in what stands between: "urged both sides to stop".
    let infinitive = |m: TokenId| tree.is_one_of(m, &tree.grammar.infinitives);
    let opened = tree.opened(said) && !tree.with_rel(said, Rel::Mark).any(infinitive);
    let whole = tree.with_rel(said, Rel::Nsubj).next().is_some() || opened;
    let first = tree.first_word(said);
    // "menyampaikan pihaknya bersama …": so may an object of a verb that is spoken to nobody.
    let spoken_to = pack.quotes.addressing.has(tree.lemma(cue.token)) || opened;
    let between = |c: &TokenId| {
        let rel = tree.token(*c).rel;
        let object = spoken_to && (rel == Rel::Iobj || rel == Rel::Obj);
        *c > cue.last && *c < first && (object || rel.is(Rel::Obl) || rel == Rel::Advmod)
    };
    (whole && first > cue.last && tree.children(cue.token).iter().any(between)).then_some(first)
}

/// The clause after the cue: behind an opener or comma that no verb stands before, else right
/// after the cue and the one spoken to.
fn following(
    pack: &Pack,
    tree: &Tree<'_>,
    cue: &Cue,
    marked: &[Marked],
    end: TokenId,
) -> Option<Range> {
    let verb = |t: &TokenId| matches!(tree.token(*t).upos, Upos::Verb | Upos::Aux);
    let finite = |t: &TokenId| verb(t) && states(tree, *t);
    let reach = (cue.last + 1..end).find(finite).unwrap_or(end);
    let from = tree.parsed.token_at(cue.span.end().saturating_sub(1)) + 1;
    let opener = (from..reach)
        .find(|t| opens(pack, tree, *t, end))
        .or_else(|| opened_later(pack, tree, cue, from..end));
    let wide = if from < end && tree.token(from).upos == Upos::Adp {
        PHRASE
    } else {
        7
    };
    let sign = (from..reach.min(from + wide)).find(|t| matches!(tree.parsed.form(*t), "," | ":"));
    let sign =
        sign.filter(|sign| follows(cue) || !(from..*sign).any(|t| said(pack, tree, cue, t, *sign)));
    let start = opener
        .map(|t| t + 1)
        .or_else(|| told::behind(pack, tree, cue.token, end))
        .or(sign.map(|t| t + 1))
        .or_else(|| clause(pack, tree, cue))
        .unwrap_or(from);
    let range = trimmed(tree, start, end)?;
    // "urged that both sides stop", "mendesak agar keduanya berhenti"
    let nominal = |t: TokenId| matches!(tree.token(t).upos, Upos::Noun | Upos::Propn | Upos::Pron);
    let open = *range.start();
    let opened =
        open < *range.end() && nominal(open + 1) && tree.is_one_of(open, &pack.quotes.asked);
    let range = open + TokenId::from(opened)..=*range.end();
    if opener
        .is_some_and(|t| t + 1 == *range.start() && tree.is_one_of(t, &pack.grammar.statements))
    {
        return Some(range);
    }
    let alone =
        pack.quotes.things.has(tree.lemma(cue.token)) && !thing::quoted(tree, marked, &range);
    if alone && opener.is_none() && *range.start() == from && thing::bare(tree, cue, &range) {
        return None;
    }
    // "Said on Wednesday on national television" tells only when and where.
    let phrase = tree.token(*range.start()).upos == Upos::Adp;
    let clause =
        |t: TokenId| verb(&t) || states(tree, t) || !phrase && tree.token(t).upos == Upos::Adj;
    range.clone().any(clause).then_some(range)
}

/// Whether a word before a sign is of what was said: the subject of a verb behind the sign, or the
/// object of a verb that names no listener.
fn said(pack: &Pack, tree: &Tree<'_>, cue: &Cue, at: TokenId, sign: TokenId) -> bool {
    let rel = tree.token(at).rel;
    let subject = rel.is(Rel::Nsubj) && tree.head(at).is_some_and(|verb| verb > sign);
    let object = || rel == Rel::Obj && !pack.quotes.addressing.has(tree.lemma(cue.token));
    subject || tree.head(at) == Some(cue.token) && object()
}

/// "Said when the suit was filed that …": the opener behind a clause that tells when it was said.
fn opened_later(
    pack: &Pack,
    tree: &Tree<'_>,
    cue: &Cue,
    mut rest: std::ops::Range<TokenId>,
) -> Option<TokenId> {
    let first = rest.next()?;
    if !matches!(tree.token(first).upos, Upos::Adv | Upos::Sconj) {
        return None;
    }
    // The parser hangs it on either verb.
    tree.with_rel(cue.token, Rel::Ccomp)
        .flat_map(|when| tree.with_rel(when, Rel::Ccomp).chain([when]))
        .flat_map(|said| tree.with_rel(said, Rel::Mark))
        .find(|mark| rest.contains(mark) && tree.is_one_of(*mark, &pack.grammar.statements))
}

/// The sentence before the cue's in its paragraph, or that before a paragraph of the cue's own.
fn before<'r>(resolved: &'r Resolved, cue: &Cue) -> Option<&'r Sentence> {
    let sentences = &resolved.parsed.sentences;
    let own = &sentences[cue.sentence];
    let before = sentences.get(cue.sentence.checked_sub(1)?)?;
    (own.paragraph - before.paragraph <= 2).then_some(before)
}

/// "Menurut X, …": the rest of the sentence, after the source or before it.
fn beside(pack: &Pack, tree: &Tree<'_>, sentence: &Sentence, cue: &Cue) -> Option<Range> {
    let before = trimmed(tree, sentence.tokens.start, cue.token).filter(|r| {
        r.clone()
            .any(|t| matches!(tree.token(t).upos, Upos::Verb | Upos::Adj))
    });
    if before.is_some() {
        return before;
    }
    let source = cue.speaker?.span?;
    let from = tree.parsed.token_at(source.end());
    let comma = |t: &TokenId| tree.parsed.form(*t) == ",";
    let verb = |t: &TokenId| matches!(tree.token(*t).upos, Upos::Verb) && states(tree, *t);
    let close = (from..sentence.tokens.end.min(from + 12)).find(comma);
    let phrase = || {
        (from..sentence.tokens.end)
            .take_while(|t| !verb(t))
            .find(comma)
    };
    let ends = sentence.tokens.end;
    let opener = || (from < ends && opens(pack, tree, from, ends)).then_some(from + 1);
    let comma = opener().or(close).or_else(phrase).unwrap_or(from);
    trimmed(tree, comma, sentence.tokens.end)
}
