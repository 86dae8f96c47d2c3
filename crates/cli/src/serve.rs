//! `risalah serve`: API and page over a store.

use std::io::{self, Cursor, Write};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use risalah_engine::{Engine, From, source};
use risalah_serve::{Options, Server, Token};

use crate::Global;
use crate::exit::Done;

/// API and page over a store.
///
/// Only this machine is answered unless `--listen` says otherwise. Nothing can be written without
/// a token; with one, readers of the page can give verdicts on events, and programs can send
/// reports. The API tells of itself at `/docs`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The store
    #[arg(long, value_name = "FILE", required_unless_present = "demo")]
    store: Option<PathBuf>,
    /// Where to listen; port 0 takes a free one
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8484")]
    listen: SocketAddr,
    /// A file that holds the token which allows writing, at least 16 characters
    #[arg(long, value_name = "FILE", env = "RISALAH_TOKEN_FILE")]
    token_file: Option<PathBuf>,
    /// A further name under which the server may be asked, as behind a proxy
    #[arg(long = "host", value_name = "NAME")]
    hosts: Vec<String>,
    /// Code the sample reports into a store of their own, which goes when the server ends
    #[arg(long, conflicts_with = "store")]
    demo: bool,
}

/// The sample reports, which are in the program so that a demo needs nothing else.
const SAMPLES: [(&str, &str); 3] = [
    (
        "english.jsonl",
        include_str!("../../../examples/english.jsonl"),
    ),
    (
        "indonesia.jsonl",
        include_str!("../../../examples/indonesia.jsonl"),
    ),
    (
        "brussels.txt",
        include_str!("../../../examples/brussels.txt"),
    ),
];

/// Tells the page's address on standard output, and ends when it is told to.
pub(crate) fn run(global: &Global, args: &Args) -> anyhow::Result<Done> {
    let engine = global.engine()?;
    // Goes with everything in it when this function ends.
    let folder = match args.demo {
        true => Some(tempfile::tempdir().context("cannot make a folder for the demo")?),
        false => None,
    };
    let path = match (&folder, &args.store) {
        (Some(folder), _) => {
            let path = folder.path().join("demo.risalah");
            samples(&engine, &path)?;
            path
        }
        (None, Some(path)) => path.clone(),
        (None, None) => bail!("give a store with --store, or --demo"),
    };
    let mut options = Options::new(path);
    options.listen = args.listen;
    options.token = token(args.token_file.as_deref())?;
    options.hosts.clone_from(&args.hosts);
    let server = Server::bind(engine, options)?;
    let mut out = io::stdout().lock();
    writeln!(out, "http://{}/", server.address()?)?;
    out.flush()?;
    drop(out);
    server.run()?;
    Ok(Done::Well)
}

fn samples(engine: &Engine, path: &Path) -> anyhow::Result<()> {
    for (name, text) in SAMPLES {
        let reports = source::reports(From::Auto, name, Cursor::new(text))?;
        risalah_serve::keep(engine, path, reports)?;
    }
    Ok(())
}

/// The token of a file, else of the environment; it never stands on the command line, where
/// others on the machine would read it.
fn token(file: Option<&Path>) -> anyhow::Result<Option<Token>> {
    let text = match file {
        Some(file) => std::fs::read_to_string(file)
            .with_context(|| format!("cannot read the token in {}", file.display()))?,
        None => match std::env::var("RISALAH_TOKEN") {
            Ok(text) => text,
            Err(_) => return Ok(None),
        },
    };
    match Token::new(&text) {
        Some(token) => Ok(Some(token)),
        None => bail!("the token is shorter than 16 characters; `openssl rand -hex 16` makes one"),
    }
}
