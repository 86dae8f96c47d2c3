//! Work on each report of a source, where one that fails costs nothing but itself.

use std::any::Any;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};

use risalah_read::{Body, Input, Refused};

use crate::{Pool, ordered};

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

fn size(report: &Result<Input, Refused>) -> usize {
    match report {
        Ok(input) => match &input.body {
            Body::Text(text) | Body::Raw(text) | Body::Html(text) | Body::Fragment(text) => {
                text.len()
            }
        },
        Err(_) => 0,
    }
}

fn outcome<R>(report: Result<Input, Refused>, work: &impl Fn(Input) -> R) -> Result<R, Failed> {
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
    use risalah_read::Why;

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
        let expected = [
            Ok("a".to_owned()),
            Err(Failed::Refused(refused)),
            Err(panicked),
            Ok("c".to_owned()),
        ];
        assert_eq!(seen, expected);
    }
}
