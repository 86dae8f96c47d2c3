//! CSV whose first line names the columns, by the names that JSON Lines use.

use std::io::{self, BufRead};

use risalah_doc::{Lang, NoteKind};

use super::CAP;
use crate::{Body, Input, Refused, Why, charset};

/// The reports of a CSV stream: a row each.
pub(super) fn rows(name: String, stream: Box<dyn BufRead + Send>) -> Rows {
    Rows {
        name,
        stream,
        columns: None,
        line: 1,
        done: false,
    }
}

/// An iterator over rows.
pub(super) struct Rows {
    name: String,
    stream: Box<dyn BufRead + Send>,
    columns: Option<Vec<String>>,
    line: u64,
    done: bool,
}

/// A row: its cells, or that it was longer than the cap.
enum Row {
    Cells(Vec<Vec<u8>>),
    TooLong,
}

impl Rows {
    /// Reads a row as RFC 4180 has it: cells in quotes may hold commas, line ends and `""`.
    fn row(&mut self) -> io::Result<Option<Row>> {
        let (mut cells, mut cell) = (Vec::new(), Vec::new());
        let (mut quoted, mut any, mut size) = (false, false, 0usize);
        loop {
            let chunk = match self.stream.fill_buf() {
                Err(err) if err.kind() == io::ErrorKind::Interrupted => continue,
                other => other?,
            };
            if chunk.is_empty() {
                break;
            }
            any = true;
            let mut used = 0;
            let mut ended = false;
            for &b in chunk {
                used += 1;
                size += 1;
                match b {
                    b'"' => quoted = !quoted,
                    b'\n' => self.line += 1,
                    _ => {}
                }
                match b {
                    b'\n' if !quoted => ended = true,
                    b',' if !quoted => cells.push(unquoted(std::mem::take(&mut cell))),
                    _ if size > CAP => cell = Vec::new(),
                    _ => cell.push(b),
                }
                if ended {
                    break;
                }
            }
            self.stream.consume(used);
            if ended {
                break;
            }
        }
        if !any {
            return Ok(None);
        }
        if size > CAP {
            return Ok(Some(Row::TooLong));
        }
        if cell.last() == Some(&b'\r') {
            cell.pop();
        }
        cells.push(unquoted(cell));
        Ok(Some(Row::Cells(cells)))
    }

    fn input(&self, line: u64, columns: &[String], cells: &[Vec<u8>]) -> Result<Input, Refused> {
        let mut replaced = false;
        let mut cell = |names: &[&str]| {
            let at = columns.iter().position(|c| names.contains(&c.as_str()))?;
            let decoded = charset::text(cells.get(at)?, None);
            replaced |= decoded.replaced;
            Some(decoded.text).filter(|text| !text.is_empty())
        };
        let id = cell(&["id"]);
        let text = cell(&["text", "event_text"]).map(Body::Text);
        let Some(body) = text.or_else(|| cell(&["html"]).map(Body::Html)) else {
            let line = Some(line);
            let why = Why::NoBody;
            return Err(Refused { id, line, why });
        };
        let mut input = Input::new(id.unwrap_or_else(|| format!("{}:{line}", self.name)), body);
        input.url = cell(&["url"]);
        input.date = cell(&["date", "pub_date"]);
        input.lang = cell(&["lang"]).and_then(|l| Lang::parse(&l));
        input.title = cell(&["title"]);
        if replaced {
            input.notes.push(NoteKind::InvalidUtf8);
        }
        Ok(input)
    }

    fn refused(&mut self, line: u64, why: Why) -> Option<Result<Input, Refused>> {
        let line = Some(line);
        Some(Err(Refused {
            id: None,
            line,
            why,
        }))
    }
}

impl Iterator for Rows {
    type Item = Result<Input, Refused>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.done {
            let line = self.line;
            let cells = match self.row() {
                Ok(Some(Row::Cells(cells))) => cells,
                Ok(Some(Row::TooLong)) => return self.refused(line, Why::TooLong { cap: CAP }),
                Ok(None) => break,
                Err(err) => {
                    self.done = true;
                    return self.refused(line, Why::Io(err.to_string()));
                }
            };
            let Some(columns) = self.columns.take() else {
                let name = |c: &Vec<u8>| {
                    String::from_utf8_lossy(c)
                        .trim_start_matches('\u{feff}')
                        .trim()
                        .to_lowercase()
                };
                self.columns = Some(cells.iter().map(name).collect());
                continue;
            };
            let blank = cells.iter().all(|c| c.trim_ascii().is_empty());
            let input = (!blank).then(|| self.input(line, &columns, &cells));
            self.columns = Some(columns);
            if input.is_some() {
                return input;
            }
        }
        None
    }
}

/// The cell without its quotes; `""` inside is one quote.
fn unquoted(cell: Vec<u8>) -> Vec<u8> {
    let trimmed = cell.trim_ascii();
    let Some(inner) = trimmed.strip_prefix(b"\"") else {
        return cell;
    };
    let inner = inner.strip_suffix(b"\"").unwrap_or(inner);
    let mut out = Vec::with_capacity(inner.len());
    let mut quote = false;
    for &b in inner {
        quote = b == b'"' && !quote;
        if !quote {
            out.push(b);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_and_named_columns() {
        let csv =
            "Title,ID,text\n\"Dua, tiga\",a,\"Ia berkata, \"\"ya\"\".\nLalu pergi.\"\n\n,b,\n";
        let got: Vec<_> = rows("f".to_owned(), Box::new(csv.as_bytes())).collect();
        let first = got[0].as_ref().unwrap();
        assert_eq!(first.title.as_deref(), Some("Dua, tiga"));
        let Body::Text(text) = &first.body else {
            unreachable!()
        };
        assert_eq!(text, "Ia berkata, \"ya\".\nLalu pergi.");
        let second = got[1].as_ref().unwrap_err();
        assert_eq!((second.id.as_deref(), second.line), (Some("b"), Some(5)));
        assert_eq!(got.len(), 2);
    }
}
