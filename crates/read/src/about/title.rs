//! The headline.

use risalah_doc::Origin;
use risalah_pack::web::{Names, Web};

use super::{Facts, Said};
use crate::page::alike;

/// The headline of a page, without the site's name.
pub(crate) fn title(web: &Web, facts: &Facts<'_>, site: Option<&str>) -> Option<Said> {
    let said = facts.say(web, &web.metadata.title);
    let head = Some(facts.head_title.clone()).filter(|t| !t.is_empty());
    let head = head.map(|t| (t, Origin::Meta));
    let headings: Vec<&str> = facts
        .headings
        .iter()
        .map(|(_, t)| t.as_str())
        .filter(|t| !t.is_empty())
        .collect();
    let names = &web.names;
    let card = facts.card.headline.clone();
    let card = card.map(|t| (t, Origin::JsonLd));
    // A heading that the head's titles agree with is what readers see.
    let titles = [&card, &said, &head];
    let agreed = headings
        .iter()
        .find(|h| titles.into_iter().flatten().any(|(t, _)| agrees(h, t)));
    if let Some(heading) = agreed {
        return Some((strip(names, heading, site), Origin::Visible));
    }
    if let [only] = headings[..]
        && !site.is_some_and(|s| alike(s, only))
        && only.split_whitespace().count() > 2
    {
        return Some((only.to_owned(), Origin::Visible));
    }
    let (best, origin) = card.or(said).or(head)?;
    Some((strip(names, &best, site), origin))
}

/// Whether one of them starts with the other.
fn agrees(heading: &str, title: &str) -> bool {
    let fold = |t: &str| -> String {
        t.chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect()
    };
    let (a, b) = (fold(heading), fold(title));
    a.len() >= 6 && (b.starts_with(&a) || (b.len() > 10 && a.starts_with(&b)) || b.ends_with(&a))
}

/// The title without the site's name at its end or start.
fn strip(names: &Names, title: &str, site: Option<&str>) -> String {
    let mut out = title;
    for separator in &names.separators {
        if let Some((before, after)) = out.rsplit_once(separator.as_str())
            && is_site(after, site)
            && !before.trim().is_empty()
        {
            out = before.trim();
        }
        if let Some((before, after)) = out.split_once(separator.as_str())
            && is_site(before, site)
            && !after.trim().is_empty()
        {
            out = after.trim();
        }
    }
    out.to_owned()
}

/// Whether the words are the site's name, or look like a domain.
fn is_site(words: &str, site: Option<&str>) -> bool {
    let words = words.trim();
    let domain = !words.contains(' ')
        && words.rsplit_once('.').is_some_and(|(name, end)| {
            name.len() > 1
                && (2..=4).contains(&end.len())
                && end.bytes().all(|b| b.is_ascii_alphabetic())
        });
    domain || site.is_some_and(|site| alike(words, site))
}
