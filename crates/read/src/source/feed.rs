//! RSS, Atom, JSON Feed and sitemaps: an entry a report.
//!
//! The XML is read by a reader that forgives, so that a bare `&` or a cut feed still gives its
//! entries.

use std::io::BufRead;

use risalah_doc::{Lang, NoteKind, Origin};
use serde::Deserialize;

use super::whole;
use super::xml::{Event, Events, attribute};
use crate::{Body, Input, Refused, Why, charset};

/// The entries of a feed, in its order.
pub(super) fn entries(
    name: String,
    stream: Box<dyn BufRead + Send>,
) -> std::vec::IntoIter<Result<Input, Refused>> {
    let read = whole::read(&name, stream).map(|bytes| charset::page(&bytes, None));
    let inputs = match read {
        Err(refused) => vec![Err(refused)],
        Ok(text) if text.text.trim_start().starts_with('{') => json(&name, &text.text),
        Ok(text) => xml(&name, &text.text, text.replaced),
    };
    inputs.into_iter()
}

/// What an entry says of itself.
#[derive(Default)]
struct Entry {
    id: String,
    link: String,
    title: String,
    date: String,
    updated: String,
    byline: String,
    summary: String,
    content: String,
}

impl Entry {
    /// The field that an element of this name fills.
    fn field(&mut self, name: &str) -> Option<&mut String> {
        Some(match name {
            "guid" | "id" => &mut self.id,
            "link" | "loc" => &mut self.link,
            "title" | "news:title" => &mut self.title,
            "pubDate" | "published" | "dc:date" | "news:publication_date" | "issued" => {
                &mut self.date
            }
            "updated" | "lastmod" | "modified" => &mut self.updated,
            "dc:creator" | "author" | "name" => &mut self.byline,
            "description" | "summary" => &mut self.summary,
            "content" | "content:encoded" => &mut self.content,
            _ => return None,
        })
    }

    fn input(self, name: &str, number: usize, lang: Option<Lang>) -> Input {
        let known = |text: String| Some(text.trim().to_owned()).filter(|t| !t.is_empty());
        let url =
            known(self.link).or_else(|| known(self.id.clone()).filter(|id| id.starts_with("http")));
        let body = known(self.content)
            .or(known(self.summary))
            .unwrap_or_default();
        let id = known(self.id).or(url.clone());
        let mut input = Input::new(
            id.unwrap_or_else(|| format!("{name}:{number}")),
            Body::Fragment(body),
        );
        input.url = url;
        input.date = known(self.date).or(known(self.updated));
        input.date_from = Origin::Feed;
        input.title = known(self.title);
        input.byline = known(self.byline);
        input.lang = lang;
        input
    }
}

/// The entries of a feed in XML.
fn xml(name: &str, text: &str, replaced: bool) -> Vec<Result<Input, Refused>> {
    let mut out = Vec::new();
    let mut lang = None;
    let mut entry: Option<Entry> = None;
    let mut open: Vec<&str> = Vec::new();
    let push = |entry: Entry, lang, out: &mut Vec<Result<Input, Refused>>| {
        let mut input = entry.input(name, out.len() + 1, lang);
        if replaced {
            input.notes.push(NoteKind::InvalidUtf8);
        }
        out.push(Ok(input));
    };
    for event in Events::new(text) {
        match event {
            Event::Start("item" | "entry" | "url", _, false) => {
                if let Some(cut) = entry.replace(Entry::default()) {
                    push(cut, lang, &mut out);
                }
                open.clear();
            }
            Event::Start(element, attributes, empty) => {
                if let Some(entry) = &mut entry {
                    start(entry, element, attributes);
                } else {
                    lang = lang.or_else(|| Lang::parse(attribute(attributes, "xml:lang")?));
                }
                if !empty {
                    open.push(element);
                }
            }
            Event::End("item" | "entry" | "url") => {
                if let Some(entry) = entry.take() {
                    push(entry, lang, &mut out);
                }
            }
            Event::End(element) => {
                if let Some(at) = open.iter().rposition(|e| *e == element) {
                    open.truncate(at);
                }
            }
            Event::Text(words) | Event::Data(words) => {
                let escaped = matches!(event, Event::Text(_));
                match (&mut entry, open.last()) {
                    (Some(entry), Some(element)) => text_of(entry, element, words, escaped),
                    (None, Some(&"language")) => lang = lang.or(Lang::parse(words.trim())),
                    _ => {}
                }
            }
        }
    }
    if let Some(cut) = entry {
        push(cut, lang, &mut out);
    }
    if out.is_empty() {
        let why = Why::Broken("no entry of a feed is in it".to_owned());
        let id = Some(name.to_owned());
        out.push(Err(Refused {
            id,
            line: None,
            why,
        }));
    }
    out
}

/// What a start tag says by its attributes: Atom's links.
fn start(entry: &mut Entry, element: &str, attributes: &str) {
    let main = attribute(attributes, "rel").is_none_or(|rel| rel == "alternate");
    if element == "link"
        && main
        && entry.link.is_empty()
        && let Some(href) = attribute(attributes, "href")
    {
        entry.link = crate::html::plain(href).into_owned();
    }
}

fn text_of(entry: &mut Entry, element: &str, words: &str, escaped: bool) {
    let Some(field) = entry.field(element) else {
        return;
    };
    if escaped {
        field.push_str(&crate::html::plain(words));
    } else {
        field.push_str(words);
    }
}

/// JSON Feed, as jsonfeed.org has it.
#[derive(Deserialize)]
struct JsonFeed {
    language: Option<String>,
    #[serde(default)]
    items: Vec<JsonItem>,
}

#[derive(Deserialize)]
struct JsonItem {
    id: Option<serde_json::Value>,
    url: Option<String>,
    title: Option<String>,
    content_html: Option<String>,
    content_text: Option<String>,
    date_published: Option<String>,
    date_modified: Option<String>,
}

fn json(name: &str, text: &str) -> Vec<Result<Input, Refused>> {
    let feed: JsonFeed = match serde_json::from_str(text) {
        Ok(feed) => feed,
        Err(err) => {
            let id = Some(name.to_owned());
            let why = Why::Json(err.to_string());
            return vec![Err(Refused {
                id,
                line: None,
                why,
            })];
        }
    };
    let lang = feed.language.as_deref().and_then(Lang::parse);
    let items = feed.items.into_iter().enumerate();
    items
        .map(|(n, item)| Ok(json_item(name, n + 1, lang, item)))
        .collect()
}

fn json_item(name: &str, number: usize, lang: Option<Lang>, item: JsonItem) -> Input {
    let id = match item.id {
        Some(serde_json::Value::String(id)) => id,
        Some(id) => id.to_string(),
        None => item
            .url
            .clone()
            .unwrap_or_else(|| format!("{name}:{number}")),
    };
    let body = match (item.content_html, item.content_text) {
        (Some(html), _) => Body::Fragment(html),
        (None, text) => Body::Raw(text.unwrap_or_default()),
    };
    let mut input = Input::new(id, body);
    input.url = item.url;
    input.title = item.title;
    input.date = item.date_published.or(item.date_modified);
    input.date_from = Origin::Feed;
    input.lang = lang;
    input
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &'static str) -> Vec<Input> {
        entries("f".to_owned(), Box::new(text.as_bytes()))
            .map(Result::unwrap)
            .collect()
    }

    #[test]
    fn rss_with_a_bare_ampersand_and_cut_off() {
        let got = of(
            "<?xml version='1.0'?><rss><channel><language>id</language><title>Warta</title>\
            <item><title>Beras & gula</title><link>https://x.id/1?a=1&b=2</link><pubDate>Wed, 12 Jan 2022 19:30:00 +0700</pubDate>\
            <description>&lt;p&gt;Harga turun.&lt;/p&gt;</description></item>\
            <item><title><![CDATA[Dua]]></title><link>https://x.id/2</link><description>Potong",
        );
        assert_eq!(got.len(), 2);
        assert_eq!(got[0].title.as_deref(), Some("Beras & gula"));
        assert_eq!(got[0].url.as_deref(), Some("https://x.id/1?a=1&b=2"));
        assert_eq!(got[0].lang, Lang::parse("id"));
        assert!(matches!(&got[0].body, Body::Fragment(b) if b == "<p>Harga turun.</p>"));
        assert_eq!(got[1].title.as_deref(), Some("Dua"));
    }

    #[test]
    fn atom_and_sitemap() {
        let got = of(
            "<feed xml:lang='en'><entry><id>tag:1</id><link rel='self' href='no'/><link href='https://x.org/1'/>\
            <title>One</title><updated>2022-01-12T00:00:00Z</updated><author><name>Ana</name></author><content type='html'>A.</content></entry></feed>",
        );
        assert_eq!(
            (
                got[0].id.as_str(),
                got[0].url.as_deref(),
                got[0].byline.as_deref()
            ),
            ("tag:1", Some("https://x.org/1"), Some("Ana"))
        );
        let got = of(
            "<urlset><url><loc>https://x.org/2</loc><lastmod>2022-01-12</lastmod></url></urlset>",
        );
        assert_eq!(got[0].date.as_deref(), Some("2022-01-12"));
    }

    #[test]
    fn json_feed() {
        let got = of(
            "{\"version\": \"https://jsonfeed.org/version/1.1\", \"items\": [{\"id\": 3, \"content_text\": \"A.\"}]}",
        );
        assert_eq!(got[0].id, "3");
    }
}
