//! What a source holds.

/// The form of a source.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum From {
    /// Told by the name's ending, else by the first bytes.
    #[default]
    Auto,
    /// One plain text, with or without a header block.
    Text,
    /// One page.
    Html,
    /// JSON Lines: `id`, `text` or `html`, `url`, `date`, `lang`, `title`.
    Jsonl,
    /// CSV whose first line names the same columns.
    Csv,
    /// A WARC archive; its pages are the reports.
    Warc,
    /// RSS, Atom, JSON Feed or a sitemap.
    Feed,
}

const ENDINGS: [(&str, From); 14] = [
    ("txt", From::Text),
    ("text", From::Text),
    ("md", From::Text),
    ("html", From::Html),
    ("htm", From::Html),
    ("xhtml", From::Html),
    ("jsonl", From::Jsonl),
    ("ndjson", From::Jsonl),
    ("csv", From::Csv),
    ("warc", From::Warc),
    ("rss", From::Feed),
    ("atom", From::Feed),
    ("xml", From::Feed),
    ("json", From::Jsonl),
];

/// What a page's markup starts with, lower case.
const PAGES: [&str; 5] = ["<!doctype html", "<html", "<head", "<body", "<!--"];
/// What a feed starts with, lower case.
const FEEDS: [&str; 6] = [
    "<rss",
    "<feed",
    "<rdf:rdf",
    "<urlset",
    "<sitemapindex",
    "<?xml",
];

impl From {
    /// Reads the form's name as the command line has it.
    pub fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "auto" => Self::Auto,
            "text" => Self::Text,
            "html" => Self::Html,
            "jsonl" => Self::Jsonl,
            "csv" => Self::Csv,
            "warc" => Self::Warc,
            "feed" => Self::Feed,
            _ => return None,
        })
    }

    /// The form itself, or for `Auto` what name and first bytes tell.
    pub(super) fn told(self, name: &str, first: &[u8]) -> Self {
        if self != Self::Auto {
            return self;
        }
        let form = by_bytes(first);
        // JSON Feed and JSON Lines share an ending, and so do pages and feeds in XML.
        match by_ending(name) {
            Some(Self::Jsonl | Self::Feed) | None => form,
            Some(ending) => ending,
        }
        .or_ending(by_ending(name))
    }

    fn or_ending(self, ending: Option<Self>) -> Self {
        if self == Self::Auto {
            ending.unwrap_or(Self::Text)
        } else {
            self
        }
    }
}

fn by_ending(name: &str) -> Option<From> {
    let lower = name.to_ascii_lowercase();
    let bare = lower
        .strip_suffix(".gz")
        .or(lower.strip_suffix(".zst"))
        .unwrap_or(&lower);
    let (_, ending) = bare.rsplit_once('.')?;
    ENDINGS
        .iter()
        .find(|(e, _)| *e == ending)
        .map(|(_, form)| *form)
}

/// `Auto` where the bytes say nothing.
fn by_bytes(first: &[u8]) -> From {
    let text = String::from_utf8_lossy(first);
    let text = text.trim_start_matches('\u{feff}').trim_start();
    let start: String = text
        .chars()
        .take(2048)
        .collect::<String>()
        .to_ascii_lowercase();
    if start.starts_with("warc/") {
        From::Warc
    } else if start.starts_with('{') {
        if start.contains("jsonfeed.org/version") {
            From::Feed
        } else {
            From::Jsonl
        }
    } else if FEEDS.iter().any(|f| start.starts_with(f)) && !start.contains("<html") {
        From::Feed
    } else if PAGES.iter().any(|p| start.starts_with(p)) || start.contains("<html") {
        From::Html
    } else {
        From::Auto
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn told_by_name_and_bytes() {
        let told = |name: &str, bytes: &str| From::Auto.told(name, bytes.as_bytes());
        assert_eq!(told("a.jsonl.gz", ""), From::Jsonl);
        assert_eq!(told("a.txt", "<html>"), From::Text);
        assert_eq!(told("a", "\u{feff}<!DOCTYPE html>"), From::Html);
        assert_eq!(told("a.xml", "<?xml version='1.0'?><rss>"), From::Feed);
        assert_eq!(told("a.xml", "<?xml version='1.0'?><html>"), From::Html);
        assert_eq!(
            told(
                "a.json",
                "{\"version\": \"https://jsonfeed.org/version/1\"}"
            ),
            From::Feed
        );
        assert_eq!(told("a.warc.gz", "WARC/1.0"), From::Warc);
        assert_eq!(told("-", "{\"id\": 1}"), From::Jsonl);
        assert_eq!(told("-", "Jakarta - Dua menteri"), From::Text);
        assert_eq!(From::Html.told("a.txt", b""), From::Html);
    }
}
