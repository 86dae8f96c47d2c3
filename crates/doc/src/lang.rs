//! Codes of languages.

use std::fmt;

/// A language by its ISO 639 code of two or three letters (`id`, `en`).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Lang([u8; 3]);

impl Lang {
    /// Reads a code of two or three ASCII letters, in any case; a region after `-` or `_` is dropped.
    pub fn parse(code: &str) -> Option<Self> {
        let base = code.split(['-', '_']).next()?;
        if !(2..=3).contains(&base.len()) || !base.bytes().all(|b| b.is_ascii_alphabetic()) {
            return None;
        }
        let mut out = [0; 3];
        for (to, from) in out.iter_mut().zip(base.bytes()) {
            *to = from.to_ascii_lowercase();
        }
        Some(Self(out))
    }

    /// The code in lower case.
    pub fn as_str(&self) -> &str {
        let end = if self.0[2] == 0 { 2 } else { 3 };
        std::str::from_utf8(&self.0[..end]).unwrap_or_default()
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
