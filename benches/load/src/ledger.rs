//! What was promised and what was seen: acknowledged posts, what each person heard, how long everything took.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use hdrhistogram::Histogram;

use crate::mix::{ACTIONS, Action};
use tokio::time::Instant;

/// What a message carries: microseconds since the ledger was opened.
pub const STAMP: &str = "load-sent-us:";
/// Longest time a histogram tells apart, in microseconds.
const LONGEST_US: u64 = 120_000_000;

/// Takes a lock, also one whose holder panicked: what is behind it are counts.
pub fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A post that the server has answered with success.
#[derive(Clone, Debug)]
pub struct Acknowledged {
    pub post: String,
    pub team: usize,
    pub channel: String,
    /// When its request was sent.
    pub sent: Instant,
}

/// What one person's sockets have heard.
#[derive(Debug, Default)]
pub struct Ears {
    heard: HashSet<u64>,
    /// Since when nothing may be missing: the last connection that began at zero.
    pub since: Option<Instant>,
}

impl Ears {
    /// False when the post was heard before.
    pub fn hear(&mut self, post: &str) -> bool {
        self.heard.insert(key(post))
    }

    pub fn has_heard(&self, post: &str) -> bool {
        self.heard.contains(&key(post))
    }
}

/// Eight bytes instead of 26 letters, for thousands of people.
fn key(post: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    post.hash(&mut hasher);
    hasher.finish()
}

/// What sockets met with.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sockets {
    pub events: u64,
    pub deliveries: u64,
    /// Numbers that did not follow each other under one connection id.
    pub gaps: u64,
    /// Posts that a person heard twice.
    pub duplicates: u64,
    /// Connections gone on with where they had stopped.
    pub resumed: u64,
    /// Reconnects for which the server began anew: clients load everything again.
    pub renewed: u64,
    /// Connections that the server ended.
    pub closed: u64,
    /// Connections that the server did not take.
    pub refused: u64,
}

/// Times of one kind.
#[derive(Clone, Debug)]
pub struct Times {
    pub us: Histogram<u64>,
    pub errors: u64,
}

impl Times {
    fn new() -> Self {
        // Three digits; the bounds are right by construction.
        let us = Histogram::new_with_max(LONGEST_US, 3);
        Self { us: us.unwrap_or_else(|_| unreachable!("the bounds are constants")), errors: 0 }
    }

    fn record(&mut self, time: Duration) {
        self.us.saturating_record(u64::try_from(time.as_micros()).unwrap_or(LONGEST_US));
    }

    pub fn ms(&self, quantile: f64) -> f64 {
        Duration::from_micros(self.us.value_at_quantile(quantile)).as_secs_f64() * 1e3
    }
}

/// Times of all actions, by their number, and of deliveries; since the last look.
#[derive(Clone, Debug)]
pub struct Measured {
    pub actions: Vec<Times>,
    pub deliveries: Times,
}

impl Measured {
    fn new() -> Self {
        Self { actions: ACTIONS.iter().map(|_| Times::new()).collect(), deliveries: Times::new() }
    }

    pub fn count(&self) -> u64 {
        self.actions.iter().map(|times| times.us.len()).sum()
    }

    pub fn errors(&self) -> u64 {
        self.actions.iter().map(|times| times.errors).sum()
    }

    /// All actions together.
    pub fn total(&self) -> Times {
        let mut total = Times::new();
        for times in &self.actions {
            total.us += &times.us;
            total.errors += times.errors;
        }
        total
    }

    /// Adds what another look has found.
    pub fn add(&mut self, other: &Self) {
        let pairs = self.actions.iter_mut().zip(&other.actions).chain([(&mut self.deliveries, &other.deliveries)]);
        for (mine, theirs) in pairs {
            mine.us += &theirs.us;
            mine.errors += theirs.errors;
        }
    }
}

/// Shared by all people.
#[derive(Debug)]
pub struct Ledger {
    start: Instant,
    measured: Mutex<Measured>,
    acknowledged: Mutex<Vec<Acknowledged>>,
    sockets: Mutex<Sockets>,
    /// By the person's index.
    ears: Vec<Mutex<Ears>>,
    /// The first few errors in words.
    complaints: Mutex<Vec<String>>,
}

impl Ledger {
    pub fn new(people: usize) -> Self {
        Self {
            start: Instant::now(),
            measured: Mutex::new(Measured::new()),
            acknowledged: Mutex::default(),
            sockets: Mutex::default(),
            ears: (0..people).map(|_| Mutex::default()).collect(),
            complaints: Mutex::default(),
        }
    }

    pub fn stamp(&self) -> String {
        format!("{STAMP}{}", self.start.elapsed().as_micros())
    }

    /// The time from the sending of a message to now; `None` for a message that is not of this run.
    pub fn since_stamp(&self, message: &str) -> Option<Duration> {
        let digits = message.split_once(STAMP)?.1;
        let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
        let sent = Duration::from_micros(digits.get(..end)?.parse().ok()?);
        Some(self.start.elapsed().saturating_sub(sent))
    }

    pub fn done(&self, action: Action, time: Duration, error: Option<&std::io::Error>) {
        if let Some(times) = locked(&self.measured).actions.get_mut(action.number()) {
            times.record(time);
            times.errors += u64::from(error.is_some());
        }
        if let Some(error) = error {
            self.complain(format!("{action:?}: {error}"));
        }
    }

    pub fn delivered(&self, time: Duration) {
        locked(&self.measured).deliveries.record(time);
    }

    pub fn acknowledge(&self, post: Acknowledged) {
        locked(&self.acknowledged).push(post);
    }

    pub fn acknowledged(&self) -> Vec<Acknowledged> {
        locked(&self.acknowledged).clone()
    }

    pub fn count(&self, count: impl FnOnce(&mut Sockets)) {
        count(&mut locked(&self.sockets));
    }

    pub fn sockets(&self) -> Sockets {
        *locked(&self.sockets)
    }

    pub fn ears(&self, person: usize) -> Option<MutexGuard<'_, Ears>> {
        self.ears.get(person).map(locked)
    }

    pub fn complain(&self, text: String) {
        let mut complaints = locked(&self.complaints);
        if complaints.len() < 10 {
            complaints.push(text);
        }
    }

    pub fn complaints(&self) -> Vec<String> {
        locked(&self.complaints).clone()
    }

    /// What was measured since the last look.
    pub fn look(&self) -> Measured {
        std::mem::replace(&mut locked(&self.measured), Measured::new())
    }

    /// What is being measured, without ending the look.
    pub fn glance(&self) -> (u64, u64, f64) {
        let measured = locked(&self.measured);
        (measured.count(), measured.errors(), measured.total().ms(0.99))
    }

    /// An empty measure to add to.
    pub fn nothing(&self) -> Measured {
        Measured::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stamps_are_found_wherever_they_stand() {
        let ledger = Ledger::new(1);
        assert!(ledger.since_stamp(&format!("a {} b", ledger.stamp())).is_some());
        assert!(ledger.since_stamp(&ledger.stamp()).is_some());
        assert_eq!(ledger.since_stamp("hello"), None);
    }

    #[test]
    fn a_post_is_heard_once() {
        let mut ears = Ears::default();
        assert!(ears.hear("a") && !ears.hear("a") && ears.has_heard("a") && !ears.has_heard("b"));
    }
}
