//! Lines on their way to the thread that writes them. Who logs never waits: what has no room is lost, and counted.

use std::collections::VecDeque;
use std::io::{self, Write};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

/// A queue and its counter.
#[derive(Debug)]
pub struct Queue {
    state: Mutex<State>,
    /// A line came, or the end.
    changed: Condvar,
    lines_max: usize,
    lost: Arc<AtomicU64>,
}

#[derive(Debug, Default)]
struct State {
    lines: VecDeque<String>,
    is_ending: bool,
    has_ended: bool,
}

/// What became of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    Written,
    /// This line is lost, the next one may not be.
    Failed,
    /// The queue ends, and this line with it.
    Ended,
}

/// Where lines are written to.
pub trait Sink: Send + 'static {
    /// May take as long as it takes, but looks at whether the queue ends.
    fn write(&mut self, line: &str, queue: &Queue) -> Outcome;

    /// All lines are written.
    fn end(&mut self) {}
}

/// A console or a file.
pub struct Local<W>(pub W);

impl<W: Write + Send + 'static> Sink for Local<W> {
    fn write(&mut self, line: &str, _: &Queue) -> Outcome {
        let written = self.0.write_all(line.as_bytes()).and_then(|()| self.0.flush());
        if written.is_ok() { Outcome::Written } else { Outcome::Failed }
    }
}

impl Queue {
    /// At most so many lines wait; the counter counts those that are lost.
    pub fn new(lines_max: usize, lost: Arc<AtomicU64>) -> Arc<Self> {
        Arc::new(Self { state: Mutex::default(), changed: Condvar::new(), lines_max, lost })
    }

    /// Starts the thread that writes: it ends with the queue.
    pub fn write_to(self: &Arc<Self>, name: &str, sink: impl Sink) -> io::Result<()> {
        let (queue, name) = (self.clone(), name.to_owned());
        // Whoever ends the queue waits for its end, for as long as a process may.
        thread::Builder::new().name("roost-log".to_owned()).spawn(move || queue.write(&name, sink)).map(drop)
    }

    pub fn push(&self, line: String) {
        let mut state = self.state();
        if state.has_ended || state.lines.len() >= self.lines_max {
            drop(state);
            self.lost.fetch_add(1, Ordering::Relaxed);
            return;
        }
        state.lines.push_back(line);
        let is_first = state.lines.len() == 1;
        drop(state);
        if is_first {
            self.changed.notify_all();
        }
    }

    /// From now on the thread writes what is there, and then ends.
    pub fn end(&self) {
        self.state().is_ending = true;
        self.changed.notify_all();
    }

    /// Waits until the thread has ended, for so long at most.
    pub fn ended_within(&self, time: Duration) {
        drop(self.changed.wait_timeout_while(self.state(), time, |state| !state.has_ended));
    }

    /// Waits before another try. Whether the queue ends meanwhile.
    pub fn rest(&self, time: Duration) -> bool {
        let waited = self.changed.wait_timeout_while(self.state(), time, |state| !state.is_ending);
        waited.unwrap_or_else(PoisonError::into_inner).0.is_ending
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn next(&self) -> Option<String> {
        let waiting = self.changed.wait_while(self.state(), |state| state.lines.is_empty() && !state.is_ending);
        waiting.unwrap_or_else(PoisonError::into_inner).lines.pop_front()
    }

    fn write(&self, name: &str, mut sink: impl Sink) {
        let mut told = self.lost.load(Ordering::Relaxed);
        while let Some(line) = self.next() {
            match sink.write(&line, self) {
                Outcome::Written => self.tell(name, &mut told),
                // Telling that would be another line that fails.
                Outcome::Failed => _ = self.lost.fetch_add(1, Ordering::Relaxed),
                Outcome::Ended => {
                    self.lost.fetch_add(1, Ordering::Relaxed);
                    break;
                }
            }
        }
        sink.end();
        let mut state = self.state();
        state.has_ended = true;
        self.lost.fetch_add(state.lines.len() as u64, Ordering::Relaxed);
        drop(state);
        self.changed.notify_all();
    }

    /// Says what was lost, once there is room again.
    fn tell(&self, name: &str, told: &mut u64) {
        let lost = self.lost.load(Ordering::Relaxed);
        if lost > *told && self.state().lines.len() <= self.lines_max / 2 {
            tracing::warn!(output = name, lines = lost - *told, "lines of the log were lost on their way to an output");
            *told = lost;
        }
    }
}
