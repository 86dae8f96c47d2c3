//! Plain text: header block, dateline, crawl residue.

pub(crate) mod dateline;
pub(crate) mod header;
pub(crate) mod residue;
