//! Character references: `&amp;`, `&#8217;`, `&nbsp;`.

use std::borrow::Cow;

use memchr::memchr;
use risalah_pack::web::Entities;

/// Names longer than this are none.
const NAME: usize = 32;
/// The names that XML has of itself; HTML lets them stand without `;`.
const PLAIN: [(&str, char); 6] = [
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("nbsp", '\u{a0}'),
];

/// Decodes `text` into `out`.
fn decode(entities: &Entities, text: &str, out: &mut String) {
    run(text, out, |name| entities.get(name).map(Cow::Borrowed));
}

/// The text with its references decoded.
pub(crate) fn decoded<'a>(entities: &Entities, text: &'a str) -> Cow<'a, str> {
    if memchr(b'&', text.as_bytes()).is_none() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    decode(entities, text, &mut out);
    Cow::Owned(out)
}

/// The text with the references decoded that XML has of itself.
pub(crate) fn plain(text: &str) -> Cow<'_, str> {
    if memchr(b'&', text.as_bytes()).is_none() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    run(text, &mut out, |_| None);
    Cow::Owned(out)
}

fn run<'e>(text: &str, out: &mut String, named: impl Fn(&str) -> Option<Cow<'e, str>>) {
    let mut rest = text;
    while let Some(at) = memchr(b'&', rest.as_bytes()) {
        out.push_str(&rest[..at]);
        let after = &rest[at + 1..];
        match reference(after, out, &named) {
            Some(len) => rest = &after[len..],
            None => {
                out.push('&');
                rest = after;
            }
        }
    }
    out.push_str(rest);
}

/// Writes what the reference stands for; its length without `&`.
fn reference<'e>(
    text: &str,
    out: &mut String,
    named: &impl Fn(&str) -> Option<Cow<'e, str>>,
) -> Option<usize> {
    if let Some(digits) = text.strip_prefix('#') {
        return numeric(digits, out).map(|len| len + 1);
    }
    let len = text
        .bytes()
        .take(NAME)
        .take_while(u8::is_ascii_alphanumeric)
        .count();
    let (name, rest) = text.split_at(len);
    let closed = rest.starts_with(';');
    if let Some((_, c)) = PLAIN.iter().find(|(n, _)| *n == name)
        && (closed || !rest.starts_with('='))
    {
        out.push(*c);
        return Some(len + usize::from(closed));
    }
    if !closed {
        return None;
    }
    out.push_str(&named(name)?);
    Some(len + 1)
}

fn numeric(digits: &str, out: &mut String) -> Option<usize> {
    let (radix, skip) = if digits.starts_with(['x', 'X']) {
        (16, 1)
    } else {
        (10, 0)
    };
    let body = &digits[skip..];
    let len = body
        .bytes()
        .take(8)
        .take_while(|b| char::from(*b).is_digit(radix))
        .count();
    let point = u32::from_str_radix(&body[..len], radix).ok()?;
    out.push(character(point));
    Some(skip + len + usize::from(body[len..].starts_with(';')))
}

/// The character; numbers from 80 to 9F are windows-1252's, as browsers read them.
fn character(point: u32) -> char {
    if (0x80..0xa0).contains(&point) {
        let byte = [point as u8];
        let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(&byte);
        return text.chars().next().unwrap_or('\u{fffd}');
    }
    char::from_u32(point)
        .filter(|c| *c != '\0')
        .unwrap_or('\u{fffd}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::web;

    #[test]
    fn references_of_all_forms() {
        let of = |text| decoded(&web().entities, text).into_owned();
        assert_eq!(
            of("a&amp;b &#39;c&#x27; &eacute;&nbsp;&hellip;"),
            "a&b 'c' é\u{a0}…"
        );
        assert_eq!(of("&#146;&#0;&#99999999;"), "’\u{fffd}\u{fffd}");
        assert_eq!(
            of("R&D &unknown; a?b&c=1&copy=2 &"),
            "R&D &unknown; a?b&c=1&copy=2 &"
        );
        assert_eq!(of("&amp &lt"), "& <");
    }
}
