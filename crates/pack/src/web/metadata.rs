//! Where pages say what they are, and how headlines and bylines are dressed.

use serde::Deserialize;

use crate::Files;

/// Names of meta elements, lower case, most trusted first.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Metadata {
    /// The publication date.
    pub published: Published,
    /// The headline.
    pub title: Sources,
    /// Who wrote it.
    pub byline: Sources,
    /// The site's name.
    pub site: Sources,
    /// The part of the site.
    pub section: Sources,
    /// The lead picture.
    pub image: Sources,
    /// What it is about.
    pub description: Sources,
    /// The language.
    pub lang: Sources,
}

/// Names for one thing.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sources {
    /// Open Graph and its like.
    pub open_graph: Vec<String>,
    /// Other meta elements.
    pub meta: Vec<String>,
}

/// Names for the publication date.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Published {
    /// Open Graph and its like.
    pub open_graph: Vec<String>,
    /// Other meta elements.
    pub meta: Vec<String>,
    /// Dates of a later change.
    pub modified: Vec<String>,
}

impl Metadata {
    pub(super) fn load(files: &mut Files) -> Self {
        files
            .toml("web/metadata.toml")
            .map(|(m, _)| m)
            .unwrap_or_default()
    }
}

/// How headlines and bylines are dressed.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Names {
    /// What parts a headline from the site's name.
    pub separators: Vec<String>,
    /// What may stand before a byline's names, lower case.
    pub openers: Vec<String>,
    /// What ends a byline, lower case.
    pub closers: Vec<String>,
    /// What stands between two names, lower case.
    pub joints: Vec<String>,
    /// Words of a class or id that say it holds the byline.
    pub marks: Vec<String>,
    /// What is no one's name, lower case.
    pub nobody: Vec<String>,
}

impl Names {
    pub(super) fn load(files: &mut Files) -> Self {
        let mut names: Self = files
            .toml("web/names.toml")
            .map(|(n, _)| n)
            .unwrap_or_default();
        // Of two that fit, the longer is meant.
        names.openers.sort_by_key(|o| std::cmp::Reverse(o.len()));
        names
    }
}
