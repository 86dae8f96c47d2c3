//! Who articles speak of, each once in the store.

use std::collections::HashMap;

use risalah_doc::Entity;
use rusqlite::{Connection, OptionalExtension, params};
use sha2::{Digest as _, Sha256};

/// So many entities are remembered between articles.
const REMEMBERED: usize = 100_000;

/// Entities seen before, by the digest of all that is known of them; never iterated.
#[derive(Debug, Default)]
pub(crate) struct Entities(HashMap<i64, i64>);

impl Entities {
    /// Forgets all: what was seen may have been taken back.
    pub(crate) fn forget(&mut self) {
        self.0.clear();
    }

    /// The entity's number; it is put into the store where it is new.
    pub(crate) fn number(
        &mut self,
        connection: &Connection,
        entity: &Entity,
    ) -> rusqlite::Result<i64> {
        let code = entity.code.to_string();
        let parts = [
            &entity.name,
            entity.kind.name(),
            &code,
            entity.office.as_deref().unwrap_or_default(),
            entity.body.as_deref().unwrap_or_default(),
            entity.wikidata.as_deref().unwrap_or_default(),
        ];
        let digest = digest(&parts);
        if let Some(known) = self.0.get(&digest) {
            return Ok(*known);
        }
        let select = "SELECT id FROM entities WHERE digest = ?1";
        let found: Option<i64> = connection
            .prepare_cached(select)?
            .query_row([digest], |row| row.get(0))
            .optional()?;
        let number = match found {
            Some(number) => number,
            None => insert(
                connection,
                digest,
                &parts,
                entity.code.country().unwrap_or_default(),
            )?,
        };
        if self.0.len() >= REMEMBERED {
            self.forget();
        }
        self.0.insert(digest, number);
        Ok(number)
    }
}

fn digest(parts: &[&str]) -> i64 {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part.as_bytes());
    }
    let digest: [u8; 32] = hash.finalize().into();
    let mut first = [0; 8];
    first.copy_from_slice(&digest[..8]);
    i64::from_be_bytes(first)
}

fn insert(
    connection: &Connection,
    digest: i64,
    parts: &[&str; 6],
    country: &str,
) -> rusqlite::Result<i64> {
    let [name, kind, code, office, body, wikidata] = parts;
    let insert = "INSERT INTO entities(digest, name, kind, code, country, office, body, wikidata)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
    connection.prepare_cached(insert)?.execute(params![
        digest, name, kind, code, country, office, body, wikidata
    ])?;
    let number = connection.last_insert_rowid();
    let index = "INSERT INTO names(rowid, name) VALUES (?1, ?2)";
    connection
        .prepare_cached(index)?
        .execute(params![number, name])?;
    Ok(number)
}
