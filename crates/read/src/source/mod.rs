//! Where reports come from: files and streams of text, pages, JSON Lines, CSV, archives, feeds.

mod csv;
mod feed;
mod jsonl;
mod kind;
mod lines;
mod warc;
mod whole;
mod xml;

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

pub use kind::From;

use crate::{Input, Refused};

/// The reports of one source, in its order; what cannot be read stands in its place.
pub type Reports = Box<dyn Iterator<Item = Result<Input, Refused>> + Send>;

/// The longest report, in bytes: a line, a page or an entry beyond it is refused.
pub const CAP: usize = 100 << 20;

/// How much is read at a time.
const BUFFER: usize = 256 << 10;
/// How much of a stream is looked at to tell what it is.
const PEEKED: usize = 4 << 10;

/// The reports of a stream, one at a time and with memory for one report.
///
/// A stream packed with gzip or zstd is unpacked on the way. `name` gives its reports their ids
/// where they have none of their own, and by its ending helps to tell what the stream is.
///
/// # Errors
///
/// Where the stream's beginning cannot be read. What fails later is a refused report.
pub fn reports(from: From, name: &str, stream: impl Read + Send + 'static) -> io::Result<Reports> {
    let (first, stream) = peek(Box::new(stream))?;
    let stream: Box<dyn Read + Send> = if first.starts_with(&[0x1f, 0x8b]) {
        Box::new(flate2::bufread::MultiGzDecoder::new(
            BufReader::with_capacity(BUFFER, stream),
        ))
    } else if first.starts_with(&[0x28, 0xb5, 0x2f, 0xfd]) {
        Box::new(zstd::Decoder::new(stream)?)
    } else {
        stream
    };
    // A packed stream that is broken from its start is told by its first report.
    let (first, stream) =
        peek(stream).unwrap_or_else(|err| (Vec::new(), Box::new(Failed(Some(err)))));
    let from = from.told(name, &first);
    let stream: Box<dyn BufRead + Send> = Box::new(BufReader::with_capacity(BUFFER, stream));
    let name = name.to_owned();
    Ok(match from {
        From::Auto | From::Text => Box::new(whole::text(name, stream)),
        From::Html => Box::new(whole::page(name, stream)),
        From::Jsonl => Box::new(jsonl::Lines::new(name, stream)),
        From::Csv => Box::new(csv::rows(name, stream)),
        From::Warc => Box::new(warc::Pages::new(name, stream)),
        From::Feed => Box::new(feed::entries(name, stream)),
    })
}

/// The reports of a file; `-` is the standard input.
///
/// # Errors
///
/// Where the file cannot be opened or its beginning cannot be read.
pub fn open(from: From, path: &Path) -> io::Result<Reports> {
    if path == Path::new("-") {
        return reports(from, "stdin", io::stdin());
    }
    reports(from, &path.to_string_lossy(), File::open(path)?)
}

/// The files that these paths stand for: folders are replaced by all files in them, sorted;
/// files whose name starts with a full stop are passed over.
///
/// # Errors
///
/// Where a folder cannot be read.
pub fn files(paths: &[PathBuf]) -> io::Result<Vec<PathBuf>> {
    let mut out = Vec::new();
    for path in paths {
        if path.is_dir() {
            folder(path, &mut out)?;
        } else {
            out.push(path.clone());
        }
    }
    Ok(out)
}

fn folder(path: &Path, out: &mut Vec<PathBuf>) -> io::Result<()> {
    let mut entries = Vec::new();
    for entry in std::fs::read_dir(path)? {
        let entry = entry?;
        if !entry.file_name().to_string_lossy().starts_with('.') {
            entries.push((entry.path(), entry.file_type()?));
        }
    }
    entries.sort_by(|a, b| a.0.cmp(&b.0));
    for (path, kind) in entries {
        // A link to a folder could lead back here.
        if kind.is_dir() {
            folder(&path, out)?;
        } else if path.is_file() {
            out.push(path);
        }
    }
    Ok(())
}

/// The stream's first bytes, and the stream from its start.
fn peek(mut stream: Box<dyn Read + Send>) -> io::Result<(Vec<u8>, Box<dyn Read + Send>)> {
    let mut first = Vec::with_capacity(PEEKED);
    let read = (&mut stream).take(PEEKED as u64).read_to_end(&mut first);
    let again = io::Cursor::new(first.clone());
    match read {
        Ok(_) => Ok((first, Box::new(again.chain(stream)))),
        Err(err) if first.is_empty() => Err(err),
        // What came before the stream broke is still read.
        Err(err) => Ok((first, Box::new(again.chain(Failed(Some(err)))))),
    }
}

/// A stream that only tells its error, once.
struct Failed(Option<io::Error>);

impl Read for Failed {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use flate2::Compression;
    use flate2::read::GzEncoder;

    use super::*;

    const ROWS: &str =
        "{\"id\": \"a\", \"text\": \"Beras naik.\"}\n{\"id\": \"b\", \"text\": \"Gula turun.\"}\n";

    fn ids(name: &str, bytes: Vec<u8>) -> Vec<String> {
        let all = reports(From::Auto, name, Cursor::new(bytes)).unwrap();
        all.map(|report| report.unwrap().id).collect()
    }

    #[test]
    fn packed_streams_are_read_as_they_are() {
        let mut gzip = Vec::new();
        let mut packer = GzEncoder::new(ROWS.as_bytes(), Compression::fast());
        packer.read_to_end(&mut gzip).unwrap();
        let zstd = zstd::encode_all(ROWS.as_bytes(), 1).unwrap();
        assert_eq!(ids("a.jsonl", ROWS.into()), ["a", "b"]);
        assert_eq!(ids("a.jsonl.gz", gzip), ["a", "b"]);
        assert_eq!(ids("a.jsonl.zst", zstd), ["a", "b"]);
    }

    #[test]
    fn a_folder_stands_for_its_files_in_order() {
        let folder = std::env::temp_dir().join(format!("risalah-files-{}", std::process::id()));
        std::fs::create_dir_all(folder.join("a")).unwrap();
        for name in ["b.txt", "a/c.txt", ".hidden"] {
            std::fs::write(folder.join(name), "Beras naik.").unwrap();
        }
        let found = files(std::slice::from_ref(&folder)).unwrap();
        std::fs::remove_dir_all(&folder).unwrap();
        assert_eq!(found, [folder.join("a/c.txt"), folder.join("b.txt")]);
    }
}
