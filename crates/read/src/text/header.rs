//! The header block of a plain text: `Title: …`, `Date: …`, `URL: …`.

use risalah_doc::Lang;
use risalah_pack::web::Header;

use crate::Input;

/// How many lines a header block has at most.
const MOST: usize = 12;

/// Takes the header block off the text's top and puts what it says into the input, where the
/// caller has not said it already.
///
/// A block is one known name or more, each on its line, before an empty line or the first line
/// that is no `Name: value`; a text whose first line is a sentence with a colon stays whole.
pub(crate) fn take(names: &Header, input: &mut Input, text: &mut String) {
    let mut known = 0;
    let mut end = 0;
    let mut found = Vec::new();
    for line in text.split_inclusive('\n').take(MOST) {
        let Some((name, value)) = field(line) else {
            break;
        };
        let is_known = which(names, &name).is_some();
        if !is_known && known == 0 {
            return;
        }
        known += usize::from(is_known);
        end += line.len();
        found.push((name, value.to_owned()));
    }
    // A single line could be a headline such as "Title: a word's story" only if nothing follows.
    if known == 0 || text[end..].trim().is_empty() {
        return;
    }
    for (name, value) in found {
        set(names, input, &name, value);
    }
    let rest = text[end..].trim_start_matches(['\n', '\r']).len();
    text.drain(..text.len() - rest);
}

/// Name in lower case, and value.
fn field(line: &str) -> Option<(String, &str)> {
    let (name, value) = line.split_once(':')?;
    let value = value.trim();
    let words = name.split_whitespace().count();
    let fits = !value.is_empty()
        && (1..=3).contains(&words)
        && name.len() <= 32
        && !value.starts_with("//");
    fits.then(|| (name.trim().to_lowercase(), value))
}

fn which<'a>(names: &'a Header, name: &str) -> Option<&'a [String]> {
    let lists = [
        &names.title,
        &names.date,
        &names.url,
        &names.byline,
        &names.lang,
        &names.id,
    ];
    lists
        .into_iter()
        .find(|list| list.iter().any(|n| n == name))
        .map(Vec::as_slice)
}

fn set(names: &Header, input: &mut Input, name: &str, value: String) {
    let is = |list: &[String]| list.iter().any(|n| n == name);
    let slot = if is(&names.title) {
        &mut input.title
    } else if is(&names.date) {
        &mut input.date
    } else if is(&names.url) {
        &mut input.url
    } else if is(&names.byline) {
        &mut input.byline
    } else {
        if is(&names.lang) && input.lang.is_none() {
            input.lang = Lang::parse(&value);
        }
        return;
    };
    if slot.is_none() {
        *slot = Some(value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Body;
    use crate::testing::web;

    fn taken(text: &str) -> (Input, String) {
        let web = web();
        let mut input = Input::new("t", Body::Raw(String::new()));
        let mut text = text.to_owned();
        take(&web.header, &mut input, &mut text);
        (input, text)
    }

    #[test]
    fn a_block_is_read_and_taken_off() {
        let (input, text) = taken(
            "Judul: Dua menteri bertemu\nTanggal: 3 Mei 2021\nURL: https://x.id/a\n\nJakarta - Dua menteri.\n",
        );
        assert_eq!(input.title.as_deref(), Some("Dua menteri bertemu"));
        assert_eq!(input.date.as_deref(), Some("3 Mei 2021"));
        assert_eq!(input.url.as_deref(), Some("https://x.id/a"));
        assert_eq!(text, "Jakarta - Dua menteri.\n");
    }

    #[test]
    fn a_headline_with_a_colon_stays() {
        let whole = "Menteri: harga turun\nHarga beras turun.\n";
        assert_eq!(taken(whole).1, whole);
    }
}
