//! Work on many inputs at once, where the caller gives inputs and takes results by turns.

use std::collections::BTreeMap;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel, sync_channel};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use crate::Pool;
use crate::ordered::{Done, Task, labour};

/// How many inputs may be on their way for each thread.
const WINDOW: usize = 16;

/// Threads that work on what the caller gives; results are taken in the order of the inputs.
///
/// It is [`ordered()`](crate::ordered()) for callers that are asked for one result after another,
/// as iterators are: all of the caller's own code runs on the caller's thread. Memory is bounded
/// where the caller gives only what there [is room](Self::has_room) for. When it is dropped, the
/// threads end with the input that they are at.
#[derive(Debug)]
pub struct Pulled<T, R> {
    to_workers: Sender<Task<T>>,
    results: Receiver<Done<R>>,
    // Results that came before their turn, by their place.
    early: BTreeMap<u64, Done<R>>,
    // Invariant: taken <= given, and `bytes` is the size of the inputs between them.
    given: u64,
    taken: u64,
    bytes: usize,
    pool: Pool,
}

/// What there is to take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken<R> {
    /// The result of the next input.
    Result(R),
    /// It is still worked on.
    NotYet,
    /// Every result has been taken.
    Nothing,
}

impl<T: Send + 'static, R: Send + 'static> Pulled<T, R> {
    /// Starts the threads. `work` must not panic: see [`pulled`](crate::pulled).
    pub fn new(pool: Pool, work: impl Fn(T) -> R + Send + Sync + 'static) -> Self {
        let (to_workers, tasks) = channel::<Task<T>>();
        // As long as the window, so that no worker waits for a caller who is elsewhere.
        let (to_caller, results) = sync_channel(pool.threads.get() * WINDOW);
        let (tasks, work) = (Arc::new(Mutex::new(tasks)), Arc::new(work));
        for _ in 0..pool.threads.get() {
            let (tasks, work, to_caller) = (tasks.clone(), work.clone(), to_caller.clone());
            thread::spawn(move || labour(&tasks, to_caller, &*work));
        }
        Self {
            to_workers,
            results,
            early: BTreeMap::new(),
            given: 0,
            taken: 0,
            bytes: 0,
            pool,
        }
    }

    /// Whether another input may be given before a result is taken. One alone may be of any size.
    pub fn has_room(&self) -> bool {
        let open = self.given - self.taken;
        let window = self.pool.threads.get() * WINDOW;
        open == 0 || (open < window as u64 && self.bytes < self.pool.bytes)
    }

    /// Gives an input of `size` bytes to the threads.
    pub fn give(&mut self, size: usize, input: T) {
        let task = Task {
            at: self.given,
            size,
            input,
        };
        // Without a worker left, `take` has nothing.
        if self.to_workers.send(task).is_ok() {
            self.given += 1;
            self.bytes += size;
        }
    }

    /// Takes the result of the next input, for which it waits no longer than `wait`.
    pub fn take(&mut self, wait: Duration) -> Taken<R> {
        if self.taken == self.given {
            return Taken::Nothing;
        }
        loop {
            if let Some(done) = self.early.remove(&self.taken) {
                self.taken += 1;
                self.bytes -= done.size;
                return Taken::Result(done.result);
            }
            match self.results.recv_timeout(wait) {
                Ok(done) => self.early.insert(done.at, done),
                Err(RecvTimeoutError::Timeout) => return Taken::NotYet,
                Err(RecvTimeoutError::Disconnected) => return Taken::Nothing,
            };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::num::NonZeroUsize;

    fn pool(threads: usize, bytes: usize) -> Pool {
        Pool {
            threads: NonZeroUsize::new(threads).unwrap(),
            bytes,
        }
    }

    fn all<T: Send + 'static, R: Send + 'static>(pulled: &mut Pulled<T, R>) -> Vec<R> {
        let mut out = Vec::new();
        loop {
            match pulled.take(Duration::from_secs(10)) {
                Taken::Result(result) => out.push(result),
                Taken::NotYet => panic!("it takes too long"),
                Taken::Nothing => return out,
            }
        }
    }

    #[test]
    fn results_come_in_the_order_of_the_inputs() {
        let slow = |n: u64| {
            thread::sleep(Duration::from_micros(n * 7919 % 300));
            n
        };
        let mut pulled = Pulled::new(pool(4, 100), slow);
        let (mut next, mut seen) = (0, Vec::new());
        while next < 500 {
            while next < 500 && pulled.has_room() {
                pulled.give(1, next);
                next += 1;
            }
            if let Taken::Result(n) = pulled.take(Duration::from_secs(10)) {
                seen.push(n);
            }
        }
        seen.extend(all(&mut pulled));
        assert_eq!(seen, (0..500).collect::<Vec<_>>());
        assert_eq!(pulled.take(Duration::ZERO), Taken::Nothing);
    }

    #[test]
    fn room_is_bounded_by_number_and_size() {
        let mut many = Pulled::new(pool(1, 1000), |n: u64| n);
        while many.has_room() {
            many.give(1, 7);
        }
        assert_eq!(all(&mut many), [7; WINDOW]);
        let mut large = Pulled::new(pool(1, 10), |n: u64| n);
        large.give(1000, 1);
        assert!(!large.has_room());
        assert_eq!(all(&mut large), [1]);
        assert!(large.has_room());
    }

    #[test]
    fn threads_end_when_it_is_dropped() {
        let held = Arc::new(());
        let with = held.clone();
        let mut pulled = Pulled::new(pool(2, 100), move |n: u64| (n, Arc::strong_count(&with)));
        pulled.give(1, 1);
        pulled.give(1, 2);
        drop(pulled);
        for _ in 0..1000 {
            if Arc::strong_count(&held) == 1 {
                return;
            }
            thread::sleep(Duration::from_millis(10));
        }
        panic!("a thread still holds the work");
    }
}
