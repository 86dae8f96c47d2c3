//! What a format's rows look like: named columns, each with its kind, its meaning and how it is
//! filled. Headers, Arrow schemas and codebooks come from the same list.

use std::borrow::Cow;

use risalah_store::Key;

use crate::Row;

/// The kind of a column's values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Text, UTF-8.
    Text,
    /// Text that repeats much, such as a code.
    Code,
    /// A whole number.
    Whole,
    /// A number with a fraction.
    Real,
    /// True or false.
    Flag,
    /// A day, as ISO text.
    Day,
}

impl Kind {
    /// Its name in codebooks.
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Code => "code",
            Self::Whole => "whole number",
            Self::Real => "number",
            Self::Flag => "true or false",
            Self::Day => "day, YYYY-MM-DD",
        }
    }
}

/// One value.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell<'a> {
    /// Not known.
    None,
    /// Of a column of text, codes or days.
    Text(Cow<'a, str>),
    /// Of a column of text: a public name.
    Key(Key),
    /// Of a column of whole numbers.
    Whole(i64),
    /// Of a column of numbers.
    Real(f64),
    /// Of a column that is true or false.
    Flag(bool),
}

impl<'a> Cell<'a> {
    /// Text, or nothing where it is empty.
    pub(crate) fn text(text: impl Into<Cow<'a, str>>) -> Self {
        let text = text.into();
        if text.is_empty() {
            Self::None
        } else {
            Self::Text(text)
        }
    }

    /// Text that may be missing.
    pub(crate) fn maybe(text: Option<&'a str>) -> Self {
        text.map_or(Self::None, Self::text)
    }

    /// A whole number.
    pub(crate) fn whole(number: impl Into<i64>) -> Self {
        Self::Whole(number.into())
    }

    /// A number that may be missing.
    pub(crate) fn real(number: Option<f64>) -> Self {
        number.map_or(Self::None, Self::Real)
    }
}

/// A public name as it is spelled.
pub(crate) fn spelled(key: Key) -> [u8; 16] {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let number = u64::from_be_bytes(key.0);
    std::array::from_fn(|n| DIGITS[(number >> (60 - 4 * n)) as usize & 15])
}

/// A column of a table of events.
#[derive(Debug)]
pub struct Column {
    /// Its name in headers.
    pub name: &'static str,
    /// The kind of its values.
    pub kind: Kind,
    /// What it says, for the codebook.
    pub says: &'static str,
    /// Its value in a row.
    pub of: for<'a> fn(&Row<'a>) -> Cell<'a>,
}

/// Spells a column: name, kind, meaning and value.
pub(crate) const fn column(
    name: &'static str,
    kind: Kind,
    says: &'static str,
    of: for<'a> fn(&Row<'a>) -> Cell<'a>,
) -> Column {
    Column {
        name,
        kind,
        says,
        of,
    }
}
