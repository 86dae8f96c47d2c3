//! Which event mentions are of one occasion, in the same report and over reports.
//!
//! Two mentions are held against each other by a symmetric score ([`Measure::score`]): days,
//! parties, place, and how much of the rare words of their sentences and reports they share.
//! What reaches the bar hangs together; within what hangs together, the best pairs join first
//! and nothing joins what contradicts it ([`divide`]). The outcome is a function of the set of
//! mentions: [`gather`] makes it of all at once, and [`arrive`] of what is kept on a [`Shelf`]
//! and what is new, with the same outcome in whatever order and batches mentions come.
//!
//! Reports that copy one another are recognised by their shingles ([`Sketch`]), so that ten
//! copies of a wire count as ten reports and one account.
//!
//! ```
//! use risalah_episode::{Measure, gather};
//!
//! let measure = Measure::standard();
//! assert!(gather(&measure, &[]).is_empty());
//! ```

mod compared;
mod copies;
mod divide;
mod figures;
mod gather;
mod measure;
mod mention;
mod pair;
mod stored;
mod words;

pub use compared::is_enough;
pub use copies::{BANDS, Sketch};
pub use divide::divide;
pub use figures::{Disagreement, Figure, disagreements};
pub use gather::{Occasions, Place, Shelf, arrive, gather};
pub use measure::{Error, FEATURES, Features, Measure};
pub use mention::{Key, Mention, Party, Spot, Window};
pub use pair::UNDATED;
pub use stored::{put_number, take_number};
pub use words::{Bag, Word};
