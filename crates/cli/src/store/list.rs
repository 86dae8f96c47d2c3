//! What `search` and `episodes` share: rows of a store, a page at a time.

use std::path::PathBuf;

use risalah_store::{Ask, Error, Filter, Order, Page, Store};

use super::show::Form;
use super::wanted::Wanted;

/// So many rows are read at a time.
const PAGE: usize = 500;

/// What is listed and how.
#[derive(Debug, clap::Args)]
#[group(skip)]
pub(crate) struct Listing {
    /// The store
    #[arg(long, value_name = "FILE")]
    store: PathBuf,
    #[command(flatten)]
    wanted: Wanted,
    /// How many rows at most; 0 for all
    #[arg(long, default_value_t = 50, value_name = "N")]
    limit: usize,
    /// The oldest day first
    #[arg(long)]
    oldest: bool,
    /// What to write
    #[arg(long, value_enum, default_value_t = Form::Text)]
    pub(super) to: Form,
}

impl Listing {
    /// The store, to be read.
    pub(super) fn open(&self) -> Result<Store, Error> {
        Store::open_read_only(&self.store)
    }

    /// Gives every row that is asked for to `show`, a page of `read` at a time, the newest day
    /// first unless told otherwise; tells whether there was any.
    pub(super) fn each<T>(
        &self,
        read: impl Fn(&Filter, &Ask) -> Result<Page<T>, Error>,
        mut show: impl FnMut(&T) -> anyhow::Result<()>,
    ) -> anyhow::Result<bool> {
        let filter = self.wanted.filter();
        let mut left = match self.limit {
            0 => usize::MAX,
            limit => limit,
        };
        let mut ask = Ask {
            limit: left.min(PAGE),
            after: None,
            order: match self.oldest {
                true => Order::Oldest,
                false => Order::Newest,
            },
        };
        let mut found = false;
        loop {
            let page = read(&filter, &ask)?;
            found |= !page.rows.is_empty();
            page.rows.iter().try_for_each(&mut show)?;
            left -= page.rows.len();
            ask.after = page.next;
            ask.limit = left.min(PAGE);
            if ask.after.is_none() || left == 0 {
                return Ok(found);
            }
        }
    }
}
