//! Feeds and pages from the network, politely.
//!
//! A [`Client`] asks for one address at a time: it keeps a delay for each host, follows redirects
//! by checking every step, reads no more than a cap in no more than a time, and connects to no
//! loopback or private address unless that is allowed. A [`Watch`] polls feeds with it: with
//! conditional requests, by the rules of `robots.txt`, backing off where a site fails, and with a
//! [`State`] that a later run goes on from.
//!
//! This is the one crate that opens connections; no stage of the engine uses it.

mod address;
mod client;
mod error;
mod robots;
mod state;
mod watch;

pub use address::is_public;
pub use client::{Answer, Client, Condition, Limits, Page};
pub use error::Error;
pub use robots::Robots;
pub use state::{FeedState, State};
pub use watch::{Happened, Pace, Watch};
