//! Inputs made to cost time or memory: each is read in under a second, with a note and no crash.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::io::{Cursor, Read, Write};
use std::path::Path;
use std::time::{Duration, Instant};

use flate2::Compression;
use flate2::read::GzEncoder;
use risalah_doc::{Article, NoteKind};
use risalah_pack::web::Web;
use risalah_read::{Body, From, Input, Refused, article_by, reports};

const LIMIT: Duration = Duration::from_secs(1);

/// Reads a page, in under a second.
fn read(name: &str, page: &str) -> Article {
    let web = Web::open(Path::new("../../packs")).unwrap();
    let input = Input::new(name, Body::Html(page.to_owned()));
    let (start, busy) = (Instant::now(), busy());
    let article = article_by(&web, input);
    let took = match (busy, self::busy()) {
        (Some(before), Some(after)) => after - before,
        _ => start.elapsed(),
    };
    assert!(took < LIMIT, "{name} took {took:?}");
    article
}

/// Processor time of this thread, where the system tells: it stands still while others run.
fn busy() -> Option<Duration> {
    let text = std::fs::read_to_string("/proc/thread-self/stat").ok()?;
    // The name, in parentheses, may hold blanks; user time, in hundredths, is the 12th after it.
    let ticks = text.rsplit_once(')')?.1.split_whitespace().nth(11)?;
    Some(Duration::from_millis(ticks.parse::<u64>().ok()? * 10))
}

fn has(article: &Article, kind: NoteKind) -> bool {
    article.notes.iter().any(|n| n.kind == kind)
}

const PROSE: &str = "Warga mengungsi, kata kepala desa, setelah sungai meluap pada malam hari dan merendam rumah mereka.";

#[test]
fn nested_elements() {
    for tag in [
        "div",
        "b",
        "table><tr><td",
        "ul><li",
        "blockquote",
        "a href=x",
        "svg",
    ] {
        let page = format!("{}{PROSE}", format!("<{tag}>").repeat(100_000));
        let article = read(tag, &page);
        assert!(has(&article, NoteKind::MarkupCut) || tag == "a href=x" || tag == "svg");
    }
}

#[test]
fn long_tables_and_lists() {
    let rows = "<tr><td><a href='/x'>Satu</a></td><td>dua</td></tr>".repeat(60_000);
    read(
        "table",
        &format!("<h1>Daftar</h1><p>{PROSE}</p><table>{rows}</table>"),
    );
    let dates = "<p class=date><time>12 Januari 2022</time> diterbitkan</p>".repeat(60_000);
    read("dates", &dates);
    read("prose", &format!("<p>{PROSE}</p>").repeat(20_000));
    let headings = "<h1>Daftar</h1><article><h1>Daftar</h1></article>".repeat(20_000);
    read(
        "headings",
        &format!("<title>Daftar</title>{headings}<p>{PROSE}</p>"),
    );
}

#[test]
fn many_attributes() {
    let attributes: String = (0..50_000)
        .map(|n| format!(" data-{n}='x' class='a{n}'"))
        .collect();
    read(
        "attributes",
        &format!("<div{attributes}><p>{PROSE}</p></div>"),
    );
    let classes = "menu-item ".repeat(200_000);
    read(
        "classes",
        &format!("<div class='{classes}'><p>{PROSE}</p></div>"),
    );
}

#[test]
fn long_texts() {
    read("node", &format!("<p>{}</p>", "kata ".repeat(1 << 20)));
    read("signs", &"<".repeat(5 << 20));
    read(
        "entities",
        &format!("<p>{}", "&amp;&lt;&#0;&notanentity".repeat(200_000)),
    );
    read("numbers", &format!("<p>{}", "12/1/2022 ".repeat(400_000)));
    read("open", &format!("<p>{PROSE}<!--{}", "-".repeat(5 << 20)));
    let json = "[".repeat(500_000);
    read(
        "json",
        &format!("<script type='application/ld+json'>{json}</script><p>{PROSE}</p>"),
    );
}

fn packed(content: impl Read) -> Vec<u8> {
    let mut out = Vec::new();
    let mut packer = GzEncoder::new(content, Compression::fast());
    packer.read_to_end(&mut out).unwrap();
    out
}

fn all(from: From, name: &str, bytes: Vec<u8>) -> Vec<Result<Input, Refused>> {
    reports(from, name, Cursor::new(bytes)).unwrap().collect()
}

#[test]
fn a_bomb_is_refused() {
    // 300 MB of blanks, beyond the cap for one report, in a hundredth of that.
    let bomb = packed(std::io::repeat(b' ').take(300 << 20));
    assert!(bomb.len() < 4 << 20);
    for from in [From::Html, From::Text, From::Jsonl, From::Feed] {
        let got = all(from, "bomb", bomb.clone());
        assert!(got.iter().all(Result::is_err), "{from:?}");
    }
}

#[test]
fn a_member_cut_off_keeps_what_came_before() {
    let record = |n: u32| {
        let page = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>{PROSE} {n}</p>");
        format!(
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{n}>\r\nWARC-Target-URI: https://x.id/{n}\r\n\
             Content-Type: application/http; msgtype=response\r\nContent-Length: {}\r\n\r\n{page}\r\n\r\n",
            page.len()
        )
    };
    let mut archive = Vec::new();
    archive.write_all(&packed(record(1).as_bytes())).unwrap();
    let last = packed(record(2).as_bytes());
    archive.write_all(&last[..last.len() / 2]).unwrap();
    let got = all(From::Warc, "cut.warc.gz", archive);
    assert!(got[0].is_ok());
    assert!(got.len() == 2 && got[1].is_err());
}
