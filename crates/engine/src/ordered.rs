//! Work on many inputs at once, results in the order of the inputs.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

/// How many threads work, and how much may be on its way at once.
#[derive(Clone, Copy, Debug)]
pub struct Pool {
    /// Threads that work; reading and writing have one each besides.
    pub threads: NonZeroUsize,
    /// How many bytes of input may be read and not yet written. One input alone may be larger.
    pub bytes: usize,
}

impl Default for Pool {
    /// As many threads as the machine has cores, and 8 MB on their way.
    fn default() -> Self {
        Self {
            threads: thread::available_parallelism().unwrap_or(NonZeroUsize::MIN),
            bytes: 8 << 20,
        }
    }
}

/// Runs `work` on every input in several threads and gives the results to `sink` in the order of
/// the inputs, on the calling thread. `size` says how many bytes an input holds.
///
/// Memory is bounded by [`Pool::bytes`]: an input is not taken from the iterator before earlier
/// ones are through. Where `sink` breaks, no further input is taken.
///
/// # Panics
///
/// Where `work` or the iterator does.
pub fn ordered<T: Send, R: Send>(
    pool: Pool,
    inputs: impl Iterator<Item = T> + Send,
    size: impl Fn(&T) -> usize + Sync,
    work: impl Fn(T) -> R + Sync,
    mut sink: impl FnMut(R) -> ControlFlow<()>,
) {
    let threads = pool.threads.get();
    let gate = Gate::new(pool.bytes, threads * 64);
    let (to_workers, tasks) = sync_channel::<Task<T>>(threads * 2);
    let (to_sink, results) = sync_channel::<Done<R>>(threads * 2);
    let tasks = Mutex::new(tasks);
    thread::scope(|scope| {
        for _ in 0..threads {
            let to_sink = to_sink.clone();
            scope.spawn(|| labour(&tasks, to_sink, &work));
        }
        drop(to_sink);
        scope.spawn(|| feed(inputs, &size, &gate, to_workers));
        collect(results, &gate, &mut sink);
        // Where the sink broke off, the feeder may stand at the gate or before a full channel
        // that no worker empties any more.
        gate.close();
        while held(&tasks).recv().is_ok() {}
    });
}

/// An input with its place in the order and its size.
#[derive(Debug)]
pub(crate) struct Task<T> {
    pub(crate) at: u64,
    pub(crate) size: usize,
    pub(crate) input: T,
}

/// A result with its place in the order and the size of its input.
#[derive(Debug)]
pub(crate) struct Done<R> {
    pub(crate) at: u64,
    pub(crate) size: usize,
    pub(crate) result: R,
}

fn feed<T>(
    inputs: impl Iterator<Item = T>,
    size: &impl Fn(&T) -> usize,
    gate: &Gate,
    to_workers: SyncSender<Task<T>>,
) {
    for (at, input) in (0..).zip(inputs) {
        let size = size(&input);
        if !gate.enter(size) || to_workers.send(Task { at, size, input }).is_err() {
            return;
        }
    }
}

/// Works on one task after another until there is none left or nobody takes the results.
pub(crate) fn labour<T, R>(
    tasks: &Mutex<Receiver<Task<T>>>,
    to_sink: SyncSender<Done<R>>,
    work: &impl Fn(T) -> R,
) {
    loop {
        // Bound to a name so that the lock is free again before the work begins.
        let task = held(tasks).recv();
        let Ok(Task { at, size, input }) = task else {
            return;
        };
        let result = work(input);
        if to_sink.send(Done { at, size, result }).is_err() {
            return;
        }
    }
}

fn collect<R>(
    results: Receiver<Done<R>>,
    gate: &Gate,
    sink: &mut impl FnMut(R) -> ControlFlow<()>,
) {
    let mut waiting = BTreeMap::new();
    let mut next = 0;
    for done in results {
        waiting.insert(done.at, done);
        while let Some(done) = waiting.remove(&next) {
            next += 1;
            gate.leave(done.size);
            if sink(done.result).is_break() {
                return;
            }
        }
    }
}

/// Lets inputs in while there is room for them.
struct Gate {
    bytes: usize,
    count: usize,
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    bytes: usize,
    count: usize,
    closed: bool,
}

impl Gate {
    fn new(bytes: usize, count: usize) -> Self {
        Self {
            bytes,
            count,
            state: Mutex::default(),
            changed: Condvar::new(),
        }
    }

    /// Waits until there is room; false where the gate was closed meanwhile.
    fn enter(&self, size: usize) -> bool {
        let full = |s: &mut State| {
            !s.closed && s.count > 0 && (s.bytes + size > self.bytes || s.count >= self.count)
        };
        let mut state = self
            .changed
            .wait_while(held(&self.state), full)
            .unwrap_or_else(PoisonError::into_inner);
        state.bytes += size;
        state.count += 1;
        !state.closed
    }

    fn leave(&self, size: usize) {
        let mut state = held(&self.state);
        state.bytes -= size;
        state.count -= 1;
        self.changed.notify_all();
    }

    fn close(&self) {
        held(&self.state).closed = true;
        self.changed.notify_all();
    }
}

/// The lock, also where a thread panicked with it: nothing under it is left half done.
fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    fn pool(threads: usize, bytes: usize) -> Pool {
        Pool {
            threads: NonZeroUsize::new(threads).unwrap(),
            bytes,
        }
    }

    #[test]
    fn results_come_in_the_order_of_the_inputs() {
        let mut seen = Vec::new();
        let slow = |n: u64| {
            thread::sleep(std::time::Duration::from_micros(n * 7919 % 300));
            n
        };
        ordered(
            pool(4, 10),
            0..500,
            |_| 1,
            slow,
            |r| {
                seen.push(r);
                ControlFlow::Continue(())
            },
        );
        assert_eq!(seen, (0..500).collect::<Vec<_>>());
    }

    #[test]
    fn no_more_is_read_than_may_be_on_its_way() {
        let open = AtomicUsize::new(0);
        let most = AtomicUsize::new(0);
        let inputs = (0..200).inspect(|_| {
            let now = open.fetch_add(1, Ordering::SeqCst) + 1;
            most.fetch_max(now, Ordering::SeqCst);
        });
        ordered(
            pool(2, 30),
            inputs,
            |_| 10,
            |n| n,
            |_| {
                open.fetch_sub(1, Ordering::SeqCst);
                ControlFlow::Continue(())
            },
        );
        // Three inputs have room, one more is read and waits at the gate, and one result has left
        // the gate while the sink still holds it.
        assert!(most.into_inner() <= 5);
    }

    #[test]
    fn a_sink_that_breaks_ends_an_endless_input() {
        let mut count = 0;
        ordered(
            pool(2, 100),
            0u64..,
            |_| 1,
            |n| n,
            |_| {
                count += 1;
                if count == 10 {
                    ControlFlow::Break(())
                } else {
                    ControlFlow::Continue(())
                }
            },
        );
        assert_eq!(count, 10);
    }

    #[test]
    fn an_input_larger_than_the_room_goes_through_alone() {
        let mut seen = 0;
        ordered(
            pool(2, 10),
            0..5,
            |_| 1000,
            |n| n,
            |_| {
                seen += 1;
                ControlFlow::Continue(())
            },
        );
        assert_eq!(seen, 5);
    }
}
