//! Times the reading of pages in one process on one thread, without loading them.
//!
//! `speed pages FILE` prints how many pages there are, the seconds for all and the
//! milliseconds for the slowest. `speed warc OUT FILE…` writes the pages into an archive, reads
//! that as a stream and prints its pages, bytes and seconds.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::time::Instant;

use risalah_pack::web::Web;
use risalah_read::{Body, From, Input, article_by, source};

type Outcome = Result<(), Box<dyn std::error::Error>>;

fn main() -> Outcome {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["pages", file] => pages(file),
        ["warc", out, ref files @ ..] => warc(Path::new(out), files),
        _ => Err("pages FILE, or warc OUT FILE…".into()),
    }
}

fn pages(file: &str) -> Outcome {
    let packs = std::env::var("RISALAH_PACKS").unwrap_or_else(|_| "packs".to_owned());
    let web = Web::open(Path::new(&packs))?;
    let inputs = load(file)?;
    let (count, mut worst) = (inputs.len(), 0.0f64);
    let start = Instant::now();
    for input in inputs {
        let one = Instant::now();
        std::hint::black_box(article_by(&web, input));
        worst = worst.max(one.elapsed().as_secs_f64());
    }
    let seconds = start.elapsed().as_secs_f64();
    println!("{count} {seconds} {}", worst * 1e3);
    Ok(())
}

fn warc(out: &Path, files: &[&str]) -> Outcome {
    let mut archive = BufWriter::new(File::create(out)?);
    for file in files {
        for input in load(file)? {
            record(&mut archive, &input)?;
        }
    }
    archive.into_inner()?.sync_all()?;
    let start = Instant::now();
    let count = source::open(From::Warc, out)?.filter(Result::is_ok).count();
    let seconds = start.elapsed().as_secs_f64();
    println!("{count} {} {seconds}", out.metadata()?.len());
    Ok(())
}

/// Writes a page as the answer of a server.
fn record(archive: &mut impl Write, input: &Input) -> std::io::Result<()> {
    let Body::Html(page) = &input.body else {
        return Ok(());
    };
    let head = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n";
    let url = input.url.as_deref().unwrap_or("https://page.example/");
    write!(
        archive,
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\n\
         Content-Type: application/http; msgtype=response\r\nContent-Length: {}\r\n\r\n{head}{page}\r\n\r\n",
        head.len() + page.len()
    )
}

fn load(file: &str) -> std::io::Result<Vec<Input>> {
    let reports = source::open(From::Jsonl, Path::new(file))?;
    Ok(reports.filter_map(Result::ok).collect())
}
