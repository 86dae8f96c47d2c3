//! Matching the pack's rules: at each word the longest.

use risalah_pack::times::{Class, Element, Op, TimeRules};

use super::lex::Lexed;

/// How many values a rule captures at most.
const VALUES: usize = 12;

/// A rule found in the text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Found {
    pub(super) op: Op,
    pub(super) n: i32,
    /// The first word and the one after the last.
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) values: Values,
    /// The nested date: operation, number, values.
    pub(super) date: Option<(Op, i32, Values)>,
}

impl Found {
    /// Whether it is a weekday up to which something lasts: "until Friday".
    pub(super) fn lasts(&self, rules: &TimeRules, lexed: &Lexed) -> bool {
        let weekday = |op| op == Op::Weekday;
        let before = self.start.checked_sub(1);
        (weekday(self.op) || self.date.is_some_and(|(op, ..)| weekday(op)))
            && before.is_some_and(|at| lexed.reads(at, &rules.until))
    }

    /// Takes the year of the month or day behind a word that joins the two: "from March to June
    /// 2023".
    pub(super) fn take_year(&mut self, rules: &TimeRules, lexed: &Lexed) {
        let (Op::Date, None, Some(month)) =
            (self.op, self.values.get(Class::Year), self.values.month())
        else {
            return;
        };
        if !lexed.reads(self.end, &rules.joins) {
            return;
        }
        let next = longest(rules, lexed, self.end + 1).filter(|next| next.op == Op::Date);
        let next = next.and_then(|next| next.values.get(Class::Year).zip(next.values.month()));
        if let Some((year, later)) = next {
            self.values
                .push(Class::Year, year - i32::from(later < month));
        }
    }
}

/// Captured values in the order of the text.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Values {
    all: [Option<(Class, i32)>; VALUES],
    count: usize,
}

impl Values {
    pub(super) fn push(&mut self, class: Class, value: i32) {
        if let Some(free) = self.all.get_mut(self.count) {
            *free = Some((class, value));
            self.count += 1;
        }
    }

    /// The first value of a class.
    pub(super) fn get(&self, class: Class) -> Option<i32> {
        self.all
            .iter()
            .flatten()
            .find(|(c, _)| *c == class)
            .map(|(_, value)| *value)
    }

    /// The month, in words or digits.
    pub(super) fn month(&self) -> Option<i32> {
        let digits = self.get(Class::DayMonth).map(|dm| dm / 100);
        self.get(Class::Month).or(digits)
    }

    /// The second value of a class.
    pub(super) fn second(&self, class: Class) -> Option<i32> {
        self.all
            .iter()
            .flatten()
            .filter(|(c, _)| *c == class)
            .nth(1)
            .map(|(_, value)| *value)
    }
}

/// The rule that takes most words from here on; where words before the time open it, the time may
/// be told by more words than those behind them.
pub(super) fn longest(rules: &TimeRules, lexed: &Lexed, at: usize) -> Option<Found> {
    let found = pick(rules, lexed, at, false)?;
    let bare = (found.start > at).then(|| pick(rules, lexed, found.start, false));
    let more = bare.flatten().filter(|bare| bare.end > found.end);
    Some(more.unwrap_or(found))
}

fn sign(lexed: &Lexed, at: usize) -> bool {
    lexed.words[at].sign
}

fn pick(rules: &TimeRules, lexed: &Lexed, at: usize, core: bool) -> Option<Found> {
    let mut best: Option<(Found, u32)> = None;
    let readings = lexed.readings(at).iter();
    for n in readings.flat_map(|(class, value)| rules.beginning(*class, *value)) {
        let rule = &rules.rules[*n as usize];
        if core && !rule.core {
            continue;
        }
        let mut found = Found {
            op: rule.op,
            n: rule.n,
            start: at,
            end: at,
            values: Values::default(),
            date: None,
        };
        // Of two that match as much the first is meant.
        if elements(rules, lexed, &rule.elements, &mut found)
            && best.is_none_or(|(b, m)| (found.end, m) > (b.end, *n))
        {
            best = Some((found, *n));
        }
    }
    best.map(|(found, _)| found)
}

/// Matches a rule's elements one after the other; what may be missing is taken where it is there.
fn elements(rules: &TimeRules, lexed: &Lexed, all: &[(Element, bool)], found: &mut Found) -> bool {
    let mut last = found.end;
    for (element, optional) in all {
        let at = found.end;
        let broken = at > found.start && lexed.words.get(at).is_some_and(|w| w.breaks);
        let took = !broken && at < lexed.words.len() && one(rules, lexed, element, found);
        if took {
            // An optional comma that nothing follows is no part of the time.
            if !(*optional && found.end == at + 1 && sign(lexed, at)) {
                last = found.end;
            }
        } else if !optional {
            return false;
        }
    }
    found.end = last;
    found.end > found.start
}

fn one(rules: &TimeRules, lexed: &Lexed, element: &Element, found: &mut Found) -> bool {
    let at = found.end;
    match element {
        Element::Class(class) => match lexed.read(at, *class) {
            Some(value) => {
                let (value, end) = match class {
                    Class::Number => count(lexed, value, at + 1),
                    _ => (value, at + 1),
                };
                found.values.push(*class, value);
                found.end = end;
                true
            }
            None => false,
        },
        Element::Words(words) => {
            let word = lexed.reads(at, words);
            found.end += usize::from(word);
            word
        }
        Element::Before(words) => {
            let word = lexed.reads(at, words);
            found.end += usize::from(word);
            found.start = found.end;
            word
        }
        Element::Date => match pick(rules, lexed, at, true) {
            Some(date) => {
                found.date = Some((date.op, date.n, date.values));
                found.end = date.end;
                true
            }
            None => false,
        },
    }
}

/// So many words make a number at most.
const LONG: usize = 8;

/// The number that words make which begin with this one, and the word after them: "dua puluh lima".
fn count(lexed: &Lexed, first: i32, mut at: usize) -> (i32, usize) {
    let (mut sum, mut number) = (0_i32, first);
    let end = at + LONG;
    while at < end {
        let Some(scale) = lexed.read(at, Class::Scale).filter(|_| number > 0) else {
            break;
        };
        number = match scale {
            ..0 => number.saturating_sub(scale),
            _ => number.saturating_mul(scale),
        };
        at += 1;
        if let Some(next) = lexed.read(at, Class::Number).filter(|n| *n < scale) {
            sum = sum.saturating_add(number);
            number = next;
            at += 1;
        }
    }
    (sum.saturating_add(number), at)
}
