//! `risalah store search`: events that were asked for.

use std::io::{self, BufWriter};

use super::list::Listing;
use super::show::Show;
use crate::exit::Done;

/// Finds events, the newest day first.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    listing: Listing,
}

/// Exits with 0 if any event was found and 1 if none was, as `grep` does.
pub(crate) fn run(args: &Args) -> anyhow::Result<Done> {
    let store = args.listing.open()?;
    let mut show = Show::new(args.listing.to, BufWriter::new(io::stdout().lock()));
    let found = args.listing.each(
        |filter, ask| {
            let mut page = store.events(filter, ask)?;
            store.sentences(&mut page.rows)?;
            Ok(page)
        },
        |event| Ok(show.event(event)?),
    )?;
    show.end()?;
    Ok(Done::found(found))
}
