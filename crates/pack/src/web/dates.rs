//! Words of dates: months, time zones, and how numbers are ordered.

use std::collections::BTreeMap;
use std::ops::Range;

use hashbrown::HashMap;
use risalah_doc::Lang;
use serde::Deserialize;
use toml::Spanned;

use super::{Fixed, fixed_map};
use crate::Files;
use crate::file::line_of;

/// The words and habits with which pages write dates.
#[derive(Debug, Default)]
pub struct Dates {
    months: HashMap<Box<str>, Vec<(Lang, u8)>, Fixed>,
    zones: HashMap<Box<str>, i32, Fixed>,
    habits: Habits,
    homes: HashMap<Lang, Vec<i32>, Fixed>,
}

/// `dates.toml`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Habits {
    month_first: Vec<String>,
    ordinals: Vec<String>,
    fillers: Vec<String>,
    am: Vec<String>,
    pm: Vec<String>,
    year_signs: Vec<char>,
    month_signs: Vec<char>,
    day_signs: Vec<char>,
    published: Vec<String>,
    changed: Vec<String>,
    published_names: Vec<String>,
    changed_names: Vec<String>,
    home: Option<Spanned<BTreeMap<String, Vec<String>>>>,
}

impl Dates {
    pub(super) fn load(files: &mut Files) -> Self {
        let mut months: HashMap<Box<str>, Vec<(Lang, u8)>, Fixed> = fixed_map();
        for row in files
            .table("web/months.tsv", &["lang", "month", "names"])
            .rows
        {
            let month = row.cell(1).parse().ok().filter(|m| (1..=12).contains(m));
            let (Some(lang), Some(month)) = (Lang::parse(row.cell(0)), month) else {
                files.fault(row.at, "needs a language's code and a month from 1 to 12");
                continue;
            };
            for name in row.values(2) {
                months.entry(name.into()).or_default().push((lang, month));
            }
        }
        let mut zones = fixed_map();
        for row in files.table("web/zones.tsv", &["name", "offset"]).rows {
            match minutes(row.cell(1)) {
                Some(offset) => drop(zones.insert(row.cell(0).into(), offset)),
                None => files.fault(row.at, "an offset is written +07:00"),
            }
        }
        let (habits, homes) = match files.toml::<Habits>("web/dates.toml") {
            Some((habits, text)) => {
                let homes = homes(files, &habits, &text);
                (habits, homes)
            }
            None => (Habits::default(), fixed_map()),
        };
        Self {
            months,
            zones,
            habits,
            homes,
        }
    }

    /// The month, 1 to 12, that this word in lower case names; in `lang` if it is a word there,
    /// else in any language, but only where all agree.
    pub fn month(&self, word: &str, lang: Option<Lang>) -> Option<u8> {
        let known = self.months.get(word)?;
        let own = known.iter().find(|(l, _)| Some(*l) == lang);
        if let Some((_, month)) = own {
            return Some(*month);
        }
        let (_, first) = known.first()?;
        known.iter().all(|(_, m)| m == first).then_some(*first)
    }

    /// The minutes east of Greenwich of a zone's name.
    pub fn zone(&self, name: &str) -> Option<i32> {
        self.zones.get(name).copied()
    }

    /// Whether `tag`, a language with or without a region, writes the month before the day.
    pub fn month_first(&self, tag: &str) -> bool {
        let tag = tag.to_ascii_lowercase().replace('_', "-");
        self.habits.month_first.contains(&tag)
    }

    /// Whether this may follow a day's number, as in 1st or 1er.
    pub fn is_ordinal(&self, ending: &str) -> bool {
        holds(&self.habits.ordinals, ending)
    }

    /// Whether this word may stand between day, month and year.
    pub fn is_filler(&self, word: &str) -> bool {
        holds(&self.habits.fillers, word)
    }

    /// Whether the word makes a time of day one after noon (`true`) or before it (`false`).
    pub fn half(&self, word: &str) -> Option<bool> {
        if holds(&self.habits.pm, word) {
            return Some(true);
        }
        holds(&self.habits.am, word).then_some(false)
    }

    /// Where a line in lower case calls what follows the day of publication: the bytes of the
    /// word that does.
    pub fn calls_publication(&self, line: &str) -> Option<Range<usize>> {
        let words = self.habits.published.iter();
        let found = words.filter_map(|word| {
            let at = find(line, word)?;
            Some(at..at + word.len())
        });
        found.min_by_key(|word| (word.start, word.end))
    }

    /// Whether a line in lower case calls its date that of a later change.
    pub fn calls_change(&self, line: &str) -> bool {
        let mut words = self.habits.changed.iter();
        words.any(|word| find(line, word).is_some())
    }

    /// Whether a class or id says that its element holds the day of publication.
    pub fn names_publication(&self, words: &str) -> bool {
        holds_any(&self.habits.published_names, words)
    }

    /// Whether a class or id says that its element holds the day of a later change.
    pub fn names_change(&self, words: &str) -> bool {
        holds_any(&self.habits.changed_names, words)
    }

    /// The zones, in minutes east of Greenwich, in which readers of a language live; none for
    /// languages read all over the world.
    pub fn homes(&self, lang: Lang) -> &[i32] {
        self.homes.get(&lang).map_or(&[], |zones| zones)
    }

    /// Whether the sign makes the number before it a year, a month or a day (0, 1, 2).
    pub fn sign(&self, sign: char) -> Option<usize> {
        let signs = [
            &self.habits.year_signs,
            &self.habits.month_signs,
            &self.habits.day_signs,
        ];
        signs.iter().position(|known| known.contains(&sign))
    }
}

fn holds(list: &[String], word: &str) -> bool {
    list.iter().any(|known| known == word)
}

/// Where a word starts in a line, not inside another word.
fn find(line: &str, word: &str) -> Option<usize> {
    let starts = |at: &usize| !line[..*at].ends_with(char::is_alphanumeric);
    line.match_indices(word).map(|(at, _)| at).find(starts)
}

/// Whether a class or id, letters and digits of which are compared without case, holds one of
/// these.
fn holds_any(names: &[String], words: &str) -> bool {
    let bare: String = words
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || *c == ' ')
        .map(|c| c.to_ascii_lowercase())
        .collect();
    names.iter().any(|name| bare.contains(name.as_str()))
}

fn homes(files: &mut Files, habits: &Habits, text: &str) -> HashMap<Lang, Vec<i32>, Fixed> {
    let mut homes = fixed_map();
    let Some(table) = &habits.home else {
        return homes;
    };
    let line = line_of(text, table.span().start);
    for (lang, zones) in table.get_ref() {
        let offsets: Option<Vec<i32>> = zones.iter().map(|z| minutes(z)).collect();
        match (Lang::parse(lang), offsets) {
            (Some(lang), Some(offsets)) => drop(homes.insert(lang, offsets)),
            _ => files.fault(
                Files::at("web/dates.toml", line),
                format!("the home of `{lang}` needs a language's code and offsets like +07:00"),
            ),
        }
    }
    homes
}

/// Minutes of `+07:00`.
fn minutes(offset: &str) -> Option<i32> {
    let (sign, rest) = match offset.as_bytes().first()? {
        b'+' => (1, &offset[1..]),
        b'-' => (-1, &offset[1..]),
        _ => return None,
    };
    let (hours, minutes) = rest.split_once(':')?;
    Some(sign * (hours.parse::<i32>().ok()? * 60 + minutes.parse::<i32>().ok()?))
}
