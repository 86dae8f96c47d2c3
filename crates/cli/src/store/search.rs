//! `risalah store search`: events that were asked for.

use std::io::{self, BufWriter};
use std::path::PathBuf;

use risalah_store::{Ask, Order, Store};

use super::show::{Form, Show};
use super::wanted::Wanted;
use crate::exit::Done;

/// So many events are read at a time.
const PAGE: usize = 500;

/// Finds events, the newest day first.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The store
    #[arg(long, value_name = "FILE")]
    store: PathBuf,
    #[command(flatten)]
    wanted: Wanted,
    /// How many events at most; 0 for all
    #[arg(long, default_value_t = 50, value_name = "N")]
    limit: usize,
    /// The oldest day first
    #[arg(long)]
    oldest: bool,
    /// What to write
    #[arg(long, value_enum, default_value_t = Form::Text)]
    to: Form,
}

/// Exits with 0 if any event was found and 1 if none was, as `grep` does.
pub(crate) fn run(args: &Args) -> anyhow::Result<Done> {
    let store = Store::open_read_only(&args.store)?;
    let filter = args.wanted.filter();
    let order = match args.oldest {
        true => Order::Oldest,
        false => Order::Newest,
    };
    let mut left = match args.limit {
        0 => usize::MAX,
        limit => limit,
    };
    let mut ask = Ask {
        limit: left.min(PAGE),
        after: None,
        order,
    };
    let mut show = Show::new(args.to, BufWriter::new(io::stdout().lock()));
    let mut found = false;
    loop {
        let mut page = store.events(&filter, &ask)?;
        store.sentences(&mut page.rows)?;
        found |= !page.rows.is_empty();
        for event in &page.rows {
            show.event(event)?;
        }
        left -= page.rows.len();
        ask.after = page.next;
        ask.limit = left.min(PAGE);
        if ask.after.is_none() || left == 0 {
            break;
        }
    }
    show.end()?;
    Ok(if found {
        Done::Well
    } else {
        Done::NothingFound
    })
}
