//! Filter calls: `quality(30):format(webp)`.

use risalah_doc::Operation;

/// Reads filter calls `:name(args):name(args)` from the front; gives them and the rest.
///
/// Arguments may hold colons, slashes, brackets and even addresses, so brackets are counted.
pub(crate) fn calls(path: &str) -> (Vec<Operation>, &str) {
    let mut operations = Vec::new();
    let mut rest = path;
    while let Some((operation, after)) = call(rest) {
        operations.push(operation);
        rest = after;
    }
    (operations, rest)
}

/// `:name(args)`, the colon not needed.
fn call(text: &str) -> Option<(Operation, &str)> {
    let body = text.strip_prefix(':').unwrap_or(text);
    let open = body.find(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '-')?;
    if open == 0 || !body[open..].starts_with('(') {
        return None;
    }
    let mut depth = 0usize;
    for (at, b) in body.bytes().enumerate().skip(open) {
        match b {
            b'(' => depth += 1,
            b')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            let inside = &body[open + 1..at];
            let args = inside.split(',').map(str::trim).filter(|a| !a.is_empty());
            let operation = Operation {
                name: body[..open].to_owned(),
                args: args.map(str::to_owned).collect(),
            };
            return Some((operation, &body[at + 1..]));
        }
    }
    None
}
