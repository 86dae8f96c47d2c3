//! The record kept: one SQLite file that holds reports, events and who took part.
//!
//! What [`Store::add`] has acknowledged is kept, whatever happens to the program afterwards: each
//! batch is one transaction, on the disk before the call returns. The same report twice is one.
//! Any number of readers, also in other programs, see whole batches while one program writes.
//!
//! This is the only crate that knows SQL. The form of the file is told in `schema/v1.sql`; later
//! versions bring older files up to date when they open them for writing.
//!
//! ```
//! use risalah_doc::{Article, Coded, Resolved, Parsed};
//! use risalah_store::{Ask, Digest, Filter, Kept, Store};
//!
//! # fn main() -> Result<(), risalah_store::Error> {
//! # let folder = tempfile::tempdir().unwrap();
//! # let path = folder.path().join("news.db");
//! let mut store = Store::create(&path)?;
//! let coding = store.coding("0.1.0", "en 0.1.0")?;
//! let article = Article { id: "a1".to_owned(), ..Article::default() };
//! let parsed = Parsed { article, ..Parsed::default() };
//! let coded = Coded { resolved: Resolved { parsed, ..Resolved::default() }, ..Coded::default() };
//! let kept = Kept { coded: &coded, record: b"{}", source: None, input: Digest::of(b"{}") };
//! assert_eq!(store.add(coding, &[kept])?.new, 1);
//! assert_eq!(store.add(coding, &[kept])?.known, 1);
//! assert!(store.events(&Filter::default(), &Ask::default())?.rows.is_empty());
//! # Ok(())
//! # }
//! ```

mod add;
mod clause;
mod codings;
mod days;
mod entities;
mod episodes;
mod error;
mod events;
mod filling;
mod filter;
mod gather;
mod key;
mod labels;
mod page;
mod part;
mod parts;
mod people;
mod plan;
mod prepared;
mod ready;
mod recode;
mod records;
mod reports;
mod rollup;
mod row;
mod schema;
mod series;
mod sought;
mod speakers;
mod stop;
mod store;
mod terms;
mod texts;
mod tiers;
mod wire;

pub use add::{Added, Kept};
pub use codings::{Coding, CodingId, State};
pub use episodes::{Disagreement, EpisodeRow};
pub use error::Error;
pub use filter::{Filter, Negated};
pub use key::{Digest, Key};
pub use page::{Ask, Cursor, Order, Page};
pub use part::{EventView, Part, PartyView, PlaceView, SentenceView, Unpack};
pub use parts::{Twin, Twins, Words};
pub use people::{EntityRow, QuoteRow};
pub use ready::Ready;
pub use recode::{Recoded, Uncoded};
pub use reports::{ArticleRow, Label, Stats, Verdict};
pub use row::{EventRow, PartyRow, PlaceRow, SentenceRow};
pub use series::{By, Dyad, PlaceCount, Places, Point, Step};
pub use stop::Stopper;
pub use store::Store;
