//! Who is quoted most.

use rusqlite::params_from_iter;

use crate::filter::{Clause, entity_is};
use crate::{EntityRow, Error, Filter, Store, codings};

impl Store {
    /// Who speaks in the quotations of a filter, and in how many, those with most first; the
    /// filter means what it means for [`Store::quotes`].
    ///
    /// # Errors
    ///
    /// Where the store cannot be read.
    pub fn speakers(&self, filter: &Filter, limit: usize) -> Result<Vec<(EntityRow, u64)>, Error> {
        let generation = codings::generation(&self.connection).map_err(|err| self.told(err))?;
        let mut sql = Clause::new(
            "SELECT q.speaker, count(*) AS said FROM quotes q JOIN articles a ON a.id = q.article
             WHERE q.speaker IS NOT NULL
               AND q.coding IN (SELECT id FROM codings WHERE state = 'live')",
            [],
        );
        filter.on_reports("q.sentence", generation, &mut sql)?;
        if let Some(speaker) = filter.actor.as_ref().or(filter.party.as_ref()) {
            sql.and(entity_is("q.speaker", speaker)?);
        }
        sql.sql += &format!(" GROUP BY q.speaker ORDER BY said DESC, q.speaker LIMIT {limit}");
        let read = || {
            let mut statement = self.connection.prepare_cached(&sql.sql)?;
            let rows = statement.query_map(params_from_iter(&sql.values), |row| {
                Ok((row.get(0)?, row.get(1)?))
            })?;
            let said: Vec<(i64, u64)> = rows.collect::<rusqlite::Result<_>>()?;
            let entity = |(id, said)| Ok((self.entity_row(id)?, said));
            said.into_iter()
                .map(entity)
                .collect::<rusqlite::Result<_>>()
        };
        read().map_err(|err| self.told(err))
    }

    fn entity_row(&self, id: i64) -> rusqlite::Result<EntityRow> {
        let select = "SELECT n.name, n.kind, n.code, n.country, n.office, n.body, n.wikidata,
              (SELECT count(DISTINCT x.article) FROM appearances x WHERE x.entity = n.id),
              (SELECT count(DISTINCT p.event) FROM parties p JOIN events e ON e.id = p.event
                WHERE p.entity = n.id AND e.coding IN (SELECT id FROM codings WHERE state = 'live'))
            FROM entities n WHERE n.id = ?1";
        let known = |text: String| Some(text).filter(|t| !t.is_empty());
        self.connection
            .prepare_cached(select)?
            .query_row([id], |row| {
                Ok(EntityRow {
                    id,
                    name: row.get(0)?,
                    kind: row.get(1)?,
                    code: row.get(2)?,
                    country: known(row.get(3)?),
                    office: known(row.get(4)?),
                    body: known(row.get(5)?),
                    wikidata: known(row.get(6)?),
                    articles: row.get(7)?,
                    events: row.get(8)?,
                })
            })
    }
}
