//! Reading data files: TSV with named columns and TOML, with the line of every fault kept.

use std::fs;
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;

use crate::{At, Fault};

/// The folder of packs, and the faults found in it so far.
///
/// Every loader takes `&mut Files`, reads what it needs, and reports what is wrong without
/// stopping, so that one run shows all faults.
#[derive(Debug)]
pub struct Files {
    root: PathBuf,
    faults: Vec<Fault>,
}

/// A TSV file: its rows, each with the cells of the columns asked for.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// The rows in order.
    pub rows: Vec<Row>,
}

/// A row of a TSV file.
#[derive(Clone, Debug)]
pub struct Row {
    /// Where it stands.
    pub at: At,
    // Invariant: one cell for each column asked for, in the order asked.
    cells: Vec<String>,
}

impl Row {
    /// The cell of the `n`-th column asked for.
    pub fn cell(&self, n: usize) -> &str {
        self.cells.get(n).map_or("", String::as_str)
    }

    /// The cell, `None` where it is empty.
    pub fn known(&self, n: usize) -> Option<&str> {
        Some(self.cell(n)).filter(|c| !c.is_empty())
    }

    /// The values of a cell that holds several, joined by `|`.
    pub fn values(&self, n: usize) -> impl Iterator<Item = &str> {
        self.cell(n)
            .split('|')
            .map(str::trim)
            .filter(|v| !v.is_empty())
    }
}

impl Files {
    /// The files under this folder.
    pub fn new(root: &Path) -> Self {
        Self {
            root: root.to_owned(),
            faults: Vec::new(),
        }
    }

    /// The folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Whether the file or folder is there.
    pub fn has(&self, path: &str) -> bool {
        self.root.join(path).exists()
    }

    /// Reports a fault.
    pub fn fault(&mut self, at: At, what: impl Into<String>) {
        self.faults.push(Fault {
            at,
            what: what.into(),
        });
    }

    /// Takes over the faults that were found apart.
    pub(crate) fn take(&mut self, other: Self) {
        self.faults.extend(other.faults);
    }

    /// All faults so far, sorted by file and line.
    pub fn into_faults(mut self) -> Vec<Fault> {
        self.faults.sort();
        self.faults.dedup();
        self.faults
    }

    /// A place in one of the files.
    pub fn at(path: &str, line: usize) -> At {
        At {
            file: PathBuf::from(path),
            line,
        }
    }

    /// The file's text; a fault, and `None`, where it cannot be read or is no UTF-8.
    pub fn text(&mut self, path: &str) -> Option<String> {
        match fs::read_to_string(self.root.join(path)) {
            Ok(text) => Some(text),
            Err(err) => {
                self.fault(Self::at(path, 0), format!("cannot be read: {err}"));
                None
            }
        }
    }

    /// The file's bytes; a fault, and `None`, where it cannot be read.
    pub fn bytes(&mut self, path: &str) -> Option<Vec<u8>> {
        match fs::read(self.root.join(path)) {
            Ok(bytes) => Some(bytes),
            Err(err) => {
                self.fault(Self::at(path, 0), format!("cannot be read: {err}"));
                None
            }
        }
    }

    /// Names of the files with this ending in a folder, sorted.
    pub fn list(&self, folder: &str, ending: &str) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(self.root.join(folder))
            .into_iter()
            .flatten()
            .flatten()
            .filter_map(|entry| entry.file_name().into_string().ok())
            .filter(|name| name.ends_with(ending))
            .collect();
        names.sort();
        names
    }

    /// Reads a TSV file whose header must name exactly these columns, in any order.
    pub fn table(&mut self, path: &str, columns: &[&str]) -> Table {
        let Some(text) = self.text(path) else {
            return Table::default();
        };
        let mut lines = text
            .lines()
            .enumerate()
            .map(|(n, line)| (n + 1, line))
            .filter(|(_, line)| !line.starts_with('#') && !line.trim().is_empty());
        let Some((first, header)) = lines.next() else {
            self.fault(
                Self::at(path, 0),
                "is empty: its first line names the columns",
            );
            return Table::default();
        };
        let Some(order) = self.columns(Self::at(path, first), header, columns) else {
            return Table::default();
        };
        let width = header.split('\t').count();
        let mut rows = Vec::new();
        for (n, line) in lines {
            let cells: Vec<&str> = line.split('\t').collect();
            if cells.len() != width {
                let what = format!("has {} cells, the header has {width}", cells.len());
                self.fault(Self::at(path, n), what);
                continue;
            }
            let cells = order
                .iter()
                .map(|&at| cells[at].trim().to_owned())
                .collect();
            rows.push(Row {
                at: Self::at(path, n),
                cells,
            });
        }
        Table { rows }
    }

    /// For each column asked for, its place in the header.
    fn columns(&mut self, at: At, header: &str, columns: &[&str]) -> Option<Vec<usize>> {
        let names: Vec<&str> = header.split('\t').map(str::trim).collect();
        let before = self.faults.len();
        for name in &names {
            if !columns.contains(name) {
                let what = format!("column `{name}` is unknown: {}", columns.join(", "));
                self.fault(at.clone(), what);
            }
        }
        let mut order = Vec::with_capacity(columns.len());
        for column in columns {
            match names.iter().position(|name| name == column) {
                Some(place) => order.push(place),
                None => self.fault(at.clone(), format!("column `{column}` is missing")),
            }
        }
        (self.faults.len() == before).then_some(order)
    }

    /// Reads a TOML file into `T`; a fault with its line, and `None`, where it does not fit.
    ///
    /// A field of type `toml::Spanned<_>` keeps its bytes; [`line_of`] turns them into a line.
    pub fn toml<T: DeserializeOwned>(&mut self, path: &str) -> Option<(T, String)> {
        let text = self.text(path)?;
        match toml::from_str(&text) {
            Ok(value) => Some((value, text)),
            Err(err) => {
                let line = err.span().map_or(0, |span| line_of(&text, span.start));
                self.fault(Self::at(path, line), err.message().to_owned());
                None
            }
        }
    }
}

/// The line, from 1, of a byte of the text.
pub(crate) fn line_of(text: &str, byte: usize) -> usize {
    let before = &text.as_bytes()[..byte.min(text.len())];
    1 + before.iter().filter(|b| **b == b'\n').count()
}

/// The line, from 1, of each of these bytes of the text, which come in its order.
pub(crate) fn lines_of(text: &str, bytes: impl Iterator<Item = usize>) -> Vec<usize> {
    let (mut line, mut from) = (1, 0);
    let lines = bytes.map(|byte| {
        let rest = text.get(from..).unwrap_or_default();
        line += line_of(rest, byte.saturating_sub(from)) - 1;
        from = from.max(byte);
        line
    });
    lines.collect()
}

#[cfg(test)]
mod tests {
    use super::{line_of, lines_of};

    #[test]
    fn lines_of_bytes_in_order_are_those_of_each() {
        let text = "a\n\nbé\nc";
        let bytes = [0, 0, 1, 2, 3, 6, 7, 7, 90];
        let each = bytes.map(|byte| line_of(text, byte));
        assert_eq!(lines_of(text, bytes.into_iter()), each);
        assert_eq!(each, [1, 1, 1, 2, 3, 3, 4, 4, 4]);
    }
}
