//! A record read again: the article it was made of, its sentences and words.

use jiff::civil::Date;
use risalah_doc::{
    Article, Image, Lang, Note, NoteKind, Operation, Origin, Origins, Published, Recovery, Span,
};
use serde::Deserialize;

use crate::json::origin;

/// What is wanted of a record here.
#[derive(Deserialize)]
struct Kept {
    #[serde(default)]
    id: String,
    url: Option<String>,
    lang: Option<String>,
    title: Option<String>,
    published: Option<String>,
    byline: Option<String>,
    dateline: Option<String>,
    text: String,
    sentences: Vec<[u32; 2]>,
    #[serde(default)]
    images: Vec<KeptImage>,
    anchor: Option<KeptAnchor>,
    #[serde(default)]
    notes: Vec<KeptNote>,
}

#[derive(Deserialize)]
struct KeptImage {
    url: String,
    original: Option<String>,
    recovery: Option<String>,
    #[serde(default)]
    operations: Vec<KeptOperation>,
    caption: Option<String>,
}

#[derive(Deserialize)]
struct KeptOperation {
    name: String,
    #[serde(default)]
    args: Vec<String>,
}

#[derive(Deserialize)]
struct KeptAnchor {
    day: String,
    from: String,
}

#[derive(Deserialize)]
struct KeptNote {
    note: String,
    span: Option<[u32; 2]>,
}

/// The sentences of a record's line, each with its offsets in code points and its words.
///
/// A line that is no record has none.
pub fn sentences(record: &[u8]) -> Vec<([u32; 2], String)> {
    let Ok(kept) = serde_json::from_slice::<Kept>(record) else {
        return Vec::new();
    };
    let bytes = Bytes::new(&kept.text);
    let words = |span: &[u32; 2]| (*span, bytes.span(*span).of(&kept.text).to_owned());
    kept.sentences.iter().map(words).collect()
}

/// The words of a record between two code points; `None` where the line is no record.
pub fn words(record: &[u8], [start, end]: [u32; 2]) -> Option<String> {
    let kept: Kept = serde_json::from_slice(record).ok()?;
    let count = end.saturating_sub(start) as usize;
    Some(kept.text.chars().skip(start as usize).take(count).collect())
}

/// The article that a record was made of, to be coded again; `None` where the line is no record.
///
/// The site's name and the links of the page are in no record and stay out.
pub fn article(record: &[u8]) -> Option<Article> {
    let kept: Kept = serde_json::from_slice(record).ok()?;
    let bytes = Bytes::new(&kept.text);
    let notes = kept.notes.iter().filter_map(|n| {
        Some(Note {
            kind: note(&n.note)?,
            span: n.span.map(|s| bytes.span(s)),
        })
    });
    let dateline = kept.dateline.as_deref().and_then(|words| {
        let start = kept.text.find(words)?;
        Some(Span::new(start, start + words.len()))
    });
    Some(Article {
        id: kept.id,
        url: kept.url,
        lang: kept.lang.as_deref().and_then(Lang::parse),
        title: kept.title,
        byline: kept.byline,
        site: None,
        section: None,
        blocks: Vec::new(),
        origins: Origins::default(),
        dateline,
        published: kept
            .published
            .and_then(|p| published(&p, kept.anchor.as_ref())),
        images: kept.images.into_iter().map(image).collect(),
        links: Vec::new(),
        notes: notes.collect(),
        text: kept.text,
    })
}

fn published(stamp: &str, anchor: Option<&KeptAnchor>) -> Option<Published> {
    let day: Date = stamp.get(..10)?.parse().ok()?;
    let from = anchor.filter(|a| a.day == day.to_string());
    let known = from.and_then(|a| ORIGINS.into_iter().find(|o| origin(*o) == a.from));
    Some(Published {
        day,
        stamp: (stamp.len() > 10).then(|| stamp.to_owned()),
        origin: known.unwrap_or(Origin::Given),
    })
}

/// Where a day of publication can have been found.
const ORIGINS: [Origin; 9] = [
    Origin::Given,
    Origin::JsonLd,
    Origin::OpenGraph,
    Origin::Meta,
    Origin::Microdata,
    Origin::TimeElement,
    Origin::Url,
    Origin::Visible,
    Origin::Feed,
];

fn image(kept: KeptImage) -> Image {
    Image {
        url: kept.url,
        original: kept.original,
        recovery: kept.recovery.and_then(|name| match &*name {
            "exact" => Some(Recovery::Exact),
            "same-host" => Some(Recovery::SameHost),
            "guess" => Some(Recovery::Guess),
            _ => None,
        }),
        operations: kept
            .operations
            .into_iter()
            .map(|o| Operation {
                name: o.name,
                args: o.args,
            })
            .collect(),
        caption: kept.caption,
    }
}

/// Notes that reading made; those of later stages come again when the article is coded.
fn note(name: &str) -> Option<NoteKind> {
    [
        NoteKind::EmptyText,
        NoteKind::InvalidUtf8,
        NoteKind::TextCut,
        NoteKind::LanguageUnknown,
        NoteKind::DateUnreadable,
        NoteKind::UrlResidue,
        NoteKind::MarkupCut,
    ]
    .into_iter()
    .find(|kind| kind.name() == name)
}

/// Converts code points of one text to bytes.
struct Bytes {
    // Invariant: the byte at which each code point begins, and the text's end.
    starts: Vec<u32>,
}

impl Bytes {
    fn new(text: &str) -> Self {
        let starts = text.char_indices().map(|(byte, _)| byte as u32);
        Self {
            starts: starts.chain([text.len() as u32]).collect(),
        }
    }

    fn at(&self, point: u32) -> usize {
        let start = self.starts.get(point as usize).or(self.starts.last());
        start.map_or(0, |byte| *byte as usize)
    }

    fn span(&self, [start, end]: [u32; 2]) -> Span {
        Span::new(self.at(start), self.at(end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use risalah_doc::{Coded, Parsed, Resolved};

    #[test]
    fn sentences_are_cut_out_by_code_points() {
        let record = r#"{"text":"Ä é. Zwei.\nz","sentences":[[0,4],[5,10],[11,12]]}"#;
        let words: Vec<String> = sentences(record.as_bytes())
            .into_iter()
            .map(|s| s.1)
            .collect();
        assert_eq!(words, ["Ä é.", "Zwei.", "z"]);
        let word = super::words(record.as_bytes(), [2, 3]);
        assert_eq!(word.as_deref(), Some("é"));
    }

    #[test]
    fn what_is_no_record_has_no_sentences() {
        assert!(sentences(b"{}").is_empty());
        assert!(article(b"{}").is_none());
    }

    #[test]
    fn an_article_comes_back_as_it_was_written() {
        let text = "KYÏV (Reuters) - Nothing new.".to_owned();
        let before = Article {
            id: "a1".to_owned(),
            url: Some("https://a.example/1".to_owned()),
            lang: Lang::parse("en"),
            title: Some("Title".to_owned()),
            byline: Some("A. Writer".to_owned()),
            dateline: Some(Span::new(0, 15)),
            published: Some(Published {
                day: jiff::civil::date(2022, 1, 12),
                stamp: Some("2022-01-12T19:30:00+07:00".to_owned()),
                origin: Origin::JsonLd,
            }),
            images: vec![Image {
                url: "https://a.example/p.jpg".to_owned(),
                operations: vec![Operation {
                    name: "quality".to_owned(),
                    args: vec!["30".to_owned()],
                }],
                recovery: Some(Recovery::Guess),
                ..Image::default()
            }],
            notes: vec![Note {
                kind: NoteKind::UrlResidue,
                span: Some(Span::new(0, 5)),
            }],
            text,
            ..Article::default()
        };
        let anchor = before.published.as_ref().map(|p| (p.day, p.origin));
        let coded = Coded {
            resolved: Resolved {
                parsed: Parsed {
                    article: before.clone(),
                    ..Parsed::default()
                },
                anchor,
                ..Resolved::default()
            },
            ..Coded::default()
        };
        let mut line = Vec::new();
        crate::json(&coded, &mut line).expect("a vector takes every byte");
        let after = article(&line);
        assert_eq!(format!("{after:?}"), format!("{:?}", Some(before)));
    }
}
