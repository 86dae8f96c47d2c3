//! Addresses on a page, made whole.

/// Makes an address whole by that of its page; `None` for what leads nowhere (`#top`, `mailto:`).
pub(crate) fn whole(base: Option<&str>, found: &str) -> Option<String> {
    let found = found.trim();
    if found.starts_with("http://") || found.starts_with("https://") {
        return Some(found.to_owned());
    }
    let scheme = found
        .find(':')
        .is_some_and(|at| !found[..at].contains(['/', '?', '#']));
    if found.is_empty() || found.starts_with('#') || scheme {
        return None;
    }
    if let Some(rest) = found.strip_prefix("//") {
        return Some(format!("https://{rest}"));
    }
    let base = base?;
    let start = base.find("://")? + 3;
    let end = base[start..]
        .find(['/', '?', '#'])
        .map_or(base.len(), |at| start + at);
    let (origin, path) = base.split_at(end);
    if found.starts_with('/') {
        return Some(format!("{origin}{found}"));
    }
    let path = path.split(['?', '#']).next().unwrap_or_default();
    if found.starts_with('?') {
        return Some(format!("{origin}{path}{found}"));
    }
    let mut folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut rest = found;
    loop {
        if let Some(after) = rest.strip_prefix("../") {
            folder = folder.rsplit_once('/').map_or("", |(up, _)| up);
            rest = after;
        } else if let Some(after) = rest.strip_prefix("./") {
            rest = after;
        } else {
            break;
        }
    }
    Some(format!("{origin}{folder}/{rest}"))
}

#[cfg(test)]
mod tests {
    use super::whole;

    #[test]
    fn forms() {
        let of = |found| whole(Some("https://x.id/a/b/c.html?q=1"), found).unwrap_or_default();
        assert_eq!(of("https://y.id/"), "https://y.id/");
        assert_eq!(of("//y.id/a"), "https://y.id/a");
        assert_eq!(of("/d"), "https://x.id/d");
        assert_eq!(of("d.jpg"), "https://x.id/a/b/d.jpg");
        assert_eq!(of("../../d"), "https://x.id/d");
        assert_eq!(of("?p=2"), "https://x.id/a/b/c.html?p=2");
        for none in [
            "#top",
            "mailto:a@x.id",
            "javascript:void(0)",
            "",
            "data:image/png;base64,x",
        ] {
            assert_eq!(of(none), "", "{none}");
        }
        assert_eq!(whole(None, "/d"), None);
    }
}
