//! Why something was not fetched.

use std::time::Duration;

/// Why an address gave nothing.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// It is no address that can be asked.
    #[error("{url}: is no address of the web")]
    NoAddress {
        /// The address.
        url: String,
    },
    /// It leads to this machine or a private net.
    #[error("{url}: leads to a private address, which is not allowed")]
    Private {
        /// The address.
        url: String,
    },
    /// The site's robots.txt forbids it.
    #[error("{url}: the site's robots.txt forbids it")]
    Robots {
        /// The address.
        url: String,
    },
    /// It was redirected too often.
    #[error("{url}: is redirected too often")]
    Redirects {
        /// The address.
        url: String,
    },
    /// The answer is longer than the cap.
    #[error("{url}: is longer than {cap} bytes")]
    TooLong {
        /// The address.
        url: String,
        /// The cap.
        cap: u64,
    },
    /// The site answered with an error.
    #[error("{url}: the site answers {status}")]
    Status {
        /// The address.
        url: String,
        /// The status.
        status: u16,
        /// How long the site asks to be left alone.
        after: Option<Duration>,
    },
    /// No answer came.
    #[error("{url}: {why}")]
    Network {
        /// The address.
        url: String,
        /// Why.
        why: ureq::Error,
    },
    /// The feed came and has no entry.
    #[error("{url}: {why}")]
    NoFeed {
        /// The address.
        url: String,
        /// Why.
        why: risalah_read::Refused,
    },
}

impl Error {
    /// Whether the same request could succeed later.
    pub fn is_passing(&self) -> bool {
        match self {
            Self::Network { .. } => true,
            Self::Status { status, .. } => *status == 429 || *status >= 500,
            _ => false,
        }
    }

    /// How long the site asks to be left alone.
    pub fn after(&self) -> Option<Duration> {
        match self {
            Self::Status { after, .. } => *after,
            _ => None,
        }
    }
}
