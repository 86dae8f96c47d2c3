//! What the server has done, in the text form of Prometheus.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::extract::{MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::Response;

/// Upper bounds of the buckets, in seconds.
const BOUNDS: [f64; 10] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0];

/// Counts by route. A route's name comes from the program, never from the client, so there are
/// few.
#[derive(Debug, Default)]
pub(crate) struct Metrics {
    routes: Mutex<BTreeMap<(String, u16), u64>>,
    times: Mutex<BTreeMap<String, Times>>,
    running: AtomicI64,
}

/// How long a route took.
#[derive(Clone, Debug, Default)]
struct Times {
    // How many took up to each bound, and longer than the last.
    buckets: [u64; BOUNDS.len() + 1],
    seconds: f64,
}

/// Counts a request to a known route.
pub(crate) async fn count(
    State(metrics): State<Arc<Metrics>>,
    request: Request,
    next: Next,
) -> Response {
    let path = request.extensions().get::<MatchedPath>();
    let route = path.map_or_else(String::new, |p| {
        format!("{} {}", request.method(), p.as_str())
    });
    let start = Instant::now();
    metrics.running.fetch_add(1, Ordering::Relaxed);
    let running = Running(&metrics);
    let response = next.run(request).await;
    drop(running);
    metrics.took(&route, response.status().as_u16(), start.elapsed());
    response
}

/// Also a request whose client goes away is one less.
struct Running<'a>(&'a Metrics);

impl Drop for Running<'_> {
    fn drop(&mut self) {
        self.0.running.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Metrics {
    fn took(&self, route: &str, status: u16, time: Duration) {
        let mut routes = self.routes.lock().unwrap_or_else(PoisonError::into_inner);
        *routes.entry((route.to_owned(), status)).or_default() += 1;
        drop(routes);
        let mut times = self.times.lock().unwrap_or_else(PoisonError::into_inner);
        let times = times.entry(route.to_owned()).or_default();
        let seconds = time.as_secs_f64();
        times.seconds += seconds;
        times.buckets[BOUNDS.partition_point(|b| *b < seconds)] += 1;
    }

    /// All counts as text.
    pub(crate) fn text(&self) -> String {
        let mut out = String::new();
        self.write(&mut out)
            .expect("a string takes every character");
        out
    }

    fn write(&self, out: &mut String) -> std::fmt::Result {
        out.push_str("# HELP risalah_requests_total Requests answered.\n");
        out.push_str("# TYPE risalah_requests_total counter\n");
        let routes = self.routes.lock().unwrap_or_else(PoisonError::into_inner);
        for ((route, status), count) in &*routes {
            writeln!(
                out,
                "risalah_requests_total{{route=\"{route}\",status=\"{status}\"}} {count}"
            )?;
        }
        drop(routes);
        out.push_str("# HELP risalah_request_seconds How long answers took to begin.\n");
        out.push_str("# TYPE risalah_request_seconds histogram\n");
        let times = self.times.lock().unwrap_or_else(PoisonError::into_inner);
        for (route, times) in &*times {
            let mut sum = 0;
            let bounds = BOUNDS.iter().map(f64::to_string).chain(["+Inf".to_owned()]);
            for (bound, count) in bounds.zip(times.buckets) {
                sum += count;
                writeln!(
                    out,
                    "risalah_request_seconds_bucket{{route=\"{route}\",le=\"{bound}\"}} {sum}"
                )?;
            }
            writeln!(
                out,
                "risalah_request_seconds_sum{{route=\"{route}\"}} {}",
                times.seconds
            )?;
            writeln!(
                out,
                "risalah_request_seconds_count{{route=\"{route}\"}} {sum}"
            )?;
        }
        drop(times);
        out.push_str("# HELP risalah_requests_running Requests being answered.\n");
        out.push_str("# TYPE risalah_requests_running gauge\n");
        writeln!(
            out,
            "risalah_requests_running {}",
            self.running.load(Ordering::Relaxed)
        )
    }
}
