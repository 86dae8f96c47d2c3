//! The words of sentences, by the numbers of their rows.
//!
//! Rows are numbered one after the other, whatever article they are of: an index of words keeps
//! the steps between the rows that hold a word, and small ones take a byte where those between
//! numbers made of articles and sentences take four.

use risalah_doc::Parsed;
use risalah_record::Sentences;
use rusqlite::{Connection, ErrorCode, OptionalExtension, params};

use crate::records::Grow;

/// Keeps the words of an article's sentences under a coding; gives the row of the first.
pub(crate) fn keep(
    connection: &Connection,
    article: i64,
    coding: i64,
    parsed: &Parsed,
) -> rusqlite::Result<i64> {
    let next = "SELECT first + sentences FROM texts ORDER BY first DESC LIMIT 1";
    let mut next = connection.prepare_cached(next)?;
    let first = next
        .query_row([], |row| row.get(0))
        .optional()?
        .unwrap_or(1);
    let count = parsed.sentences.len() as i64;
    if count == 0 {
        return Ok(first);
    }
    let insert = "INSERT INTO texts(first, sentences, article, coding) VALUES (?1, ?2, ?3, ?4)";
    let mut insert = connection.prepare_cached(insert)?;
    insert.execute([first, count, article, coding])?;
    let insert = "INSERT INTO words(rowid, text) VALUES (?1, ?2)";
    let mut insert = connection.prepare_cached(insert)?;
    for (row, sentence) in (first..).zip(&parsed.sentences) {
        insert.execute(params![row, sentence.span.of(&parsed.article.text)])?;
    }
    Ok(first)
}

/// Keeps the words of all articles whose sentences have rows, out of their records.
pub(crate) fn fill(connection: &Connection, grow: &Grow) -> rusqlite::Result<()> {
    let select = "SELECT first, article, coding FROM texts ORDER BY first";
    let mut select = connection.prepare(select)?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        let insert = "INSERT INTO words(rowid, text) VALUES (?1, ?2)";
        let of = [row.get(1)?, row.get(2)?];
        each(connection, grow, insert, row.get(0)?, of)?;
    }
    Ok(())
}

/// Gives each sentence of an article under a coding, with its row, to a statement.
///
/// Of a record that is damaged no words are known: then they are not found, or stay.
fn each(
    connection: &Connection,
    grow: &Grow,
    statement: &str,
    first: i64,
    [article, coding]: [i64; 2],
) -> rusqlite::Result<()> {
    let record = match grow.record(connection, article, coding) {
        Err(err) if err.sqlite_error_code() == Some(ErrorCode::DatabaseCorrupt) => None,
        other => other?,
    };
    let sentences = record.and_then(|record| Sentences::read(&record));
    let mut statement = connection.prepare_cached(statement)?;
    for (row, n) in (first..).zip(0..) {
        let Some((_, text)) = sentences.as_ref().and_then(|s| s.get(n)) else {
            break;
        };
        statement.execute(params![row, text])?;
    }
    Ok(())
}

/// Takes away the words of so many articles of a coding; `false` where there are none.
pub(crate) fn forget(
    connection: &Connection,
    grow: &Grow,
    coding: i64,
    most: i64,
) -> rusqlite::Result<bool> {
    let select = "SELECT first, article FROM texts WHERE coding = ?1 LIMIT ?2";
    let mut select = connection.prepare_cached(select)?;
    let rows = select.query_map([coding, most], |row| Ok([row.get(0)?, row.get(1)?]))?;
    let rows: Vec<[i64; 2]> = rows.collect::<rusqlite::Result<_>>()?;
    let words = "INSERT INTO words(words, rowid, text) VALUES ('delete', ?1, ?2)";
    let text = "DELETE FROM texts WHERE first = ?1";
    let mut text = connection.prepare_cached(text)?;
    for [first, article] in &rows {
        each(connection, grow, words, *first, [*article, coding])?;
        text.execute([first])?;
    }
    Ok(!rows.is_empty())
}
