//! Rows as delimited text: CSV with quoting, or tab-separated without.

use std::io::Write;

use crate::table::{Cell, Column, spelled};
use crate::{Error, Row, Sink};

/// How cells are parted and guarded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dress {
    /// RFC 4180: commas, quotes where needed.
    Comma,
    /// Tabs and no quotes, as GDELT, ICEWS and POLECAT have it: a tab or a line's end within a
    /// value becomes a blank.
    Tab,
}

/// Writes rows of a table.
pub(crate) struct Delimited<W> {
    out: W,
    columns: &'static [Column],
    dress: Dress,
    // One row, kept for its memory.
    line: Vec<u8>,
}

impl<W: Write> Delimited<W> {
    /// Begins with a header line.
    pub(crate) fn with_header(
        out: W,
        columns: &'static [Column],
        dress: Dress,
    ) -> Result<Self, Error> {
        let mut this = Self::bare(out, columns, dress);
        for (n, column) in columns.iter().enumerate() {
            this.part(n);
            this.text(column.name);
        }
        this.end_line()?;
        Ok(this)
    }

    /// Begins with the first row.
    pub(crate) fn bare(out: W, columns: &'static [Column], dress: Dress) -> Self {
        Self {
            out,
            columns,
            dress,
            line: Vec::new(),
        }
    }

    fn part(&mut self, n: usize) {
        if n > 0 {
            self.line.push(match self.dress {
                Dress::Comma => b',',
                Dress::Tab => b'\t',
            });
        }
    }

    fn cell(&mut self, cell: &Cell) {
        let written = match cell {
            Cell::None => Ok(()),
            Cell::Text(text) => {
                self.text(text);
                Ok(())
            }
            Cell::Key(key) => {
                self.line.extend(spelled(*key));
                Ok(())
            }
            Cell::Whole(number) => write!(self.line, "{number}"),
            Cell::Real(number) => write!(self.line, "{number}"),
            Cell::Flag(flag) => write!(self.line, "{flag}"),
        };
        written.expect("a vector takes every byte");
    }

    fn text(&mut self, text: &str) {
        let bytes = text.bytes();
        match self.dress {
            Dress::Tab => self.line.extend(bytes.map(|b| match b {
                b'\t' | b'\n' | b'\r' => b' ',
                other => other,
            })),
            Dress::Comma if text.contains([',', '"', '\n', '\r']) => {
                self.line.push(b'"');
                for byte in bytes {
                    if byte == b'"' {
                        self.line.push(b'"');
                    }
                    self.line.push(byte);
                }
                self.line.push(b'"');
            }
            Dress::Comma => self.line.extend(bytes),
        }
    }

    fn end_line(&mut self) -> Result<(), Error> {
        self.line.push(b'\n');
        self.out.write_all(&self.line)?;
        self.line.clear();
        Ok(())
    }
}

impl<W: Write + Send> Sink for Delimited<W> {
    fn rows(&mut self, rows: &[Row]) -> Result<(), Error> {
        let columns = self.columns;
        for row in rows {
            for (n, column) in columns.iter().enumerate() {
                self.part(n);
                self.cell(&(column.of)(row));
            }
            self.end_line()?;
        }
        Ok(())
    }

    fn end(&mut self) -> Result<(), Error> {
        Ok(self.out.flush()?)
    }
}
