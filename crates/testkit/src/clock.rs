//! Wall time that a test can move on.

use std::sync::atomic::{AtomicI64, Ordering};

use roost_app::clock::Clock;
use roost_server::system::SystemClock;

/// The system's time and what the test has added to it.
#[derive(Debug, Default)]
pub struct AheadClock(AtomicI64);

impl AheadClock {
    pub fn advance(&self, seconds: i64) {
        self.0.fetch_add(seconds * 1_000, Ordering::Relaxed);
    }
}

impl Clock for AheadClock {
    fn now_ms(&self) -> i64 {
        SystemClock.now_ms() + self.0.load(Ordering::Relaxed)
    }
}
