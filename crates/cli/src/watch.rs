//! `risalah watch`: what is new in feeds, politely.

use std::io::{self, BufWriter, Write};
use std::path::PathBuf;
use std::thread;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use anyhow::Context;
use risalah_engine::{Engine, Input};
use risalah_fetch::{Happened, Limits, Pace, Watch};
use risalah_store::{Digest, Ready};

use crate::Global;
use crate::exit::Done;
use crate::reports::To;
use crate::store::Keeper;

/// What is new in feeds, politely.
///
/// Each new article is written as `risalah read` writes it, so `risalah watch … | risalah code -`
/// codes the news; with `--store` it is coded and kept instead, and one line tells what came. Feeds
/// are asked only for what has changed, and sites' robots.txt is obeyed.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Addresses of RSS, Atom or JSON feeds, or of news sitemaps
    #[arg(required = true, value_name = "FEED")]
    feeds: Vec<String>,
    /// Code what is new and keep it in this store; it is made where there is none
    #[arg(long, value_name = "FILE")]
    store: Option<PathBuf>,
    /// Where to remember what has been told; a later run goes on from there [default: beside the store]
    #[arg(long, value_name = "FILE", required_unless_present = "store")]
    state: Option<PathBuf>,
    /// Poll the feeds that are due once, and end
    #[arg(long)]
    once: bool,
    /// Seconds between two polls of a feed
    #[arg(long, default_value_t = 900, value_name = "SECONDS", value_parser = clap::value_parser!(u64).range(1..))]
    every: u64,
    /// Seconds between two requests to the same host; a site may ask for more
    #[arg(long, default_value_t = 5.0, value_name = "SECONDS", value_parser = seconds)]
    delay: f64,
    /// Seconds that a request may take
    #[arg(long, default_value_t = 30.0, value_name = "SECONDS", value_parser = seconds)]
    timeout: f64,
    /// The longest page or feed, in MB
    #[arg(long, default_value_t = 10, value_name = "MB", value_parser = clap::value_parser!(u64).range(1..=100))]
    cap: u64,
    /// Allow feeds and pages on this machine and in private nets
    #[arg(long)]
    private: bool,
    /// What to write
    #[arg(long, value_enum, default_value_t = To::Jsonl)]
    to: To,
}

fn seconds(text: &str) -> Result<f64, &'static str> {
    let seconds = text.parse::<f64>().ok();
    seconds
        .filter(|s| (0.0..=86_400.0).contains(s))
        .ok_or("a number of seconds, up to a day's")
}

/// Ends only with `--once`, with 1 if nothing was new.
pub(crate) fn run(global: &Global, args: &Args) -> anyhow::Result<Done> {
    let engine = global.engine()?;
    let state = state(args);
    let mut watch = Watch::open(limits(args), pace(args), &state)
        .with_context(|| format!("cannot read the state in {}", state.display()))?;
    let keeper = args
        .store
        .as_deref()
        .map(|path| Keeper::open(path, &engine));
    let mut keeper = keeper.transpose()?;
    let mut out = BufWriter::new(io::stdout().lock());
    let (mut new, mut failed) = (0, 0);
    loop {
        let mut tell = |happened| match happened {
            Happened::New(input) => {
                new += 1;
                match &mut keeper {
                    // What the store could not keep counts as not told, and comes again.
                    Some(keeper) => keep(&engine, keeper, input, &mut out),
                    None => write(&engine, args.to, input, &mut out),
                }
            }
            Happened::Failed(err) => {
                failed += 1;
                if !global.quiet {
                    eprintln!("risalah: {err}");
                }
                Ok(())
            }
        };
        watch.round(&args.feeds, now(), &mut tell)?;
        if args.once {
            return Ok(match (new, failed) {
                (0, 0) => Done::NothingFound,
                (0, _) => Done::Nothing,
                (_, 0) => Done::Well,
                _ => Done::SomeRefused,
            });
        }
        thread::sleep(watch.wait(&args.feeds, now()).max(Duration::from_secs(1)));
    }
}

/// The state's file: as given, else beside the store.
fn state(args: &Args) -> PathBuf {
    match (&args.state, &args.store) {
        (Some(given), _) => given.clone(),
        (None, store) => {
            let mut beside = store.clone().unwrap_or_default().into_os_string();
            beside.push(".watch");
            beside.into()
        }
    }
}

/// Codes and keeps one report; what came is told when it is on the disk.
fn keep(
    engine: &Engine,
    keeper: &mut Keeper,
    input: Input,
    out: &mut impl Write,
) -> io::Result<()> {
    let (source, digest) = (
        input.source.clone(),
        Digest::of(input.body.as_str().as_bytes()),
    );
    let ready = Ready::new(engine.code(engine.read(input)), source, digest);
    let added = keeper.add(&[ready]).map_err(io::Error::other)?;
    let (id, events) = (added.id.as_deref().unwrap_or_default(), added.events);
    match added.new {
        0 => writeln!(out, "{id}: known")?,
        _ => writeln!(out, "{id}: {events} events")?,
    }
    out.flush()
}

fn limits(args: &Args) -> Limits {
    Limits {
        delay: Duration::from_secs_f64(args.delay),
        timeout: Duration::from_secs_f64(args.timeout),
        cap: args.cap << 20,
        private: args.private,
        ..Limits::default()
    }
}

fn pace(args: &Args) -> Pace {
    Pace {
        every: Duration::from_secs(args.every),
    }
}

/// Whoever reads the pipe gets each article as it comes.
fn write(engine: &Engine, to: To, input: Input, out: &mut impl Write) -> io::Result<()> {
    let article = engine.read(input);
    match to {
        To::Jsonl => risalah_record::article_json(&article, out)?,
        To::Text => risalah_record::article_text(&article, out)?,
    }
    out.flush()
}

/// Seconds since 1970.
fn now() -> u64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| since.as_secs())
}
