//! JSON Lines: a report a line.

use std::io::BufRead;

use risalah_doc::{Lang, NoteKind};
use serde::Deserialize;

use super::{CAP, lines};
use crate::{Body, Input, Refused, Why};

/// The reports of a stream of JSON Lines.
pub(super) struct Lines {
    name: String,
    stream: Box<dyn BufRead + Send>,
    line: u64,
    done: bool,
}

/// A line. NGEC's names stand beside ours.
#[derive(Deserialize)]
struct Fields {
    id: Option<Id>,
    text: Option<String>,
    event_text: Option<String>,
    html: Option<String>,
    url: Option<String>,
    date: Option<String>,
    pub_date: Option<String>,
    // What `risalah read` and `risalah watch` write is read again.
    published: Option<String>,
    byline: Option<String>,
    lang: Option<String>,
    title: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Id {
    Text(String),
    Number(serde_json::Number),
}

/// Of a line that fits nothing else, its id.
#[derive(Deserialize)]
struct OnlyId {
    id: Option<Id>,
}

impl Id {
    fn text(self) -> String {
        match self {
            Self::Text(text) => text,
            Self::Number(number) => number.to_string(),
        }
    }
}

impl Lines {
    pub(super) fn new(name: String, stream: Box<dyn BufRead + Send>) -> Self {
        Self {
            name,
            stream,
            line: 0,
            done: false,
        }
    }

    fn refused(&self, id: Option<String>, why: Why) -> Refused {
        Refused {
            id,
            line: Some(self.line),
            why,
        }
    }

    fn read(&self, bytes: &[u8]) -> Result<Input, Refused> {
        let text = String::from_utf8_lossy(bytes);
        let replaced = matches!(text, std::borrow::Cow::Owned(_));
        let text = text.trim_start_matches('\u{feff}');
        let fields: Fields = serde_json::from_str(text).map_err(|err| {
            let id = serde_json::from_str::<OnlyId>(text).ok();
            self.refused(
                id.and_then(|o| o.id).map(Id::text),
                Why::Json(err.to_string()),
            )
        })?;
        let id = fields.id.map(Id::text);
        let body = match (fields.text.or(fields.event_text), fields.html) {
            (Some(text), _) => Body::Text(text),
            (None, Some(html)) => Body::Html(html),
            (None, None) => return Err(self.refused(id, Why::NoBody)),
        };
        let id = id.unwrap_or_else(|| format!("{}:{}", self.name, self.line));
        let mut input = Input::new(id, body);
        input.url = fields.url;
        input.date = fields.date.or(fields.pub_date).or(fields.published);
        input.lang = fields.lang.as_deref().and_then(Lang::parse);
        input.title = fields.title;
        input.byline = fields.byline;
        if replaced {
            input.notes.push(NoteKind::InvalidUtf8);
        }
        Ok(input)
    }
}

impl Iterator for Lines {
    type Item = Result<Input, Refused>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.done {
            self.line += 1;
            match lines::next(&mut *self.stream, CAP) {
                Ok(Some(lines::Line::Bytes(bytes))) if bytes.trim_ascii().is_empty() => {}
                Ok(Some(lines::Line::Bytes(bytes))) => return Some(self.read(&bytes)),
                Ok(Some(lines::Line::TooLong)) => {
                    return Some(Err(self.refused(None, Why::TooLong { cap: CAP })));
                }
                Ok(None) => self.done = true,
                Err(err) => {
                    self.done = true;
                    return Some(Err(self.refused(None, Why::Io(err.to_string()))));
                }
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(lines: &'static [u8]) -> Vec<Result<Input, Refused>> {
        Lines::new("f".to_owned(), Box::new(lines)).collect()
    }

    #[test]
    fn fields_and_their_other_names() {
        let got = of(b"{\"id\": 7, \"event_text\": \"A.\", \"pub_date\": \"2022-01-12\", \"lang\": \"id-ID\"}\n\n{\"text\": \"B\"}");
        let first = got[0].as_ref().unwrap();
        assert_eq!(
            (first.id.as_str(), first.date.as_deref()),
            ("7", Some("2022-01-12"))
        );
        assert_eq!(first.lang, Lang::parse("id"));
        let again = of(b"{\"text\": \"A.\", \"published\": \"2022-01-12\", \"byline\": \"Ana B\"}");
        let again = again[0].as_ref().unwrap();
        assert_eq!(
            (again.date.as_deref(), again.byline.as_deref()),
            (Some("2022-01-12"), Some("Ana B"))
        );
        assert_eq!(got[1].as_ref().unwrap().id, "f:3");
    }

    #[test]
    fn a_bad_line_stands_in_its_place() {
        let got =
            of(b"{\"id\": \"a\", \"text\": 3}\nnonsense\n{\"id\": \"b\"}\n{\"text\": \"\xff\"}\n");
        assert_eq!(got[0].as_ref().unwrap_err().id.as_deref(), Some("a"));
        assert_eq!(got[1].as_ref().unwrap_err().line, Some(2));
        assert_eq!(got[2].as_ref().unwrap_err().why, Why::NoBody);
        assert_eq!(got[3].as_ref().unwrap().notes, [NoteKind::InvalidUtf8]);
    }
}
