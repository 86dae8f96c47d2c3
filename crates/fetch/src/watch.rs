//! Polling feeds for what is new.

use std::io::{self, Cursor};
use std::path::{Path, PathBuf};
use std::time::Duration;

use risalah_read::{Body, From, Input, charset, reports};

use crate::{Answer, Client, Condition, Error, Limits, Page, State};

/// A feed that keeps failing is polled at least so often.
const LONGEST: Duration = Duration::from_secs(24 * 60 * 60);
/// A page is asked for so often; then the feed's own words are taken.
const TRIES: u32 = 3;
/// The rules of sites are asked for again after so many seconds.
const ROBOTS: u64 = 24 * 60 * 60;

/// How often feeds are polled.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// The time between two polls of a feed that answers.
    pub every: Duration,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            every: Duration::from_secs(15 * 60),
        }
    }
}

/// What a watch has to tell.
#[derive(Debug)]
pub enum Happened {
    /// A report that was not there before.
    New(Input),
    /// Something did not come; what else is new is told all the same.
    Failed(Error),
}

/// Polls feeds and gives what is new, each report once.
#[derive(Debug)]
pub struct Watch {
    client: Client,
    pace: Pace,
    state: State,
    file: PathBuf,
    rules: u64,
}

impl Watch {
    /// A watch that goes on from the state in `file`.
    ///
    /// # Errors
    ///
    /// Where the file is there and cannot be read as a state.
    pub fn open(limits: Limits, pace: Pace, file: &Path) -> io::Result<Self> {
        Ok(Self {
            client: Client::new(limits),
            pace,
            state: State::load(file)?,
            file: file.to_owned(),
            rules: 0,
        })
    }

    /// How long until one of these feeds is due; `now` in seconds since 1970.
    pub fn wait(&self, feeds: &[String], now: u64) -> Duration {
        let next = |feed: &String| self.state.feeds.get(feed).map_or(0, |f| f.next);
        let next = feeds.iter().map(next).min().unwrap_or(0);
        Duration::from_secs(next.saturating_sub(now))
    }

    /// Polls the feeds that are due, and tells what is new, in the order of each feed.
    ///
    /// A report counts as told when `tell` has returned; the state is then written, so that a run
    /// that is ended at any moment tells no report twice but for the last.
    ///
    /// # Errors
    ///
    /// Where `tell` fails or the state cannot be written. What the network does is told.
    pub fn round(
        &mut self,
        feeds: &[String],
        now: u64,
        tell: &mut dyn FnMut(Happened) -> io::Result<()>,
    ) -> io::Result<()> {
        if now >= self.rules + ROBOTS {
            self.client.forget_robots();
            self.rules = now;
        }
        for feed in feeds {
            if self.state.feeds.get(feed).is_none_or(|f| f.next <= now) {
                self.poll(feed, now, tell)?;
                self.state.save(&self.file)?;
            }
        }
        Ok(())
    }

    fn poll(
        &mut self,
        feed: &str,
        now: u64,
        tell: &mut dyn FnMut(Happened) -> io::Result<()>,
    ) -> io::Result<()> {
        let known = self.state.feeds.entry(feed.to_owned()).or_default();
        let condition = known.condition();
        let entries = match self.client.get(feed, &condition) {
            Ok(Answer::Unchanged) => Ok(None),
            Ok(Answer::Page(page)) => entries(page).map(Some),
            Err(err) => Err(err),
        };
        let known = self.state.feeds.entry(feed.to_owned()).or_default();
        match entries {
            Err(err) => {
                known.failures += 1;
                known.next = now + self.pace.after(known.failures, &err).as_secs();
                tell(Happened::Failed(err))
            }
            Ok(None) => {
                known.failures = 0;
                known.next = now + self.pace.every.as_secs();
                Ok(())
            }
            Ok(Some((entries, condition))) => {
                known.failures = 0;
                known.next = now + self.pace.every.as_secs();
                let all = self.news(feed, entries, tell)?;
                if all {
                    // Only what has been told may be passed over the next time.
                    let known = self.state.feeds.entry(feed.to_owned()).or_default();
                    (known.etag, known.modified) = (condition.etag, condition.modified);
                }
                Ok(())
            }
        }
    }

    /// Tells the entries that are new; gives whether all were told.
    fn news(
        &mut self,
        feed: &str,
        entries: Vec<Input>,
        tell: &mut dyn FnMut(Happened) -> io::Result<()>,
    ) -> io::Result<bool> {
        let present: Vec<String> = entries.iter().map(|e| e.id.clone()).collect();
        let mut all = true;
        for entry in entries {
            let known = self.state.feeds.entry(feed.to_owned()).or_default();
            if known.seen.contains(&entry.id) {
                continue;
            }
            let id = entry.id.clone();
            let tries = known.pending.get(&id).copied().unwrap_or(0) + 1;
            let (report, failed) = self.whole(entry);
            let later = failed.as_ref().is_some_and(Error::is_passing) && tries < TRIES;
            if let Some(err) = failed {
                tell(Happened::Failed(err))?;
            }
            if !later {
                tell(Happened::New(report))?;
            }
            let known = self.state.feeds.entry(feed.to_owned()).or_default();
            if later {
                known.pending.insert(id, tries);
                all = false;
            } else {
                known.tell(&id);
            }
            self.state.save(&self.file)?;
        }
        let known = self.state.feeds.entry(feed.to_owned()).or_default();
        known.trim(&present);
        Ok(all)
    }

    /// An entry with its page in place of the feed's summary, where it comes.
    fn whole(&mut self, mut entry: Input) -> (Input, Option<Error>) {
        let Some(url) = entry.url.clone() else {
            return (entry, None);
        };
        match self.client.get(&url, &Condition::default()) {
            Ok(Answer::Page(page)) => {
                let text = charset::page(&page.bytes, page.charset.as_deref());
                entry.body = Body::Html(text.text);
                (entry, None)
            }
            Ok(Answer::Unchanged) => (entry, None),
            Err(err) => (entry, Some(err)),
        }
    }
}

impl Pace {
    /// How long to leave a feed alone that failed so often: each time twice as long, or as long as
    /// the site asks.
    fn after(self, failures: u32, err: &Error) -> Duration {
        let doubled = self.every.saturating_mul(1 << failures.min(16));
        let asked = err.after().unwrap_or_default();
        doubled.min(LONGEST).max(asked.min(LONGEST))
    }
}

/// A feed's entries, and what to ask with the next time.
fn entries(page: Page) -> Result<(Vec<Input>, Condition), Error> {
    let broken = |why| Error::NoFeed {
        url: page.url.clone(),
        why,
    };
    let io = |err: io::Error| risalah_read::Refused {
        id: None,
        line: None,
        why: risalah_read::Why::Io(err.to_string()),
    };
    let stream = Cursor::new(page.bytes);
    let reports = reports(From::Feed, &page.url, stream).map_err(|err| broken(io(err)))?;
    let entries = reports.collect::<Result<Vec<Input>, _>>().map_err(broken)?;
    Ok((entries, page.condition))
}
