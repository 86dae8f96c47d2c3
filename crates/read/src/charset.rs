//! From bytes to text: UTF-8 first, then what is declared, then a guess.

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

/// Text decoded from bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The text.
    pub text: String,
    /// Whether bytes that fit the charset nowhere were replaced.
    pub replaced: bool,
}

/// How much of a page is searched for a declared charset.
const DECLARED_WITHIN: usize = 4096;
/// How much is given to the guesser.
const GUESSED_FROM: usize = 64 << 10;
/// One bad sequence among so many good ones is a slip in UTF-8, not another charset.
const SLIP: usize = 10;

/// Decodes a plain text; `declared` is what its carrier says of the charset.
pub fn text(bytes: &[u8], declared: Option<&str>) -> Decoded {
    decode(
        bytes,
        declared.and_then(|name| Encoding::for_label(name.as_bytes())),
    )
}

/// Decodes a page; `declared` is what its carrier says, then its own meta elements are asked.
pub fn page(bytes: &[u8], declared: Option<&str>) -> Decoded {
    let told = declared.and_then(|name| Encoding::for_label(name.as_bytes()));
    decode(bytes, told.or_else(|| in_page(bytes)))
}

fn decode(bytes: &[u8], declared: Option<&'static Encoding>) -> Decoded {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return with(encoding, &bytes[mark..]);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Decoded {
            text: text.to_owned(),
            replaced: false,
        };
    }
    match declared.filter(|e| *e != UTF_8) {
        Some(encoding) => with(encoding, bytes),
        None if mostly_utf8(bytes) => with(UTF_8, bytes),
        None => with(guess(bytes), bytes),
    }
}

fn with(encoding: &'static Encoding, bytes: &[u8]) -> Decoded {
    let (text, replaced) = encoding.decode_without_bom_handling(bytes);
    Decoded {
        text: text.into_owned(),
        replaced,
    }
}

/// Whether good sequences of several bytes outnumber the bad ones by far.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good >= bad * SLIP
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    let part = &bytes[..bytes.len().min(GUESSED_FROM)];
    if part.is_ascii() {
        // What is odd lies beyond the part looked at.
        return WINDOWS_1252;
    }
    detector.feed(part, true);
    detector.guess(None, chardetng::Utf8Detection::Deny)
}

/// The charset that a page's meta element or XML declaration names.
fn in_page(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes[..bytes.len().min(DECLARED_WITHIN)].to_ascii_lowercase();
    let mut from = 0;
    let finders = [&b"charset="[..], b"encoding="];
    while let Some(at) = finders
        .iter()
        .filter_map(|f| Some(memchr::memmem::find(&head[from..], f)? + f.len()))
        .min()
    {
        from += at;
        let rest = head[from..].trim_ascii_start();
        let rest = rest
            .strip_prefix(b"\"")
            .or(rest.strip_prefix(b"'"))
            .unwrap_or(rest);
        let end = rest
            .iter()
            .position(|b| !b.is_ascii_alphanumeric() && !b"-_:".contains(b));
        if let Some(encoding) = Encoding::for_label(&rest[..end.unwrap_or(rest.len())]) {
            // A page that can say so in ASCII is not in UTF-16.
            return Some(encoding.output_encoding());
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn utf8_comes_first() {
        let page = "<meta charset=iso-8859-1>Düsseldorf";
        assert_eq!(super::page(page.as_bytes(), None).text, page);
    }

    #[test]
    fn what_is_declared_comes_next() {
        let got = page(b"<meta charset='iso-8859-2'>\xb3\xf3d\xbc", None);
        assert!(got.text.ends_with("łódź"), "{}", got.text);
        assert_eq!(text(b"caf\xe9", Some("windows-1252")).text, "café");
    }

    #[test]
    fn a_few_bad_bytes_leave_utf8() {
        let mut bytes = "é".repeat(50).into_bytes();
        bytes.push(0xff);
        let got = page(&bytes, None);
        assert!(got.replaced && got.text.starts_with("éé"));
    }

    #[test]
    fn a_guess_comes_last() {
        assert_eq!(
            text(
                b"Der Minister sagte, die Gespr\xe4che dauern f\xfcr zwei Tage.",
                None
            )
            .text,
            "Der Minister sagte, die Gespräche dauern für zwei Tage."
        );
    }
}
