//! What is refused, and how.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

mod common;

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use common::{Served, TOKEN};
use risalah_serve::Token;

#[test]
fn wrong_questions_are_told_as_problems() {
    let served = Served::start();
    for (path, status) in [
        ("/api/v1/nothing", 404),
        ("/nothing.js", 404),
        ("/api/v1/events/zzz", 404),
        ("/api/v1/events/0000000000000000", 404),
        ("/api/v1/events/0000000000000000/explain", 404),
        ("/api/v1/episodes/0000000000000000", 404),
        ("/api/v1/articles/99999999", 404),
        ("/api/v1/articles/-1", 404),
        ("/api/v1/articles/99999999999999999999999", 404),
        ("/api/v1/events?limit=0", 400),
        ("/api/v1/events?limit=501", 400),
        ("/api/v1/events?limit=-1", 400),
        ("/api/v1/events?tpye=AID", 400),
        ("/api/v1/events?type=AID&type=ASSAULT", 400),
        ("/api/v1/events?from=yesterday", 400),
        ("/api/v1/events?from=2024-02-30", 400),
        ("/api/v1/events?quad=5", 400),
        ("/api/v1/events?status=maybe", 400),
        ("/api/v1/events?min_confidence=NaN", 400),
        ("/api/v1/events?lang=%F0%9F%98%80", 400),
        ("/api/v1/events?cursor=abc", 400),
        (
            "/api/v1/events?cursor=2024-01-01.99999999999999999999999",
            400,
        ),
        ("/api/v1/episodes?cursor=2024-01-01.1", 400),
        ("/api/v1/events?episode=1", 400),
        ("/api/v1/events?bbox=1,2,3", 400),
        ("/api/v1/events?negated=perhaps", 400),
        ("/api/v1/events?format=xml", 400),
        ("/api/v1/series?by=colour", 400),
        ("/api/v1/compare", 400),
        ("/api/v1/compare?left=a&right=b", 400),
    ] {
        let (found, body) = served.try_get(path);
        assert_eq!(found, status, "{path}: {body}");
    }
    let (status, body) = common::read(served.ask("/api/v1/events", &[("accept", "image/png")]));
    assert_eq!(status, 406, "{body}");
    let (status, _) = served.post("/api/v1/events", Some(TOKEN), "{}");
    assert_eq!(status, 405);
}

#[test]
fn no_question_breaks_the_server() {
    let served = Served::start();
    let odd = [
        "%00",
        "%ff%fe",
        "'",
        "\"",
        "\"\"",
        "*",
        "-",
        "--",
        "(",
        ")",
        "NEAR(a+b)",
        "a+AND",
        "OR",
        "NOT+a",
        "text:a",
        "^a",
        "a*b",
        "%25",
        "_",
        ";DROP+TABLE+events",
        "a'--",
        "%E2%80%AE",
        "%F0%9F%98%80",
        "{}",
        "<script>",
        "..%2F..%2Fetc%2Fpasswd",
        "1e999",
        "-0",
        "9223372036854775808",
        "NaN",
        "inf",
        "%0a%0d",
        ",,,",
        "a,b,c,,",
        "2024-13-99",
        "Q",
        "Q99999999999999999999",
        "IDN%27",
        "[",
        "%5B",
        "\\\\",
    ];
    let names = [
        "q",
        "actor",
        "recipient",
        "party",
        "type",
        "mode",
        "context",
        "status",
        "quad",
        "from",
        "to",
        "place",
        "outlet",
        "lang",
        "min_confidence",
        "episode",
        "article",
        "bbox",
        "negated",
        "cursor",
        "limit",
        "sort",
        "format",
        "speaker",
        "by",
        "step",
        "count",
        "left",
        "right",
        "nonsense",
    ];
    let paths = [
        "events",
        "episodes",
        "articles",
        "entities",
        "quotations",
        "places",
        "series",
        "dyads",
        "compare",
    ];
    for name in names {
        for value in odd {
            for path in paths {
                let query = format!("/api/v1/{path}?{name}={value}");
                let mut response = raw(&served, &query);
                let status: u16 = response.drain(..3).collect::<String>().parse().unwrap();
                assert!(status < 500, "{query}: {status} {response}");
            }
        }
    }
    let long = "a".repeat(2_000);
    assert_eq!(served.try_get(&format!("/api/v1/events?q={long}")).0, 400);
    let many = "A,".repeat(200);
    assert_eq!(
        served.try_get(&format!("/api/v1/events?type={many}")).0,
        400
    );
}

/// The status and what follows, asked with an address that no client library would send.
fn raw(served: &Served, path: &str) -> String {
    let mut stream = TcpStream::connect(served.address).unwrap();
    stream
        .set_read_timeout(Some(Duration::from_secs(20)))
        .unwrap();
    let path = path.replace(['"', '<', '>', '\\', '^', '{', '}'], "%22");
    write!(
        stream,
        "GET {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n"
    )
    .unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    let answer = String::from_utf8_lossy(&answer).into_owned();
    answer.strip_prefix("HTTP/1.1 ").unwrap().to_owned()
}

#[test]
fn browsers_are_told_what_they_may_do() {
    let served = Served::start();
    for path in [
        "/",
        "/docs",
        "/api/v1/events?limit=1",
        "/api/v1/nothing",
        "/openapi.json",
    ] {
        let response = served.ask(path, &[]);
        let header = |name: &str| response.headers()[name].to_str().unwrap().to_owned();
        assert!(
            header("content-security-policy").starts_with("default-src 'self';"),
            "{path}"
        );
        assert_eq!(header("x-content-type-options"), "nosniff");
        assert_eq!(header("referrer-policy"), "no-referrer");
        assert_eq!(header("cache-control"), "no-cache");
        assert!(
            response
                .headers()
                .get("access-control-allow-origin")
                .is_none()
        );
    }
    let page = served.text("/");
    let script = page
        .split('"')
        .find(|part| part.starts_with("./a/") && part.ends_with(".js"))
        .unwrap();
    let script = served.ask(&script[1..], &[]);
    assert_eq!(
        script.headers()["content-type"],
        "text/javascript; charset=utf-8"
    );
    assert!(
        script.headers()["cache-control"]
            .to_str()
            .unwrap()
            .contains("immutable")
    );
}

#[test]
fn only_its_own_names_are_answered() {
    let served = Served::with(|options| options.hosts = vec!["berita.test".to_owned()]);
    for (host, status) in [
        ("localhost", 200),
        ("127.0.0.1:8484", 200),
        ("berita.test", 200),
        ("evil.example", 421),
        ("localhost.evil.example", 421),
        ("10.0.0.1", 421),
    ] {
        for path in ["/", "/api/v1/stats", "/healthz"] {
            let response = served.ask(path, &[("host", host)]);
            assert_eq!(response.status(), status, "{host} {path}");
        }
    }
}

#[test]
fn nothing_is_written_without_the_token() {
    let served = Served::start();
    let before = served.get("/api/v1/stats");
    for path in ["/api/v1/labels", "/api/v1/reports"] {
        assert_eq!(served.post(path, None, "{}").0, 401, "{path}");
        for wrong in ["", "x", "kunci-untuk-uji-cobb", "kunci-untuk-uji-coba2"] {
            let (status, body) = served.post(path, Some(wrong), "{}");
            assert!(status == 403 || status == 401, "{path} {wrong}: {body}");
        }
    }
    assert_eq!(served.get("/api/v1/stats"), before);
    let reading = Served::with(|_| {});
    assert_eq!(reading.post("/api/v1/labels", Some(TOKEN), "{}").0, 403);
    assert_eq!(reading.post("/api/v1/reports", Some(TOKEN), "{}").0, 403);
    assert_eq!(reading.get("/api/v1/stats")["writable"], false);
}

/// A refusal comes before the body; the next question on the same connection is answered still,
/// or the client is told that there will be none.
#[test]
fn a_refused_body_does_not_stand_in_the_way() {
    let served = Served::start();
    let head = |length: usize| {
        format!(
            "POST /api/v1/labels HTTP/1.1\r\nhost: localhost\r\ncontent-length: {length}\r\n\r\n"
        )
    };
    let mut stream = TcpStream::connect(served.address).unwrap();
    for _ in 0..3 {
        write!(stream, "{}", head(2)).unwrap();
        std::thread::sleep(Duration::from_millis(50));
        write!(stream, "{{}}").unwrap();
        let answer = answer(&mut stream);
        assert!(answer.starts_with("HTTP/1.1 401"), "{answer}");
        assert!(!answer.contains("connection: close"), "{answer}");
    }
    write!(stream, "{}", head(1 << 30)).unwrap();
    let answer = answer(&mut stream);
    assert!(answer.starts_with("HTTP/1.1 401"), "{answer}");
    assert!(answer.contains("connection: close"), "{answer}");
}

/// An answer's head; its body is read and left.
fn answer(stream: &mut TcpStream) -> String {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        stream.read_exact(&mut byte).unwrap();
        head.push(byte[0]);
    }
    let head = String::from_utf8(head).unwrap().to_ascii_lowercase();
    let (_, length) = head.split_once("content-length: ").unwrap();
    let length = length.lines().next().unwrap().parse().unwrap();
    let mut body = vec![0; length];
    stream.read_exact(&mut body).unwrap();
    head.replacen("http/1.1", "HTTP/1.1", 1)
}

#[test]
fn long_bodies_are_refused() {
    let served = Served::with(|options| {
        options.token = Token::new(TOKEN);
        options.limits.body = 10_000;
    });
    let long = format!("{{\"text\": \"{}\"}}", "a ".repeat(10_000));
    assert_eq!(served.post("/api/v1/reports", Some(TOKEN), &long).0, 413);
    let note = format!(
        "{{\"event\": \"0\", \"verdict\": \"accept\", \"note\": \"{}\"}}",
        "a".repeat(100_000)
    );
    assert_eq!(served.post("/api/v1/labels", Some(TOKEN), &note).0, 413);
}

#[test]
fn slow_questions_are_stopped_and_the_next_is_answered() {
    let served = Served::with(|options| {
        options.limits.time = Duration::ZERO;
        options.limits.readers = 1;
    });
    for _ in 0..5 {
        let (status, body) = served.try_get("/api/v1/events?limit=500");
        assert!(status == 503 || status == 200, "{body}");
    }
}

#[test]
fn half_a_question_holds_nobody_up() {
    let served = Served::with(|options| options.limits.connections = 4);
    let mut halves = Vec::new();
    for _ in 0..3 {
        let mut stream = TcpStream::connect(served.address).unwrap();
        write!(stream, "GET /healthz HTTP/1.1\r\nhost: local").unwrap();
        halves.push(stream);
    }
    served.get("/healthz");
    drop(halves);
    served.end();
}
