//! Which engine and packs coded, and which codings queries see.

use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::{Error, Store};

/// A coding's number in its store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CodingId(pub i64);

/// Whether queries see a coding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// They do.
    Live,
    /// It is being made by a recode.
    Building,
    /// It was live; its records are kept for comparing.
    Past,
}

impl State {
    /// Its name in the file.
    pub fn name(self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::Building => "building",
            Self::Past => "past",
        }
    }

    fn parse(name: &str) -> Self {
        match name {
            "live" => Self::Live,
            "building" => Self::Building,
            _ => Self::Past,
        }
    }
}

/// An engine with its packs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coding {
    /// Its number.
    pub id: CodingId,
    /// The engine's version.
    pub engine: String,
    /// One line a pack: name, version, digest.
    pub packs: String,
    /// Whether queries see it.
    pub state: State,
    /// Codings of one generation are seen together.
    pub generation: i64,
}

fn coding(row: &Row) -> rusqlite::Result<Coding> {
    let state: String = row.get(3)?;
    Ok(Coding {
        id: CodingId(row.get(0)?),
        engine: row.get(1)?,
        packs: row.get(2)?,
        state: State::parse(&state),
        generation: row.get(4)?,
    })
}

/// The live generation's number, 1 in a new store.
pub(crate) fn generation(connection: &Connection) -> rusqlite::Result<i64> {
    let select = "SELECT coalesce(max(generation), 1) FROM codings WHERE state = 'live'";
    connection.query_row(select, [], |row| row.get(0))
}

/// The codings that queries see.
pub(crate) fn live(connection: &Connection) -> rusqlite::Result<Vec<i64>> {
    let select = "SELECT id FROM codings WHERE state = 'live' ORDER BY id";
    let mut statement = connection.prepare_cached(select)?;
    let rows = statement.query_map([], |row| row.get(0))?;
    rows.collect()
}

/// Finds or makes a coding in this state.
pub(crate) fn find_or_make(
    connection: &Connection,
    (engine, packs): (&str, &str),
    state: State,
    generation: i64,
) -> rusqlite::Result<CodingId> {
    let select = "SELECT id FROM codings
        WHERE engine = ?1 AND packs = ?2 AND state = ?3 AND generation = ?4";
    let key = params![engine, packs, state.name(), generation];
    let known: Option<i64> = connection
        .query_row(select, key, |row| row.get(0))
        .optional()?;
    if let Some(known) = known {
        return Ok(CodingId(known));
    }
    let insert = "INSERT INTO codings(engine, packs, state, generation) VALUES (?1, ?2, ?3, ?4)";
    connection.execute(insert, key)?;
    Ok(CodingId(connection.last_insert_rowid()))
}

impl Store {
    /// The live coding of this engine and these packs (one line a pack: name, version, digest).
    ///
    /// # Errors
    ///
    /// Where the store cannot be written.
    pub fn coding(&mut self, engine: &str, packs: &str) -> Result<CodingId, Error> {
        let made = generation(&self.connection).and_then(|generation| {
            find_or_make(&self.connection, (engine, packs), State::Live, generation)
        });
        made.map_err(|err| self.told(err))
    }

    /// All codings, oldest first.
    ///
    /// # Errors
    ///
    /// Where the store cannot be read.
    pub fn codings(&self) -> Result<Vec<Coding>, Error> {
        let select = "SELECT id, engine, packs, state, generation FROM codings ORDER BY id";
        let read = || {
            let mut statement = self.connection.prepare_cached(select)?;
            let rows = statement.query_map([], coding)?;
            rows.collect::<rusqlite::Result<Vec<_>>>()
        };
        read().map_err(|err| self.told(err))
    }
}
