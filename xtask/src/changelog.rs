//! The changelog: what is new in a version.

use std::fs;

use anyhow::{Context, ensure};

/// Where it is.
const FILE: &str = "CHANGELOG.md";
/// The heading of what no version has yet.
const PENDING: &str = "TBD";

/// What a version brings, of the section `## VERSION (DAY)`; for a draft, of what is pending.
pub(crate) fn notes(version: &str, draft: bool) -> anyhow::Result<String> {
    let text = fs::read_to_string(FILE).with_context(|| format!("cannot read {FILE}"))?;
    let wanted = if draft { PENDING } else { version };
    let section = text.split("\n## ").skip(1).find_map(|section| {
        let (heading, notes) = section.split_once('\n')?;
        let name = heading.split(' ').next()?;
        (name == wanted).then(|| notes.trim().to_owned())
    });
    let notes = section.with_context(|| {
        format!(
            "{FILE} has no section `## {wanted}`: name the version and its day, or pass --draft"
        )
    })?;
    ensure!(!notes.is_empty(), "{FILE}: nothing stands under {wanted}");
    Ok(notes)
}
