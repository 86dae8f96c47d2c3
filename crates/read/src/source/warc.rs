//! WARC archives: the pages among their records, as a stream.

use std::io::{self, BufRead, Read};

use risalah_doc::NoteKind;

use super::{CAP, lines};
use crate::{Body, Input, Refused, Why, charset};

/// The pages of an archive.
pub(super) struct Pages {
    name: String,
    stream: Box<dyn BufRead + Send>,
    record: u64,
    done: bool,
}

/// Header lines are no longer than this, and no more than [`HEADERS`].
const HEADER_LINE: usize = 64 << 10;
/// More header lines than this belong to no record.
const HEADERS: usize = 256;

/// What the headers of a record or an answer say, names in lower case.
#[derive(Default)]
struct Headers(Vec<(String, String)>);

impl Headers {
    fn get(&self, name: &str) -> &str {
        let found = self.0.iter().find(|(n, _)| n == name);
        found.map_or("", |(_, value)| value.as_str())
    }

    fn add(&mut self, line: &[u8]) {
        let line = String::from_utf8_lossy(line);
        if let Some((name, value)) = line.split_once(':')
            && self.0.len() < HEADERS
        {
            self.0
                .push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
        }
    }
}

impl Pages {
    pub(super) fn new(name: String, stream: Box<dyn BufRead + Send>) -> Self {
        Self {
            name,
            stream,
            record: 0,
            done: false,
        }
    }

    /// The next record's headers; `None` at the end of the archive.
    fn headers(&mut self) -> io::Result<Option<Headers>> {
        loop {
            match lines::next(&mut *self.stream, HEADER_LINE)? {
                None => return Ok(None),
                Some(lines::Line::Bytes(line)) if line.starts_with(b"WARC/") => break,
                Some(_) => {}
            }
        }
        let mut headers = Headers::default();
        loop {
            match lines::next(&mut *self.stream, HEADER_LINE)? {
                None => return Ok(Some(headers)),
                Some(lines::Line::Bytes(line)) if line.is_empty() => return Ok(Some(headers)),
                Some(lines::Line::Bytes(line)) => headers.add(&line),
                Some(lines::Line::TooLong) => {}
            }
        }
    }

    /// The next page; `Ok(None)` for a record that is none.
    fn page(&mut self, headers: &Headers) -> Result<Option<Input>, Why> {
        let broken = |what: &str| Why::Broken(what.to_owned());
        let length: u64 = headers
            .get("content-length")
            .parse()
            .map_err(|_| broken("a record without a length"))?;
        let kind = headers.get("warc-type");
        if !matches!(kind, "response" | "resource" | "conversion") || length > CAP as u64 {
            self.pass(length)?;
            let long = length > CAP as u64 && kind == "response";
            return if long {
                Err(Why::TooLong { cap: CAP })
            } else {
                Ok(None)
            };
        }
        let mut block = Vec::with_capacity(length.min(1 << 20) as usize);
        let mut part = (&mut self.stream).take(length);
        let read = part.read_to_end(&mut block);
        if read.is_err() || (block.len() as u64) < length {
            // What comes behind a break cannot be told from what is in it.
            self.done = true;
            let what = read.map_or_else(
                |err| err.to_string(),
                |_| "the archive ends inside a record".to_owned(),
            );
            return Err(Why::Broken(what));
        }
        let url = headers.get("warc-target-uri").trim_matches(['<', '>']);
        let Some((body, replaced)) = body(kind, headers, block)? else {
            return Ok(None);
        };
        let id = if url.is_empty() {
            format!("{}:{}", self.name, self.record)
        } else {
            url.to_owned()
        };
        let mut input = Input::new(id, body);
        input.url = (!url.is_empty()).then(|| url.to_owned());
        if replaced {
            input.notes.push(NoteKind::InvalidUtf8);
        }
        Ok(Some(input))
    }

    fn pass(&mut self, length: u64) -> Result<(), Why> {
        let mut part = (&mut self.stream).take(length);
        io::copy(&mut part, &mut io::sink())
            .map(drop)
            .map_err(|err| Why::Broken(err.to_string()))
    }
}

impl Iterator for Pages {
    type Item = Result<Input, Refused>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.done {
            let headers = self.headers();
            self.record += 1;
            let (id, why) = match headers {
                Ok(None) => break,
                Err(err) => {
                    self.done = true;
                    (None, Why::Broken(err.to_string()))
                }
                Ok(Some(headers)) => match self.page(&headers) {
                    Ok(None) => continue,
                    Ok(Some(input)) => return Some(Ok(input)),
                    Err(why) => {
                        let uri = headers.get("warc-target-uri");
                        ((!uri.is_empty()).then(|| uri.to_owned()), why)
                    }
                },
            };
            let id = id.or_else(|| Some(format!("{}:{}", self.name, self.record)));
            return Some(Err(Refused {
                id,
                line: None,
                why,
            }));
        }
        None
    }
}

/// The words of a record's block, and whether bytes had to be replaced; `None` where it is no page.
fn body(kind: &str, record: &Headers, block: Vec<u8>) -> Result<Option<(Body, bool)>, Why> {
    let carrier = record.get("content-type");
    if kind == "conversion" || (kind == "resource" && carrier.starts_with("text/plain")) {
        let text = charset::text(&block, charset_of(carrier));
        return Ok(Some((Body::Raw(text.text), text.replaced)));
    }
    let (headers, start) = if kind == "response" {
        answer(&block)
    } else {
        (Headers::default(), 0)
    };
    let declared = if kind == "response" {
        headers.get("content-type")
    } else {
        carrier
    };
    let content = &block[start..];
    if !(declared.contains("html") || (declared.is_empty() && looks_like_page(content))) {
        return Ok(None);
    }
    let content = unchunked(&headers, content);
    let content = unpacked(&headers, content)?;
    let page = charset::page(&content, charset_of(declared));
    Ok(Some((Body::Html(page.text), page.replaced)))
}

/// The headers of an HTTP answer, and where its content starts.
fn answer(block: &[u8]) -> (Headers, usize) {
    let mut headers = Headers::default();
    let mut at = 0;
    while let Some(end) = memchr::memchr(b'\n', &block[at..]) {
        let line = block[at..at + end].trim_ascii_end();
        at += end + 1;
        if line.is_empty() {
            break;
        }
        headers.add(line);
    }
    (headers, at)
}

fn charset_of(content_type: &str) -> Option<&str> {
    let (_, name) = content_type.split_once("charset=")?;
    name.split([';', ' '])
        .next()
        .map(|n| n.trim_matches(['"', '\'']))
}

fn looks_like_page(content: &[u8]) -> bool {
    let start = content[..content.len().min(1024)].to_ascii_lowercase();
    memchr::memmem::find(&start, b"<html").is_some()
        || memchr::memmem::find(&start, b"<!doctype html").is_some()
}

/// The content without its transfer chunks. Many crawlers leave the header and drop the chunks,
/// so what does not read as chunks is taken as it is.
fn unchunked<'a>(headers: &Headers, content: &'a [u8]) -> std::borrow::Cow<'a, [u8]> {
    if !headers.get("transfer-encoding").contains("chunked") {
        return content.into();
    }
    let mut out = Vec::with_capacity(content.len());
    let mut rest = content;
    while let Some(end) = memchr::memchr(b'\n', rest) {
        let line = String::from_utf8_lossy(&rest[..end.min(32)]);
        let size = line
            .split(';')
            .next()
            .and_then(|s| usize::from_str_radix(s.trim(), 16).ok());
        let Some(size) = size else {
            return if out.is_empty() {
                content.into()
            } else {
                out.into()
            };
        };
        let chunk = &rest[end + 1..];
        out.extend_from_slice(&chunk[..size.min(chunk.len())]);
        if size == 0 || size >= chunk.len() {
            break;
        }
        rest = chunk[size..]
            .strip_prefix(b"\r\n")
            .unwrap_or(&chunk[size..]);
    }
    out.into()
}

/// The content without its packing; what says it is packed and is not, is taken as it is.
fn unpacked<'a>(
    headers: &Headers,
    content: std::borrow::Cow<'a, [u8]>,
) -> Result<std::borrow::Cow<'a, [u8]>, Why> {
    let packed = headers.get("content-encoding");
    if packed.contains("br") || packed.contains("zstd") {
        let text = std::str::from_utf8(&content).is_ok();
        return if text {
            Ok(content)
        } else {
            Err(Why::Broken(format!("content packed with {packed}")))
        };
    }
    if !content.starts_with(&[0x1f, 0x8b]) {
        return Ok(content);
    }
    let mut out = Vec::new();
    // A cut stream still gives what came before the cut.
    let _cut = flate2::read::MultiGzDecoder::new(&*content)
        .take(CAP as u64 + 1)
        .read_to_end(&mut out);
    if out.len() > CAP {
        Err(Why::TooLong { cap: CAP })
    } else {
        Ok(out.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(kind: &str, uri: &str, block: &[u8]) -> Vec<u8> {
        let mut out = format!(
            "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {uri}\r\nContent-Length: {}\r\n\r\n",
            block.len()
        )
        .into_bytes();
        out.extend_from_slice(block);
        out.extend_from_slice(b"\r\n\r\n");
        out
    }

    fn of(bytes: Vec<u8>) -> Vec<Result<Input, Refused>> {
        Pages::new("f".to_owned(), Box::new(io::Cursor::new(bytes))).collect()
    }

    #[test]
    fn pages_among_records() {
        let mut warc = record("warcinfo", "", b"software: own");
        warc.extend(record(
            "response",
            "https://x.id/a",
            b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=iso-8859-1\r\n\r\n<p>caf\xe9</p>",
        ));
        warc.extend(record(
            "response",
            "https://x.id/b.png",
            b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n\x89PNG",
        ));
        let got = of(warc);
        assert_eq!(got.len(), 1);
        let input = got[0].as_ref().unwrap();
        assert_eq!(input.url.as_deref(), Some("https://x.id/a"));
        assert!(matches!(&input.body, Body::Html(page) if page == "<p>café</p>"));
    }

    #[test]
    fn chunks_are_joined() {
        let block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n<p>a\r\n5\r\nb</p>\r\n0\r\n\r\n";
        let got = of(record("response", "u", block));
        assert!(matches!(&got[0].as_ref().unwrap().body, Body::Html(page) if page == "<p>ab</p>"));
    }

    #[test]
    fn an_archive_cut_off_is_told() {
        let mut warc = record(
            "response",
            "https://x.id/a",
            b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>a</p>",
        );
        warc.truncate(warc.len() - 9);
        let got = of(warc);
        assert!(matches!(
            &got[0],
            Err(Refused {
                why: Why::Broken(_),
                ..
            })
        ));
        assert_eq!(got.len(), 1);
    }
}
