//! Reading offices and who holds them.

use jiff::civil::Date;

use super::Loader;
use crate::Row;
use crate::world::dates;
use crate::world::names::Entry;
use crate::world::rows::{Office, Person, Term};

impl Loader<'_> {
    pub(super) fn read_offices(&mut self) {
        let (table, columns) = self.table("offices", &["id", "code", "of", "class"], &["names"]);
        for row in &table.rows {
            let next = self.world.offices.len();
            let Some(id) = self.register(row, next, |s| &mut s.offices) else {
                continue;
            };
            let names = self.add(row, &columns, 0, Entry::Office(id));
            let body = match row.cell(2) {
                "country" => None,
                of => {
                    let body = self.bodies.get(of).copied();
                    if body.is_none() {
                        self.fault(&row.at, format!("`{of}` is not `country` or a body's id"));
                    }
                    body
                }
            };
            let sectors = self.code(row, row.cell(1));
            self.world.offices.push(Office {
                id: row.cell(0).into(),
                names,
                sectors,
                body,
                class: row.cell(3).to_owned(),
            });
        }
    }

    pub(super) fn read_holders(&mut self) {
        let fixed = ["office", "of", "person", "aliases", "from", "to"];
        let (table, _) = self.table("holders", &fixed, &[]);
        for row in &table.rows {
            let Some(office) = self.offices.get(row.cell(0)).copied() else {
                let what = format!("office `{}` is not in offices.tsv", row.cell(0));
                self.fault(&row.at, what);
                continue;
            };
            let of = row.cell(1);
            let (country, body) = (
                self.countries.get(of).copied(),
                self.bodies.get(of).copied(),
            );
            if country.is_none() && body.is_none() {
                self.fault(&row.at, format!("`{of}` is no country's code or body's id"));
            }
            if row.cell(2).is_empty() {
                self.fault(&row.at, "names no person");
                continue;
            }
            let (Ok(from), Ok(to)) = (self.day(row, 4), self.day(row, 5)) else {
                continue;
            };
            let term = self.world.terms.len() as u32;
            let person = self.person(row, term);
            self.world.terms.push(Term {
                office,
                country,
                body: body.or(self.world.offices[office as usize].body),
                person,
                from,
                to,
            });
            self.lines.push(row.at.clone());
        }
    }

    /// The first and the last day that a cell may mean; a fault, and `Err`, where it is no date.
    fn day(&mut self, row: &Row, cell: usize) -> Result<Option<(Date, Date)>, ()> {
        let Some(text) = row.known(cell) else {
            return Ok(None);
        };
        let day = dates::range(text);
        if day.is_none() {
            let what = format!("`{text}` is no date: YYYY-MM-DD, YYYY-MM or YYYY");
            self.fault(&row.at, what);
        }
        day.map(Some).ok_or(())
    }

    /// The person of a term; a new one's names are added.
    fn person(&mut self, row: &Row, term: u32) -> u32 {
        let next = self.world.people.len() as u32;
        let name = row.cell(2);
        let person = *self.people.entry(name.to_owned()).or_insert(next);
        if person == next {
            self.world.people.push(Person {
                name: name.to_owned(),
                terms: Vec::new(),
            });
        }
        for name in std::iter::once(name).chain(row.values(3)) {
            for names in &mut self.names {
                names.add(name, Entry::Person(person));
            }
        }
        self.world.people[person as usize].terms.push(term);
        person
    }
}
