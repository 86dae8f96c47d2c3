//! What a watch knows from earlier runs.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::Condition;

/// So many entries of a feed are remembered after they have left it.
const REMEMBERED: usize = 2_000;

/// What is known of each feed, by its address. Kept as a TOML file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct State {
    /// The feeds.
    #[serde(default)]
    pub feeds: BTreeMap<String, FeedState>,
}

/// What is known of a feed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FeedState {
    /// The last answer's `ETag`.
    pub etag: Option<String>,
    /// The last answer's `Last-Modified`.
    pub modified: Option<String>,
    /// When it may be polled again, in seconds since 1970.
    #[serde(default)]
    pub next: u64,
    /// How often it has failed in a row.
    #[serde(default)]
    pub failures: u32,
    /// Entries that have been told, oldest first.
    #[serde(default)]
    pub seen: Vec<String>,
    /// Entries whose page did not come, with how often it was asked for.
    #[serde(default)]
    pub pending: BTreeMap<String, u32>,
}

impl FeedState {
    /// What to send, so that only news comes.
    pub(crate) fn condition(&self) -> Condition {
        Condition {
            etag: self.etag.clone(),
            modified: self.modified.clone(),
        }
    }

    /// Notes that an entry has been told.
    pub(crate) fn tell(&mut self, id: &str) {
        self.pending.remove(id);
        self.seen.push(id.to_owned());
    }

    /// Forgets the oldest entries that the feed no longer has.
    pub(crate) fn trim(&mut self, present: &[String]) {
        let mut excess = self.seen.len().saturating_sub(REMEMBERED);
        self.seen.retain(|id| {
            let goes = excess > 0 && !present.contains(id);
            excess -= usize::from(goes);
            !goes
        });
        self.pending.retain(|id, _| present.contains(id));
    }
}

impl State {
    /// Loads a state; a file that is not there is an empty one.
    ///
    /// # Errors
    ///
    /// Where the file cannot be read or holds something else.
    pub fn load(path: &Path) -> io::Result<Self> {
        match fs::read_to_string(path) {
            Ok(text) => {
                toml::from_str(&text).map_err(|err| io::Error::new(io::ErrorKind::InvalidData, err))
            }
            Err(err) if err.kind() == io::ErrorKind::NotFound => Ok(Self::default()),
            Err(err) => Err(err),
        }
    }

    /// Writes the state beside its file and puts it in place whole, so that a run that is ended
    /// in the middle leaves the one or the other.
    ///
    /// # Errors
    ///
    /// Where it cannot be written.
    pub fn save(&self, path: &Path) -> io::Result<()> {
        let text = toml::to_string(self).map_err(io::Error::other)?;
        let mut beside = path.as_os_str().to_owned();
        beside.push(".new");
        fs::write(&beside, text)?;
        fs::rename(&beside, path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_told_is_remembered_as_long_as_the_feed_has_it() {
        let mut feed = FeedState::default();
        feed.tell("old");
        for n in 0..REMEMBERED {
            feed.tell(&n.to_string());
        }
        feed.trim(&["old".to_owned()]);
        assert_eq!(feed.seen.len(), REMEMBERED);
        assert_eq!((feed.seen[0].as_str(), feed.seen[1].as_str()), ("old", "1"));
    }
}
