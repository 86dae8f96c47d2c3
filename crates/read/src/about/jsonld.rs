//! JSON-LD: what schema.org markup says of the article.

use risalah_pack::web::Web;
use serde_json::Value;

use super::clean;

/// What JSON-LD says of the article.
#[derive(Clone, Debug, Default)]
pub(crate) struct Card {
    pub(crate) headline: Option<String>,
    pub(crate) authors: Vec<String>,
    pub(crate) published: Option<String>,
    pub(crate) site: Option<String>,
    pub(crate) section: Option<String>,
    pub(crate) images: Vec<String>,
    /// The whole text, where the page says it apart from its markup.
    pub(crate) body: Option<String>,
    // How well its type fits an article; the better card wins.
    rank: u8,
}

impl Card {
    /// Whether it speaks of something that comes out on a day, and of no page that stands.
    pub(crate) fn is_of_a_day(&self) -> bool {
        self.rank >= DATED || self.rank == VIDEO
    }
}

/// Values nested deeper than this are not looked at.
const DEPTH: usize = 8;
/// Scripts longer than this are not read.
const LONGEST: usize = 1 << 20;

/// Reads the scripts of a page; of several cards that of the best type is taken, and the others
/// fill what it leaves open.
pub(crate) fn read(web: &Web, scripts: &[&str]) -> Card {
    let mut cards = Vec::new();
    let mut sites = Vec::new();
    for script in scripts.iter().filter(|s| s.len() < LONGEST).take(32) {
        if let Some(value) = parse(script) {
            walk(web, &value, 0, &mut cards, &mut sites);
        }
    }
    // A stable sort: of two equals the first on the page.
    cards.sort_by_key(|c: &Card| std::cmp::Reverse(c.rank));
    let mut cards = cards.into_iter();
    let mut best = cards.next().unwrap_or_default();
    let rank = best.rank;
    for other in cards.filter(|c| c.rank == rank || c.rank <= VIDEO) {
        best.published = best.published.or(other.published);
        best.headline = best
            .headline
            .or(other.headline.filter(|_| other.rank == rank));
        if best.authors.is_empty() {
            best.authors = other.authors;
        }
    }
    best.site = best.site.or(sites.into_iter().next());
    best
}

/// Parses a script. Line ends inside strings and marks of comments around the whole are common,
/// so both are mended once.
fn parse(script: &str) -> Option<Value> {
    let body = script.trim();
    if let Ok(value) = serde_json::from_str(body) {
        return Some(value);
    }
    let start = body.find(['{', '['])?;
    let end = body.rfind(['}', ']'])?;
    let inner: String = body
        .get(start..=end)?
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    serde_json::from_str(&inner)
        .or_else(|_| serde_json::from_str(inner.trim_end_matches([';', ' '])))
        .ok()
}

/// Rank of what comes out on a day; articles have higher ones, recipes and instructions a lower one.
const DATED: u8 = 4;
/// Rank of a video, on a page of its own or in an article.
const VIDEO: u8 = 2;
/// Rank of a page that is not called an article.
const PAGE: u8 = 1;

fn rank(kind: &str) -> u8 {
    match kind {
        "NewsArticle"
        | "ReportageNewsArticle"
        | "AnalysisNewsArticle"
        | "OpinionNewsArticle"
        | "BackgroundNewsArticle"
        | "ReviewNewsArticle"
        | "AdvertiserContentArticle"
        | "LiveBlogPosting" => 6,
        "Article"
        | "BlogPosting"
        | "Report"
        | "ScholarlyArticle"
        | "TechArticle"
        | "SocialMediaPosting"
        | "MedicalScholarlyArticle" => 5,
        "Review" | "DiscussionForumPosting" | "QAPage" | "PodcastEpisode" => DATED,
        "Recipe" | "HowTo" => 3,
        "VideoObject" => VIDEO,
        "WebPage" | "ItemPage" | "Event" | "CreativeWork" | "FAQPage" | "MedicalWebPage" => PAGE,
        _ => 0,
    }
}

fn walk(web: &Web, value: &Value, depth: usize, cards: &mut Vec<Card>, sites: &mut Vec<String>) {
    if depth > DEPTH || cards.len() > 64 {
        return;
    }
    match value {
        Value::Array(list) => list
            .iter()
            .for_each(|v| walk(web, v, depth + 1, cards, sites)),
        Value::Object(map) => {
            let kinds = texts(map.get("@type"));
            let rank = kinds.iter().map(|k| rank(k)).max().unwrap_or(0);
            if rank > 0 {
                cards.push(card(web, map, rank));
            } else if kinds.iter().any(|k| {
                matches!(
                    k.as_str(),
                    "WebSite" | "Organization" | "NewsMediaOrganization"
                )
            }) {
                sites.extend(
                    map.get("name")
                        .and_then(Value::as_str)
                        .map(|n| clean(web, n)),
                );
            }
            for key in [
                "@graph",
                "mainEntity",
                "mainEntityOfPage",
                "hasPart",
                "itemListElement",
                "item",
            ] {
                if let Some(inner) = map.get(key) {
                    walk(web, inner, depth + 1, cards, sites);
                }
            }
        }
        _ => {}
    }
}

fn card(web: &Web, map: &serde_json::Map<String, Value>, rank: u8) -> Card {
    let text = |key: &str| {
        texts(map.get(key))
            .into_iter()
            .next()
            .map(|t| clean(web, &t))
            .filter(|t| !t.is_empty())
    };
    let authors = names(map.get("author").or(map.get("creator")));
    Card {
        headline: text("headline").or_else(|| text("name")),
        authors: authors
            .iter()
            .map(|a| clean(web, a))
            .filter(|a| !a.is_empty())
            .collect(),
        published: text("datePublished")
            .or_else(|| text("uploadDate"))
            .or_else(|| text("dateCreated")),
        site: names(map.get("publisher"))
            .into_iter()
            .next()
            .map(|n| clean(web, &n)),
        section: text("articleSection"),
        images: addresses(map.get("image")),
        body: text("articleBody"),
        rank,
    }
}

/// A string, or a list of strings.
fn texts(value: Option<&Value>) -> Vec<String> {
    match value {
        Some(Value::String(text)) => vec![text.clone()],
        Some(Value::Array(list)) => list
            .iter()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect(),
        _ => Vec::new(),
    }
}

/// Names of persons or bodies: strings, objects with a name, lists of both.
fn names(value: Option<&Value>) -> Vec<String> {
    match value {
        Some(Value::String(text)) => vec![text.clone()],
        Some(Value::Object(map)) => texts(map.get("name")),
        Some(Value::Array(list)) => list
            .iter()
            .take(16)
            .flat_map(|v| {
                if v.is_array() {
                    Vec::new()
                } else {
                    names(Some(v))
                }
            })
            .collect(),
        _ => Vec::new(),
    }
}

/// Addresses of pictures: strings, objects with a url, lists of both.
fn addresses(value: Option<&Value>) -> Vec<String> {
    match value {
        Some(Value::String(text)) => vec![text.clone()],
        Some(Value::Object(map)) => texts(map.get("url").or(map.get("contentUrl"))),
        Some(Value::Array(list)) => list
            .iter()
            .take(8)
            .flat_map(|v| {
                if v.is_array() {
                    Vec::new()
                } else {
                    addresses(Some(v))
                }
            })
            .collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::web;

    #[test]
    fn the_article_of_a_graph() {
        let card = read(
            web(),
            &[
                r#"{"@graph": [{"@type": "WebSite", "name": "Warta"}, {"@type": ["NewsArticle"], "headline": "Dua &amp; tiga",
            "author": [{"@type": "Person", "name": "Ana B"}, "Ci D"], "datePublished": "2022-01-12", "image": {"url": "https://x.id/a.jpg"}}]}"#,
            ],
        );
        assert_eq!(card.headline.as_deref(), Some("Dua & tiga"));
        assert_eq!(card.authors, ["Ana B", "Ci D"]);
        assert_eq!(card.site.as_deref(), Some("Warta"));
        assert_eq!(card.images, ["https://x.id/a.jpg"]);
    }

    #[test]
    fn broken_json_is_mended_or_left() {
        let card = read(
            web(),
            &[
                "<!-- {\"@type\": \"Article\", \"headline\": \"a\nb\"} -->",
                "{nonsense",
            ],
        );
        assert_eq!(card.headline.as_deref(), Some("a b"));
    }
}
