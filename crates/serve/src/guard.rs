//! Who may ask, and what browsers may do with the answers.

use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use subtle::ConstantTimeEq;

use crate::problem::Problem;

/// The names under which the server may be asked for.
///
/// A page of somewhere else can make a browser ask this machine under a name of its own (DNS
/// rebinding) and then read the answers. It cannot choose the name in `Host`, so a name that is
/// not known here is refused.
#[derive(Clone, Debug)]
pub(crate) struct Hosts {
    names: Vec<String>,
    /// Whether any address as a number will do; where only this machine can ask, its own do.
    any_address: bool,
}

impl Hosts {
    pub(crate) fn new(listen: SocketAddr, names: &[String]) -> Self {
        Self {
            names: names.iter().map(|n| n.to_ascii_lowercase()).collect(),
            any_address: !listen.ip().is_loopback(),
        }
    }

    fn knows(&self, host: &str) -> bool {
        let name = without_port(host).to_ascii_lowercase();
        let name = name.strip_suffix('.').unwrap_or(&name);
        let bare = name.strip_prefix('[').and_then(|n| n.strip_suffix(']'));
        if let Ok(address) = bare.unwrap_or(name).parse::<IpAddr>() {
            return self.any_address || address.is_loopback();
        }
        name == "localhost" || self.names.iter().any(|n| n == name)
    }
}

fn without_port(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) => name,
        _ => host,
    }
}

/// Refuses requests under a name that is not known.
pub(crate) async fn right_host(
    State(hosts): State<Arc<Hosts>>,
    request: Request,
    next: Next,
) -> Response {
    let named = request
        .headers()
        .get(header::HOST)
        .and_then(|h| h.to_str().ok());
    let named = named.or_else(|| request.uri().authority().map(|a| a.as_str()));
    if named.is_some_and(|host| hosts.knows(host)) {
        return next.run(request).await;
    }
    let detail = "the server does not answer to this name; start it with `--host NAME` to allow it";
    Problem::new(StatusCode::MISDIRECTED_REQUEST, detail).into_response()
}

/// What browsers are told with every answer: nothing is loaded from elsewhere, framed, sniffed,
/// or handed on.
const HEADERS: [(HeaderName, &str); 7] = [
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'self'; object-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
    ),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "no-referrer"),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), geolocation=(), microphone=()",
    ),
];

/// Adds [`HEADERS`], and asks for answers to be checked before they are used again.
pub(crate) async fn headers(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-cache"));
    response
}

/// What allows writing.
#[derive(Clone)]
pub struct Token(String);

impl Token {
    /// Takes a token; `None` where it is shorter than 16 bytes, and so could be guessed.
    pub fn new(text: &str) -> Option<Self> {
        let text = text.trim();
        (text.len() >= 16).then(|| Self(text.to_owned()))
    }

    /// Whether these bytes are the token; how long it takes does not tell where they differ.
    pub(crate) fn is(&self, given: &[u8]) -> bool {
        self.0.as_bytes().ct_eq(given).into()
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_known_names_are_answered() {
        let here = Hosts::new(
            "127.0.0.1:8484".parse().unwrap(),
            &["Berita.test".to_owned()],
        );
        for host in [
            "localhost",
            "LOCALHOST:8484",
            "127.0.0.1:1",
            "[::1]:8484",
            "[::1]",
            "berita.test:80",
        ] {
            assert!(here.knows(host), "{host}");
        }
        for host in [
            "",
            "evil.example",
            "localhost.evil.example:8484",
            "192.168.1.2",
            "127.0.0.1.nip.io",
            "::1:x",
        ] {
            assert!(!here.knows(host), "{host}");
        }
        let open = Hosts::new("0.0.0.0:8484".parse().unwrap(), &[]);
        assert!(open.knows("192.168.1.2:8484"));
        assert!(!open.knows("evil.example"));
    }

    #[test]
    fn a_token_is_not_shown_and_not_short() {
        assert!(Token::new("short").is_none());
        let token = Token::new(" 0123456789abcdef\n").unwrap();
        assert_eq!(format!("{token:?}"), "Token(…)");
        assert!(token.is(b"0123456789abcdef"));
        assert!(!token.is(b"0123456789abcdeF"));
        assert!(!token.is(b""));
    }
}
