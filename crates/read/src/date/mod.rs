//! Dates as pages write them: ISO 8601, RFC 2822, and words and numbers of many languages.

mod clock;
mod cursor;
mod scan;

use jiff::ToSpan;
use jiff::civil::{Date, DateTime, Time};
use risalah_doc::Lang;
use risalah_pack::web::Dates;

use scan::Scanner;

/// A date found in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Its first byte.
    pub start: usize,
    /// One past its last byte, time of day included.
    pub end: usize,
    /// The day.
    pub day: Date,
    /// The whole time in ISO 8601 where more than the day is said.
    pub stamp: Option<String>,
    /// Whether day and month could be the other way round.
    pub ambiguous: bool,
}

/// How many dates are looked for in one text.
const MOST: usize = 64;

/// Reads a string that is expected to be a date and little else.
///
/// `tag` is the language with or without a region (`en-US`); it decides words that two languages
/// use for different months, and the order of 1/12/2022.
pub fn read(dates: &Dates, text: &str, tag: Option<&str>) -> Option<Found> {
    let text = text.trim_start();
    let found = Scanner::new(dates, text, tag).compact().next();
    // Words before the date ("Diperbarui: …") are few; a text with a date in it is another thing.
    found.filter(|f| f.start <= 48)
}

/// All dates in a text, in order.
pub fn find(dates: &Dates, text: &str, tag: Option<&str>) -> Vec<Found> {
    Scanner::new(dates, text, tag).take(MOST).collect()
}

/// The first date in the path of an address: `/2022/01/12/`, `/12-01-2022`, `_20220112`,
/// `12012022`; `tag` as with [`read`].
pub fn in_path(dates: &Dates, path: &str, tag: Option<&str>) -> Option<Found> {
    let mut found = Scanner::new(dates, path, tag).compact();
    found.find(|f| f.day.year() >= 1995 && f.stamp.is_none())
}

/// The same time as readers of a language see it, where it is said in Greenwich's.
///
/// Systems that know only the day write midnight of their own zone, and in Greenwich that is
/// still the day before.
pub(crate) fn at_home(dates: &Dates, found: Found, tag: Option<&str>) -> Found {
    let local = || {
        let lang = tag.and_then(Lang::parse)?;
        let time: DateTime = found
            .stamp
            .as_deref()?
            .strip_suffix("+00:00")?
            .parse()
            .ok()?;
        let mut times = dates.homes(lang).iter().map(|zone| {
            let there = time.checked_add(i64::from(*zone).minutes()).ok()?;
            (there.time() == Time::midnight()).then_some((there, *zone))
        });
        times.find_map(|there| there)
    };
    match local() {
        None => found,
        Some((there, zone)) => Found {
            day: there.date(),
            stamp: Some(format!("{there}{}", scan::offset(zone))),
            ..found
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::web;
    use proptest::prelude::*;

    fn day(text: &str, tag: Option<&str>) -> String {
        read(&web().dates, text, tag).map_or_else(String::new, |f| {
            f.stamp.unwrap_or_else(|| f.day.to_string())
        })
    }

    #[test]
    fn iso_forms() {
        assert_eq!(day("2022-01-12", None), "2022-01-12");
        assert_eq!(day("20220112", None), "2022-01-12");
        assert_eq!(
            day("2022-01-12T19:30:00+07:00", None),
            "2022-01-12T19:30:00+07:00"
        );
        assert_eq!(
            day("2022-01-12T19:30:00.123+0700", None),
            "2022-01-12T19:30:00+07:00"
        );
        assert_eq!(day("2022-01-12 19:30", None), "2022-01-12T19:30:00");
        assert_eq!(
            day("2022-01-12T19:30:00Z", None),
            "2022-01-12T19:30:00+00:00"
        );
        assert_eq!(day("2022-13-12", None), "");
    }

    #[test]
    fn mail_form() {
        assert_eq!(
            day("Wed, 12 Jan 2022 19:30:00 +0700", None),
            "2022-01-12T19:30:00+07:00"
        );
        assert_eq!(
            day("Wed, 12 Jan 2022 19:30:00 GMT", None),
            "2022-01-12T19:30:00+00:00"
        );
    }

    #[test]
    fn words_of_languages() {
        assert_eq!(
            day("Rabu, 12 Januari 2022 | 19:30 WIB", Some("id")),
            "2022-01-12T19:30:00+07:00"
        );
        assert_eq!(day("Rabu 12/1/2022", Some("id")), "2022-01-12");
        assert_eq!(
            day("January 12th, 2022 at 7:30 p.m.", Some("en")),
            "2022-01-12T19:30:00"
        );
        assert_eq!(
            day("12. März 2020, 08.05 Uhr", Some("de")),
            "2020-03-12T08:05:00"
        );
        assert_eq!(day("12 de enero de 2022", Some("es")), "2022-01-12");
        assert_eq!(day("2022年1月12日", None), "2022-01-12");
        assert_eq!(day("12 января 2022", None), "2022-01-12");
        assert_eq!(day("5 Mac 2021", Some("ms")), "2021-03-05");
    }

    #[test]
    fn order_of_numbers() {
        assert_eq!(day("3/4/2022", Some("en-US")), "2022-03-04");
        assert_eq!(day("3/4/2022", Some("id")), "2022-04-03");
        assert_eq!(day("3/25/2022", Some("id")), "2022-03-25");
        assert_eq!(day("12.01.20", Some("de")), "2020-01-12");
    }

    #[test]
    fn midnight_at_home_is_the_next_day() {
        let there = |text: &str, tag: &str| {
            let dates = &web().dates;
            let found = at_home(dates, read(dates, text, None).unwrap(), Some(tag));
            (found.day.to_string(), found.stamp.unwrap())
        };
        let (day, stamp) = there("2022-01-11T17:00:00Z", "id");
        assert_eq!(day, "2022-01-12");
        assert_eq!(stamp, "2022-01-12T00:00:00+07:00");
        assert_eq!(there("2022-01-11T17:00:01Z", "id").0, "2022-01-11");
        assert_eq!(there("2022-01-11T17:00:00Z", "en").0, "2022-01-11");
    }

    #[test]
    fn what_is_no_date() {
        for text in [
            "",
            "19:30",
            "1.234.567",
            "version 2.10.2",
            "12345678901",
            "May be",
            "0000-00-00",
        ] {
            assert_eq!(day(text, Some("en")), "", "{text}");
        }
    }

    #[test]
    fn days_of_addresses() {
        let day = |path: &str| in_path(&web().dates, path, Some("id")).map(|f| f.day.to_string());
        let same = Some("2022-01-12".to_owned());
        assert_eq!(day("politik/2022/01/12/nota"), same);
        assert_eq!(day("local/2022-01/12/c_11255.htm"), same);
        assert_eq!(day("read/20220112/nota"), same);
        assert_eq!(day("berita/12012022-nota"), same);
        assert_eq!(day("read/1234567/nota"), None);
        assert_eq!(day("read/12345678/nota"), None);
    }

    #[test]
    fn several_in_a_text() {
        let text = "Di Brussels, Rabu (12/1/2022), sejak Juli 2019 dan 3 Mei 2021.";
        let days: Vec<String> = find(&web().dates, text, Some("id"))
            .iter()
            .map(|f| f.day.to_string())
            .collect();
        assert_eq!(days, ["2022-01-12", "2021-05-03"]);
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "\\PC{0,60}", tag in proptest::option::of("[a-z]{2}")) {
            let web = web();
            for found in find(&web.dates, &text, tag.as_deref()) {
                prop_assert!(text.get(found.start..found.end).is_some());
            }
        }

        #[test]
        fn a_day_written_is_the_day_read(year in 1995i16..2060, month in 1i8..=12, day in 1i8..=28) {
            let web = web();
            let date = jiff::civil::date(year, month, day);
            prop_assert_eq!(read(&web.dates, &date.to_string(), None).unwrap().day, date);
        }
    }
}
