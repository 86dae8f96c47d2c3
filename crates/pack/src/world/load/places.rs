//! Reading places below states, and which divisions of GeoNames they are.

use risalah_doc::Resolution;

use super::Loader;
use crate::world::names::Entry;
use crate::world::rows::Place;

impl Loader<'_> {
    pub(super) fn read_places(&mut self) {
        let fixed = ["id", "country", "level", "lat", "lon", "in"];
        let (table, columns) = self.table("places", &fixed, &["names"]);
        let mut parents = Vec::new();
        for row in &table.rows {
            let next = self.world.places.len();
            let Some(id) = self.register(row, next, |s| &mut s.places) else {
                continue;
            };
            parents.push((row.at.clone(), row.cell(5).to_owned()));
            let names = self.add(row, &columns, 0, Entry::Place(id));
            let level = match row.cell(2) {
                "province" => Some(Resolution::Province),
                "district" => Some(Resolution::District),
                "city" => Some(Resolution::City),
                "subcity" => Some(Resolution::Subcity),
                "region" => None,
                other => {
                    self.fault(&row.at, format!("level `{other}` is unknown"));
                    None
                }
            };
            let point = self.point(row, 3);
            let country = self.country(row, row.cell(1));
            self.world.places.push(Place {
                id: row.cell(0).into(),
                names,
                country,
                level,
                point,
                parent: None,
                division: None,
            });
        }
        for (place, (at, parent)) in parents.iter().enumerate() {
            let id = self.places.get(parent).copied();
            if id.is_none() && !parent.is_empty() {
                self.fault(at, format!("it lies in `{parent}`, which is no place's id"));
            }
            self.world.places[place].parent = id;
        }
    }

    pub(super) fn read_divisions(&mut self) {
        let (table, _) = self.table("divisions", &["place", "division"], &[]);
        for row in &table.rows {
            let Some(place) = self.places.get(row.cell(0)).copied() else {
                let what = format!("`{}` is no place's id", row.cell(0));
                self.fault(&row.at, what);
                continue;
            };
            self.world.places[place as usize].division = row.known(1).map(Into::into);
        }
    }
}
