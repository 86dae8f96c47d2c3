//! The day a page was published: what is believed, and what is no such day.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::path::Path;
use std::sync::OnceLock;

use risalah_doc::Origin;
use risalah_pack::web::Web;
use risalah_read::{Body, Input, article_by};

fn web() -> &'static Web {
    static WEB: OnceLock<Web> = OnceLock::new();
    WEB.get_or_init(|| Web::open(Path::new("../../packs")).unwrap())
}

const PROSE: &str = "<p>Warga desa itu mengungsi, kata kepala desa, setelah sungai meluap pada \
                     malam hari dan merendam ratusan rumah. Bantuan datang keesokan harinya.</p>";

/// The day of a page with this head, these lines under the headline and these behind the text.
fn day(head: &str, under: &str, behind: &str) -> Option<(String, Origin)> {
    let page = format!(
        "<html lang='id'><head>{head}</head><body><div class='topbar'>Rabu, 19 Januari 2022</div>\
         <nav><a href='/a'>Nasional</a> <a href='/b'>Dunia</a> <a href='/c'>Olahraga</a></nav>\
         <div class='page'><h1>Sungai meluap di dua desa</h1>{under}\
         <div class='article-body'>{PROSE}{PROSE}</div>{behind}</div></body></html>"
    );
    let article = article_by(web(), Input::new("t", Body::Html(page)));
    let published = article.published?;
    Some((published.day.to_string(), published.origin))
}

fn visible(day: &str) -> Option<(String, Origin)> {
    Some((day.to_owned(), Origin::Visible))
}

#[test]
fn the_line_under_the_headline() {
    let seen = |line: &str| day("", line, "");
    assert_eq!(
        seen("<p>Rabu, 12 Januari 2022 | 19:30 WIB</p>"),
        visible("2022-01-12")
    );
    assert_eq!(
        seen("<div class='author-info'>Ana B, 12/1/2022</div>"),
        visible("2022-01-12")
    );
}

#[test]
fn a_page_that_does_not_say_gets_no_day() {
    assert_eq!(day("", "", ""), None);
    let sidebar = "<aside><ul><li>3 Mei 2021 Harga beras naik</li></ul></aside>";
    assert_eq!(day("", "", sidebar), None);
    let comment =
        "<div class='comments'><time datetime='2022-02-01'>1 Februari 2022</time> Setuju!</div>";
    assert_eq!(day("", "", comment), None);
}

#[test]
fn what_is_called_publication() {
    let behind = "<p>Diperbarui: 14 Januari 2022<br>Diterbitkan: 12 Januari 2022</p>";
    assert_eq!(day("", "", behind), visible("2022-01-12"));
    let both = "<p>Diterbitkan 12 Januari 2022, diperbarui 14 Januari 2022</p>";
    assert_eq!(day("", both, ""), visible("2022-01-12"));
}

#[test]
fn a_change_is_better_than_nothing() {
    assert_eq!(
        day("", "<p>Diperbarui 14 Januari 2022</p>", ""),
        visible("2022-01-14")
    );
}

#[test]
fn a_general_date_gives_way_to_what_is_seen() {
    let head = "<meta name='date' content='2022-01-17'>";
    assert_eq!(
        day(head, "<p>12 Januari 2022</p>", ""),
        visible("2022-01-12")
    );
    assert_eq!(
        day(head, "", "").unwrap(),
        ("2022-01-17".to_owned(), Origin::Meta)
    );
}

#[test]
fn what_the_markup_says_of_the_article() {
    let head = "<meta property='article:published_time' content='2022-01-12T20:00:00+00:00'>";
    let graph = Some(("2022-01-12".to_owned(), Origin::OpenGraph));
    assert_eq!(day(head, "", ""), graph);
    // Readers see the right one of two neighbouring days; the page's head shows today's.
    assert_eq!(
        day(head, "<p>Kamis, 13 Januari 2022</p>", ""),
        visible("2022-01-13")
    );
    let teaser = "<article><a href='/x'>Gempa</a> <time>20 Januari 2022</time></article>";
    assert_eq!(day(head, "", teaser), graph);
}

#[test]
fn midnight_at_home() {
    let head = "<meta property='article:published_time' content='2022-01-11T17:00:00Z'>";
    let published = day(head, "", "").unwrap();
    assert_eq!(published, ("2022-01-12".to_owned(), Origin::OpenGraph));
}

#[test]
fn what_is_said_and_seen_is_believed() {
    let head = "<meta property='article:published_time' content='2022-01-12T20:00:00+00:00'>";
    let graph = Some(("2022-01-12".to_owned(), Origin::OpenGraph));
    let printed = "<p class='date'>Dicetak 13 Januari 2022</p>";
    let own = "<p class='date'>12 Januari 2022</p>";
    assert_eq!(day(head, printed, ""), visible("2022-01-13"));
    assert_eq!(day(head, &format!("{printed}{own}"), ""), graph);
    let address = "<link rel='canonical' href='https://x.id/2022/01/12/sungai'>";
    assert_eq!(day(&format!("{address}{head}"), printed, ""), graph);
}

#[test]
fn a_page_that_stands_has_no_day_that_readers_do_not_see() {
    let card = |kind: &str| {
        format!(
            "<meta property='og:type' content='article'><script type='application/ld+json'>\
             {{\"@type\": \"{kind}\", \"datePublished\": \"2022-01-12\"}}</script>"
        )
    };
    let said = Some(("2022-01-12".to_owned(), Origin::JsonLd));
    for kind in ["NewsArticle", "BlogPosting", "VideoObject"] {
        assert_eq!(day(&card(kind), "", ""), said, "{kind}");
    }
    for kind in ["WebPage", "Recipe"] {
        assert_eq!(day(&card(kind), "", ""), None, "{kind}");
        assert_eq!(
            day(&card(kind), "<p>12 Januari 2022</p>", ""),
            said,
            "{kind}"
        );
    }
}

#[test]
fn parts_that_only_style_sets_apart() {
    let parts = "<div class='date'><span>12.01.22</span><span>19:30</span></div>";
    assert_eq!(day("", parts, ""), visible("2022-01-12"));
    let named = "<div class='field--name-publishing-date'>12.01.2022</div>";
    assert_eq!(day("", "", named), visible("2022-01-12"));
}

#[test]
fn a_link_to_the_page_itself_is_of_the_page() {
    let page = |href: &str| {
        format!(
            "<html lang='id'><link rel='canonical' href='https://x.id/banjir'><body>\
             <a href='{href}'>Daerah // <span class='date'>12.01.2022</span></a>\
             <h1>Sungai meluap di dua desa</h1>{PROSE}{PROSE}</body></html>"
        )
    };
    let read = |page: String| article_by(web(), Input::new("t", Body::Html(page)));
    let day = |href: &str| read(page(href)).published.map(|p| p.day.to_string());
    assert_eq!(day("/banjir?ref=top"), Some("2022-01-12".to_owned()));
    assert_eq!(day("/gempa"), None);
}

#[test]
fn a_dateline_under_the_lead() {
    let page = format!(
        "<html lang='id'><h1>Sungai meluap di dua desa</h1>{PROSE}\
         <p>Karawang, 12 Januari 2022</p>{PROSE}{PROSE}</html>"
    );
    let article = article_by(web(), Input::new("t", Body::Html(page)));
    assert_eq!(article.published.unwrap().day.to_string(), "2022-01-12");
}

#[test]
fn the_order_of_numbers_by_an_old_pages_language() {
    let page = |lang: &str| {
        format!("<html {lang}><h1>Rivers rise</h1><p class='date'>02/10/2020</p>{PROSE}</html>")
    };
    let read = |page: String| article_by(web(), Input::new("t", Body::Html(page)));
    let day = |lang: &str| read(page(lang)).published.map(|p| p.day.to_string());
    assert_eq!(day("xml:lang='en-GB'"), Some("2020-10-02".to_owned()));
    assert_eq!(day("xml:lang='en'"), None);
}

#[test]
fn reviews_of_a_thing_are_readers_words() {
    let review =
        "<div itemprop='review'><meta itemprop='datePublished' content='2020-06-08'>Baik</div>";
    assert_eq!(day("", "", review), None);
}
