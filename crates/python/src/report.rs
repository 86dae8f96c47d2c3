//! From a row of Python to a report of the engine, and from its failure to a line of JSON.

use pyo3::exceptions::{PyUnicodeEncodeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyString, PyTuple};
use risalah_doc::Lang;
use risalah_engine::{Body, Engine, Failed, Input, Refused, Why, source};
use risalah_record::Whose;

/// A report, or why it is none.
pub(crate) type Report = Result<Input, Refused>;

/// What is said of reports that do not say it themselves.
#[derive(Clone, Debug, Default)]
pub(crate) struct Known {
    pub(crate) lang: Option<Lang>,
    pub(crate) date: Option<String>,
}

impl Known {
    /// # Errors
    ///
    /// Where the language is no code of a language.
    pub(crate) fn new(lang: Option<&str>, date: Option<String>) -> PyResult<Self> {
        let lang = lang.map(language).transpose()?;
        Ok(Self { lang, date })
    }

    pub(crate) fn fill(&self, input: &mut Input) {
        input.lang = input.lang.or(self.lang);
        if input.date.is_none() {
            input.date.clone_from(&self.date);
        }
    }
}

/// A language by its code.
///
/// # Errors
///
/// Where it is none.
pub(crate) fn language(code: &str) -> PyResult<Lang> {
    let wrong = || PyValueError::new_err(format!("{code:?} is no code of a language, as `id` is"));
    Lang::parse(code).ok_or_else(wrong)
}

/// What a report is called that has no name: its row, from 1.
pub(crate) fn name(row: u64) -> String {
    format!("row:{row}")
}

/// The parts of a report, as Python's half puts them: all strings or None, in this order.
const PARTS: [&str; 8] = [
    "id", "text", "html", "url", "date", "lang", "title", "byline",
];

/// Reads what Python's half makes of row `row`: the eight parts of a report, or the two of a
/// refusal, which are the report's id, where known, and the reason.
///
/// # Errors
///
/// Where it is neither.
pub(crate) fn of(row: u64, given: &Bound<'_, PyAny>) -> PyResult<Report> {
    let given = given.cast::<PyTuple>()?;
    if let Ok((id, why)) = given.extract::<(Option<String>, String)>() {
        return Ok(Err(refused(row, id, Why::Given(why))));
    }
    let mut parts: [Option<String>; 8] = Default::default();
    for (n, part) in parts.iter_mut().enumerate() {
        let value = given.get_item(n)?;
        if value.is_none() {
            continue;
        }
        match value.cast::<PyString>()?.to_cow() {
            Ok(text) => *part = Some(text.into_owned()),
            Err(err) if err.is_instance_of::<PyUnicodeEncodeError>(given.py()) => {
                let [id, ..] = parts;
                let why = format!(
                    "`{}` holds half of a surrogate pair: it is no text",
                    PARTS[n]
                );
                return Ok(Err(refused(row, id, Why::Given(why))));
            }
            Err(err) => return Err(err),
        }
    }
    Ok(made(row, parts))
}

/// A report of its parts, which stand in the order of [`PARTS`].
pub(crate) fn made(row: u64, parts: [Option<String>; 8]) -> Report {
    let [id, text, html, url, date, lang, title, byline] = parts;
    let body = match (text, html) {
        (Some(text), _) => Body::Text(text),
        (None, Some(html)) => Body::Html(html),
        (None, None) => return Err(refused(row, id, Why::NoBody)),
    };
    let (Body::Text(words) | Body::Html(words)) = &body else {
        return Err(refused(row, id, Why::NoBody));
    };
    if words.len() > source::CAP {
        return Err(refused(row, id, Why::TooLong { cap: source::CAP }));
    }
    let mut input = Input::new(id.unwrap_or_else(|| name(row)), body);
    input.url = url;
    input.date = date;
    input.lang = lang.as_deref().and_then(Lang::parse);
    input.title = title;
    input.byline = byline;
    Ok(input)
}

fn refused(row: u64, id: Option<String>, why: Why) -> Refused {
    let line = Some(row);
    Refused { id, line, why }
}

/// The record of a report as a line of JSON: what `risalah code` writes.
pub(crate) fn coded(engine: &Engine, input: Input) -> Vec<u8> {
    #[cfg(feature = "fault-injection")]
    assert!(input.id != "panic", "a fault was asked for");
    risalah_record::json_line(&engine.code(engine.read(input)))
}

/// The clean article of a report as a line of JSON: what `risalah read` writes.
pub(crate) fn read(engine: &Engine, input: Input) -> Vec<u8> {
    let mut out = Vec::new();
    risalah_record::article_json(&engine.read(input), &mut out).expect("a vector takes every byte");
    out
}

/// The line as Python's bytes, without its end; a failure gives the line that tells it.
pub(crate) fn line<'py>(py: Python<'py>, result: Result<Vec<u8>, Failed>) -> Bound<'py, PyBytes> {
    let line = result.unwrap_or_else(|failed| {
        let whose = match failed.id() {
            Some(id) => Whose::Id(id),
            None => Whose::Line(failed.line().unwrap_or(0)),
        };
        let mut out = Vec::new();
        risalah_record::error_json(whose, &failed.why(), &mut out)
            .expect("a vector takes every byte");
        out
    });
    PyBytes::new(py, line.trim_ascii_end())
}
