//! The reports that a command is given, and the loop over them.

use std::io::{self, BufWriter, IsTerminal, Write};
use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use anyhow::{Context, bail};
use indicatif::{ProgressBar, ProgressStyle};
use risalah_doc::Lang;
use risalah_engine::{Failed, From, Input, Pool, Refused, Why, each, source};
use risalah_record::Whose;

use crate::Global;
use crate::exit::Done;

/// Where reports come from and what is known of them.
#[derive(Debug, clap::Args)]
#[group(skip)]
pub(crate) struct Args {
    /// Files or folders; `-` is standard input. `.gz` and `.zst` are read as they are
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// What the files hold: auto, text, html, jsonl, csv, warc or feed
    #[arg(long, default_value = "auto", value_name = "FORM", value_parser = form)]
    from: From,
    /// Language of reports that do not say theirs: auto, id, en, …
    #[arg(long, default_value = "auto", value_name = "LANG", value_parser = language)]
    lang: Language,
    /// Publication day of reports that bring none
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    date: Option<String>,
    /// How many threads work [default: one for each core]
    #[arg(long, value_name = "N")]
    threads: Option<NonZeroUsize>,
}

/// How many files there were, and how many of them could not be opened.
pub(crate) struct Opened {
    all: usize,
    closed: usize,
}

impl Opened {
    /// How the command ends, after so many reports were refused.
    pub(crate) fn done(&self, refused: u64) -> Done {
        match refused {
            0 => Done::Well,
            _ if self.closed == self.all => Done::Nothing,
            _ => Done::SomeRefused,
        }
    }
}

/// What is written for each report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum To {
    /// For people.
    Text,
    /// For programs: one JSON object a line.
    Jsonl,
}

/// A language given, or none.
pub(crate) type Language = Option<Lang>;

fn form(text: &str) -> Result<From, &'static str> {
    From::parse(text).ok_or("auto, text, html, jsonl, csv, warc or feed")
}

pub(crate) fn language(text: &str) -> Result<Language, &'static str> {
    match text {
        "auto" => Ok(None),
        code => Lang::parse(code)
            .map(Some)
            .ok_or("auto, or a code such as id or en"),
    }
}

fn day(text: &str) -> Result<String, &'static str> {
    match text.parse::<jiff::civil::Date>() {
        Ok(day) => Ok(day.to_string()),
        Err(_) => Err("a day as YYYY-MM-DD"),
    }
}

impl Args {
    /// The reports of these files, of which nothing is known but perhaps the language.
    pub(crate) fn of(files: &[PathBuf], lang: Language) -> Self {
        Self {
            files: files.to_vec(),
            from: From::Auto,
            lang,
            date: None,
            threads: None,
        }
    }

    /// Runs `work` on every report and writes what it gives, in the order of the input.
    ///
    /// A report that cannot be read is told in its place, in the form `to`.
    pub(crate) fn run(
        &self,
        global: &Global,
        to: To,
        work: impl Fn(Input) -> Vec<u8> + Sync,
    ) -> anyhow::Result<Done> {
        let mut page = Page::new(global, to);
        let opened = self.each(work, |result| page.put(result))?;
        let refused = page.end()?;
        Ok(opened.done(refused))
    }

    /// Runs `work` on every report and gives the results to `sink`, in the order of the input.
    pub(crate) fn each<R: Send>(
        &self,
        work: impl Fn(Input) -> R + Sync,
        sink: impl FnMut(Result<R, Failed>) -> ControlFlow<()>,
    ) -> anyhow::Result<Opened> {
        let files = source::files(&self.files).context("cannot list the files")?;
        if files.is_empty() {
            bail!("there are no files in {}", self.files[0].display());
        }
        let closed = AtomicUsize::new(0);
        each(self.pool(), self.reports(&files, &closed), work, sink);
        Ok(Opened {
            all: files.len(),
            closed: closed.into_inner(),
        })
    }

    fn pool(&self) -> Pool {
        let mut pool = Pool::default();
        pool.threads = self.threads.unwrap_or(pool.threads);
        pool
    }

    /// All reports of all files; `closed` counts the files that could not be opened.
    fn reports<'a>(
        &'a self,
        files: &'a [PathBuf],
        closed: &'a AtomicUsize,
    ) -> impl Iterator<Item = Result<Input, Refused>> + Send + 'a {
        let of = |file: &'a PathBuf| match source::open(self.from, file) {
            Ok(reports) => reports,
            Err(err) => {
                closed.fetch_add(1, Ordering::Relaxed);
                let refused = Refused {
                    id: Some(file.display().to_string()),
                    line: None,
                    why: Why::Io(err.to_string()),
                };
                Box::new(std::iter::once(Err(refused)))
            }
        };
        let from = move |file: &'a PathBuf| {
            let named = file.display().to_string();
            of(file).map(move |report| report.map(|input| (named.clone(), input)))
        };
        files
            .iter()
            .flat_map(from)
            .map(|report| report.map(|(file, input)| self.known(file, input)))
    }

    /// Fills in what the caller says of reports that do not say it themselves.
    fn known(&self, file: String, mut input: Input) -> Input {
        input.source = input.source.or(Some(file));
        input.lang = input.lang.or(self.lang);
        if input.date.is_none() {
            input.date.clone_from(&self.date);
        }
        input
    }
}

/// Standard output, with a bar beside it where people wait for a file or another program.
struct Page<'a> {
    out: BufWriter<io::StdoutLock<'static>>,
    to: To,
    global: &'a Global,
    bar: ProgressBar,
    refused: u64,
    failed: Option<io::Error>,
}

impl<'a> Page<'a> {
    fn new(global: &'a Global, to: To) -> Self {
        Self {
            out: BufWriter::with_capacity(1 << 16, io::stdout().lock()),
            to,
            global,
            bar: bar(global, !io::stdout().is_terminal()),
            refused: 0,
            failed: None,
        }
    }

    fn put(&mut self, result: Result<Vec<u8>, Failed>) -> ControlFlow<()> {
        let written = match result {
            Ok(bytes) => self.out.write_all(&bytes),
            Err(failed) => self.tell(&failed),
        };
        self.bar.inc(1);
        match written {
            Ok(()) => ControlFlow::Continue(()),
            Err(err) => {
                self.failed = Some(err);
                ControlFlow::Break(())
            }
        }
    }

    /// Tells in place, and on standard error, that a report could not be read.
    fn tell(&mut self, failed: &Failed) -> io::Result<()> {
        self.refused += 1;
        if !self.global.quiet {
            self.bar.suspend(|| eprintln!("risalah: {failed}"));
        }
        if self.to == To::Text {
            return writeln!(self.out, "{failed}\n");
        }
        let whose = match failed.id() {
            Some(id) => Whose::Id(id),
            None => Whose::Line(failed.line().unwrap_or(0)),
        };
        risalah_record::error_json(whose, &failed.why(), &mut self.out)
    }

    /// Writes what is left; gives how many reports were refused.
    fn end(mut self) -> anyhow::Result<u64> {
        self.bar.finish_and_clear();
        match self.failed {
            Some(err) => Err(err),
            None => self.out.flush(),
        }
        .context("cannot write")?;
        Ok(self.refused)
    }
}

/// A bar for people who wait; `free` where nothing else is written to their terminal.
pub(crate) fn bar(global: &Global, free: bool) -> ProgressBar {
    if !io::stderr().is_terminal() || !free || global.quiet {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new_spinner();
    if let Ok(style) = ProgressStyle::with_template("{spinner} {human_pos} reports, {per_sec}") {
        bar.set_style(style);
    }
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}
