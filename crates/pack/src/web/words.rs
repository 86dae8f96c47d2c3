//! Small word lists: datelines, header lines, named characters.

use hashbrown::HashMap;
use serde::Deserialize;

use super::{Fixed, fixed_map};
use crate::Files;

/// What stands before the dash of a report's first line.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Datelines {
    /// Endings of a site's name, lower case.
    pub domains: Vec<String>,
    /// Agencies and papers.
    pub agencies: Vec<String>,
    /// Small words inside a place's name.
    pub small: Vec<String>,
    /// The dash, longest first.
    pub dashes: Vec<String>,
    /// How many lines from the top are looked at.
    pub lines: usize,
    /// How many characters may come before the dash.
    pub longest: usize,
}

impl Datelines {
    pub(super) fn load(files: &mut Files) -> Self {
        files
            .toml("web/datelines.toml")
            .map(|(d, _)| d)
            .unwrap_or_default()
    }
}

/// Names of the lines that may head a plain text.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Header {
    /// The headline.
    pub title: Vec<String>,
    /// The publication date.
    pub date: Vec<String>,
    /// The address.
    pub url: Vec<String>,
    /// Who wrote it.
    pub byline: Vec<String>,
    /// The language's code.
    pub lang: Vec<String>,
    /// The caller's name for it.
    pub id: Vec<String>,
}

impl Header {
    pub(super) fn load(files: &mut Files) -> Self {
        files
            .toml("web/header.toml")
            .map(|(h, _)| h)
            .unwrap_or_default()
    }
}

/// HTML's named characters.
#[derive(Debug, Default)]
pub struct Entities {
    names: HashMap<Box<str>, Box<str>, Fixed>,
}

impl Entities {
    pub(super) fn load(files: &mut Files) -> Self {
        let mut names = fixed_map();
        for row in files.table("web/entities.tsv", &["name", "points"]).rows {
            let points = row.values(1).map(|p| {
                let point = u32::from_str_radix(p, 16).ok();
                point.and_then(char::from_u32)
            });
            match points.collect::<Option<String>>() {
                Some(text) => drop(names.insert(row.cell(0).into(), text.into())),
                None => files.fault(row.at, "points are hexadecimal code points joined by `|`"),
            }
        }
        Self { names }
    }

    /// The characters that `&name;` stands for.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.names.get(name).map(|text| &**text)
    }
}
