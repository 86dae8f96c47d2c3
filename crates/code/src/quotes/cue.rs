//! Words that report speech, and what they report.

use risalah_doc::{EntityKind, MentionKind, Rel, Resolved, Span, Speaker, TokenId, Upos};
use risalah_pack::Pack;
use risalah_pack::pattern::Lemmas;

use crate::quotes::marked::Marked;
use crate::quotes::{speaker, told};
use crate::tree::Tree;

/// How far behind a noun for speech the statement opens, where whose words they are stands between.
const OWNER: TokenId = 8;

/// How many words may name the party between a comma and a sentence's last word.
const CLOSING: TokenId = 8;

/// How far behind a verb the word that opens a statement stands, where a phrase stands between.
const INSERT: TokenId = 5;

/// How far behind the verb what is asked begins.
const ASKED: TokenId = 14;

/// A word that reports speech.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cue {
    pub(crate) token: TokenId,
    pub(crate) last: TokenId,
    pub(crate) span: Span,
    pub(crate) sentence: usize,
    pub(crate) paragraph: usize,
    pub(crate) kind: Kind,
    pub(crate) speaker: Option<Speaker>,
    pub(crate) addressee: Option<Speaker>,
}

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

/// All cues outside quotation marks.
pub(crate) fn all(
    pack: &Pack,
    tree: &Tree<'_>,
    resolved: &Resolved,
    marked: &[Marked],
) -> Vec<Cue> {
    let mut cues = Vec::new();
    let mut inside = marked.iter().peekable();
    let mut past: Option<&Marked> = None;
    for (sentence, s) in resolved.parsed.sentences.iter().enumerate() {
        for token in s.tokens.clone() {
            let span = tree.token(token).span;
            while let Some(m) = inside.next_if(|m| m.outer.end() <= span.start()) {
                past = Some(m);
            }
            if inside.peek().is_some_and(|m| m.outer.contains(span)) {
                continue;
            }
            if let Some((kind, last)) = kind(pack, tree, token, (s.tokens.start, s.tokens.end)) {
                // Whoever speaks is not named in what was said.
                let cued = kind == Kind::After || kind == Kind::Verb;
                let closed = past.filter(|m| cued && m.statement && s.span.overlaps(m.outer));
                let mut cue = cue(
                    pack,
                    tree,
                    resolved,
                    (token, last),
                    (sentence, s.paragraph as usize),
                    kind,
                );
                if let Some(m) = closed
                    && cue
                        .speaker
                        .and_then(|c| c.span)
                        .is_some_and(|c| m.outer.contains(c))
                {
                    let from = tree.parsed.token_at(m.outer.end());
                    let last = resolved.parsed.tokens.len() as TokenId;
                    let from = from.min(last);
                    cue.speaker = speaker::beside(tree, resolved, (from, token));
                }
                // "…," he said, "…" adding that: the speaker goes on.
                if kind == Kind::Before
                    && let Some(last) = cues.last().filter(|c: &&Cue| c.paragraph == cue.paragraph)
                    && marked
                        .iter()
                        .any(|m| behind(m.outer, span) && last.span.end() <= m.outer.start())
                {
                    cue.speaker = last.speaker;
                }
                // A colon reports speech only after a party's name.
                if kind != Kind::Colon || cue.speaker.is_some() {
                    cues.push(cue);
                }
            }
        }
    }
    cues
}

/// Whether a word stands right behind a stretch.
fn behind(stretch: Span, word: Span) -> bool {
    stretch.end() <= word.start() && word.start() - stretch.end() < 4
}

fn cue(
    pack: &Pack,
    tree: &Tree<'_>,
    resolved: &Resolved,
    (token, last): (TokenId, TokenId),
    (sentence, paragraph): (usize, usize),
    kind: Kind,
) -> Cue {
    let end = resolved.parsed.sentences[sentence].tokens.end;
    let speaker = match kind {
        Kind::Source => source(tree, resolved, last),
        Kind::Closing => speaker::following(tree, resolved, last, end),
        Kind::Colon => {
            let start = resolved.parsed.sentences[sentence].tokens.start;
            named_before(tree, resolved, (start, token))
        }
        Kind::Before => speaker::over(tree, resolved, token),
        _ => speaker::of_cue(tree, resolved, token, kind == Kind::After),
    };
    let addressee = tree
        .children(token)
        .iter()
        .copied()
        .find(|c| {
            tree.with_rel(*c, Rel::Case)
                .any(|case| pack.quotes.addressees.has(tree.lemma(case)))
        })
        .or_else(|| told::listener(pack, tree, token))
        .filter(|_| kind == Kind::Verb)
        .map(|c| speaker::at_head(tree, resolved, c));
    // A clitic that names the speaker belongs to the cue's word.
    let joined = resolved
        .parsed
        .tokens
        .get(last as usize + 1)
        .filter(|t| t.joined);
    let span = tree.token(token).span.cover(tree.token(last).span);
    let span = joined.map_or(span, |t| span.cover(t.span));
    Cue {
        token,
        last,
        span,
        sentence,
        paragraph,
        kind,
        speaker,
        addressee,
    }
}

fn kind(
    pack: &Pack,
    tree: &Tree<'_>,
    at: TokenId,
    (start, end): (TokenId, TokenId),
) -> Option<(Kind, TokenId)> {
    let rules = &pack.quotes;
    let (lemma, token) = (tree.lemma(at), tree.token(at));
    if let Some(last) = phrase(tree, &rules.sources, at, end) {
        return Some((Kind::Source, last));
    }
    if let Some(kind) = opening(pack, tree, at, start) {
        return Some((kind, at));
    }
    if token.upos == Upos::Punct && tree.parsed.form(at) == ":" && at > start {
        return Some((Kind::Colon, at));
    }
    if (rules.after.has(lemma) || rules.after.has(tree.parsed.form(at)))
        && !tree.participle(at)
        && after_speech(tree, at, start)
        && !introduces(tree, at)
    {
        return Some((Kind::After, at));
    }
    if closes(pack, tree, at, (start, end)) {
        return Some((Kind::After, at));
    }
    if noun(pack, tree, at, end) {
        return Some((Kind::Before, at));
    }
    if token.upos == Upos::Verb
        && (!tree.passive(at) || leads(tree, at, end) || insists(pack, tree, at, end))
    {
        // "the ruling party": what only says which one is meant reports nothing.
        if token.rel.is(Rel::Amod) {
            return None;
        }
        if tree.participle(at) && rules.verbs.has(lemma) {
            return Some((Kind::Before, at));
        }
        if let Some(last) = tree.phrase_of(&rules.verbs, at, end) {
            return Some((Kind::Verb, last));
        }
        if rules.labelling.has(lemma) && label(pack, tree, at, end) {
            return Some((Kind::Label, at));
        }
        if rules.verbs.has(lemma) {
            return Some((Kind::Verb, at));
        }
        if let Some(last) = asks(pack, tree, at, end) {
            return Some((Kind::Verb, last));
        }
        if rules.quoted_only.has(lemma) {
            let kind = if states(pack, tree, at, end) {
                Kind::Verb
            } else {
                Kind::QuotedOnly
            };
            return Some((kind, at));
        }
    }
    None
}

/// "urged both sides to stop", "called for lifting the ban": the last token of the verb and its
/// preposition, where what is asked follows.
fn asks(pack: &Pack, tree: &Tree<'_>, at: TokenId, end: TokenId) -> Option<TokenId> {
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
fn label(pack: &Pack, tree: &Tree<'_>, at: TokenId, end: TokenId) -> bool {
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
fn states(pack: &Pack, tree: &Tree<'_>, at: TokenId, end: TokenId) -> bool {
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
fn leads(tree: &Tree<'_>, at: TokenId, end: TokenId) -> bool {
    let sign = at + 1 < end && matches!(tree.parsed.form(at + 1), ":" | ",");
    let subject = tree.with_rel(at, Rel::Nsubj).any(|s| s < at);
    let auxiliary = tree.with_rel(at, Rel::Aux).next().is_some();
    sign && subject && !auxiliary
}

/// "aides insisted in June that …": a past tense between a noun and what it states, which the
/// parser takes for a passive.
fn insists(pack: &Pack, tree: &Tree<'_>, at: TokenId, end: TokenId) -> bool {
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
    named && !auxiliary && opens && pack.quotes.verbs.has(tree.lemma(at))
}

/// "the claim that …": a word for speech that is no verb, or a verb read as none, right before
/// the word that opens a statement.
fn noun(pack: &Pack, tree: &Tree<'_>, at: TokenId, end: TokenId) -> bool {
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
fn opening(pack: &Pack, tree: &Tree<'_>, at: TokenId, start: TokenId) -> Option<Kind> {
    let rules = &pack.quotes;
    let written = |t: TokenId, words: &[String]| {
        let form = tree.parsed.form(t);
        words.iter().any(|w| w.eq_ignore_ascii_case(form))
    };
    if at > start + 1 || !written(at, &rules.opening) {
        return None;
    }
    if at == start || rules.leads.has(tree.lemma(start)) {
        return Some(Kind::Source);
    }
    written(start, &rules.closing).then_some(Kind::Closing)
}

/// "…, The Daily Herald reports.": the last word of a sentence, which the parser takes for a noun,
/// behind a comma and a party.
fn closes(pack: &Pack, tree: &Tree<'_>, at: TokenId, (start, end): (TokenId, TokenId)) -> bool {
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
fn after_speech(tree: &Tree<'_>, at: TokenId, start: TokenId) -> bool {
    let sign = |back: TokenId| at >= start + back && tree.token(at - back).upos == Upos::Punct;
    sign(1) || sign(2) && tree.token(at).upos != Upos::Noun
}

/// Whether the word's subject stands before it, apart by a sign, and a clause follows: "a lawyer,
/// David Schulz, said no decision had been made".
fn introduces(tree: &Tree<'_>, at: TokenId) -> bool {
    let apart =
        |subject: TokenId| subject < at && (subject..at).any(|t| tree.token(t).upos == Upos::Punct);
    let clause = || tree.with_rel(at, Rel::Ccomp).any(|c| c > at);
    tree.with_rel(at, Rel::Nsubj).any(apart) && clause()
}

/// The last token of a one- or more-word member of the set that begins here.
fn phrase(tree: &Tree<'_>, set: &Lemmas, at: TokenId, end: TokenId) -> Option<TokenId> {
    tree.phrase_of(set, at, end).or_else(|| {
        let word = |w: &str| tree.phrase([w], at, end).is_some();
        set.words().iter().any(|w| word(w)).then_some(at)
    })
}

/// The party whose name, perhaps with a title before it, is all that a sentence has before a colon.
fn named_before(
    tree: &Tree<'_>,
    resolved: &Resolved,
    (start, colon): (TokenId, TokenId),
) -> Option<Speaker> {
    let end = tree.token(colon - 1).span.end();
    let before = resolved.mentions.partition_point(|m| m.span.end() <= end);
    let mention = resolved.mentions[..before]
        .iter()
        .rev()
        .find(|m| m.span.end() == end)?;
    let party = resolved.entities.get(mention.entity as usize)?;
    let first = tree.parsed.token_at(mention.span.start());
    let title = |t: TokenId| matches!(tree.token(t).upos, Upos::Noun | Upos::Propn | Upos::Adj);
    let named = mention.kind == MentionKind::Name && party.kind == EntityKind::Person;
    let from = (start..first).rev().find(|t| !title(*t));
    let sign = |t: TokenId| tree.parsed.form(t) == ",";
    let alone = first >= start && from.is_none_or(sign);
    (alone && (party.is_known() || named)).then(|| speaker::at_head(tree, resolved, mention.head))
}

/// The source after its preposition.
fn source(tree: &Tree<'_>, resolved: &Resolved, last: TokenId) -> Option<Speaker> {
    let end = resolved.parsed.sentences[resolved.parsed.sentence_of(last)?]
        .tokens
        .end;
    if let Some(named) = speaker::named_in(tree, resolved, (last + 1, end)) {
        return Some(named);
    }
    // Of "according to", the second word hangs on the first.
    let over = |t: TokenId| tree.head(t).filter(|_| tree.token(t).rel.is(Rel::Case));
    let phrasal = tree.head(last).filter(|h| *h < last).and_then(over);
    let close = |t: &TokenId| *t < end.min(last + 10);
    let head = over(last).or(phrasal).filter(|h| *h > last && close(h));
    let head = head.or_else(|| {
        (last + 1..end.min(last + 10))
            .take_while(|t| tree.token(*t).upos != Upos::Punct)
            .find(|t| resolved.mention_at(*t).is_some())
    });
    head.map_or_else(
        || speaker::following(tree, resolved, last, end),
        |head| Some(speaker::behind(tree, resolved, head, last + 1)),
    )
}

/// The cue of a marked stretch: after it in its sentence, else before it, else in the sentence
/// that follows or leads up to it in the same paragraph.
pub(crate) fn of(
    pack: &Pack,
    tree: &Tree<'_>,
    stretch: &Marked,
    marked: &[Marked],
    cues: &[Cue],
) -> Option<usize> {
    // "He said:" and the words in a paragraph of their own.
    let colon = leading_colon(tree, stretch);
    let leads = |cue: &Cue| colon.is_some_and(|sentence| cue.sentence == sentence);
    let near = |cue: &Cue| cue.paragraph == stretch.paragraph || leads(cue);
    let blocked = |a: usize, b: usize| {
        marked
            .iter()
            .any(|m| m.statement && m.outer.start() >= a && m.outer.end() <= b)
    };
    let stops = |a: usize, b: usize| {
        let mut between = tree.parsed.tokens_in(Span::new(a, b.max(a)));
        between.any(|t| matches!(tree.parsed.form(t), "." | "!" | "?" | "..." | "…"))
    };
    // "“….” She adds, “…”"
    let next_one = |c: &Cue| {
        let next = marked.partition_point(|m| m.outer.start() < c.span.end());
        let gap = marked.get(next).and_then(|m| {
            let text = &tree.parsed.article.text;
            text.get(c.span.end()..m.outer.start())
        });
        gap.is_some_and(|gap| gap.trim_matches([' ', ',', ':']).is_empty())
    };
    let after = cues.iter().enumerate().find(|(_, c)| {
        near(c) && c.kind != Kind::Before && c.span.start() >= stretch.outer.end() && {
            !stops(stretch.outer.end(), c.span.start())
                && !blocked(stretch.outer.end(), c.span.start())
        }
    });
    // "“…,” though she noted it was late"
    let first = tree.parsed.token_at(stretch.outer.end());
    let asides = &pack.quotes.asides;
    let is_aside = |t: TokenId| t < tree.end() && asides.has(tree.lemma(t));
    let aside = is_aside(first) || is_aside(first + 1);
    let after = after.filter(|(_, c)| !aside && (!stretch.stops || !next_one(c)));
    let blank = |a: usize, b: usize| {
        let text = tree.parsed.article.text.get(a..b);
        text.is_some_and(|gap| gap.trim().is_empty())
    };
    let next = |c: &Cue| {
        blank(
            c.span.end().min(stretch.outer.start()),
            stretch.outer.start(),
        )
    };
    // What begins in small letters goes on with the reporter's clause.
    let text = tree.parsed.article.text.get(stretch.inner.start()..);
    let goes_on = !stretch.opens && text.is_some_and(|t| t.starts_with(char::is_lowercase));
    let distance = |c: &Cue| c.span.start() - stretch.outer.end();
    let before = cues.iter().enumerate().rev().find(|(_, c)| {
        near(c)
            && (c.kind != Kind::After || stretch.led || goes_on || next(c) || leads(c))
            && c.span.end() <= stretch.outer.start()
            && {
                !stops(c.span.end(), stretch.outer.start())
                    && !blocked(c.span.end(), stretch.outer.start())
            }
    });
    match (after, before) {
        (Some((a, c)), Some((b, d))) => {
            let lead = stretch.outer.start() - d.span.end();
            Some(if c.kind == Kind::After || distance(c) <= lead {
                a
            } else {
                b
            })
        }
        (Some((a, _)), None) => Some(a),
        (None, Some((b, _))) => Some(b),
        (None, None) => None,
    }
}

/// The sentence whose colon the paragraph before ends in, if the stretch opens its own.
fn leading_colon(tree: &Tree<'_>, stretch: &Marked) -> Option<usize> {
    let parsed = tree.parsed;
    let before = parsed.article.text[..stretch.outer.start()].trim_end();
    let gap = &parsed.article.text[before.len()..stretch.outer.start()];
    if !before.ends_with(':') || !gap.contains('\n') {
        return None;
    }
    let colon = parsed.token_at(before.len() - 1);
    parsed.sentence_of(colon)
}
