//! What went wrong, as RFC 9457 has it.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use risalah_store::Error;
use serde::Serialize;
use utoipa::ToSchema;

/// Why a request was not answered, as `application/problem+json`.
///
/// The detail is written for whoever made the request; what concerns the machine (paths, SQL) is
/// told on standard error instead.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Problem {
    /// Always `about:blank`: the status says what kind it is.
    r#type: &'static str,
    /// The status in words.
    title: &'static str,
    /// The HTTP status.
    status: u16,
    /// What is wrong and how to mend it.
    detail: String,
    /// The parameter at fault, where one is.
    #[serde(skip_serializing_if = "Option::is_none")]
    parameter: Option<String>,
}

impl Problem {
    pub(crate) fn new(status: StatusCode, detail: impl Into<String>) -> Self {
        Self {
            r#type: "about:blank",
            title: status.canonical_reason().unwrap_or("Unknown"),
            status: status.as_u16(),
            detail: detail.into(),
            parameter: None,
        }
    }

    /// A parameter whose value is not what it takes.
    pub(crate) fn parameter(name: &str, takes: &str) -> Self {
        let mut problem = Self::new(StatusCode::BAD_REQUEST, format!("`{name}` takes {takes}"));
        problem.parameter = Some(name.to_owned());
        problem
    }

    /// A parameter that is none.
    pub(crate) fn unknown(name: &str, known: &str) -> Self {
        let detail = format!("there is no parameter `{name}` here; there are: {known}");
        let mut problem = Self::bad(detail);
        problem.parameter = Some(name.to_owned());
        problem
    }

    pub(crate) fn bad(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, detail)
    }

    pub(crate) fn missing(what: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, format!("there is no {what}"))
    }

    /// Too much is asked at once; the client may come again soon.
    pub(crate) fn busy() -> Self {
        let detail = "too many requests are being answered; try again in a second";
        Self::new(StatusCode::SERVICE_UNAVAILABLE, detail)
    }

    pub(crate) fn slow() -> Self {
        let detail = "the answer took too long; ask for less: a period, a type, a party";
        Self::new(StatusCode::SERVICE_UNAVAILABLE, detail)
    }

    pub(crate) fn fault() -> Self {
        let detail = "the program failed on this request; its error output says more";
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, detail)
    }
}

impl From<Error> for Problem {
    fn from(err: Error) -> Self {
        match &err {
            Error::Cursor(_) => Self::parameter("cursor", "what `next` of the page before says"),
            Error::NoWords(words) => Self::bad(format!("`{words}` holds no word to look for")),
            Error::Missing { what, .. } => Self::missing(what),
            Error::Locked(_) => Self::busy(),
            Error::Full(_) => {
                let detail = "no room is left where the store is; nothing was changed";
                Self::new(StatusCode::INSUFFICIENT_STORAGE, detail)
            }
            Error::ReadOnly(_) => {
                let detail = "the store's file may not be written";
                Self::new(StatusCode::FORBIDDEN, detail)
            }
            _ => {
                eprintln!("risalah: {err}");
                Self::fault()
            }
        }
    }
}

impl From<risalah_export::Error> for Problem {
    fn from(err: risalah_export::Error) -> Self {
        match err {
            risalah_export::Error::Store(err) => err.into(),
            risalah_export::Error::WithoutParquet => {
                let detail = "this program was built without Arrow and Parquet; take csv";
                Self::new(StatusCode::NOT_ACCEPTABLE, detail)
            }
            // The client went away, or took nothing for too long.
            risalah_export::Error::Stream(_) => Self::slow(),
            other => {
                eprintln!("risalah: {other}");
                Self::fault()
            }
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let kind = HeaderValue::from_static("application/problem+json");
        let mut response = (status, [(header::CONTENT_TYPE, kind)], self.json()).into_response();
        let headers = response.headers_mut();
        if status == StatusCode::SERVICE_UNAVAILABLE {
            headers.insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
        }
        if status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}

impl Problem {
    fn json(&self) -> Vec<u8> {
        serde_json::to_vec(self).unwrap_or_default()
    }
}
