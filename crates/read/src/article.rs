//! From a raw report to the clean article.

use risalah_doc::{Article, Image, Lang, Note, NoteKind, Origin, Origins, Published};
use risalah_pack::Packs;
use risalah_pack::web::Web;

use crate::html::{Dom, Id, ROOT};
use crate::text::{dateline, header, residue};
use crate::{Body, Input, about, address, date, language, page, rendition};

/// A page whose text is shorter may show it by scripts only; its metadata may have it whole.
const SCANT: usize = 400;

/// Reads a report. Any text gives an article; what was odd is in its notes.
pub fn article(packs: &Packs, input: Input) -> Article {
    article_by(&packs.web, input)
}

/// Reads a report with nothing but what `web` knows, for those who only want clean articles.
pub fn article_by(web: &Web, mut input: Input) -> Article {
    let body = std::mem::replace(&mut input.body, Body::Text(String::new()));
    match body {
        Body::Text(text) => plain(web, input, text),
        Body::Raw(mut text) => {
            header::take(&web.header, &mut input, &mut text);
            raw(web, input, text)
        }
        Body::Html(html) => page(web, input, &html),
        Body::Fragment(html) => fragment(web, input, &html),
    }
}

/// A text kept to the letter. Residue stays in it, and is told with its place.
fn plain(web: &Web, input: Input, text: String) -> Article {
    let mut article = Article::default();
    for found in residue::find(&text) {
        article.images.push(found.image);
        article.notes.push(Note {
            kind: NoteKind::UrlResidue,
            span: Some(found.span),
        });
    }
    finish(web, input, article, text)
}

/// A text as found in a file. Residue is taken out.
fn raw(web: &Web, input: Input, text: String) -> Article {
    let mut article = Article::default();
    let found = residue::find(&text);
    let text = residue::without(&text, &found);
    for found in found {
        article.images.push(found.image);
        article.notes.push(note(NoteKind::UrlResidue));
    }
    finish(web, input, article, text)
}

/// A page.
fn page(web: &Web, input: Input, html: &str) -> Article {
    let dom = Dom::parse(html);
    let marks = page::Marks::of(web, &dom);
    let blocks = page::Blocks::of(&dom, &marks);
    let facts = about::Facts::of(web, &dom, &marks);
    let choice = page::root(web, &dom, &blocks, &marks);
    let (site, site_from) = parted(facts.site(web));
    let (title, title_from) = parted(about::title(web, &facts, site.as_deref()));
    let (section, section_from) = parted(facts.section(web));
    let base = input.url.as_deref().or(facts.canonical);
    let judged = |choice: &page::Choice| {
        page::judged(page::Page {
            web,
            dom: &dom,
            blocks: &blocks,
            marks: &marks,
            choice,
            title: title.as_deref().unwrap_or_default(),
        })
    };
    let mut pieces = judged(&choice);
    if page::text(&pieces).is_empty() {
        // Whatever the names say, a page with words has a text.
        pieces = judged(&page::Choice::all(&blocks));
    }
    let text = page::text(&pieces);
    let spoken = facts
        .lang
        .is_none()
        .then(|| language(&web.languages, &text));
    let spoken = spoken.flatten();
    let headline = title.as_deref().unwrap_or_default();
    let front = about::Front::of(web, &dom, &facts, &blocks, choice.root, headline);
    let dated = about::Page {
        web,
        dom: &dom,
        facts: &facts,
        marks: &marks,
        blocks: &blocks,
        url: base,
        tag: facts.lang.or(spoken.as_ref().map(Lang::as_str)),
        front: &front,
        root: choice.root,
    };
    let (byline, byline_from) = parted(about::byline(dated, site.as_deref()));
    let url = facts.canonical.and_then(|url| address::whole(base, url));
    let mut article = Article {
        published: about::published(dated),
        lang: facts.language(web),
        blocks: page::kinds(&pieces),
        images: images(web, &dom, &facts, choice.root, base),
        links: page::links(web, &dom, &marks, &blocks, &pieces, base),
        origins: Origins {
            title: title_from,
            byline: byline_from,
            site: site_from,
            section: section_from,
            url: url.is_some().then_some(Origin::Meta),
            image: facts.lead(web).map(|(_, origin)| origin),
        },
        byline,
        url,
        site,
        section,
        title,
        ..Article::default()
    };
    if dom.cut {
        article.notes.push(note(NoteKind::MarkupCut));
    }
    let said = facts
        .card
        .body
        .as_ref()
        .filter(|b| text.len() < SCANT && b.len() > 2 * text.len() && !b.contains('<'));
    match said.cloned() {
        Some(said) => {
            article.blocks.clear();
            finish(web, input, article, said)
        }
        None => finish(web, input, article, text),
    }
}

/// What a page says and where, each for itself.
fn parted(said: Option<about::Said>) -> (Option<String>, Option<Origin>) {
    said.map_or((None, None), |(said, origin)| (Some(said), Some(origin)))
}

/// The lead picture that the page's head names, then the pictures of the main text. The lead
/// picture is often there again as another rendition of the same original.
fn images(
    web: &Web,
    dom: &Dom<'_>,
    facts: &about::Facts<'_>,
    root: Id,
    base: Option<&str>,
) -> Vec<Image> {
    let lead = facts.lead(web);
    let lead = lead.and_then(|(url, _)| address::whole(base, &url));
    let mut images: Vec<Image> = lead
        .iter()
        .map(|url| rendition::image(&web.renditions, url))
        .collect();
    for picture in page::pictures(web, dom, root, base) {
        let mut image = rendition::image(&web.renditions, &picture.url);
        image.caption = picture.caption;
        let original = |image: &Image| image.original.clone().unwrap_or_else(|| image.url.clone());
        match images
            .iter_mut()
            .find(|known| original(known) == original(&image))
        {
            Some(known) => known.caption = known.caption.take().or(image.caption),
            None => images.push(image),
        }
    }
    images
}

/// Markup that is main text and nothing else: all its blocks but those that are in no text.
fn fragment(web: &Web, mut input: Input, html: &str) -> Article {
    let dom = Dom::parse(html);
    let marks = page::Marks::none(&dom);
    let blocks = page::Blocks::of(&dom, &marks);
    let choice = page::Choice::all(&blocks);
    let decoded = |text: Option<String>| text.map(|t| about::clean(web, &t));
    input.title = decoded(input.title);
    input.byline = decoded(input.byline);
    let pieces = page::judged(page::Page {
        web,
        dom: &dom,
        blocks: &blocks,
        marks: &marks,
        choice: &choice,
        title: "",
    });
    let base = input.url.as_deref();
    let facts = about::Facts::default();
    let article = Article {
        images: images(web, &dom, &facts, ROOT, base),
        blocks: page::kinds(&pieces),
        links: page::links(web, &dom, &marks, &blocks, &pieces, base),
        notes: if dom.cut {
            vec![note(NoteKind::MarkupCut)]
        } else {
            Vec::new()
        },
        ..Article::default()
    };
    finish(web, input, article, page::text(&pieces))
}

/// All blocks of a page with their words, and what became of each: for those who look into why a
/// page was read as it was.
pub fn blocks_of(web: &Web, html: &str) -> Vec<(String, String)> {
    let dom = Dom::parse(html);
    let marks = page::Marks::of(web, &dom);
    let blocks = page::Blocks::of(&dom, &marks);
    let facts = about::Facts::of(web, &dom, &marks);
    let title = about::title(web, &facts, None);
    let choice = page::root(web, &dom, &blocks, &marks);
    let page = page::Page {
        web,
        dom: &dom,
        blocks: &blocks,
        marks: &marks,
        choice: &choice,
        title: title.as_ref().map_or("", |(title, _)| title),
    };
    let inside = blocks.inside(&dom, choice.root);
    let beyond = |range: std::ops::Range<usize>| {
        let words = range.map(|n| {
            (
                if choice.outside[n] {
                    "outside"
                } else {
                    "beyond"
                }
                .to_owned(),
                page.words(n),
            )
        });
        words.collect::<Vec<_>>()
    };
    let mut out = beyond(0..inside.start);
    out.extend(
        page::judged(page)
            .into_iter()
            .map(|p| (format!("{:?}", p.verdict).to_lowercase(), p.text)),
    );
    out.extend(beyond(inside.end..blocks.all.len()));
    out
}

/// What every kind of input needs: language, dateline, publication day, notes.
fn finish(web: &Web, input: Input, mut article: Article, text: String) -> Article {
    article.id = input.id;
    article.notes.extend(input.notes.into_iter().map(note));
    if text.trim().is_empty() {
        article.notes.push(note(NoteKind::EmptyText));
    }
    article.lang = input
        .lang
        .or_else(|| language(&web.languages, &text))
        .or(article.lang);
    if article.lang.is_none() && !text.trim().is_empty() {
        article.notes.push(note(NoteKind::LanguageUnknown));
    }
    article.dateline = dateline::find(&web.datelines, &text);
    if let Some(written) = &input.date {
        article.published = given(web, written, article.lang, input.date_from);
        if article.published.is_none() && !written.trim().is_empty() {
            article.notes.push(note(NoteKind::DateUnreadable));
        }
    }
    let from = input.date_from;
    let origins = article.origins;
    (article.url, article.origins.url) = told(input.url, from, article.url, origins.url);
    (article.title, article.origins.title) = told(input.title, from, article.title, origins.title);
    (article.byline, article.origins.byline) =
        told(input.byline, from, article.byline, origins.byline);
    article.text = text;
    article
}

/// What came with the report, else what its page says, and where that was found.
fn told(
    given: Option<String>,
    from: Origin,
    said: Option<String>,
    origin: Option<Origin>,
) -> (Option<String>, Option<Origin>) {
    match given {
        Some(given) => (Some(given), Some(from)),
        None => (said, origin),
    }
}

/// The publication day that came with the report.
fn given(web: &Web, written: &str, lang: Option<Lang>, origin: Origin) -> Option<Published> {
    let found = date::read(&web.dates, written, lang.as_ref().map(Lang::as_str))?;
    Some(Published {
        day: found.day,
        stamp: found.stamp,
        origin,
    })
}

fn note(kind: NoteKind) -> Note {
    Note { kind, span: None }
}
