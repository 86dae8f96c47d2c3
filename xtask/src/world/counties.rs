//! Counties: names and states from one package, outlines from another.

use std::collections::BTreeMap;

use anyhow::Context;
use risalah_pack::world::cities::Row;
use serde::Deserialize;

/// Whose counties they are.
const STATE: &str = "US";
/// A county counts as much as a town of so many inhabitants, and of every so many of its own ones
/// one.
const INHABITANTS: u32 = 15_000;
const EVERY: u32 = 5;
/// A county of our own list counts as much as a town of so many.
const LISTED: u32 = 60_000;
/// Those of other states, written by us.
const ISLES: &str = include_str!("counties.tsv");

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
/// How many live in each says which of a name is meant; they are those of the towns that lie in it.
pub(super) fn rows(counties: &[u8], outlines: &[u8], towns: &[Row]) -> anyhow::Result<Vec<Row>> {
    let counties: Vec<County> =
        serde_json::from_slice(counties).context("the package's counties have changed")?;
    let topology: Topology =
        serde_json::from_slice(outlines).context("the package's outlines have changed")?;
    let geometries = topology.objects.counties.geometries.iter();
    let middles: BTreeMap<&str, (f64, f64)> = geometries.map(|g| topology.middle(g)).collect();
    let inhabitants = topology.inhabitants(towns);
    let rows = counties.iter().filter_map(|county| {
        let (lon, lat) = *middles.get(county.fips.as_str())?;
        let own = inhabitants.get(county.fips.as_str()).copied();
        Some(Row {
            geonameid: 0,
            names: vec![county.name.clone()],
            lat,
            lon,
            iso2: STATE.to_owned(),
            region: county.state.clone(),
            population: INHABITANTS + own.unwrap_or_default() / EVERY,
        })
    });
    Ok(rows.chain(isles()?).collect())
}

/// The counties of our own list.
fn isles() -> anyhow::Result<Vec<Row>> {
    let row = |line: &str| {
        let cells: Vec<&str> = line.split('\t').collect();
        let [names, country, division, lat, lon] = cells[..] else {
            anyhow::bail!("`{line}` has {} cells", cells.len());
        };
        Ok(Row {
            geonameid: 0,
            names: names.split('|').map(str::to_owned).collect(),
            lat: lat.parse().with_context(|| format!("`{line}`"))?,
            lon: lon.parse().with_context(|| format!("`{line}`"))?,
            iso2: country.to_owned(),
            region: division.to_owned(),
            population: LISTED,
        })
    };
    super::lines(ISLES).map(row).collect()
}

impl Geometry {
    /// Its id, and the outer rings of its parts.
    fn outer(&self) -> (&str, Vec<&Vec<i32>>) {
        match self {
            Self::Polygon { id, arcs } => (id, arcs.iter().take(1).collect()),
            Self::MultiPolygon { id, arcs } => {
                (id, arcs.iter().filter_map(|p| p.first()).collect())
            }
        }
    }
}

impl Topology {
    /// How many live in the towns within each outline.
    fn inhabitants(&self, towns: &[Row]) -> BTreeMap<&str, u32> {
        let Transform { scale, translate } = &self.transform;
        let towns: Vec<((f64, f64), u32)> = towns
            .iter()
            .filter(|t| t.iso2 == STATE)
            .map(|t| {
                let x = (t.lon - translate.0) / scale.0;
                let y = (t.lat - translate.1) / scale.1;
                ((x, y), t.population)
            })
            .collect();
        let mut out = BTreeMap::new();
        for geometry in &self.objects.counties.geometries {
            let (id, outer) = geometry.outer();
            for ring in outer {
                let ring = self.ring(ring);
                let (low, high) = bounds(&ring);
                let near =
                    |p: (f64, f64)| low.0 <= p.0 && p.0 <= high.0 && low.1 <= p.1 && p.1 <= high.1;
                let inside = towns.iter().filter(|t| near(t.0) && holds(&ring, t.0));
                *out.entry(id).or_default() += inside.map(|t| t.1).sum::<u32>();
            }
        }
        out
    }

    fn middle<'a>(&self, geometry: &'a Geometry) -> (&'a str, (f64, f64)) {
        let (id, outer) = geometry.outer();
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

/// The least and the greatest of a ring's numbers.
fn bounds(ring: &[(f64, f64)]) -> ((f64, f64), (f64, f64)) {
    let least = ((f64::MAX, f64::MAX), (f64::MIN, f64::MIN));
    ring.iter().fold(least, |(low, high), p| {
        let low = (low.0.min(p.0), low.1.min(p.1));
        (low, (high.0.max(p.0), high.1.max(p.1)))
    })
}

/// Whether the point lies within the ring: a line from it crosses the ring an odd number of times.
fn holds(ring: &[(f64, f64)], (x, y): (f64, f64)) -> bool {
    let sides = ring.iter().zip(ring.iter().cycle().skip(1));
    let crosses = sides.filter(|((x1, y1), (x2, y2))| {
        (*y1 > y) != (*y2 > y) && x < (x2 - x1) * (y - y1) / (y2 - y1) + x1
    });
    crosses.count() % 2 == 1
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
