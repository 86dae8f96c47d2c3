//! Names that are the same over runs, machines and orders of arrival.

use std::fmt;

use risalah_doc::{Article, Coded, Event, Role};
use risalah_record::Offsets;
use rusqlite::ToSql;
use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSqlOutput, ValueRef};
use sha2::{Digest as _, Sha256};

/// The sha256 of some bytes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest(pub [u8; 32]);

impl Digest {
    /// The digest of these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// What makes a report the same report: its id, address, title, day and text.
    pub fn of_article(article: &Article) -> Self {
        let mut hash = Sha256::new();
        let mut part = |text: &str| {
            hash.update((text.len() as u64).to_le_bytes());
            hash.update(text.as_bytes());
        };
        part(&article.id);
        part(article.url.as_deref().unwrap_or_default());
        part(article.title.as_deref().unwrap_or_default());
        let published = article.published.as_ref().map(|p| p.day.to_string());
        part(published.as_deref().unwrap_or_default());
        part(&article.text);
        Self(hash.finalize().into())
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|b| write!(f, "{b:02x}"))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The public name of an event or an episode: 16 hexadecimal digits.
///
/// It is made of what the event says (its article, words, type and parties), so the same event has
/// the same key in every store.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(pub [u8; 8]);

impl Key {
    /// Reads 16 hexadecimal digits.
    pub fn parse(text: &str) -> Option<Self> {
        let fits = text.len() == 16 && text.bytes().all(|b| b.is_ascii_hexdigit());
        let number = u64::from_str_radix(text, 16).ok().filter(|_| fits)?;
        Some(Self(number.to_be_bytes()))
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", u64::from_be_bytes(self.0))
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl ToSql for Key {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(ValueRef::Blob(&self.0)))
    }
}

impl FromSql for Key {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let bytes = value.as_blob()?;
        bytes
            .try_into()
            .map(Self)
            .map_err(|_| FromSqlError::InvalidBlobSize {
                expected_size: 8,
                blob_size: bytes.len(),
            })
    }
}

/// The keys of an article's events, in their order.
pub(crate) fn keys(article: Digest, coded: &Coded, offsets: &Offsets) -> Vec<Key> {
    let mut keys: Vec<Key> = Vec::with_capacity(coded.events.len());
    let mut said = String::new();
    for event in &coded.events {
        said.clear();
        spell(coded, event, offsets, &mut said);
        let mut number = 0;
        let key = loop {
            let key = key(article, &said, number);
            // The same words, type and parties twice: a running number tells them apart.
            if !keys.contains(&key) {
                break key;
            }
            number += 1;
        };
        keys.push(key);
    }
    keys
}

fn key(article: Digest, said: &str, number: u32) -> Key {
    let mut hash = Sha256::new();
    hash.update(article.0);
    hash.update(said.as_bytes());
    if number > 0 {
        hash.update(number.to_le_bytes());
    }
    let digest: [u8; 32] = hash.finalize().into();
    let mut key = [0; 8];
    key.copy_from_slice(&digest[..8]);
    Key(key)
}

/// What an event says, as one line.
fn spell(coded: &Coded, event: &Event, offsets: &Offsets, out: &mut String) {
    use fmt::Write;
    let [start, end] = offsets.span(event.trigger);
    let codes = |roles: &[Role], out: &mut String| {
        for role in roles {
            let entity = coded.resolved.entities.get(role.entity as usize);
            let _ = write!(out, " {}", entity.map(|e| e.code).unwrap_or_default());
        }
    };
    let _ = write!(out, "{start} {end} {}", event.kind);
    codes(&event.actors, out);
    out.push_str(" ->");
    codes(&event.recipients, out);
}
