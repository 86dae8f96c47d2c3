//! Reports that copy one another, as they come.

use std::collections::BTreeSet;

use risalah_episode::{Measure, Sketch};
use rusqlite::{Connection, params};

use crate::tiers::TIERS;

/// Finds what a new article copies or is copied by, and writes for all of them which is the
/// original: the one published first, of several the one with the smallest digest. Gives the
/// articles for which it is another than before.
///
/// Where it is `alone`, neither the store nor the batch has a band of it.
///
/// What copies one another is a family. A new article is held against the members of a family
/// only until one is alike, for that joins it to all of them: thousands of copies take no more
/// time than a few.
pub(crate) fn wire(
    connection: &Connection,
    measure: &Measure,
    article: i64,
    sketch: &Sketch,
    alone: bool,
) -> rusqlite::Result<BTreeSet<i64>> {
    let known = "SELECT 1 FROM sketches WHERE article = ?1";
    if connection.prepare_cached(known)?.exists([article])? {
        return Ok(BTreeSet::new());
    }
    let (families, originals) = match alone {
        true => Default::default(),
        false => alike(connection, measure, sketch)?,
    };
    let insert = "INSERT INTO sketches(article, marks) VALUES (?1, ?2)";
    let mut insert = connection.prepare_cached(insert)?;
    insert.execute(params![article, sketch.to_bytes()])?;
    let family = families.first().copied().unwrap_or(article);
    let insert = "INSERT OR IGNORE INTO new_bands(band, family, article) VALUES (?1, ?2, ?3)";
    let mut insert = connection.prepare_cached(insert)?;
    for band in sketch.bands() {
        insert.execute(params![band_number(band), family, article])?;
    }
    if originals.is_empty() {
        return Ok(originals);
    }
    if families.len() > 1 {
        for original in &originals {
            relabel(connection, *original, family)?;
        }
    }
    rewire(connection, article, originals)
}

/// Whether a band of this sketch is in the store: where none is, it copies nothing that is there.
pub(crate) fn is_met(connection: &Connection, sketch: &Sketch) -> rusqlite::Result<bool> {
    let select = "SELECT 1 FROM bands WHERE band = ?1
        UNION ALL SELECT 1 FROM new_bands WHERE band = ?1";
    let mut select = connection.prepare_cached(select)?;
    for band in sketch.bands() {
        if select.exists([band_number(band)])? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Bands that reports of a batch have.
#[derive(Debug, Default)]
pub(crate) struct Bands(BTreeSet<i64>);

impl Bands {
    /// Adds those of a sketch; whether none of them was there.
    pub(crate) fn are_new(&mut self, sketch: &Sketch) -> bool {
        let bands = sketch.bands().map(|band| self.0.insert(band_number(band)));
        bands.into_iter().all(|new| new)
    }
}

/// The families of which a member has a sketch like this one, and their originals.
fn alike(
    connection: &Connection,
    measure: &Measure,
    sketch: &Sketch,
) -> rusqlite::Result<(BTreeSet<i64>, BTreeSet<i64>)> {
    let next = "SELECT min(family) FROM (
          SELECT min(family) AS family FROM bands WHERE band = ?1 AND family > ?2
          UNION ALL SELECT min(family) FROM new_bands WHERE band = ?1 AND family > ?2)";
    let mut next = connection.prepare_cached(next)?;
    let select = "SELECT s.marks, coalesce(a.wire, a.id) FROM (
          SELECT article FROM bands WHERE band = ?1 AND family = ?2
          UNION ALL SELECT article FROM new_bands WHERE band = ?1 AND family = ?2) b
        CROSS JOIN sketches s ON s.article = b.article JOIN articles a ON a.id = b.article";
    let mut select = connection.prepare_cached(select)?;
    let (mut families, mut originals) = (BTreeSet::new(), BTreeSet::new());
    for band in sketch.bands().map(band_number) {
        let mut last = i64::MIN;
        while let Some(family) = next.query_row([band, last], |row| row.get(0))? {
            last = family;
            if families.contains(&last) {
                continue;
            }
            let mut members = select.query([band, last])?;
            while let Some(row) = members.next()? {
                let other = Sketch::from_bytes(row.get_ref(0)?.as_blob()?);
                if other.is_some_and(|o| measure.copies(sketch, &o)) {
                    families.insert(last);
                    originals.insert(row.get(1)?);
                    break;
                }
            }
        }
    }
    Ok((families, originals))
}

/// As many bits as SQLite keeps in six bytes.
fn band_number(band: u64) -> i64 {
    (band >> 17) as i64
}

/// Writes that an original and its copies are of this family.
fn relabel(connection: &Connection, original: i64, family: i64) -> rusqlite::Result<()> {
    let select = "SELECT s.article, s.marks FROM articles a JOIN sketches s ON s.article = a.id
        WHERE a.id = ?1 OR a.wire = ?1";
    let mut select = connection.prepare_cached(select)?;
    let rows = select.query_map([original], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let members: Vec<(i64, Vec<u8>)> = rows.collect::<rusqlite::Result<_>>()?;
    for tier in TIERS {
        let update = format!(
            "UPDATE OR IGNORE {tier}bands SET family = ?3
             WHERE band = ?1 AND article = ?2 AND family != ?3"
        );
        let mut update = connection.prepare_cached(&update)?;
        for (article, marks) in &members {
            for band in Sketch::from_bytes(marks).iter().flat_map(Sketch::bands) {
                update.execute(params![band_number(band), article, family])?;
            }
        }
    }
    Ok(())
}

/// Writes which is the original of a new article and of all that were copies of these originals.
fn rewire(
    connection: &Connection,
    article: i64,
    originals: BTreeSet<i64>,
) -> rusqlite::Result<BTreeSet<i64>> {
    let select = "SELECT published IS NULL, published, digest FROM articles WHERE id = ?1";
    let mut select = connection.prepare_cached(select)?;
    let mut known = Vec::with_capacity(originals.len() + 1);
    for article in originals.into_iter().chain([article]) {
        let age: (bool, Option<String>, Vec<u8>) =
            select.query_row([article], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        known.push((age, article));
    }
    known.sort();
    let mut known = known.into_iter().map(|k| k.1);
    let original = known.next().unwrap_or(article);
    let copies = "SELECT id FROM articles WHERE wire = ?1";
    let mut copies = connection.prepare_cached(copies)?;
    let update = "UPDATE articles SET wire = ?2 WHERE id = ?1";
    let mut update = connection.prepare_cached(update)?;
    let mut changed = BTreeSet::new();
    for past in known {
        let rows = copies.query_map([past], |row| row.get(0))?;
        changed.extend(rows.collect::<rusqlite::Result<Vec<i64>>>()?);
        changed.insert(past);
    }
    for copy in &changed {
        update.execute([*copy, original])?;
    }
    Ok(changed)
}
