//! Expressions of time: found by the pack's rules, valued against the anchor.
//!
//! The text is cut into words and numbers once ([`lex`]); at each that can begin a time the
//! longest rule is taken ([`rules`]) and its captured values are put together ([`value`]).

mod calendar;
mod lex;
mod rules;
mod value;

use jiff::civil::Date;
use risalah_doc::{Granularity, Origin, Parsed, Rel, Time, TimeKind, TokenId, Upos};
use risalah_pack::Pack;
use risalah_pack::times::Op;

use self::value::Context;

/// All expressions of time, and the day that relative ones count from.
///
/// The anchor is the day of publication; where none came with the report it is the one full
/// date that the text itself gives, if it gives exactly one.
pub(crate) fn resolve(pack: &Pack, parsed: &Parsed) -> (Vec<Time>, Option<(Date, Origin)>) {
    let lexed = lex::text(&pack.times, &parsed.article.text);
    let published = parsed.article.published.as_ref().map(|p| (p.day, p.origin));
    let anchor = published.or_else(|| only_full_date(pack, parsed, &lexed));
    (find(pack, parsed, &lexed, anchor.map(|a| a.0)), anchor)
}

/// The one day that the text gives with its year, if there is exactly one.
fn only_full_date(pack: &Pack, parsed: &Parsed, lexed: &lex::Lexed) -> Option<(Date, Origin)> {
    let times = find(pack, parsed, lexed, None);
    let mut days = times
        .iter()
        .filter(|t| {
            !t.relative && t.granularity == Granularity::Day && t.kind != TimeKind::Duration
        })
        .filter_map(|t| t.interval.map(|i| i.0));
    let first = days.next()?;
    days.all(|day| day == first)
        .then_some((first, Origin::Visible))
}

fn find(pack: &Pack, parsed: &Parsed, lexed: &lex::Lexed, anchor: Option<Date>) -> Vec<Time> {
    let mut context = Context::new(pack, anchor);
    let coming = coming(pack, parsed);
    let mut times = Vec::new();
    let mut at = 0;
    while at < lexed.words.len() {
        let Some(found) = rules::longest(&pack.times, lexed, at) else {
            at += 1;
            continue;
        };
        if found.op == Op::Nothing {
            at = found.end;
            continue;
        }
        let start = lexed.words[at].span.start();
        let ahead = ahead(parsed, &coming, parsed.token_at(start));
        match value::of(&mut context, lexed, &found, ahead) {
            Some(time) => {
                times.push(time);
                at = found.end;
            }
            None => at += 1,
        }
    }
    times
}

/// For each token whether it is, or has, an auxiliary of what is to come, or stands in a timetable:
/// "will arrive", "due to arrive".
fn coming(pack: &Pack, parsed: &Parsed) -> Vec<bool> {
    let grammar = &pack.grammar;
    let is = |t: usize, words: &[String]| words.iter().any(|w| w == parsed.lemma(t as TokenId));
    let past = past(parsed);
    let mut out = vec![false; parsed.tokens.len()];
    for (t, token) in parsed.tokens.iter().enumerate() {
        let head = token.head as usize;
        // The word may hang on the verb or stand over it.
        let here = is(t, &grammar.scheduled) && !past[t] && !past.get(head).is_some_and(|p| *p);
        if here || is(t, &grammar.future) {
            out[t] = true;
            if !token.rel.is(Rel::Conj)
                && let Some(over) = out.get_mut(head)
            {
                *over = true;
            }
        }
        let filled = token.rel == Rel::Xcomp && is(head, &grammar.scheduled) && !past[head];
        out[t] |= filled;
    }
    out
}

/// For each token whether it has an auxiliary or copula of the past: "was due to arrive".
fn past(parsed: &Parsed) -> Vec<bool> {
    let mut out = vec![false; parsed.tokens.len()];
    for token in &parsed.tokens {
        let small = token.rel.is(Rel::Aux) || token.rel == Rel::Cop;
        if small
            && token.feats.get("Tense") == "Past"
            && let Some(head) = out.get_mut(token.head as usize)
        {
            *head = true;
        }
    }
    out
}

/// How far up the tree the verb of a time may stand.
const CLIMB: usize = 8;

/// Whether the clause that the token stands in speaks of what is to come.
fn ahead(parsed: &Parsed, coming: &[bool], mut token: TokenId) -> bool {
    for _ in 0..CLIMB {
        let Some(at) = parsed.tokens.get(token as usize) else {
            return false;
        };
        if coming[token as usize] {
            return true;
        }
        if at.upos == Upos::Verb || at.head == token {
            return false;
        }
        token = at.head;
    }
    false
}
