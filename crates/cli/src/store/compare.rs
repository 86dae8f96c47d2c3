//! `risalah store compare`: what two codings of the same reports say differently.

use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use anyhow::{Context, bail};
use risalah_record::{Change, changes};
use risalah_store::{Ask, Coding, CodingId, Filter, Order, State, Store};

use super::show::one_line;
use crate::exit::Done;

/// So many reports are read at a time.
const PAGE: usize = 500;

/// Shows events that two codings of the same reports have differently.
///
/// `-` stands before what only the left coding has, `+` before what only the right one has, and
/// `~` before an event on the same words that changed.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The store
    #[arg(long, value_name = "FILE")]
    store: PathBuf,
    /// The left coding's number [default: the last one before the live one]
    #[arg(long, value_name = "N")]
    left: Option<i64>,
    /// The right coding's number [default: the live one]
    #[arg(long, value_name = "N")]
    right: Option<i64>,
}

/// Exits with 1 where nothing differs.
pub(crate) fn run(args: &Args) -> anyhow::Result<Done> {
    let store = Store::open_read_only(&args.store)?;
    let codings = store.codings()?;
    let past = codings.iter().filter(|c| c.state == State::Past);
    let last = past.map(|c| c.generation).max();
    let left = side(&codings, args.left, |c| Some(c.generation) == last);
    let left = left.context(
        "there is no past coding to compare with: run `risalah store recode` with other packs",
    )?;
    let right = side(&codings, args.right, |c| c.state == State::Live);
    let right = right.context("there is no such coding")?;
    let mut out = BufWriter::new(io::stdout().lock());
    let mut differ = false;
    let mut ask = Ask {
        limit: PAGE,
        after: None,
        order: Order::Oldest,
    };
    loop {
        let page = store.articles(&Filter::default(), &ask)?;
        for article in &page.rows {
            let (left, right) = (
                of(&store, article.id, &left)?,
                of(&store, article.id, &right)?,
            );
            let (Some(left), Some(right)) = (left, right) else {
                continue;
            };
            let changes = changes(&left, &right);
            if changes.is_empty() {
                continue;
            }
            differ = true;
            let title = article.title.as_deref().unwrap_or_default();
            writeln!(out, "{}  {}", article.name, one_line(title))?;
            for change in changes {
                tell(&change, &mut out)?;
            }
        }
        ask.after = page.next;
        if ask.after.is_none() {
            break;
        }
    }
    out.flush()?;
    Ok(Done::found(differ))
}

/// The codings of one side: the one named, else all that `fits`.
fn side(
    codings: &[Coding],
    named: Option<i64>,
    fits: impl Fn(&Coding) -> bool,
) -> anyhow::Result<Vec<CodingId>> {
    let is = |c: &&Coding| named.map_or_else(|| fits(c), |id| c.id.0 == id);
    let found: Vec<CodingId> = codings.iter().filter(is).map(|c| c.id).collect();
    if found.is_empty() {
        let known: Vec<String> = codings.iter().map(|c| c.id.0.to_string()).collect();
        bail!("the store has codings {}", known.join(", "));
    }
    Ok(found)
}

/// The record of an article under the first of these codings that has one.
fn of(store: &Store, article: i64, codings: &[CodingId]) -> anyhow::Result<Option<Vec<u8>>> {
    for coding in codings {
        if let Some(record) = store.record_under(article, *coding)? {
            return Ok(Some(record));
        }
    }
    Ok(None)
}

fn tell(change: &Change, out: &mut impl Write) -> io::Result<()> {
    match (&change.left, &change.right) {
        (Some((_, left)), Some((_, right))) => {
            writeln!(out, "  ~ {}", one_line(left))?;
            writeln!(out, "    {}", one_line(right))
        }
        (Some((_, left)), None) => writeln!(out, "  - {}", one_line(left)),
        (None, Some((_, right))) => writeln!(out, "  + {}", one_line(right)),
        (None, None) => Ok(()),
    }
}
