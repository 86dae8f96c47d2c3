//! Times the reading of pages in one process on one thread, without loading them.
//!
//! `speed pages FILE` prints how many pages there are, the seconds for all and the
//! milliseconds for the slowest. `speed warc OUT FILE…` writes the pages into an archive, reads
//! that as a stream and prints its pages, bytes and seconds; an OUT that ends in `.gz` is packed,
//! a member a page. Seconds are those of this thread on a processor, where the system tells:
//! they stand still while others run.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::sync::OnceLock;
use std::time::Instant;

use flate2::Compression;
use flate2::write::GzEncoder;
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

/// Seconds that this thread has been on a processor; by the clock where the system does not tell.
fn now() -> f64 {
    static START: OnceLock<Instant> = OnceLock::new();
    let start = START.get_or_init(Instant::now);
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let busy = told.and_then(|t| t.split_whitespace().next()?.parse::<f64>().ok());
    busy.map_or_else(|| start.elapsed().as_secs_f64(), |ns| ns / 1e9)
}

fn pages(file: &str) -> Outcome {
    let packs = std::env::var("RISALAH_PACKS").unwrap_or_else(|_| "packs".to_owned());
    let web = Web::open(Path::new(&packs))?;
    let inputs = load(file)?;
    let (count, mut worst) = (inputs.len(), 0.0f64);
    let start = now();
    for input in inputs {
        let one = now();
        std::hint::black_box(article_by(&web, input));
        worst = worst.max(now() - one);
    }
    let seconds = now() - start;
    println!("{count} {seconds} {}", worst * 1e3);
    Ok(())
}

fn warc(out: &Path, files: &[&str]) -> Outcome {
    let mut archive = BufWriter::new(File::create(out)?);
    for file in files {
        for input in load(file)? {
            let mut page = Vec::new();
            record(&mut page, &input)?;
            if out.extension().is_some_and(|e| e == "gz") {
                let mut member = GzEncoder::new(&mut archive, Compression::default());
                member.write_all(&page)?;
                member.finish()?;
            } else {
                archive.write_all(&page)?;
            }
        }
    }
    archive.into_inner()?.sync_all()?;
    let start = now();
    let (mut count, mut bytes) = (0u64, 0);
    for report in source::open(From::Warc, out)?.flatten() {
        if let Body::Html(page) = &report.body {
            (count, bytes) = (count + 1, bytes + page.len());
        }
    }
    let seconds = now() - start;
    println!("{count} {bytes} {seconds}");
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
