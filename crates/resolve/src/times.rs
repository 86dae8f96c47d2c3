//! Expressions of time: found by the pack's rules, valued against the anchor.
//!
//! The text is cut into words and numbers once ([`lex`]); at each that can begin a time the
//! longest rule is taken ([`rules`]) and its captured values are put together ([`meaning`]).

mod calendar;
mod clocks;
mod coming;
mod counts;
mod dates;
mod lengths;
mod lex;
mod meaning;
mod rules;
mod value;

use jiff::civil::Date;
use risalah_doc::{Granularity, Origin, Parsed, Time, TimeKind};
use risalah_pack::Pack;
use risalah_pack::times::Op;

use self::coming::Coming;
use self::value::Context;

/// All expressions of time, and the day that relative ones count from.
///
/// The anchor is the day of publication; where none came with the report it is the one full
/// date that the text itself gives, if it gives exactly one.
pub(crate) fn resolve(pack: &Pack, parsed: &Parsed) -> (Vec<Time>, Option<(Date, Origin)>) {
    let lexed = lex::text(&pack.times, &parsed.article.text);
    let coming = Coming::of(pack, parsed);
    let published = parsed.article.published.as_ref().map(|p| (p.day, p.origin));
    let anchor = published.or_else(|| only_full_date(pack, &coming, &lexed));
    (find(pack, &coming, &lexed, anchor.map(|a| a.0)), anchor)
}

/// The one day that the text gives with its year, if there is exactly one.
fn only_full_date(pack: &Pack, coming: &Coming<'_>, lexed: &lex::Lexed) -> Option<(Date, Origin)> {
    let times = find(pack, coming, lexed, None);
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

fn find(pack: &Pack, coming: &Coming<'_>, lexed: &lex::Lexed, anchor: Option<Date>) -> Vec<Time> {
    let mut context = Context::new(pack, anchor);
    let mut times = Vec::new();
    let mut at = 0;
    while at < lexed.words.len() {
        let Some(mut found) = rules::longest(&pack.times, lexed, at) else {
            at += 1;
            continue;
        };
        if found.op == Op::Nothing {
            at = found.end;
            continue;
        }
        let start = lexed.words[at].span.start();
        let ahead = coming.holds(start) || found.lasts(&pack.times, lexed);
        found.take_year(&pack.times, lexed);
        match meaning::of(&mut context, lexed, &found, ahead) {
            Some(time) => {
                times.push(time);
                at = found.end;
            }
            None => at += 1,
        }
    }
    times
}
