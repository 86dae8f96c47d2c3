//! Addresses, cut into what grammars look at.

/// An address with a host.
#[derive(Debug)]
pub(super) struct Address<'a> {
    /// Scheme and host: `https://x.id`.
    pub(super) origin: &'a str,
    pub(super) host: &'a str,
    pub(super) segments: Vec<&'a str>,
    pub(super) query: Vec<(&'a str, &'a str)>,
}

/// An address has no more segments than this.
const SEGMENTS: usize = 64;

impl<'a> Address<'a> {
    pub(super) fn parse(url: &'a str) -> Option<Self> {
        let (scheme, rest) = url.split_once("://")?;
        if !matches!(scheme, "http" | "https") {
            return None;
        }
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let host = &rest[..end];
        let origin = &url[..scheme.len() + 3 + end];
        let rest = rest[end..].split('#').next().unwrap_or_default();
        let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
        let path = path.strip_prefix('/').unwrap_or(path);
        let segments: Vec<&str> = path.split('/').collect();
        if host.is_empty() || segments.len() > SEGMENTS {
            return None;
        }
        let pairs = query.split('&').filter(|p| !p.is_empty());
        let query = pairs
            .map(|p| p.strip_prefix("amp;").unwrap_or(p))
            .map(|p| p.split_once('=').unwrap_or((p, "")))
            .collect();
        Some(Self {
            origin,
            host,
            segments,
            query,
        })
    }

    /// The address that the tail of a path stands for: whole, without its scheme, or a path on a
    /// server that is not named. Without its rules' own segments a path of one's own host is that.
    pub(super) fn tail(&self, rest: &[&str]) -> Option<String> {
        let joined = rest.join("/");
        let mut tail = decoded(&joined);
        // What imgproxy appends to say the format.
        if let Some((before, format)) = tail.rsplit_once('@')
            && (2..=5).contains(&format.len())
            && format.bytes().all(|b| b.is_ascii_alphanumeric())
        {
            tail.truncate(before.len());
        }
        for scheme in ["https:/", "http:/"] {
            if let Some(after) = tail.strip_prefix(scheme) {
                return Some(format!("{scheme}/{}", after.trim_start_matches('/')));
            }
        }
        let first = tail
            .trim_start_matches('/')
            .split('/')
            .next()
            .unwrap_or_default();
        if tail.contains('/') && is_host(first) {
            return Some(format!("https://{}", tail.trim_start_matches('/')));
        }
        if self.is_edge(rest) {
            return Some(format!("{}/{}", self.origin, tail.trim_start_matches('/')));
        }
        (!tail.is_empty()).then(|| format!("/{}", tail.trim_start_matches('/')))
    }

    /// Whether the server renders its own files: what comes behind the operations is then a path
    /// on the same host.
    fn is_edge(&self, _rest: &[&str]) -> bool {
        self.segments.contains(&"cdn-cgi")
    }

    /// An address found in a query, made whole.
    pub(super) fn resolve(&self, found: &str) -> Option<String> {
        if found.starts_with("http://") || found.starts_with("https://") {
            return Some(found.to_owned());
        }
        if let Some(rest) = found.strip_prefix("//") {
            return Some(format!("https://{rest}"));
        }
        found
            .starts_with('/')
            .then(|| format!("{}{found}", self.origin))
    }

    /// Whether the other address is on the same host.
    pub(super) fn is_own(&self, other: &str) -> bool {
        other
            .strip_prefix(self.origin)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }
}

/// Whether a segment looks like a host's name and not like a file's.
fn is_host(segment: &str) -> bool {
    let Some((name, ending)) = segment.rsplit_once('.') else {
        return false;
    };
    let letters = |s: &str| {
        s.bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'.')
    };
    !name.is_empty()
        && letters(name)
        && (2..=10).contains(&ending.len())
        && ending.bytes().all(|b| b.is_ascii_alphabetic())
}

/// The text with `%41` decoded.
pub(super) fn decoded(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = bytes
            .get(at + 1..at + 3)
            .and_then(|h| std::str::from_utf8(h).ok());
        match (bytes[at], hex.and_then(|h| u8::from_str_radix(h, 16).ok())) {
            (b'%', Some(byte)) => {
                out.push(byte);
                at += 3;
            }
            (byte, _) => {
                out.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// The address in base64url, its slashes and its ending taken off.
pub(super) fn base64(rest: &[&str]) -> Option<String> {
    let joined: String = rest.concat();
    let body = joined.split('.').next()?.trim_end_matches('=');
    let mut out = Vec::with_capacity(body.len() * 3 / 4);
    let (mut bits, mut held) = (0u32, 0);
    for b in body.bytes() {
        let six = match b {
            b'A'..=b'Z' => b - b'A',
            b'a'..=b'z' => b - b'a' + 26,
            b'0'..=b'9' => b - b'0' + 52,
            b'-' | b'+' => 62,
            b'_' => 63,
            _ => return None,
        };
        bits = bits << 6 | u32::from(six);
        held += 6;
        if held >= 8 {
            held -= 8;
            out.push((bits >> held) as u8);
            bits &= (1 << held) - 1;
        }
    }
    let url = String::from_utf8(out).ok()?;
    url.starts_with("http").then_some(url)
}
