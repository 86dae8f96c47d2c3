//! The dateline: what stands before the dash of a report's first line.

use risalah_doc::Span;
use risalah_pack::web::Datelines;

/// How many words a dateline has at most.
const WORDS: usize = 9;
/// How many characters the line must go on for after the dash,
const SENTENCE: usize = 40;
/// and how many where an agency or a site is named before it.
const SIGNED: usize = 15;
/// How many capitals before a short dash without blanks are a place's.
const SHOUTED: usize = 6;

/// Finds the dateline in one of the text's first lines.
pub(crate) fn find(words: &Datelines, text: &str) -> Option<Span> {
    let mut start = 0;
    let mut seen = 0;
    for line in text.split_inclusive('\n') {
        if let Some((from, to)) = in_line(words, line) {
            return Some(Span::new(start + from, start + to));
        }
        start += line.len();
        seen += usize::from(!line.trim().is_empty());
        if seen >= words.lines {
            break;
        }
    }
    None
}

/// The dateline's bytes in the line.
fn in_line(words: &Datelines, line: &str) -> Option<(usize, usize)> {
    let skip = line.len() - line.trim_start().len();
    let body = &line[skip..];
    let (at, dash) = dash(words, body)
        .or_else(|| bracket(words, body))
        .or_else(|| glued(words, body))?;
    let before = body[..at].trim_end();
    let after = body[at + dash..].trim();
    let named = has_name(words, before);
    let least = if named { SIGNED } else { SENTENCE };
    if after.chars().take(least).count() < least || !opens_sentence(after) {
        return None;
    }
    reads_as_dateline(words, before, named).then(|| (skip, skip + before.len()))
}

/// Where the first dash with a blank before or behind it stands, and its length.
fn dash(words: &Datelines, line: &str) -> Option<(usize, usize)> {
    let mut blank = false;
    for (n, (at, c)) in line.char_indices().enumerate() {
        if n > words.longest {
            return None;
        }
        let rest = &line[at..];
        if let Some(dash) = words.dashes.iter().find(|d| rest.starts_with(d.as_str()))
            && (blank || parts(&line[..at], dash, &rest[dash.len()..]))
        {
            return Some((at, dash.len()));
        }
        blank = c.is_whitespace() || c == ')';
    }
    None
}

/// Whether a dash without a blank before it parts a dateline from its sentence: "JAKARTA–Dua
/// menteri", and with a short one only behind a long name in capitals, for "ASEAN-China" is none.
fn parts(before: &str, dash: &str, after: &str) -> bool {
    let shouted = before.chars().count() >= SHOUTED && before.chars().all(char::is_uppercase);
    let mut next = after.chars();
    let word =
        next.next().is_some_and(char::is_uppercase) && next.next().is_some_and(char::is_lowercase);
    !dash.is_ascii() || after.starts_with(char::is_whitespace) || (shouted && word)
}

/// Where a place behind a site ends that lacks its dash and its blank: "SUARA.com, JakartaDua".
fn glued(words: &Datelines, line: &str) -> Option<(usize, usize)> {
    let (site, rest) = line.split_once(", ")?;
    let word = rest.split(char::is_whitespace).next()?;
    let mut letters = word.char_indices().zip(word.chars().skip(1));
    let at = letters.find(|((_, a), b)| a.is_lowercase() && b.is_uppercase());
    let at = at.map(|((at, a), _)| at + a.len_utf8())?;
    let named = is_site(words, site) && word.starts_with(char::is_uppercase);
    (named && at > 2).then_some((line.len() - rest.len() + at, 0))
}

/// Where a bracket that names an agency closes a dateline without a dash: "(CNN) Italian police",
/// "KABUL (Pajhwok): ".
fn bracket(words: &Datelines, line: &str) -> Option<(usize, usize)> {
    let end = line.find(')')? + 1;
    let inside = line[..end - 1].rsplit('(').next()?.trim();
    let rest = line[end..].trim_start();
    let blank = line.len() - end - rest.len();
    let colon = rest.starts_with(':');
    let agency = words.agencies.iter().any(|a| a == inside);
    let near = line[..end].chars().count() <= words.longest;
    let closes = colon || agency && blank > 0;
    (near && closes).then_some((end, blank + usize::from(colon)))
}

fn opens_sentence(text: &str) -> bool {
    let first = text.chars().find(|c| c.is_alphanumeric());
    first.is_some_and(|c| c.is_uppercase() || c.is_ascii_digit() || !c.is_lowercase())
}

/// Whether the words before the dash are a place, a site or an agency, alone or together; `named` where
/// a site or an agency is among them.
fn reads_as_dateline(words: &Datelines, before: &str, named: bool) -> bool {
    if before.is_empty() || before.split_whitespace().count() > WORDS {
        return false;
    }
    let capital = |word: &str| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        word.chars().next().is_none_or(char::is_uppercase)
    };
    let plain = |word: &str| {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        capital(word) || words.small.iter().any(|s| s == bare) || is_site(words, bare)
    };
    let shaped = before
        .split_whitespace()
        .all(|w| plain(w) || (named && w.starts_with(|c: char| c.is_ascii_digit())));
    let stopped = before.contains(['.', ':', '"', '“', '?', '!', ';']) && !named;
    let digits = before.bytes().any(|b| b.is_ascii_digit()) && !named;
    let few = before
        .split([',', '/'])
        .all(|part| part.split_whitespace().count() <= 3);
    shaped && !stopped && !digits && (named || few)
}

fn has_name(words: &Datelines, before: &str) -> bool {
    let bracketed = before.ends_with(')') && before.contains('(');
    let part = |p: &str| words.agencies.iter().any(|a| a == p.trim());
    bracketed
        || before.split([',', '(', ')', '/', ';']).any(part)
        || before
            .split([' ', ',', '(', ')', '/'])
            .any(|w| is_site(words, w))
}

fn is_site(words: &Datelines, word: &str) -> bool {
    let lower = word.to_ascii_lowercase();
    let ends = |d: &String| lower.len() > d.len() + 1 && lower.ends_with(d.as_str());
    words.domains.iter().any(ends)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::web;

    fn of(text: &str) -> String {
        let web = web();
        find(&web.datelines, text).map_or_else(String::new, |s| s.of(text).to_owned())
    }

    #[test]
    fn forms() {
        let rest = "Dua menteri bertemu di ibu kota untuk membahas harga beras.";
        for (head, dateline) in [
            ("TRIBUNBARU.COM - ", "TRIBUNBARU.COM"),
            ("Jakarta, CNN Indonesia -- ", "Jakarta, CNN Indonesia"),
            ("KOMPAS.com – ", "KOMPAS.com"),
            ("BRUSSELS (Reuters) - ", "BRUSSELS (Reuters)"),
            ("Liputan6.com, Jakarta -", "Liputan6.com, Jakarta"),
            ("NEW DELHI — ", "NEW DELHI"),
            ("JAKARTA, 3 Mei (ANTARA) - ", "JAKARTA, 3 Mei (ANTARA)"),
            ("(CNN) ", "(CNN)"),
            ("KABUL (Pajhwok): ", "KABUL (Pajhwok)"),
            ("KOTABARU-", "KOTABARU"),
            ("KOTABARU--", "KOTABARU"),
            ("SUARABARU.com, Kotabaru", "SUARABARU.com, Kotabaru"),
        ] {
            assert_eq!(
                of(&format!("Judul berita\n{head}{rest}")),
                dateline,
                "{head}"
            );
        }
    }

    #[test]
    fn behind_an_agency_a_short_sentence_is_enough() {
        let told = "Polisi menahan dua orang.";
        assert_eq!(of(&format!("NAIROBI (AFP) - {told}")), "NAIROBI (AFP)");
        assert_eq!(of(&format!("NAIROBI - {told}")), "");
        assert_eq!(of("NAIROBI (AFP) - Olahraga"), "");
    }

    #[test]
    fn a_dash_in_a_sentence_is_none() {
        assert_eq!(
            of("Harga beras - bahan pokok warga - turun di semua pasar kota itu pada hari Senin."),
            ""
        );
        assert_eq!(
            of("The minister said it - and he meant it, as all in the room could hear at once."),
            ""
        );
        assert_eq!(of("Berita Terkini - Olahraga"), "");
        assert_eq!(
            of("ASEAN-China mengakhiri pertemuan dua hari di ibu kota untuk membahas harga beras."),
            ""
        );
    }
}
