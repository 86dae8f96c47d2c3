//! Coded reports on their way into a store.

use risalah_doc::{Article, Coded};

use crate::{Digest, Kept};

/// A coded report with all that is kept of it, until its batch is full.
#[derive(Debug)]
pub struct Ready {
    coded: Coded,
    record: Vec<u8>,
    source: Option<String>,
    input: Digest,
}

impl Ready {
    /// What was coded of an input of this digest, which came from this file or address; where
    /// none is told, from the article's own address.
    pub fn new(coded: Coded, source: Option<String>, input: Digest) -> Self {
        let url = &coded.resolved.parsed.article.url;
        Self {
            source: source.or_else(|| url.clone()),
            record: risalah_record::json_line(&coded),
            coded,
            input,
        }
    }

    /// The article.
    pub fn article(&self) -> &Article {
        &self.coded.resolved.parsed.article
    }

    /// How many bytes it holds, nearly.
    pub fn size(&self) -> usize {
        self.record.len()
    }

    /// As [`Store::add`](crate::Store::add) takes it.
    pub fn kept(&self) -> Kept<'_> {
        Kept {
            coded: &self.coded,
            record: &self.record,
            source: self.source.as_deref(),
            input: self.input,
        }
    }
}
