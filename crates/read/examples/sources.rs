//! Reads a source to its end without reading its reports, and prints how fast.
//!
//! `cargo run --release -p risalah-read --example sources FILE`

use std::path::Path;
use std::time::Instant;

use risalah_read::{Body, From, source};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let file = std::env::args().nth(1).ok_or("which file?")?;
    let start = Instant::now();
    let (mut reports, mut refused, mut bytes) = (0, 0, 0);
    for input in source::open(From::Auto, Path::new(&file))? {
        match input {
            Ok(input) => {
                reports += 1;
                let (Body::Text(t) | Body::Raw(t) | Body::Html(t) | Body::Fragment(t)) = input.body;
                bytes += t.len();
            }
            Err(why) => {
                refused += 1;
                eprintln!("{why}");
            }
        }
    }
    let took = start.elapsed().as_secs_f64();
    println!(
        "{reports} reports, {refused} refused, {:.0} MB/s",
        bytes as f64 / 1e6 / took
    );
    Ok(())
}
