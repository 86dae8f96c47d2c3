//! From bytes to Unicode code points.

use risalah_doc::Span;

/// How many bytes lie between two marks.
const STEP: usize = 64;

/// Converts bytes of one text to code points.
///
/// The text is gone through once; a conversion then counts at most [`STEP`] bytes, so a record
/// with many spans takes time linear in its text.
#[derive(Debug)]
pub struct Offsets<'a> {
    bytes: &'a [u8],
    // Invariant: marks[i] = code points that begin before byte i * STEP. Empty for ASCII.
    marks: Vec<u32>,
}

impl<'a> Offsets<'a> {
    /// Prepares the conversion for this text.
    pub fn new(text: &'a str) -> Self {
        let bytes = text.as_bytes();
        let mut marks = Vec::new();
        if !text.is_ascii() {
            marks.reserve(bytes.len() / STEP + 1);
            let mut before = 0;
            for block in bytes.chunks(STEP) {
                marks.push(before);
                before += starts(block);
            }
            marks.push(before);
        }
        Self { bytes, marks }
    }

    /// The number of code points before this byte.
    pub fn at(&self, byte: usize) -> u32 {
        let byte = byte.min(self.bytes.len());
        match self.marks.get(byte / STEP) {
            Some(mark) => mark + starts(&self.bytes[byte / STEP * STEP..byte]),
            None => byte as u32,
        }
    }

    /// A span in code points, half open.
    pub fn span(&self, span: Span) -> [u32; 2] {
        [self.at(span.start()), self.at(span.end())]
    }
}

/// How many code points begin in these bytes.
fn starts(bytes: &[u8]) -> u32 {
    bytes.iter().filter(|b| (**b as i8) >= -0x40).count() as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_boundary_is_counted_as_characters(text in "(\\PC|é|😀|\n){0,300}") {
            let offsets = Offsets::new(&text);
            for (chars, (byte, _)) in text.char_indices().enumerate() {
                prop_assert_eq!(offsets.at(byte) as usize, chars);
            }
            prop_assert_eq!(offsets.at(text.len()) as usize, text.chars().count());
        }
    }
}
