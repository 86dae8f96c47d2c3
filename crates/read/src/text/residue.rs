//! What a crawler left of a picture's address at the end of a line.

use risalah_doc::{Image, Recovery, Span};

use crate::rendition;

/// A stretch of text that is the tail of a rendition's address, and the picture it stood for.
#[derive(Debug)]
pub(crate) struct Residue {
    pub(crate) span: Span,
    pub(crate) image: Image,
}

/// Endings of a picture's file name.
const PICTURES: [&str; 6] = [".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif"];
/// Longer words are looked at no further.
const LONGEST: usize = 2048;

/// All residues in the text: lines that hold nothing else, and the text's last word.
pub(crate) fn find(text: &str) -> Vec<Residue> {
    let mut out = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let word = line.trim();
        let last = start + line.len() >= text.trim_end().len();
        let tail = if last {
            word.rsplit(char::is_whitespace).next()
        } else {
            Some(word)
        };
        if let Some(tail) = tail
            && let Some(image) = image(tail)
        {
            let end = start + line.trim_end().len();
            out.push(Residue {
                span: Span::new(end - tail.len(), end),
                image,
            });
        }
        start += line.len();
    }
    out
}

/// The picture, if the word is the tail of a rendition's address: filter calls, then a path.
fn image(word: &str) -> Option<Image> {
    let path = word.strip_suffix(')').unwrap_or(word);
    if path.len() > LONGEST || !path.starts_with([':', '/']) || path.contains(char::is_whitespace) {
        return None;
    }
    let dot = path.rfind('.')?;
    let ending = path[dot..].to_ascii_lowercase();
    if !PICTURES.contains(&ending.as_str()) {
        return None;
    }
    let (operations, rest) = rendition::calls(path);
    if operations.is_empty() || !rest.starts_with('/') {
        return None;
    }
    Some(Image {
        url: word.to_owned(),
        original: Some(rest.to_owned()),
        recovery: Some(Recovery::Exact),
        operations,
        caption: None,
    })
}

/// The text without the residues, with the line breaks before them.
pub(crate) fn without(text: &str, residues: &[Residue]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for residue in residues {
        out.push_str(text[from..residue.span.start()].trim_end());
        from = residue.span.end();
    }
    out.push_str(&text[from..]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const TAIL: &str =
        ":quality(30):format(webp):focal(0.5x0.5:0.5x0.5)/kota/foto/originals/pasar.jpg)";

    #[test]
    fn a_tail_becomes_the_picture() {
        let text = format!("Harga turun.\n{TAIL}");
        let found = find(&text);
        assert_eq!(found.len(), 1);
        assert_eq!(
            found[0].image.original.as_deref(),
            Some("/kota/foto/originals/pasar.jpg")
        );
        let names: Vec<&str> = found[0]
            .image
            .operations
            .iter()
            .map(|o| o.name.as_str())
            .collect();
        assert_eq!(names, ["quality", "format", "focal"]);
        assert_eq!(found[0].image.operations[2].args, ["0.5x0.5:0.5x0.5"]);
        assert_eq!(without(&text, &found), "Harga turun.");
    }

    #[test]
    fn a_tail_behind_the_last_word_is_found() {
        let text = format!("Harga turun. {TAIL}\n");
        assert_eq!(without(&text, &find(&text)), "Harga turun.\n");
    }

    #[test]
    fn other_words_stay() {
        for text in [
            "Lihat :) di /jalan/raya.",
            "a:b(c)/d",
            "",
            ":quality(30) saja.jpg",
        ] {
            assert!(find(text).is_empty(), "{text}");
        }
    }
}
