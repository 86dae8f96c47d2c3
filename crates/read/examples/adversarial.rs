//! Reads each page of a JSON Lines file and prints how long it took and its notes.
//!
//! `cargo run --release -p risalah-read --example adversarial FILE.jsonl`

use std::path::Path;
use std::time::Instant;

use risalah_pack::web::Web;
use risalah_read::{From, article_by, source};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let file = std::env::args().nth(1).ok_or("which file?")?;
    let packs = std::env::var("RISALAH_PACKS").unwrap_or_else(|_| "packs".to_owned());
    let web = Web::open(Path::new(&packs))?;
    for input in source::open(From::Jsonl, Path::new(&file))?.filter_map(Result::ok) {
        let start = Instant::now();
        let article = article_by(&web, input);
        let notes: Vec<&str> = article.notes.iter().map(|n| n.kind.name()).collect();
        println!(
            "{:12} {:8.1} ms  {:9} bytes  {notes:?}",
            article.id,
            start.elapsed().as_secs_f64() * 1e3,
            article.text.len()
        );
    }
    Ok(())
}
