//! Small trained models: how weights are stored, read and applied.
//!
//! Nothing here knows a language or a label's name: a model sees words and answers with numbers
//! (tags, heads, relations), and the pack that holds it knows what the numbers mean.

pub mod choice;
mod hash;
mod kernel;
mod known;
mod lexicon;
pub mod network;
mod parser;
pub mod recurrence;
mod sequence;
mod table;
mod tree;
mod whole;
mod words;

pub use choice::Choice;
pub use kernel::{multiply, sigmoid, tanh};
pub use lexicon::{Entry, Lexicon, UNCODED};
pub use parser::{BadWeights, Parser, Scratch};
pub use sequence::Sequence;
pub use table::{Scores, Table};
pub use words::{Word, word};
