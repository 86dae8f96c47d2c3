//! Work on each report of a source, where one that fails costs nothing but itself.

use std::any::Any;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};

use risalah_read::{Input, Refused};

use crate::{Pool, Pulled, ordered};

/// Why there is no result for a report.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Failed {
    /// It could not be read.
    #[error("{0}")]
    Refused(Refused),
    /// The program failed on it: a fault of the program, not of the report.
    #[error("{id}: the program failed on this report: {said}")]
    Panicked {
        /// The report's name.
        id: String,
        /// What the panic said.
        said: String,
    },
}

impl Failed {
    /// The report's name, where it could be made out.
    pub fn id(&self) -> Option<&str> {
        match self {
            Self::Refused(refused) => refused.id.as_deref(),
            Self::Panicked { id, .. } => Some(id),
        }
    }

    /// The report's line or row in its source, from 1, where the source has any.
    pub fn line(&self) -> Option<u64> {
        match self {
            Self::Refused(refused) => refused.line,
            Self::Panicked { .. } => None,
        }
    }

    /// Why, without the report's name.
    pub fn why(&self) -> String {
        match self {
            Self::Refused(refused) => refused.why.to_string(),
            Self::Panicked { said, .. } => format!("the program failed on this report: {said}"),
        }
    }
}

/// Runs `work` on every report in several threads and gives the results to `sink` in the order of
/// the reports, on the calling thread, as [`ordered()`] does.
///
/// A report that was refused, or on which `work` panics, gives a [`Failed`] in its place.
pub fn each<R: Send>(
    pool: Pool,
    reports: impl Iterator<Item = Result<Input, Refused>> + Send,
    work: impl Fn(Input) -> R + Sync,
    sink: impl FnMut(Result<R, Failed>) -> ControlFlow<()>,
) {
    ordered(pool, reports, size, |report| outcome(report, &work), sink);
}

/// Starts threads that run `work` on the reports that the caller gives them, for callers that
/// want one result after another.
///
/// A report that was refused, or on which `work` panics, gives a [`Failed`] in its place.
pub fn pulled<R: Send + 'static>(
    pool: Pool,
    work: impl Fn(Input) -> R + Send + Sync + 'static,
) -> Pulled<Result<Input, Refused>, Result<R, Failed>> {
    Pulled::new(pool, move |report| outcome(report, &work))
}

/// How many bytes a report holds.
pub fn size(report: &Result<Input, Refused>) -> usize {
    match report {
        Ok(input) => input.body.as_str().len(),
        Err(_) => 0,
    }
}

/// Runs `work` on one report; a panic in it is told as the report's failure.
///
/// # Errors
///
/// Where the report was refused, or `work` panics.
pub fn outcome<R>(report: Result<Input, Refused>, work: &impl Fn(Input) -> R) -> Result<R, Failed> {
    let input = report.map_err(Failed::Refused)?;
    let id = input.id.clone();
    // What the work touches is its own; nothing half done outlives it.
    catch_unwind(AssertUnwindSafe(|| work(input))).map_err(|cause| Failed::Panicked {
        id,
        said: said(&*cause),
    })
}

fn said(cause: &(dyn Any + Send)) -> String {
    let text = cause.downcast_ref::<&str>().map(|s| (*s).to_owned());
    text.or_else(|| cause.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "no message".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use risalah_read::{Body, Why};

    #[test]
    fn a_report_that_fails_costs_nothing_but_itself() {
        let input = |id: &str| Ok(Input::new(id, Body::Text(String::new())));
        let refused = Refused {
            id: None,
            line: Some(2),
            why: Why::NoBody,
        };
        let reports = [input("a"), Err(refused.clone()), input("b"), input("c")];
        let work = |input: Input| {
            assert!(input.id != "b", "on purpose");
            input.id
        };
        let mut seen = Vec::new();
        each(Pool::default(), reports.into_iter(), work, |result| {
            seen.push(result);
            ControlFlow::Continue(())
        });
        let panicked = Failed::Panicked {
            id: "b".to_owned(),
            said: "on purpose".to_owned(),
        };
        assert_eq!(panicked.id(), Some("b"));
        let why = "the program failed on this report: on purpose";
        assert_eq!(panicked.why(), why);
        let expected = [
            Ok("a".to_owned()),
            Err(Failed::Refused(refused)),
            Err(panicked),
            Ok("c".to_owned()),
        ];
        assert_eq!(seen, expected);
    }
}
