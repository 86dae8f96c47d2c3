//! Watching feeds of a server that each test starts on this machine.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use risalah_fetch::{Answer, Client, Condition, Error, Happened, Limits, Pace, Watch};
use risalah_read::{Body, Input};

/// What a server was asked: path and headers in lower case.
type Asked = Arc<Mutex<Vec<(String, String)>>>;

/// A site that answers by a function of path and headers: status, headers, content.
struct Site {
    base: String,
    asked: Asked,
}

type Reply = (u16, String, Vec<u8>);

impl Site {
    fn start(reply: impl Fn(&str, &str) -> Reply + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let asked = Asked::default();
        let log = asked.clone();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                answer(stream, &log, &reply);
            }
        });
        Self { base, asked }
    }

    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    fn paths(&self) -> Vec<String> {
        let asked = self.asked.lock().unwrap();
        asked.iter().map(|(path, _)| path.clone()).collect()
    }

    fn headers(&self, path: &str) -> Vec<String> {
        let asked = self.asked.lock().unwrap();
        let of = asked.iter().filter(|(p, _)| p == path);
        of.map(|(_, headers)| headers.clone()).collect()
    }
}

fn answer(stream: TcpStream, log: &Asked, reply: &impl Fn(&str, &str) -> Reply) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut first = String::new();
    reader.read_line(&mut first).unwrap();
    let path = first.split(' ').nth(1).unwrap_or("/").to_owned();
    let mut headers = String::new();
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).unwrap() == 0 || line == "\r\n" {
            break;
        }
        headers.push_str(&line.to_ascii_lowercase());
    }
    log.lock().unwrap().push((path.clone(), headers.clone()));
    let (status, more, content) = reply(&path, &headers);
    let mut out = stream;
    let head = format!(
        "HTTP/1.1 {status} X\r\nContent-Length: {}\r\nConnection: close\r\n{more}\r\n",
        content.len()
    );
    // Who has read enough is gone.
    let _ = out
        .write_all(head.as_bytes())
        .and_then(|()| out.write_all(&content));
}

fn found(content: impl Into<Vec<u8>>) -> Reply {
    (200, String::new(), content.into())
}

fn missing() -> Reply {
    (404, String::new(), Vec::new())
}

fn limits() -> Limits {
    Limits {
        delay: Duration::ZERO,
        timeout: Duration::from_secs(5),
        cap: 100_000,
        private: true,
        ..Limits::default()
    }
}

fn state(name: &str) -> PathBuf {
    let file = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.toml"));
    let _ = std::fs::remove_file(&file);
    file
}

fn feed(base: &str, items: &[u32]) -> String {
    let item = |n: &u32| {
        format!(
            "<item><guid>{n}</guid><title>Judul {n}</title><link>{base}/{n}</link><description>Ringkasan {n}.</description></item>"
        )
    };
    let items: String = items.iter().map(item).collect();
    format!("<rss><channel><title>Warta</title>{items}</channel></rss>")
}

/// The base of a site, from the `Host` it was asked for.
fn base(headers: &str) -> String {
    let host = headers.lines().find_map(|l| l.strip_prefix("host: "));
    format!("http://{}", host.unwrap_or_default())
}

fn round(watch: &mut Watch, feeds: &[String], now: u64) -> (Vec<Input>, Vec<Error>) {
    let (mut new, mut failed) = (Vec::new(), Vec::new());
    let mut tell = |happened| {
        match happened {
            Happened::New(input) => new.push(input),
            Happened::Failed(err) => failed.push(err),
        }
        Ok(())
    };
    watch.round(feeds, now, &mut tell).unwrap();
    (new, failed)
}

fn ids(inputs: &[Input]) -> Vec<&str> {
    inputs.iter().map(|i| i.id.as_str()).collect()
}

#[test]
fn what_is_new_is_told_once_also_after_a_restart() {
    let items = Arc::new(Mutex::new(vec![2, 1]));
    let now = items.clone();
    let site = Site::start(move |path, headers| match path {
        "/feed" => {
            let tag = format!("\"{}\"", now.lock().unwrap().len());
            if headers.contains(&format!("if-none-match: {tag}")) {
                return (304, String::new(), Vec::new());
            }
            let content = feed(&base(headers), &now.lock().unwrap());
            (200, format!("ETag: {tag}\r\n"), content.into())
        }
        "/robots.txt" => missing(),
        page => found(format!("<p>Halaman {page}.</p>")),
    });
    let (feeds, file) = (vec![site.url("/feed")], state("once"));
    let mut watch = Watch::open(limits(), Pace::default(), &file).unwrap();
    let (new, failed) = round(&mut watch, &feeds, 1_000);
    assert_eq!((ids(&new), failed.len()), (vec!["2", "1"], 0));
    assert!(matches!(&new[0].body, Body::Html(page) if page == "<p>Halaman /2.</p>"));
    assert_eq!(new[0].title.as_deref(), Some("Judul 2"));
    // Not due before its time.
    assert_eq!(watch.wait(&feeds, 1_000), Duration::from_secs(900));
    round(&mut watch, &feeds, 1_100);
    assert_eq!(site.headers("/feed").len(), 1);
    drop(watch);

    let mut again = Watch::open(limits(), Pace::default(), &file).unwrap();
    assert!(round(&mut again, &feeds, 2_000).0.is_empty());
    assert!(site.headers("/feed")[1].contains("if-none-match: \"2\""));
    items.lock().unwrap().insert(0, 3);
    assert_eq!(ids(&round(&mut again, &feeds, 3_000).0), ["3"]);
    assert_eq!(site.paths().iter().filter(|p| *p == "/1").count(), 1);
}

#[test]
fn robots_are_obeyed_and_the_feeds_own_words_taken() {
    let site = Site::start(|path, headers| match path {
        "/feed" => found(feed(&base(headers), &[1, 2])),
        "/robots.txt" => found("User-agent: risalah\nDisallow: /1\n"),
        _ => found("<p>Halaman.</p>"),
    });
    let mut watch = Watch::open(limits(), Pace::default(), &state("robots")).unwrap();
    let (new, failed) = round(&mut watch, &[site.url("/feed")], 0);
    assert_eq!(ids(&new), ["1", "2"]);
    assert!(matches!(&new[0].body, Body::Fragment(words) if words == "Ringkasan 1."));
    assert!(matches!(failed[..], [Error::Robots { .. }]));
    assert!(!site.paths().contains(&"/1".to_owned()));
    assert_eq!(
        site.paths().iter().filter(|p| *p == "/robots.txt").count(),
        1
    );
}

#[test]
fn a_site_whose_rules_do_not_come_is_left_alone() {
    let site = Site::start(|path, _| match path {
        "/robots.txt" => (503, String::new(), Vec::new()),
        _ => found("x"),
    });
    let got = Client::new(limits()).get(&site.url("/a"), &Condition::default());
    assert!(matches!(got, Err(Error::Robots { .. })));
    assert_eq!(site.paths(), ["/robots.txt"]);
}

#[test]
fn a_failing_feed_is_asked_less_and_less() {
    let site = Site::start(|path, _| match path {
        "/slow" => (429, "Retry-After: 7200\r\n".to_owned(), Vec::new()),
        "/robots.txt" => missing(),
        _ => (500, String::new(), Vec::new()),
    });
    let mut watch = Watch::open(limits(), Pace::default(), &state("failing")).unwrap();
    let feeds = [site.url("/feed")];
    let mut now = 0;
    let mut waits = Vec::new();
    for _ in 0..9 {
        let (new, failed) = round(&mut watch, &feeds, now);
        assert!(new.is_empty() && failed[0].is_passing());
        waits.push(watch.wait(&feeds, now).as_secs());
        now += waits.last().unwrap();
    }
    assert_eq!(waits[..4], [1_800, 3_600, 7_200, 14_400]);
    assert_eq!(waits[8], 86_400);
    let slow = [site.url("/slow")];
    round(&mut watch, &slow, now);
    assert_eq!(watch.wait(&slow, now).as_secs(), 7_200);
}

#[test]
fn a_page_that_fails_is_asked_for_again() {
    let site = Site::start(|path, headers| match path {
        "/feed" => (
            200,
            "ETag: \"a\"\r\n".to_owned(),
            feed(&base(headers), &[1]).into(),
        ),
        "/robots.txt" => missing(),
        _ => (502, String::new(), Vec::new()),
    });
    let feeds = [site.url("/feed")];
    let file = state("again");
    for try_ in 1..=3u64 {
        let mut watch = Watch::open(limits(), Pace::default(), &file).unwrap();
        let (new, failed) = round(&mut watch, &feeds, try_ * 1_000);
        assert_eq!((new.len(), failed.len()), (usize::from(try_ == 3), 1));
    }
    // While a page was open, the feed was asked for whole.
    assert!(!site.headers("/feed")[2].contains("if-none-match"));
}

#[test]
fn redirects_are_followed_step_by_step() {
    let site = Site::start(|path, headers| match path {
        "/robots.txt" => found("User-agent: *\nDisallow: /no\n"),
        "/a" => (302, "Location: b?x=1#y\r\n".to_owned(), Vec::new()),
        "/b?x=1" => found("here"),
        "/forbidden" => (301, "Location: /no\r\n".to_owned(), Vec::new()),
        "/circle" => (301, "Location: /circle\r\n".to_owned(), Vec::new()),
        "/file" => (
            301,
            "Location: file:///etc/passwd\r\n".to_owned(),
            Vec::new(),
        ),
        _ => found(base(headers)),
    });
    let mut client = Client::new(limits());
    let mut get = |path: &str| client.get(&site.url(path), &Condition::default());
    match get("/a").unwrap() {
        Answer::Page(page) => assert_eq!(
            (page.bytes, page.url),
            (b"here".to_vec(), site.url("/b?x=1"))
        ),
        Answer::Unchanged => panic!("nothing was known"),
    }
    assert!(matches!(get("/forbidden"), Err(Error::Robots { .. })));
    assert!(matches!(get("/circle"), Err(Error::Redirects { .. })));
    assert!(matches!(get("/file"), Err(Error::NoAddress { .. })));
    assert_eq!(site.paths().iter().filter(|p| *p == "/circle").count(), 6);
}

#[test]
fn private_addresses_are_not_asked() {
    let site = Site::start(|_, _| found("secret"));
    let public = Limits {
        private: false,
        ..limits()
    };
    let mut client = Client::new(public);
    let port = site.base.rsplit(':').next().unwrap();
    for host in [
        "127.0.0.1",
        "localhost",
        "[::ffff:127.0.0.1]",
        "2130706433",
        "0x7f.1",
    ] {
        let got = client.get(&format!("http://{host}:{port}/"), &Condition::default());
        assert!(matches!(got, Err(Error::Private { .. })), "{host}: {got:?}");
    }
    for other in [
        "ftp://example.org/",
        "file:///etc/passwd",
        "gopher://x/",
        "warta",
    ] {
        let got = client.get(other, &Condition::default());
        assert!(matches!(got, Err(Error::NoAddress { .. })), "{other}");
    }
    assert!(site.paths().is_empty());
}

#[test]
fn size_and_time_are_capped() {
    let site = Site::start(|path, _| match path {
        "/robots.txt" => missing(),
        "/long" => found(vec![b'a'; 200_000]),
        "/bomb" => (200, "Content-Encoding: gzip\r\n".to_owned(), bomb()),
        _ => {
            thread::sleep(Duration::from_millis(900));
            found("late")
        }
    });
    let mut client = Client::new(Limits {
        timeout: Duration::from_millis(400),
        ..limits()
    });
    let mut get = |path: &str| client.get(&site.url(path), &Condition::default());
    assert!(matches!(
        get("/long"),
        Err(Error::TooLong { cap: 100_000, .. })
    ));
    assert!(matches!(get("/bomb"), Err(Error::TooLong { .. })));
    let start = Instant::now();
    assert!(matches!(get("/late"), Err(Error::Network { .. })));
    assert!(start.elapsed() < Duration::from_millis(850));
}

/// 20 MB of zeros in gzip.
fn bomb() -> Vec<u8> {
    let zeros = std::io::repeat(0).take(20 << 20);
    let mut out = Vec::new();
    let level = flate2::Compression::fast();
    flate2::read::GzEncoder::new(zeros, level)
        .read_to_end(&mut out)
        .unwrap();
    out
}

#[test]
fn a_host_is_asked_with_a_delay() {
    let site = Site::start(|path, _| match path {
        "/robots.txt" => found("User-agent: *\nCrawl-delay: 0.2\n"),
        _ => found("x"),
    });
    let mut client = Client::new(Limits {
        delay: Duration::from_millis(50),
        ..limits()
    });
    let start = Instant::now();
    for path in ["/a", "/b", "/c"] {
        client.get(&site.url(path), &Condition::default()).unwrap();
    }
    // 50 ms after the rules, then 200 ms as they ask.
    assert!(start.elapsed() >= Duration::from_millis(450));
}
