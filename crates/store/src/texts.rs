//! The words of sentences, by the numbers of their rows.
//!
//! Rows are numbered one after the other, whatever article they are of: an index of words keeps
//! the steps between the rows that hold a word, and small ones take a byte where those between
//! numbers made of articles and sentences take four.

use risalah_doc::Parsed;
use rusqlite::{Connection, OptionalExtension, params};

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

/// Takes away the words of so many articles of a coding; `false` where there are none.
pub(crate) fn forget(connection: &Connection, coding: i64, most: i64) -> rusqlite::Result<bool> {
    let select = "SELECT first, sentences FROM texts WHERE coding = ?1 LIMIT ?2";
    let mut select = connection.prepare_cached(select)?;
    let rows = select.query_map([coding, most], |row| Ok([row.get(0)?, row.get(1)?]))?;
    let rows: Vec<[i64; 2]> = rows.collect::<rusqlite::Result<_>>()?;
    let words = "DELETE FROM words WHERE rowid IN
        (SELECT rowid FROM words WHERE rowid BETWEEN ?1 AND ?1 + ?2 - 1)";
    let mut words = connection.prepare_cached(words)?;
    let text = "DELETE FROM texts WHERE first = ?1";
    let mut text = connection.prepare_cached(text)?;
    for [first, sentences] in &rows {
        words.execute([first, sentences])?;
        text.execute([first])?;
    }
    Ok(!rows.is_empty())
}
