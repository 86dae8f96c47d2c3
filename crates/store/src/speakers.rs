//! Who is quoted most.

use rusqlite::params_from_iter;

use crate::clause::Clause;
use crate::filter::entity_is;
use crate::people::{ENTITY, entity};
use crate::{EntityRow, Error, Filter, Store};

impl Store {
    /// Who speaks in the quotations of a filter, and in how many, those with most first; the
    /// filter means what it means for [`Store::quotes`].
    ///
    /// # Errors
    ///
    /// Where the store cannot be read.
    pub fn speakers(&self, filter: &Filter, limit: usize) -> Result<Vec<(EntityRow, u64)>, Error> {
        let mut sql = Clause::new(
            "SELECT q.speaker, count(*) AS said FROM quotes q JOIN articles a ON a.id = q.article
             WHERE q.speaker IS NOT NULL
               AND q.coding IN (SELECT id FROM codings WHERE state = 'live')",
            [],
        );
        filter.on_reports("q.said", &mut sql)?;
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
        let select = format!(
            "SELECT {ENTITY}, coalesce(sum(k.articles), 0), coalesce(sum(k.events), 0)
             FROM entities n LEFT JOIN spoken_of k ON k.entity = n.id
               AND k.coding IN (SELECT id FROM codings WHERE state = 'live')
             WHERE n.id = ?1 GROUP BY n.id"
        );
        let mut select = self.connection.prepare_cached(&select)?;
        select.query_row([id], entity)
    }
}
