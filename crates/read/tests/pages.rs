//! Pages in, articles out: one small page for every rule.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::path::Path;
use std::sync::OnceLock;

use proptest::prelude::*;
use risalah_doc::{Article, BlockKind, NoteKind, Origin, Origins};
use risalah_pack::web::Web;
use risalah_read::{Body, Input, article_by};

fn web() -> &'static Web {
    static WEB: OnceLock<Web> = OnceLock::new();
    WEB.get_or_init(|| Web::open(Path::new("../../packs")).unwrap())
}

fn read(page: &str) -> Article {
    let mut input = Input::new("t", Body::Html(page.to_owned()));
    input.url = Some("https://warta.example/berita/123".to_owned());
    article_by(web(), input)
}

const ONE: &str = "Dua menteri bertemu di ibu kota pada hari Senin, dan keduanya membahas harga beras yang terus naik sejak awal tahun.";
const TWO: &str = "Pertemuan itu berlangsung tiga jam, kata juru bicara kementerian, dan akan dilanjutkan pekan depan di kota lain.";

/// A page around a main part, with the usual dress.
fn page(main: &str) -> String {
    format!(
        "<html lang='id'><head><title>Dua menteri bertemu - Warta</title><meta property='og:site_name' content='Warta'></head><body>\
         <nav><ul><li><a href='/'>Beranda</a></li><li><a href='/ekonomi'>Ekonomi</a></li></ul></nav>\
         <div id='isi'><h1>Dua menteri bertemu</h1>{main}</div>\
         <footer><p>Hak cipta Warta, semua hak dilindungi undang-undang, dan seterusnya sampai baris ini cukup panjang.</p></footer></body></html>"
    )
}

fn text(main: &str) -> String {
    read(&page(main)).text
}

#[test]
fn paragraphs_without_the_pages_dress() {
    assert_eq!(
        text(&format!("<p>{ONE}</p><p>{TWO}</p>")),
        format!("{ONE}\n\n{TWO}")
    );
}

#[test]
fn inserts_and_share_bars_are_left_out() {
    let main = format!(
        "<p>{ONE}</p><p>Baca juga: <a href='/b'>Harga gula naik</a></p><div class='share-buttons'>Bagikan</div><p>{TWO}</p><p>(ans/fas)</p><p>[Gambas:Video 20detik]</p>"
    );
    assert_eq!(text(&main), format!("{ONE}\n\n{TWO}"));
}

#[test]
fn an_indonesian_newsrooms_own_lines_are_left_out() {
    for line in [
        "Artikel ini sudah lebih dulu tayang di wartaUtara. Selengkapnya klik di sini.",
        "Artikel ini telah naik di wartaUtara.",
        "Saksikan Live Warta Pagi:",
        "Lihat Video 'Harga Beras Naik Lagi':",
        "(Ayo ikuti saluran WhatsApp Warta agar tidak ketinggalan berita. Klik di sini.)",
        "Ikuti WhatsApp Channel Warta",
        "Disclaimer: keputusan membeli ada di tangan pembaca.",
        "(Penulis: Sari Wulan | Editor: Budi Hartono)",
        "Selengkapnya",
        "Daftar Isi",
        "(ans/Dep)",
        "(pus/nu2)",
        "(kha)",
    ] {
        let main = format!("<p>{ONE}</p><p>{line}</p><p>{TWO}</p>");
        assert_eq!(text(&main), format!("{ONE}\n\n{TWO}"), "{line}");
    }
}

#[test]
fn short_lines_in_parentheses_that_say_something_are_kept() {
    for line in ["(Dia tertawa.)", "(1/2)", "(2024)", "(PBB)"] {
        let main = format!("<p>{ONE}</p><p>{line}</p><p>{TWO}</p>");
        assert_eq!(text(&main), format!("{ONE}\n\n{line}\n\n{TWO}"), "{line}");
    }
}

#[test]
fn last_lines_that_ask_for_something_are_left_out() {
    for line in [
        "Warta hadir di WhatsApp: gabung di saluran kami agar tidak ketinggalan, atau unduh aplikasi kami, gratis.",
        "Ana Bell is a reporter on the desk for food and farming. Follow her on Twitter, or write to ana@x.id with a story.",
    ] {
        let main = format!("<p>{ONE}</p><p>{TWO}</p><p>{ONE} Lagi.</p><p>{line}</p>");
        assert_eq!(
            text(&main),
            format!("{ONE}\n\n{TWO}\n\n{ONE} Lagi."),
            "{line}"
        );
        // A text that is about it keeps it.
        assert!(
            text(&format!("<p>{line}</p><p>{ONE}</p>")).contains(line),
            "{line}"
        );
    }
}

#[test]
fn a_word_that_opens_such_a_line_is_no_part_of_a_longer_one() {
    for line in [
        "Tagsüber war es warm.",
        "Mehr zufriedene Leser kamen.",
        "Fotosyntesis terhenti.",
    ] {
        let main = format!("<p>{ONE}</p><p>{line}</p><p>{TWO}</p>");
        assert_eq!(text(&main), format!("{ONE}\n\n{line}\n\n{TWO}"), "{line}");
    }
}

#[test]
fn a_page_of_pictures_is_told_in_their_captions() {
    let main = format!(
        "<div class='slide'><img src=a><div class='caption'><p>{ONE}</p></div></div>\
         <div class='slide'><img src=b><div class='caption'><p>{TWO}</p></div></div>"
    );
    assert_eq!(text(&main), format!("{ONE}\n\n{TWO}"));
}

#[test]
fn what_to_read_next_is_no_part_of_a_long_article() {
    let long = format!("<p>{ONE}</p><p>{TWO}</p>").repeat(6);
    let next = "<article><h1><a href='/b'>Gula naik</a></h1><p>Harga gula naik di pasar induk kota, kata para pedagang, sejak awal pekan ini.</p></article>";
    let page = format!(
        "<html><body><article><h2>Beras turun</h2>{long}</article><section>{}</section></body></html>",
        next.repeat(5)
    );
    let text = read(&page).text;
    assert!(text.contains(ONE) && text.contains(TWO));
    assert!(!text.contains("gula naik"));
}

#[test]
fn related_lists_and_comments_are_left_out() {
    let main = format!(
        "<p>{ONE}</p><p>{TWO}</p><h3>Berita Terkait</h3><ul><li><a href='/c'>Satu lagi</a></li><li><a href='/d'>Dua lagi</a></li></ul>\
         <div class='comments'><p>Saya kira ini berita yang bagus, dan saya ingin tahu lebih banyak tentang harga beras di daerah.</p></div>"
    );
    assert_eq!(text(&main), format!("{ONE}\n\n{TWO}"));
}

#[test]
fn headings_lists_and_quotes_are_kept() {
    let main = format!(
        "<p>{ONE}</p><h2>Rincian</h2><ul><li>Beras naik lima persen.</li><li>Gula turun.</li></ul><blockquote class='twitter-tweet'><p>{TWO}</p></blockquote>"
    );
    assert_eq!(
        text(&main),
        format!("{ONE}\n\nRincian\n\nBeras naik lima persen.\n\nGula turun.\n\n{TWO}")
    );
    let article = read(&page(&main));
    let kinds: Vec<(&str, BlockKind)> = article
        .blocks
        .iter()
        .map(|b| (b.span.of(&article.text), b.kind))
        .collect();
    assert_eq!(
        kinds,
        [
            ("Rincian", BlockKind::Heading(2)),
            ("Beras naik lima persen.", BlockKind::Item),
            ("Gula turun.", BlockKind::Item),
            (TWO, BlockKind::Quote),
        ]
    );
}

#[test]
fn credits_behind_the_last_sentence_are_cut_off() {
    for credit in [
        " (ldy/agt)",
        " (fea)",
        "<br><b>(ans/Dep)</b>",
        " [Gambas:Video 20detik]",
        " (ans/fas) [Gambas:Video 20detik]",
    ] {
        let main = format!("<p>{ONE}</p><p>{TWO}{credit}</p>");
        assert_eq!(text(&main), format!("{ONE}\n\n{TWO}"), "{credit}");
    }
    // In the middle they may be what the sentence says.
    let main = format!("<p>{ONE} (pus/nu2)</p><p>{TWO} Itu kata Dinas Sosial (dinsos)</p>");
    assert_eq!(
        text(&main),
        format!("{ONE} (pus/nu2)\n\n{TWO} Itu kata Dinas Sosial (dinsos)")
    );
    let tags = format!("<p>{ONE}</p><p>{TWO}</p><p>#BerasTurun #PasarKota</p>");
    assert_eq!(text(&tags), format!("{ONE}\n\n{TWO}"));
}

#[test]
fn lines_set_by_breaks_are_paragraphs() {
    assert_eq!(
        text(&format!("<div>{ONE}<br><br>{TWO}</div>")),
        format!("{ONE}\n\n{TWO}")
    );
}

#[test]
fn the_lead_between_headline_and_body_is_kept() {
    let lead = "Harga beras menjadi pokok pembicaraan dua menteri, yang bertemu untuk pertama kalinya sejak keduanya dilantik, dan keduanya berjanji untuk bertemu lagi.";
    let main = format!(
        "<div class='teaser-text'><p>{lead}</p></div><span class='date'>3 Mei 2021</span><div class='article-body'><p>{ONE}</p><p>{TWO}</p></div>"
    );
    assert_eq!(text(&main), format!("{lead}\n\n{ONE}\n\n{TWO}"));
}

#[test]
fn hidden_words_are_left_out() {
    let main = format!(
        "<p>{ONE}<span style='display: none'>Rahasia.</span></p><p hidden>Tersembunyi, dan cukup panjang untuk sebuah kalimat yang utuh di halaman ini.</p><p>{TWO}</p>"
    );
    assert_eq!(text(&main), format!("{ONE}\n\n{TWO}"));
}

#[test]
fn a_page_of_few_words_has_a_text() {
    assert_eq!(read("<p>Halo.</p>").text, "Halo.");
    assert_eq!(read("").notes[0].kind, NoteKind::EmptyText);
}

#[test]
fn what_a_page_says_of_itself() {
    let article = read(&format!(
        "<html lang='id'><head><title>Dua menteri bertemu | Warta</title><link rel='canonical' href='/berita/123-dua'>\
         <meta property='og:site_name' content='Warta'><meta property='article:published_time' content='2021-05-03T08:00:00+07:00'>\
         <meta name='author' content='Oleh Ana Bell dan Ci Dara'><meta property='og:image' content='https://i1.wp.com/warta.example/foto/a.jpg?w=300'></head>\
         <body><h1>Dua menteri bertemu</h1><div><p>{ONE}</p><figure><img src='/foto/b.jpg'><figcaption>Pasar di ibu kota.</figcaption></figure><p>{TWO} <a href='/c'>Laporan</a></p></div></body></html>"
    ));
    assert_eq!(article.title.as_deref(), Some("Dua menteri bertemu"));
    assert_eq!(article.byline.as_deref(), Some("Ana Bell, Ci Dara"));
    assert_eq!(article.site.as_deref(), Some("Warta"));
    assert_eq!(
        article.url.as_deref(),
        Some("https://warta.example/berita/123")
    );
    let published = article.published.unwrap();
    assert_eq!(
        (published.stamp.as_deref(), published.origin),
        (Some("2021-05-03T08:00:00+07:00"), Origin::OpenGraph)
    );
    assert_eq!(
        article.images[0].original.as_deref(),
        Some("https://warta.example/foto/a.jpg")
    );
    assert_eq!(
        (
            article.images[1].url.as_str(),
            article.images[1].caption.as_deref()
        ),
        (
            "https://warta.example/foto/b.jpg",
            Some("Pasar di ibu kota.")
        )
    );
    assert_eq!(article.links, ["https://warta.example/c"]);
    assert_eq!(article.lang.unwrap().as_str(), "id");
    assert_eq!(
        article.origins,
        Origins {
            title: Some(Origin::Visible),
            byline: Some(Origin::Meta),
            site: Some(Origin::OpenGraph),
            section: None,
            url: Some(Origin::Given),
            image: Some(Origin::OpenGraph),
        }
    );
}

#[test]
fn the_part_of_the_site() {
    let section = |head: &str| {
        let page = format!(
            "<html lang='id'><head>{head}</head><h1>Beras turun</h1><p>{ONE}</p><p>{TWO}</p>"
        );
        let article = read(&page);
        (article.section, article.origins.section)
    };
    let said = |from| (Some("Nasional".to_owned()), Some(from));
    let graph = "<meta property='article:section' content='Nasional'>";
    let meta = "<meta name='parsely-section' content='Nasional'>";
    let card = "<script type='application/ld+json'>{\"@type\": \"NewsArticle\", \"articleSection\": [\"Nasional\", \"Pangan\"]}</script>";
    assert_eq!(section(graph), said(Origin::OpenGraph));
    assert_eq!(section(meta), said(Origin::Meta));
    assert_eq!(section(card), said(Origin::JsonLd));
    assert_eq!(section(""), (None, None));
}

#[test]
fn the_day_is_seen_by_the_headline_or_left_open() {
    let seen = read(&page(&format!(
        "<div>Rabu, 12 Januari 2022 | 19:30 WIB</div><p>{ONE}</p><p>{TWO}</p>"
    )));
    let published = seen.published.unwrap();
    assert_eq!(
        (published.stamp.as_deref(), published.origin),
        (Some("2022-01-12T19:30:00+07:00"), Origin::Visible)
    );
    let told = read(&page(&format!(
        "<p>{ONE}</p><p>{TWO} Perjanjian itu berlaku sejak 3 Mei 2001.</p>"
    )));
    assert_eq!(told.published, None);
}

#[test]
fn a_caller_knows_better() {
    let mut input = Input::new("t", Body::Html(page(&format!("<p>{ONE}</p>"))));
    input.date = Some("2020-02-02".to_owned());
    input.title = Some("Judul".to_owned());
    let article = article_by(web(), input);
    assert_eq!(article.title.as_deref(), Some("Judul"));
    assert_eq!(article.published.unwrap().origin, Origin::Given);
}

#[test]
fn texts_given_are_kept_to_the_letter() {
    let given = "  Judul\r\n\nJakarta - Dua  menteri.\n:quality(30)/foto/a.jpg)";
    let article = article_by(web(), Input::new("t", Body::Text(given.to_owned())));
    assert_eq!(article.text, given);
    let note = article
        .notes
        .iter()
        .find(|n| n.kind == NoteKind::UrlResidue)
        .unwrap();
    assert_eq!(note.span.unwrap().of(given), ":quality(30)/foto/a.jpg)");
}

#[test]
fn files_are_cleaned() {
    let raw = format!("Judul: Dua menteri\n\n{ONE}\n:quality(30):format(webp)/foto/a.jpg)");
    let article = article_by(web(), Input::new("t", Body::Raw(raw)));
    assert_eq!(article.text, ONE);
    assert_eq!(article.title.as_deref(), Some("Dua menteri"));
    assert_eq!(article.images[0].original.as_deref(), Some("/foto/a.jpg"));
}

#[test]
fn a_date_that_is_none_is_told() {
    let mut input = Input::new("t", Body::Text(ONE.to_owned()));
    input.date = Some("kemarin".to_owned());
    assert!(
        article_by(web(), input)
            .notes
            .iter()
            .any(|n| n.kind == NoteKind::DateUnreadable)
    );
}

#[test]
fn fragments_are_text_and_nothing_else() {
    let mut input = Input::new(
        "t",
        Body::Fragment(format!(
            "<p>{ONE} <a href='/x'>Lagi</a></p><p>Singkat saja</p>"
        )),
    );
    input.url = Some("https://warta.example/a".to_owned());
    input.title = Some("Beras &amp; gula".to_owned());
    let article = article_by(web(), input);
    assert!(article.text.starts_with(ONE), "{}", article.text);
    assert_eq!(article.title.as_deref(), Some("Beras & gula"));
    assert_eq!(article.links, ["https://warta.example/x"]);
}

#[test]
fn deep_and_wide_pages_are_read() {
    let deep = format!(
        "{}<p>{ONE}</p>{}",
        "<div>".repeat(100_000),
        "</div>".repeat(100_000)
    );
    let article = read(&deep);
    assert_eq!(article.text, ONE);
    assert!(article.notes.iter().any(|n| n.kind == NoteKind::MarkupCut));
    let wide: String = (0..20_000)
        .map(|n| format!("<tr><td><a href='/{n}'>Baris {n}</a></td></tr>"))
        .collect();
    read(&format!("<p>{ONE}</p><table>{wide}</table>"));
    let attributes: String = (0..50_000)
        .map(|n| format!(" a{n}='{n}' class='c{n}'"))
        .collect();
    assert_eq!(
        read(&format!("<div{attributes}><p>{ONE}</p></div>")).text,
        ONE
    );
}

proptest! {
    #[test]
    fn no_page_panics(page in "(<(/?(p|div|li|ul|a href=x|b|td|tr|table|script|h1|article|time datetime=2022-01-12|meta name=date content=1/2/2022|img src=a srcset='b 2w'|figure|figcaption|br|!--)|x)>?|&[a-z#0-9]{1,4};?| \\.|\\PC){0,80}") {
        let article = read(&page);
        if let Some(dateline) = article.dateline {
            prop_assert!(article.text.get(dateline.start()..dateline.end()).is_some());
        }
    }

    #[test]
    fn no_text_panics(text in "(\\PC|\n|: | - |:a\\(b\\)/c\\.jpg){0,80}") {
        for body in [Body::Text(text.clone()), Body::Raw(text.clone()), Body::Fragment(text.clone())] {
            let exact = matches!(body, Body::Text(_));
            let article = article_by(web(), Input::new("t", body));
            prop_assert!(!exact || article.text == text);
        }
    }
}
