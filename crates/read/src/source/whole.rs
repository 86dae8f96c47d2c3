//! Sources that are one report: a plain text, a page.

use std::io::{BufRead, Read};

use risalah_doc::NoteKind;

use super::CAP;
use crate::{Body, Input, Refused, Why, charset};

type One = std::iter::Once<Result<Input, Refused>>;

/// A plain text.
pub(super) fn text(name: String, stream: Box<dyn BufRead + Send>) -> One {
    std::iter::once(read(&name, stream).map(|bytes| {
        let text = charset::text(&bytes, None);
        input(
            name,
            Body::Raw(text.text.replace("\r\n", "\n")),
            text.replaced,
        )
    }))
}

/// A page.
pub(super) fn page(name: String, stream: Box<dyn BufRead + Send>) -> One {
    std::iter::once(read(&name, stream).map(|bytes| {
        let page = charset::page(&bytes, None);
        input(name, Body::Html(page.text), page.replaced)
    }))
}

fn input(name: String, body: Body, replaced: bool) -> Input {
    let mut input = Input::new(name, body);
    if replaced {
        input.notes.push(NoteKind::InvalidUtf8);
    }
    input
}

/// The whole stream, up to the cap.
pub(super) fn read(name: &str, stream: impl Read) -> Result<Vec<u8>, Refused> {
    let refused = |why| Refused {
        id: Some(name.to_owned()),
        line: None,
        why,
    };
    let mut bytes = Vec::new();
    stream
        .take(CAP as u64 + 1)
        .read_to_end(&mut bytes)
        .map_err(|err| refused(Why::Io(err.to_string())))?;
    if bytes.len() > CAP {
        return Err(refused(Why::TooLong { cap: CAP }));
    }
    Ok(bytes)
}
