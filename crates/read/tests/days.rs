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
