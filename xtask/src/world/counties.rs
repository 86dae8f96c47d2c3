//! Counties: names and states from one package, outlines from another.

use std::collections::BTreeMap;

use anyhow::Context;
use risalah_pack::world::cities::Row;
use serde::Deserialize;

/// Whose counties they are.
const STATE: &str = "US";
/// A county counts as much as a town of so many inhabitants.
const INHABITANTS: u32 = 30_000;

#[derive(Deserialize)]
struct County {
    fips: String,
    name: String,
    state: String,
}

/// A TopoJSON file, as far as it is needed.
#[derive(Deserialize)]
struct Topology {
    transform: Transform,
    objects: Objects,
    arcs: Vec<Vec<(f64, f64)>>,
}

#[derive(Deserialize)]
struct Transform {
    scale: (f64, f64),
    translate: (f64, f64),
}

#[derive(Deserialize)]
struct Objects {
    counties: Collection,
}

#[derive(Deserialize)]
struct Collection {
    geometries: Vec<Geometry>,
}

#[derive(Deserialize)]
#[serde(tag = "type")]
enum Geometry {
    Polygon {
        id: String,
        arcs: Vec<Vec<i32>>,
    },
    MultiPolygon {
        id: String,
        arcs: Vec<Vec<Vec<i32>>>,
    },
}

/// The counties that both packages have, each at the middle of its largest outline.
pub(super) fn rows(counties: &[u8], outlines: &[u8]) -> anyhow::Result<Vec<Row>> {
    let counties: Vec<County> =
        serde_json::from_slice(counties).context("the package's counties have changed")?;
    let topology: Topology =
        serde_json::from_slice(outlines).context("the package's outlines have changed")?;
    let geometries = topology.objects.counties.geometries.iter();
    let middles: BTreeMap<&str, (f64, f64)> = geometries.map(|g| topology.middle(g)).collect();
    let rows = counties.iter().filter_map(|county| {
        let (lon, lat) = *middles.get(county.fips.as_str())?;
        Some(Row {
            geonameid: 0,
            names: vec![county.name.clone()],
            lat,
            lon,
            iso2: STATE.to_owned(),
            region: county.state.clone(),
            population: INHABITANTS,
        })
    });
    Ok(rows.collect())
}

impl Topology {
    fn middle<'a>(&self, geometry: &'a Geometry) -> (&'a str, (f64, f64)) {
        let (id, outer): (_, Vec<&Vec<i32>>) = match geometry {
            Geometry::Polygon { id, arcs } => (id, arcs.iter().take(1).collect()),
            Geometry::MultiPolygon { id, arcs } => {
                (id, arcs.iter().filter_map(|p| p.first()).collect())
            }
        };
        let shapes = outer.into_iter().map(|ring| centroid(&self.ring(ring)));
        let largest = shapes.max_by(|a, b| a.0.total_cmp(&b.0));
        let (x, y) = largest.map_or((0.0, 0.0), |l| l.1);
        let Transform { scale, translate } = &self.transform;
        let point = (x * scale.0 + translate.0, y * scale.1 + translate.1);
        (id, point)
    }

    /// The points of a ring, in the file's own units. A negative arc runs backwards.
    fn ring(&self, arcs: &[i32]) -> Vec<(f64, f64)> {
        let mut out = Vec::new();
        for &arc in arcs {
            let index = if arc < 0 { !arc } else { arc };
            let (mut x, mut y) = (0.0, 0.0);
            let steps = self.arcs.get(index as usize).into_iter().flatten();
            let mut points: Vec<(f64, f64)> = steps
                .map(|step| {
                    (x, y) = (x + step.0, y + step.1);
                    (x, y)
                })
                .collect();
            if arc < 0 {
                points.reverse();
            }
            out.extend(points);
        }
        out
    }
}

/// The size of a ring and its middle.
fn centroid(ring: &[(f64, f64)]) -> (f64, (f64, f64)) {
    let (mut area, mut x, mut y) = (0.0, 0.0, 0.0);
    for (n, &(x1, y1)) in ring.iter().enumerate() {
        let (x2, y2) = ring[(n + 1) % ring.len()];
        let cross = x1 * y2 - x2 * y1;
        area += cross;
        x += (x1 + x2) * cross;
        y += (y1 + y2) * cross;
    }
    if area == 0.0 {
        return (0.0, ring.first().copied().unwrap_or_default());
    }
    (area.abs() / 2.0, (x / (3.0 * area), y / (3.0 * area)))
}
