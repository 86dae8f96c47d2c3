//! Prints the blocks of a page's main element and what became of each.
//!
//! `cargo run --release -p risalah-read --example why FILE.jsonl ID`

use std::path::Path;

use risalah_pack::web::Web;
use risalah_read::{Body, From, blocks_of, source};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [file, id] = &args[..] else {
        return Err("FILE and ID".into());
    };
    let packs = std::env::var("RISALAH_PACKS").unwrap_or_else(|_| "packs".to_owned());
    let web = Web::open(Path::new(&packs))?;
    for input in source::open(From::Auto, Path::new(file))?.filter_map(Result::ok) {
        if let Body::Html(page) = &input.body
            && input.id.contains(id.as_str())
        {
            println!("{}", input.id);
            for (verdict, text) in blocks_of(&web, page) {
                println!(
                    "{verdict:8} {}",
                    text.chars()
                        .take(100_000)
                        .collect::<String>()
                        .replace('\n', " / ")
                );
            }
        }
    }
    Ok(())
}
