//! Lines of a stream, with a cap on how much of one is kept.

use std::io::{self, BufRead};

/// What a line is.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// Its bytes, without the end of line.
    Bytes(Vec<u8>),
    /// It was longer than the cap; it has been passed over.
    TooLong,
}

/// Reads the next line; `None` at the end. No more than `cap` bytes are held.
pub(super) fn next(stream: &mut dyn BufRead, cap: usize) -> io::Result<Option<Line>> {
    let mut bytes = Vec::new();
    let mut too_long = false;
    let mut any = false;
    loop {
        let chunk = match stream.fill_buf() {
            Err(err) if err.kind() == io::ErrorKind::Interrupted => continue,
            other => other?,
        };
        if chunk.is_empty() {
            break;
        }
        any = true;
        let end = memchr::memchr(b'\n', chunk);
        let take = end.unwrap_or(chunk.len());
        if bytes.len() + take > cap {
            too_long = true;
            bytes = Vec::new();
        }
        if !too_long {
            bytes.extend_from_slice(&chunk[..take]);
        }
        stream.consume(take + usize::from(end.is_some()));
        if end.is_some() {
            break;
        }
    }
    if bytes.last() == Some(&b'\r') {
        bytes.pop();
    }
    Ok(match (any, too_long) {
        (false, _) => None,
        (true, true) => Some(Line::TooLong),
        (true, false) => Some(Line::Bytes(bytes)),
    })
}

#[cfg(test)]
mod tests {
    use std::io::BufReader;

    use super::*;

    #[test]
    fn a_long_line_is_passed_over() {
        let mut stream = BufReader::with_capacity(3, &b"one\r\nfar too long\ntwo"[..]);
        let mut next = || next(&mut stream, 5).unwrap();
        assert_eq!(next(), Some(Line::Bytes(b"one".to_vec())));
        assert_eq!(next(), Some(Line::TooLong));
        assert_eq!(next(), Some(Line::Bytes(b"two".to_vec())));
        assert_eq!(next(), None);
    }
}
