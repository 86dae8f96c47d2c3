//! A record read again: the article it was made of, its sentences and words.

use std::borrow::Cow;
use std::fmt;

use jiff::civil::Date;
use risalah_doc::{
    Article, Image, Lang, Note, NoteKind, Operation, Origin, Origins, Published, Recovery, Span,
};
use serde::de::{DeserializeSeed, IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

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

/// A record's text and where its sentences stand, and nothing else of it.
///
/// The two stand near the beginning of a record's line, and what comes behind them is not read:
/// who wants the sentences of a million events waits for nothing else.
#[derive(Debug)]
pub struct Sentences {
    text: String,
    spans: Vec<[u32; 2]>,
    bytes: Bytes,
}

impl Sentences {
    /// Reads a record's line; `None` where it is none.
    pub fn read(record: &[u8]) -> Option<Self> {
        let mut head = Head::default();
        let mut line = serde_json::Deserializer::from_slice(record);
        // It ends in the middle of the line, which is an error to who reads the line.
        let _ = (&mut head).deserialize(&mut line);
        let (text, spans) = head.text.zip(head.sentences)?;
        Some(Self {
            bytes: Bytes::new(&text),
            spans,
            text,
        })
    }

    /// A sentence by its number from 0: its offsets in code points and its words.
    pub fn get(&self, n: usize) -> Option<([u32; 2], &str)> {
        let span = *self.spans.get(n)?;
        Some((span, self.bytes.span(span).of(&self.text)))
    }
}

/// What is read of the beginning of a line.
#[derive(Default)]
struct Head {
    text: Option<String>,
    sentences: Option<Vec<[u32; 2]>>,
}

impl<'de> DeserializeSeed<'de> for &mut Head {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, line: D) -> Result<(), D::Error> {
        line.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for &mut Head {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a record")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<(), A::Error> {
        while let Some(name) = fields.next_key::<Cow<str>>()? {
            match &*name {
                "text" => self.text = Some(fields.next_value()?),
                "sentences" => self.sentences = Some(fields.next_value()?),
                _ => {
                    fields.next_value::<IgnoredAny>()?;
                }
            }
            if self.text.is_some() && self.sentences.is_some() {
                break;
            }
        }
        Ok(())
    }
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
#[derive(Debug)]
enum Bytes {
    /// Each code point of a text of so many is one byte.
    Ascii(usize),
    // Invariant: the byte at which each code point begins, and the text's end.
    Starts(Vec<u32>),
}

impl Bytes {
    fn new(text: &str) -> Self {
        if text.is_ascii() {
            return Self::Ascii(text.len());
        }
        let starts = text.char_indices().map(|(byte, _)| byte as u32);
        Self::Starts(starts.chain([text.len() as u32]).collect())
    }

    fn at(&self, point: u32) -> usize {
        match self {
            Self::Ascii(end) => (point as usize).min(*end),
            Self::Starts(starts) => {
                let start = starts.get(point as usize).or(starts.last());
                start.map_or(0, |byte| *byte as usize)
            }
        }
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
        let read = Sentences::read(record.as_bytes()).unwrap();
        let words: Vec<&str> = (0..3).filter_map(|n| read.get(n)).map(|s| s.1).collect();
        assert_eq!(words, ["Ä é.", "Zwei.", "z"]);
        assert!(read.get(3).is_none());
        let word = super::words(record.as_bytes(), [2, 3]);
        assert_eq!(word.as_deref(), Some("é"));
    }

    #[test]
    fn what_is_no_record_has_no_sentences() {
        for line in ["{}", "", r#"{"text":"z"}"#, r#"{"text":1,"sentences":[]}"#] {
            assert!(Sentences::read(line.as_bytes()).is_none(), "{line}");
        }
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
