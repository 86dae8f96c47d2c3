//! Asking for one address.

use std::collections::BTreeMap;
use std::io::Read;
use std::thread;
use std::time::{Duration, Instant};

use ureq::Agent;
use ureq::http::{HeaderMap, Response};
use ureq::unversioned::transport::DefaultConnector;
use url::{Host, Url};

use crate::address::{Checked, NotPublic, is_public};
use crate::{Error, Robots};

/// More redirects are a circle.
const REDIRECTS: usize = 5;
/// No more of a robots.txt is read; RFC 9309 asks for at least this.
const ROBOTS: u64 = 512 << 10;
/// A site that asks for a longer delay gets this one.
const LONGEST_DELAY: Duration = Duration::from_secs(120);

/// How a client behaves.
#[derive(Clone, Debug)]
pub struct Limits {
    /// What it calls itself; its first word is looked for in robots.txt.
    pub agent: String,
    /// The time between two requests to the same host.
    pub delay: Duration,
    /// The time for one request, from connecting to the last byte.
    pub timeout: Duration,
    /// The longest answer, unpacked, in bytes.
    pub cap: u64,
    /// Whether loopback and private addresses may be connected to.
    pub private: bool,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            agent: concat!("Risalah/", env!("CARGO_PKG_VERSION")).to_owned(),
            delay: Duration::from_secs(5),
            timeout: Duration::from_secs(30),
            cap: 10 << 20,
            private: false,
        }
    }
}

/// What is known of an address from the last time, so that only news is sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Condition {
    /// The answer's `ETag`.
    pub etag: Option<String>,
    /// The answer's `Last-Modified`.
    pub modified: Option<String>,
}

/// What came.
#[derive(Debug)]
pub enum Answer {
    /// The same as last time.
    Unchanged,
    /// Something.
    Page(Page),
}

/// An answer's content.
#[derive(Debug)]
pub struct Page {
    /// Where it came from, after redirects.
    pub url: String,
    /// Its bytes, unpacked.
    pub bytes: Vec<u8>,
    /// The charset that the site declared.
    pub charset: Option<String>,
    /// What to send the next time.
    pub condition: Condition,
}

/// Asks for addresses, one at a time.
#[derive(Debug)]
pub struct Client {
    agent: Agent,
    limits: Limits,
    hosts: BTreeMap<String, Site>,
}

/// What is known of a host.
#[derive(Debug, Default)]
struct Site {
    /// When it may be asked again.
    free: Option<Instant>,
    robots: Option<Robots>,
}

impl Client {
    /// A client with these limits.
    pub fn new(limits: Limits) -> Self {
        // Redirects are followed here, so that every step is checked. A proxy would resolve names
        // where no check reaches.
        let config = Agent::config_builder()
            .user_agent(&limits.agent)
            .timeout_global(Some(limits.timeout))
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .proxy(None)
            .build();
        let checked = Checked {
            private: limits.private,
        };
        Self {
            agent: Agent::with_parts(config, DefaultConnector::new(), checked),
            limits,
            hosts: BTreeMap::new(),
        }
    }

    /// Fetches an address if it has changed and the site's robots.txt lets it.
    ///
    /// Waits as long as the host's delay asks.
    ///
    /// # Errors
    ///
    /// Where nothing came, or what came breaks a limit; see [`Error`].
    pub fn get(&mut self, url: &str, condition: &Condition) -> Result<Answer, Error> {
        let mut at = parsed(url)?;
        for _ in 0..=REDIRECTS {
            self.check(&at)?;
            if !self.allows(&at)? {
                return Err(Error::Robots { url: at.into() });
            }
            let response = self.ask(&at, condition)?;
            match response.status().as_u16() {
                200 => return self.page(&at, response, self.limits.cap).map(Answer::Page),
                304 => return Ok(Answer::Unchanged),
                301 | 302 | 303 | 307 | 308 => at = target(&at, &response)?,
                status => {
                    let after = header(response.headers(), "retry-after");
                    return Err(Error::Status {
                        url: at.into(),
                        status,
                        after: after.and_then(|s| s.parse().ok()).map(Duration::from_secs),
                    });
                }
            }
        }
        Err(Error::Redirects { url: at.into() })
    }

    /// Whether an address may be asked at all. Names are checked again when they are resolved.
    fn check(&self, url: &Url) -> Result<(), Error> {
        let address = match url.host() {
            Some(Host::Ipv4(v4)) => Some(v4.into()),
            Some(Host::Ipv6(v6)) => Some(v6.into()),
            Some(Host::Domain(_)) => None,
            None => return Err(no_address(url.as_str())),
        };
        if !matches!(url.scheme(), "http" | "https") {
            return Err(no_address(url.as_str()));
        }
        if address.is_some_and(|a| !is_public(a)) && !self.limits.private {
            return Err(Error::Private {
                url: url.to_string(),
            });
        }
        Ok(())
    }

    /// Whether the site's robots.txt lets us ask for this; it is fetched where it is not known.
    fn allows(&mut self, url: &Url) -> Result<bool, Error> {
        let site = site(url);
        if self.hosts.get(&site).is_none_or(|s| s.robots.is_none()) {
            let robots = self.robots(url)?;
            self.hosts.entry(site.clone()).or_default().robots = Some(robots);
        }
        let robots = self.hosts.get(&site).and_then(|s| s.robots.as_ref());
        Ok(robots.is_none_or(|robots| robots.allows(url.path(), url.query())))
    }

    /// Forgets the rules of all hosts, so that they are asked for again.
    pub fn forget_robots(&mut self) {
        for site in self.hosts.values_mut() {
            site.robots = None;
        }
    }

    /// The rules of a site.
    ///
    /// RFC 9309: what is not there allows all, what does not answer forbids all.
    fn robots(&mut self, url: &Url) -> Result<Robots, Error> {
        let Ok(mut at) = url.join("/robots.txt") else {
            return Ok(Robots::all());
        };
        for _ in 0..=REDIRECTS {
            let response = match self
                .check(&at)
                .and_then(|()| self.ask(&at, &Condition::default()))
            {
                Ok(response) => response,
                Err(err @ Error::Private { .. }) => return Err(err),
                Err(_) => return Ok(Robots::none()),
            };
            match response.status().as_u16() {
                200 => {
                    let body = response.into_body().into_reader();
                    let mut bytes = Vec::new();
                    return Ok(match body.take(ROBOTS).read_to_end(&mut bytes) {
                        Ok(_) => Robots::parse(&bytes, &self.limits.agent),
                        Err(_) => Robots::none(),
                    });
                }
                301 | 302 | 303 | 307 | 308 => match target(&at, &response) {
                    Ok(next) => at = next,
                    Err(_) => return Ok(Robots::all()),
                },
                429 | 500.. => return Ok(Robots::none()),
                _ => return Ok(Robots::all()),
            }
        }
        Ok(Robots::all())
    }

    fn ask(&mut self, url: &Url, condition: &Condition) -> Result<Response<ureq::Body>, Error> {
        self.wait(url);
        let mut request = self.agent.get(url.as_str());
        if let Some(etag) = &condition.etag {
            request = request.header("If-None-Match", etag);
        }
        if let Some(modified) = &condition.modified {
            request = request.header("If-Modified-Since", modified);
        }
        request.call().map_err(|why| match why {
            ureq::Error::Other(inner) if inner.is::<NotPublic>() => Error::Private {
                url: url.to_string(),
            },
            why => Error::Network {
                url: url.to_string(),
                why,
            },
        })
    }

    /// Waits until the host may be asked again.
    fn wait(&mut self, url: &Url) {
        let limit = self.limits.delay;
        let site = self.hosts.entry(site(url)).or_default();
        let asked = site.robots.as_ref().and_then(Robots::delay);
        let delay = asked.map_or(limit, |d| d.min(LONGEST_DELAY).max(limit));
        let now = Instant::now();
        if let Some(free) = site.free.filter(|free| *free > now) {
            thread::sleep(free - now);
        }
        site.free = Some(Instant::now() + delay);
    }

    fn page(&self, url: &Url, response: Response<ureq::Body>, cap: u64) -> Result<Page, Error> {
        let headers = response.headers();
        let owned = |name| header(headers, name).map(str::to_owned);
        let condition = Condition {
            etag: owned("etag"),
            modified: owned("last-modified"),
        };
        let charset = header(headers, "content-type").and_then(charset);
        let mut bytes = Vec::new();
        let body = response.into_body().into_reader();
        body.take(cap + 1)
            .read_to_end(&mut bytes)
            .map_err(|err| Error::Network {
                url: url.to_string(),
                why: err.into(),
            })?;
        if bytes.len() as u64 > cap {
            return Err(Error::TooLong {
                url: url.to_string(),
                cap,
            });
        }
        Ok(Page {
            url: url.to_string(),
            bytes,
            charset,
            condition,
        })
    }
}

fn no_address(url: &str) -> Error {
    Error::NoAddress {
        url: url.to_owned(),
    }
}

fn parsed(url: &str) -> Result<Url, Error> {
    let mut url = Url::parse(url).map_err(|_| no_address(url))?;
    url.set_fragment(None);
    Ok(url)
}

/// Where a redirect leads.
fn target(from: &Url, response: &Response<ureq::Body>) -> Result<Url, Error> {
    let location = header(response.headers(), "location");
    let mut to = location
        .and_then(|to| from.join(to).ok())
        .ok_or_else(|| no_address(from.as_str()))?;
    to.set_fragment(None);
    Ok(to)
}

/// Scheme, host and port: what robots.txt and delays are kept for.
fn site(url: &Url) -> String {
    url.origin().ascii_serialization()
}

fn header<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

/// The charset of a `Content-Type`.
fn charset(kind: &str) -> Option<String> {
    let mut parts = kind.split(';').skip(1).filter_map(|p| p.split_once('='));
    let (_, charset) = parts.find(|(name, _)| name.trim().eq_ignore_ascii_case("charset"))?;
    Some(charset.trim().trim_matches('"').to_owned())
}
