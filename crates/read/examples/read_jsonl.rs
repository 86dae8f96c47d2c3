//! Reads reports from a JSON Lines file and prints what was read, a line each.
//!
//! `cargo run --release -p risalah-read --example read_jsonl FILE [--time]`

use std::io::{self, Write};
use std::path::Path;
use std::time::Instant;

use risalah_pack::web::Web;
use risalah_read::{From, article_by, source};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args: Vec<String> = std::env::args()
        .skip(1)
        .filter(|a| !matches!(a.as_str(), "read" | "--from" | "--to" | "jsonl"))
        .collect();
    let timed = args.iter().any(|a| a == "--time");
    let packs = std::env::var("RISALAH_PACKS").unwrap_or_else(|_| "packs".to_owned());
    let web = Web::open(Path::new(&packs))?;
    let file = args
        .iter()
        .find(|a| !a.starts_with("--"))
        .ok_or("which file?")?;
    let inputs: Vec<_> = source::open(From::Auto, Path::new(file))?
        .filter_map(Result::ok)
        .collect();
    let mut out = io::BufWriter::new(io::stdout().lock());
    let mut worst = (0.0, String::new());
    let count = inputs.len();
    let start = Instant::now();
    for input in inputs {
        let one = Instant::now();
        let article = article_by(&web, input);
        let took = one.elapsed().as_secs_f64();
        if took > worst.0 {
            worst = (took, article.id.clone());
        }
        let published = article
            .published
            .as_ref()
            .map(|p| p.stamp.clone().unwrap_or_else(|| p.day.to_string()));
        let origin = article
            .published
            .as_ref()
            .map(|p| format!("{:?}", p.origin));
        let lang = article.lang.map(|l| l.to_string());
        let notes: Vec<&str> = article.notes.iter().map(|n| n.kind.name()).collect();
        let row = serde_json::json!({
            "id": article.id, "text": article.text, "published": published, "origin": origin, "title": article.title,
            "byline": article.byline, "lang": lang, "url": article.url, "site": article.site, "notes": notes,
            "images": article.images.iter().map(|i| (&i.url, &i.original)).collect::<Vec<_>>(),
        });
        if !timed {
            writeln!(out, "{row}")?;
        }
    }
    let took = start.elapsed().as_secs_f64();
    if timed {
        eprintln!(
            "{count} pages, {:.0} pages/s, worst {:.1} ms {}",
            count as f64 / took,
            worst.0 * 1e3,
            worst.1
        );
    }
    Ok(())
}
