//! Where mentions are looked up: under a number and a day, whatever the order they come in.
//!
//! Numbers are spread evenly, so what is new belongs to all parts of a large table, and each batch
//! would write most of that table anew. So new places are gathered in `sought`, which stays small,
//! and move from there to `blocks`, many at a time and in order. A block holds places that follow
//! one another, each by its distance from the one before it. All that stands at a place is in one
//! block, or fills some of its own.

use risalah_episode::{put_number, take_number};
use rusqlite::{CachedStatement, Connection, OptionalExtension, Row, params};

/// A number with a day, and an event that stands there.
type Stand = (i64, i64);

/// So many are gathered before they move,
const GATHERED: i64 = 262_144;
/// and so many at a time.
const AT_ONCE: usize = 1 << 20;
/// A block of more is divided,
const MOST: usize = 256;
/// into blocks of about so many.
const USUAL: usize = 160;
/// A block's number is its first place times this, and one more for each block that begins with
/// the same place.
const SAME: i64 = 1 << 16;

/// Keeps where events stand.
pub(crate) fn keep(connection: &Connection, mut stands: Vec<Stand>) -> rusqlite::Result<()> {
    stands.sort_unstable();
    let insert = "INSERT OR IGNORE INTO sought(place, event) VALUES (?1, ?2)";
    let mut insert = connection.prepare_cached(insert)?;
    for (place, event) in stands {
        insert.execute([place, event])?;
    }
    let mut count = connection.prepare_cached("SELECT count(*) FROM sought")?;
    let gathered: i64 = count.query_row([], |row| row.get(0))?;
    if gathered < GATHERED {
        return Ok(());
    }
    settle(connection)
}

/// For each of these the events that stand at places from its first to its last, and at its third.
///
/// They are best sorted: what lies in one block is read together.
pub(crate) fn find(connection: &Connection, asked: &[[i64; 3]]) -> rusqlite::Result<Vec<Vec<i64>>> {
    let gathered = "SELECT event FROM sought WHERE place BETWEEN ?1 AND ?2
        UNION ALL SELECT event FROM sought WHERE place = ?3";
    let mut gathered = connection.prepare_cached(gathered)?;
    let mut reader = Reader::new(connection)?;
    let mut all = Vec::with_capacity(asked.len());
    for [first, last, third] in asked {
        let rows = gathered.query_map([first, last, third], |row| row.get(0))?;
        let mut found: Vec<i64> = rows.collect::<rusqlite::Result<_>>()?;
        reader.find(*first, *last, &mut found)?;
        reader.find(*third, *third, &mut found)?;
        found.sort_unstable();
        found.dedup();
        all.push(found);
    }
    Ok(all)
}

/// Reads blocks, and keeps the last.
struct Reader<'a> {
    select: CachedStatement<'a>,
    n: i64,
    // The number of the block behind it.
    next: i64,
    stands: Vec<Stand>,
}

impl<'a> Reader<'a> {
    fn new(connection: &'a Connection) -> rusqlite::Result<Self> {
        let select = "SELECT n, body FROM blocks
            WHERE n >= coalesce((SELECT max(n) FROM blocks WHERE n < ?1), 0) ORDER BY n";
        Ok(Self {
            select: connection.prepare_cached(select)?,
            n: i64::MAX,
            next: 0,
            stands: Vec::new(),
        })
    }

    /// Adds the events that stand at places from the first to the last.
    fn find(&mut self, first: i64, last: i64, found: &mut Vec<i64>) -> rusqlite::Result<()> {
        let mut take = |stands: &[Stand]| {
            let from = stands.partition_point(|s| s.0 < first);
            let within = stands.get(from..).unwrap_or_default().iter();
            found.extend(within.take_while(|s| s.0 <= last).map(|s| s.1));
        };
        let (from, to) = (first * SAME, beyond(last));
        if self.n < from && to <= self.next {
            take(&self.stands);
            return Ok(());
        }
        (self.n, self.next) = (i64::MAX, i64::MAX);
        let mut rows = self.select.query([from])?;
        while let Some(row) = rows.next()? {
            let n = row.get(0)?;
            if n >= to {
                self.next = n;
                break;
            }
            self.n = n;
            self.stands.clear();
            self.stands.extend(unpacked(row.get_ref(1)?.as_blob()?));
            take(&self.stands);
        }
        Ok(())
    }
}

/// Moves what was gathered to the blocks.
pub(crate) fn settle(connection: &Connection) -> rusqlite::Result<()> {
    let some = "SELECT place, event FROM sought WHERE (place, event) > (?1, ?2)
        ORDER BY place, event LIMIT ?3";
    let mut some = connection.prepare_cached(some)?;
    let mut last = (i64::MIN, i64::MIN);
    loop {
        let stand = |row: &Row| Ok((row.get(0)?, row.get(1)?));
        let rows = some.query_map(params![last.0, last.1, AT_ONCE as i64], stand)?;
        let gathered: Vec<Stand> = rows.collect::<rusqlite::Result<_>>()?;
        let Some(end) = gathered.last() else {
            break;
        };
        last = *end;
        let mut rest = &gathered[..];
        while let Some((place, _)) = rest.first() {
            let (block, beyond) = Block::of(connection, *place)?;
            let (new, after) = rest.split_at(rest.partition_point(|s| s.0 < beyond));
            block.take(connection, new)?;
            rest = after;
        }
    }
    connection.execute("DELETE FROM sought", []).map(|_| ())
}

/// Takes away all events but these, which are sorted.
pub(crate) fn retain(connection: &Connection, events: &[i64]) -> rusqlite::Result<()> {
    settle(connection)?;
    let mut next =
        connection.prepare("SELECT n, body FROM blocks WHERE n > ?1 ORDER BY n LIMIT 1")?;
    let mut update = connection.prepare("UPDATE blocks SET body = ?2 WHERE n = ?1")?;
    let mut delete = connection.prepare("DELETE FROM blocks WHERE n = ?1")?;
    let block = |row: &Row| Ok((row.get(0)?, row.get(1)?));
    let mut after = i64::MIN;
    while let Some((n, body)) = next.query_row([after], block).optional()? {
        let body: Vec<u8> = body;
        after = n;
        let stays = |s: &Stand| events.binary_search(&s.1).is_ok();
        let left: Vec<Stand> = unpacked(&body).filter(stays).collect();
        if left.is_empty() {
            delete.execute([n])?;
        } else if left.len() < unpacked(&body).count() {
            update.execute(params![n, packed(&left)])?;
        }
    }
    Ok(())
}

/// A block, out of the file or new.
struct Block {
    n: i64,
    stands: Vec<Stand>,
}

impl Block {
    /// The block of this place, and the first place that is beyond it.
    fn of(connection: &Connection, place: i64) -> rusqlite::Result<(Self, i64)> {
        let own = "SELECT n, body FROM blocks WHERE n < ?1 ORDER BY n DESC LIMIT 1";
        let mut own = connection.prepare_cached(own)?;
        let end = beyond(place);
        let block = own.query_row([end], |row| {
            Ok(Self {
                n: row.get(0)?,
                stands: unpacked(row.get_ref(1)?.as_blob()?).collect(),
            })
        });
        let next = "SELECT n FROM blocks WHERE n >= ?1 ORDER BY n LIMIT 1";
        let mut next = connection.prepare_cached(next)?;
        let next: Option<i64> = next.query_row([end], |row| row.get(0)).optional()?;
        let new = Self {
            n: place * SAME,
            stands: Vec::new(),
        };
        let next = next.map_or(i64::MAX, |n| n / SAME);
        Ok((block.optional()?.unwrap_or(new), next))
    }

    /// Writes the block with what is new in it, as several where it has grown too large.
    fn take(mut self, connection: &Connection, new: &[Stand]) -> rusqlite::Result<()> {
        self.stands.extend(new);
        self.stands.sort_unstable();
        let write = "INSERT INTO blocks(n, body) VALUES (?1, ?2)
            ON CONFLICT DO UPDATE SET body = excluded.body";
        let mut write = connection.prepare_cached(write)?;
        let mut n = self.n;
        for (at, block) in divided(&self.stands).into_iter().enumerate() {
            if at > 0 {
                let first = block.first().map_or(0, |s| s.0);
                n = (n + 1).max(first * SAME);
            }
            write.execute(params![n, packed(block)])?;
        }
        Ok(())
    }
}

/// Cuts what stands in a block, between places where there is more than one.
fn divided(mut stands: &[Stand]) -> Vec<&[Stand]> {
    let mut blocks = Vec::new();
    while stands.len() > MOST {
        let of = |at: usize| stands.get(at).map_or(0, |s| s.0);
        let (first, cut) = (of(0), of(USUAL));
        let before = stands.partition_point(|s| s.0 < cut);
        let end = match before {
            // One place fills the block: it is all of this place, or as much as a block takes.
            0 if of(MOST) == first => USUAL,
            0 => stands.partition_point(|s| s.0 <= first),
            end => end,
        };
        let (block, rest) = stands.split_at(end);
        blocks.push(block);
        stands = rest;
    }
    blocks.push(stands);
    blocks
}

/// The number behind all blocks that begin with a place.
fn beyond(place: i64) -> i64 {
    (place + 1).saturating_mul(SAME)
}

fn packed(stands: &[Stand]) -> Vec<u8> {
    let mut out = Vec::with_capacity(stands.len() * 8);
    let mut last = (0, 0);
    for stand in stands {
        let same = stand.0 == last.0;
        put_number(&mut out, (stand.0 - last.0) as u64);
        put_number(&mut out, (stand.1 - if same { last.1 } else { 0 }) as u64);
        last = *stand;
    }
    out
}

/// What [`packed`] packed.
fn unpacked(bytes: &[u8]) -> impl Iterator<Item = Stand> {
    let mut bytes = bytes.iter().copied();
    let mut number = move || i64::try_from(take_number(&mut bytes)?).ok();
    let mut last = (0, 0);
    std::iter::from_fn(move || {
        let step = number()?;
        let event = number()? + if step == 0 { last.1 } else { 0 };
        last = (last.0 + step, event);
        Some(last)
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail")]

    use std::collections::BTreeSet;

    use super::*;

    fn store() -> Connection {
        let connection = Connection::open_in_memory().unwrap();
        let tables = "CREATE TABLE sought(place INTEGER NOT NULL, event INTEGER NOT NULL,
              PRIMARY KEY (place, event)) WITHOUT ROWID;
            CREATE TABLE blocks(n INTEGER PRIMARY KEY, body BLOB NOT NULL)";
        connection.execute_batch(tables).unwrap();
        connection
    }

    /// Places of which some are crowded, in an order that is none.
    fn invented(seed: u64, count: usize) -> Vec<Stand> {
        let mut state = seed | 1;
        let mut below = |end: u64| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state >> 11) % end
        };
        let place = |x: u64, y: u64| if x < 3 { 70_000 + x } else { y };
        (0..count)
            .map(|_| {
                (
                    place(below(9), below(1 << 40)) as i64,
                    below(1 << 30) as i64,
                )
            })
            .collect()
    }

    #[test]
    fn what_was_kept_is_found_wherever_it_lies() {
        let connection = store();
        let mut all: BTreeSet<Stand> = BTreeSet::new();
        for batch in 1..12 {
            let stands = invented(batch, 3_000);
            all.extend(&stands);
            keep(&connection, stands).unwrap();
            if batch % 3 > 0 {
                settle(&connection).unwrap();
            }
            for range in [[70_000, 70_000], [70_001, 70_002], [0, 1 << 36], [5, 7]] {
                let within = all.iter().filter(|s| (range[0]..=range[1]).contains(&s.0));
                let mut right: Vec<i64> = within.map(|s| s.1).collect();
                right.sort_unstable();
                right.dedup();
                let asked = [[range[0], range[1], range[0]], [range[0], range[1], -1]];
                let found = find(&connection, &asked).unwrap();
                assert_eq!(found, [right.clone(), right], "{range:?}");
            }
        }
        let left: Vec<i64> = all
            .iter()
            .map(|s| s.1)
            .filter(|e| e % 5 == 0)
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect();
        retain(&connection, &left).unwrap();
        assert_eq!(find(&connection, &[[0, 1 << 41, 0]]).unwrap(), [left]);
    }
}
