//! How a language words times: words with their values, and rules over them.
//!
//! `LANG/times.toml` holds both. A rule's `match` is a row of elements: classes (`{month}`),
//! words (`last|past`), the nested `{date}` (any rule with `core = true`), each with `?` where
//! it may be missing; words in brackets (`(for|in)`) open the rule and are no part of the time.
//! Its `op` names what the captured values make ([`Op`]).

use std::collections::BTreeMap;

use hashbrown::HashMap;
use risalah_doc::Lang;
use serde::Deserialize;
use toml::Spanned;

use crate::Files;
use crate::file::line_of;

/// What a word or number of a time can be; numbers are recognised by their form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Class {
    Month,
    Weekday,
    Unit,
    /// A unit in the plural or otherwise without a count.
    Units,
    Number,
    /// "several": a count that is not known.
    Vague,
    Ordinal,
    Daypart,
    Season,
    Reference,
    /// Days from the anchor: "yesterday" -1.
    Offset,
    /// A fixed feast, month * 100 + day.
    Feast,
    /// `1` to `31` in digits.
    Day,
    /// `1000` to `2199` in digits.
    Year,
    /// `07.30` or `7:30`, hours * 100 + minutes.
    Clock,
    /// `12/1/2022`: year * 10000 + month * 100 + day.
    DayMonthYear,
    /// `12/1`: month * 100 + day.
    DayMonth,
    /// `1990s`.
    Decade,
    /// Half of the day that a clock of twelve hours means, by the hours before it: "p.m." 12.
    Half,
    /// How often, by the unit between two times: "daily".
    Often,
    /// What a word behind a number makes of it: "ratus" (hundred) 100 times as much, "belas" (teen,
    /// -10) ten more.
    Scale,
    /// A zone of clocks, by what TIMEX3 writes behind them: "UTC" `Z`.
    Zone,
    /// A word that some rule names, by its number.
    Word,
}

const CLASSES: [(&str, Class); 23] = [
    ("month", Class::Month),
    ("weekday", Class::Weekday),
    ("unit", Class::Unit),
    ("units", Class::Units),
    ("number", Class::Number),
    ("vague", Class::Vague),
    ("ordinal", Class::Ordinal),
    ("daypart", Class::Daypart),
    ("season", Class::Season),
    ("reference", Class::Reference),
    ("offset", Class::Offset),
    ("feast", Class::Feast),
    ("day", Class::Day),
    ("year", Class::Year),
    ("clock", Class::Clock),
    ("dmy", Class::DayMonthYear),
    ("dm", Class::DayMonth),
    ("decade", Class::Decade),
    ("half", Class::Half),
    ("often", Class::Often),
    ("scale", Class::Scale),
    ("zone", Class::Zone),
    ("word", Class::Word),
];

/// One element of a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Element {
    /// A word or number of this class.
    Class(Class),
    /// One of these words, by their numbers.
    Words(Vec<i32>),
    /// One of these words, that stands before the time and is no part of it.
    Before(Vec<i32>),
    /// A date by any core rule.
    Date,
}

/// What captured values make.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Op {
    /// Day, month, year as far as captured; what is missing is the nearest to the anchor.
    Date,
    /// Day and month of the anchor's year moved by `n`: "May of last year".
    DateOfYear,
    /// A day of the anchor's month moved by `n`: "the 15th of this month".
    DayOfMonth,
    /// A weekday; with `n` -1 or 1 the last or next one.
    Weekday,
    /// A weekday of the anchor's week moved by `n`: "Monday last week".
    WeekdayOfWeek,
    /// A month, day or season named, `n` -1 the last one, 1 the next.
    Named,
    /// The season, without one the weekend, that is nearest before, or after, the anchor.
    Near,
    /// The weekend of the anchor's week moved by `n`.
    Weekend,
    /// The anchor's unit moved by `n`: "last month".
    Shift,
    /// A unit, without one a half, by its ordinal (with `n` -1 the last one) within the nested date
    /// or the year: "the first week of May".
    Part,
    /// A count of units before (`n` = -1) or after (`n` = 1) the anchor.
    Ago,
    /// A count of units before or after the time told last.
    Later,
    /// How long; with `n` 2 half of it, with `n` -1 of a count that is not told.
    Duration,
    /// How often.
    Set,
    /// Now, the past or the future.
    Reference,
    /// The nested date, or the one told last, at a clock time or part of the day; with `n` -1 the
    /// day before, with `n` 1 the anchor.
    At,
    /// Days from the anchor.
    Offset,
    /// A fixed feast.
    Feast,
    /// Ten years.
    Decade,
    /// A hundred years by their number.
    Century,
    /// A quarter of a year by ordinal.
    Quarter,
    /// First and last day of the same month, or two weekdays.
    Range,
    /// The words are the nested date's, whatever stands around it.
    Same,
    /// The words are no time.
    Nothing,
}

const OPS: [(&str, Op); 24] = [
    ("date", Op::Date),
    ("date-of-year", Op::DateOfYear),
    ("day-of-month", Op::DayOfMonth),
    ("weekday", Op::Weekday),
    ("weekday-of-week", Op::WeekdayOfWeek),
    ("named", Op::Named),
    ("near", Op::Near),
    ("weekend", Op::Weekend),
    ("part", Op::Part),
    ("shift", Op::Shift),
    ("ago", Op::Ago),
    ("later", Op::Later),
    ("duration", Op::Duration),
    ("set", Op::Set),
    ("reference", Op::Reference),
    ("at", Op::At),
    ("offset", Op::Offset),
    ("feast", Op::Feast),
    ("decade", Op::Decade),
    ("century", Op::Century),
    ("quarter", Op::Quarter),
    ("range", Op::Range),
    ("same", Op::Same),
    ("nothing", Op::Nothing),
];

/// A rule.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Its name, for whoever asks why.
    pub id: String,
    /// Its elements, and whether each may be missing.
    pub elements: Vec<(Element, bool)>,
    /// What they make.
    pub op: Op,
    /// The operation's number.
    pub n: i32,
    /// Whether other rules may nest it.
    pub core: bool,
}

/// All that a language needs to find times.
#[derive(Debug, Default)]
pub struct TimeRules {
    /// The rules in the order of the file; of two that match as much the first is meant.
    pub rules: Vec<Rule>,
    /// TIMEX3 names of units, dayparts, seasons and references, by their numbers.
    pub names: Vec<String>,
    /// Whether `1/2/2022` is the first of February.
    pub day_first: bool,
    /// Endings that words of time take and are none of them: "'s".
    pub endings: Vec<String>,
    /// Words before a weekday that make it one to come, by their numbers: "until".
    pub until: Vec<i32>,
    /// Words between two months or days of which the second's year is the first's too: "to".
    pub joins: Vec<i32>,
    /// Words that are months or weekdays only where they are written with a capital.
    capitalised: Vec<String>,
    words: HashMap<Box<str>, Vec<(Class, i32)>, foldhash::fast::FixedState>,
    // Which rules can begin so, in their order.
    beginnings: HashMap<(Class, i32), Vec<u32>, foldhash::fast::FixedState>,
}

impl TimeRules {
    /// The rules that can begin with a word of this class and, if it is a word that some rule
    /// names, of this value; by their places in `rules`.
    pub fn beginning(&self, class: Class, value: i32) -> &[u32] {
        let value = if class == Class::Word { value } else { 0 };
        self.beginnings
            .get(&(class, value))
            .map_or(&[], Vec::as_slice)
    }

    /// What a word, in lower case, can be.
    pub fn word(&self, word: &str) -> &[(Class, i32)] {
        self.words.get(word).map_or(&[], Vec::as_slice)
    }

    /// Whether a word, in lower case, is a month or weekday only where it is written with a capital.
    pub fn needs_capital(&self, word: &str) -> bool {
        self.capitalised.iter().any(|w| w == word)
    }

    /// The TIMEX3 name of a value of the classes that have names.
    pub fn name(&self, value: i32) -> &str {
        self.names.get(value as usize).map_or("", String::as_str)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    day_first: bool,
    #[serde(default)]
    capitalised: Vec<String>,
    #[serde(default)]
    endings: Vec<String>,
    #[serde(default)]
    until: Vec<String>,
    #[serde(default)]
    joins: Vec<String>,
    words: BTreeMap<String, BTreeMap<String, toml::Value>>,
    rule: Vec<Spanned<RawRule>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRule {
    id: String,
    r#match: String,
    op: String,
    #[serde(default)]
    n: i32,
    #[serde(default)]
    core: bool,
}

impl TimeRules {
    /// Loads `LANG/times.toml`.
    pub(crate) fn load(files: &mut Files, lang: Lang) -> Self {
        let path = format!("{lang}/times.toml");
        let Some((file, text)) = files.toml::<File>(&path) else {
            return Self::default();
        };
        let mut rules = Self {
            day_first: file.day_first,
            capitalised: file.capitalised,
            endings: file.endings,
            ..Self::default()
        };
        for (class, words) in &file.words {
            let Some(class) = class_named(class) else {
                files.fault(
                    Files::at(&path, 0),
                    format!("`{class}` is no class of words"),
                );
                continue;
            };
            for (word, value) in words {
                let value = match value {
                    toml::Value::Integer(n) => *n as i32,
                    toml::Value::String(name) => rules.number_of(name),
                    other => {
                        files.fault(
                            Files::at(&path, 0),
                            format!("`{word}` has the value {other}"),
                        );
                        continue;
                    }
                };
                rules
                    .words
                    .entry(word.to_lowercase().into_boxed_str())
                    .or_default()
                    .push((class, value));
            }
        }
        let mut literals = BTreeMap::new();
        let mut numbers =
            |words: &[String]| words.iter().map(|w| number(&mut literals, w)).collect();
        (rules.until, rules.joins) = (numbers(&file.until), numbers(&file.joins));
        for raw in file.rule {
            let at = Files::at(&path, line_of(&text, raw.span().start));
            match rule(raw.into_inner(), &mut literals) {
                Ok(rule) => rules.rules.push(rule),
                Err(what) => files.fault(at, what),
            }
        }
        for (word, number) in literals {
            rules
                .words
                .entry(word.into_boxed_str())
                .or_default()
                .push((Class::Word, number));
        }
        rules.index();
        rules
    }

    /// Tells which rules can begin with what.
    fn index(&mut self) {
        let core: Vec<(Class, i32)> = self
            .rules
            .iter()
            .filter(|r| r.core)
            .flat_map(first)
            .collect();
        for (at, rule) in self.rules.iter().enumerate() {
            let mut begins: Vec<(Class, i32)> = first(rule).collect();
            if leading(rule).any(|e| *e == Element::Date) {
                begins.extend(&core);
            }
            begins.sort_unstable();
            begins.dedup();
            for begin in begins {
                self.beginnings.entry(begin).or_default().push(at as u32);
            }
        }
    }

    fn number_of(&mut self, name: &str) -> i32 {
        if let Some(at) = self.names.iter().position(|n| n == name) {
            return at as i32;
        }
        self.names.push(name.to_owned());
        self.names.len() as i32 - 1
    }
}

/// The elements that what a rule matches may begin with.
fn leading(rule: &Rule) -> impl Iterator<Item = &Element> {
    let must = rule.elements.iter().position(|(_, optional)| !optional);
    let end = must.map_or(rule.elements.len(), |at| at + 1);
    rule.elements[..end].iter().map(|(element, _)| element)
}

/// The classes and words that these elements name.
fn first(rule: &Rule) -> impl Iterator<Item = (Class, i32)> {
    leading(rule).flat_map(|element| -> Vec<(Class, i32)> {
        match element {
            Element::Class(class) => vec![(*class, 0)],
            Element::Words(words) | Element::Before(words) => {
                words.iter().map(|n| (Class::Word, *n)).collect()
            }
            Element::Date => Vec::new(),
        }
    })
}

fn class_named(name: &str) -> Option<Class> {
    CLASSES
        .iter()
        .find(|(n, _)| *n == name)
        .map(|(_, class)| *class)
}

/// The number of a word that rules name.
fn number(literals: &mut BTreeMap<String, i32>, word: &str) -> i32 {
    let next = literals.len() as i32;
    *literals.entry(word.to_lowercase()).or_insert(next)
}

fn rule(raw: RawRule, literals: &mut BTreeMap<String, i32>) -> Result<Rule, String> {
    let op = OPS
        .iter()
        .find(|(name, _)| *name == raw.op)
        .map(|(_, op)| *op)
        .ok_or_else(|| format!("rule `{}`: `{}` is no operation", raw.id, raw.op))?;
    let mut numbers = |words: &str| -> Vec<i32> {
        words
            .split('|')
            .map(|word| number(literals, word))
            .collect()
    };
    let mut elements = Vec::new();
    for part in raw.r#match.split_whitespace() {
        let (part, optional) = part.strip_suffix('?').map_or((part, false), |p| (p, true));
        let class = part.strip_prefix('{').and_then(|p| p.strip_suffix('}'));
        let before = part.strip_prefix('(').and_then(|p| p.strip_suffix(')'));
        let element = match (class, before) {
            (Some("date"), _) => Element::Date,
            (Some(class), _) => Element::Class(
                class_named(class)
                    .filter(|class| *class != Class::Word)
                    .ok_or_else(|| format!("rule `{}`: `{class}` is no class", raw.id))?,
            ),
            (None, Some(words)) if elements.is_empty() && !optional => {
                Element::Before(numbers(words))
            }
            (None, Some(_)) => {
                return Err(format!(
                    "rule `{}`: only its first element may be in brackets",
                    raw.id
                ));
            }
            (None, None) => Element::Words(numbers(part)),
        };
        elements.push((element, optional));
    }
    let own = elements
        .iter()
        .filter(|(e, _)| !matches!(e, Element::Before(_)));
    if own.clone().all(|(_, optional)| *optional) {
        return Err(format!("rule `{}` could match nothing", raw.id));
    }
    if raw.core && elements.iter().any(|(e, _)| *e == Element::Date) {
        return Err(format!("rule `{}` is core and nests a date", raw.id));
    }
    Ok(Rule {
        id: raw.id,
        elements,
        op,
        n: raw.n,
        core: raw.core,
    })
}
