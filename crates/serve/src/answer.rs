//! Answers in the form that was asked for.

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::problem::Problem;

/// The form of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    Json,
    Csv,
    Arrow,
    Parquet,
}

impl Form {
    /// What is no list.
    pub(crate) const ONE: &[Self] = &[Self::Json];
    /// Lists.
    pub(crate) const LIST: &[Self] = &[Self::Json, Self::Csv];
    /// Lists that can be long.
    pub(crate) const LONG: &[Self] = &[Self::Json, Self::Csv, Self::Arrow, Self::Parquet];

    /// The name that `?format=` takes.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Csv => "csv",
            Self::Arrow => "arrow",
            Self::Parquet => "parquet",
        }
    }

    fn media(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Csv => "text/csv",
            Self::Arrow => "application/vnd.apache.arrow.stream",
            Self::Parquet => "application/vnd.apache.parquet",
        }
    }

    /// The end of a file's name.
    fn ending(self) -> &'static str {
        match self {
            Self::Arrow => "arrows",
            other => other.name(),
        }
    }

    pub(crate) fn content_type(self) -> HeaderValue {
        HeaderValue::from_static(match self {
            Self::Csv => "text/csv; charset=utf-8; header=present",
            other => other.media(),
        })
    }

    /// The one of `forms` that `?format=` names, else the one that `Accept` likes best.
    pub(crate) fn of(
        forms: &[Self],
        format: Option<&str>,
        headers: &HeaderMap,
    ) -> Result<Self, Problem> {
        let names: Vec<&str> = forms.iter().map(|f| f.name()).collect();
        let names = names.join(", ");
        if let Some(name) = format {
            let named = forms.iter().copied().find(|f| f.name() == name);
            return named.ok_or_else(|| Problem::parameter("format", &names));
        }
        let mut accepts = headers.get_all(header::ACCEPT).iter().peekable();
        if accepts.peek().is_none() {
            return Ok(Self::Json);
        }
        let ranges: Vec<(f32, &str)> = accepts
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(','))
            .map(range)
            .collect();
        best(forms, &ranges).ok_or_else(|| {
            let detail = format!("the answer can be had as {names}");
            Problem::new(StatusCode::NOT_ACCEPTABLE, detail)
        })
    }
}

/// A media range of `Accept` with its weight.
fn range(text: &str) -> (f32, &str) {
    let mut parts = text.split(';').map(str::trim);
    let media = parts.next().unwrap_or_default();
    let weight = parts.find_map(|part| part.strip_prefix("q=")?.parse::<f32>().ok());
    (weight.unwrap_or(1.0), media)
}

/// The form with the highest weight; of equals the first.
fn best(forms: &[Form], ranges: &[(f32, &str)]) -> Option<Form> {
    let weight = |form: Form| {
        let family = form.media().split('/').next().unwrap_or_default();
        let fits = |media: &str| -> u8 {
            match media {
                m if m.eq_ignore_ascii_case(form.media()) => 3,
                m if m
                    .strip_suffix("/*")
                    .is_some_and(|f| f.eq_ignore_ascii_case(family)) =>
                {
                    2
                }
                "*/*" => 1,
                _ => 0,
            }
        };
        let closest = ranges.iter().max_by_key(|(_, media)| fits(media))?;
        Some(closest.0).filter(|w| fits(closest.1) > 0 && *w > 0.0)
    };
    let mut found: Option<(f32, Form)> = None;
    for form in forms.iter().copied() {
        if let Some(weight) = weight(form).filter(|w| found.is_none_or(|(most, _)| *w > most)) {
            found = Some((weight, form));
        }
    }
    found.map(|(_, form)| form)
}

/// A row that can stand in a table of a fixed width.
pub(crate) trait Row {
    /// The columns' names.
    const COLUMNS: &'static [&'static str];
    /// A cell for each column.
    fn cells(&self) -> Vec<String>;
}

/// A cell that may be empty.
pub(crate) fn cell<T: ToString>(value: &Option<T>) -> String {
    value.as_ref().map_or_else(String::new, T::to_string)
}

/// Rows as CSV, by RFC 4180; the names of the columns first where `head` says so.
pub(crate) fn csv<R: Row>(head: bool, rows: &[R]) -> Vec<u8> {
    let mut out = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    if head {
        out.write_record(R::COLUMNS)
            .expect("a vector takes every byte");
    }
    for row in rows {
        out.write_record(row.cells())
            .expect("every row has all columns");
    }
    out.into_inner().expect("a vector takes every byte")
}

/// One answer as JSON, with its digest as ETag.
pub(crate) fn json(value: &impl Serialize) -> Response {
    match serde_json::to_vec(value) {
        Ok(body) => whole(Form::Json.content_type(), body),
        Err(err) => {
            eprintln!("risalah: an answer cannot be written: {err}");
            Problem::fault().into_response()
        }
    }
}

/// Rows as a table, or the answer that holds them as JSON.
pub(crate) fn rows<R: Row>(form: Form, name: &str, rows: &[R], value: &impl Serialize) -> Response {
    match form {
        Form::Json => json(value),
        _ => table(form, name, csv(true, rows)),
    }
}

/// A table as a file.
pub(crate) fn table(form: Form, name: &str, body: Vec<u8>) -> Response {
    as_file(whole(form.content_type(), body), name, form)
}

/// The whole body, with its digest as ETag. It is weak, for compressing changes the bytes.
pub(crate) fn whole(kind: HeaderValue, body: Vec<u8>) -> Response {
    let digest = Sha256::digest(&body);
    let first: String = digest.iter().take(16).map(|b| format!("{b:02x}")).collect();
    let mut response = Response::new(Body::from(body));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, kind);
    let tag = HeaderValue::from_str(&format!("W/\"{first}\""));
    headers.insert(header::ETAG, tag.expect("a digest is ASCII"));
    response
}

/// Says that the answer is a file: a browser saves a table rather than show it.
pub(crate) fn as_file(mut response: Response, name: &str, form: Form) -> Response {
    let shown = format!("attachment; filename=\"{name}.{}\"", form.ending());
    if let Ok(value) = HeaderValue::from_str(&shown) {
        response
            .headers_mut()
            .insert(header::CONTENT_DISPOSITION, value);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(accept: &str) -> Option<Form> {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT, HeaderValue::from_str(accept).unwrap());
        Form::of(Form::LONG, None, &headers).ok()
    }

    #[test]
    fn the_form_that_is_liked_best_is_given() {
        assert_eq!(chosen("*/*"), Some(Form::Json));
        assert_eq!(chosen("text/csv"), Some(Form::Csv));
        assert_eq!(chosen("text/html, */*;q=0.8"), Some(Form::Json));
        assert_eq!(chosen("text/csv;q=0.5, application/json"), Some(Form::Json));
        assert_eq!(chosen("application/json;q=0, */*"), Some(Form::Csv));
        assert_eq!(chosen("TEXT/*"), Some(Form::Csv));
        let parquet = "application/vnd.apache.parquet, application/json;q=0.1";
        assert_eq!(chosen(parquet), Some(Form::Parquet));
        assert_eq!(chosen("image/png"), None);
    }

    #[test]
    fn a_named_form_comes_before_what_is_accepted() {
        assert_eq!(
            Form::of(Form::LIST, Some("csv"), &HeaderMap::new()).ok(),
            Some(Form::Csv)
        );
        assert!(Form::of(Form::LIST, Some("parquet"), &HeaderMap::new()).is_err());
    }
}
