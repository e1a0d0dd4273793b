//! Lets new sockets in one after another. When a node dies, thousands of clients come back at once, and each of them then
//! loads what it needs: those who are let in are served in good time, and the others wait where it costs nothing.

use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::time::{Instant, sleep};

/// Sockets that a node lets in per second, unless it is told otherwise.
pub const PER_S: NonZeroU32 = NonZeroU32::new(400).expect("400 is not zero");

/// Who would have to wait longer is turned away: clients try again, with pauses of their own.
const WAIT_MAX: Duration = Duration::from_secs(2);

/// The part of a second's sockets that need not wait when nobody came before.
const BURST: u64 = 4;

/// One gate for those who come with a session, and one for those who do not say who they are before they are in: strangers
/// who come by the thousand hold nobody else up.
#[derive(Debug)]
pub struct Gates {
    known: Gate,
    strangers: Gate,
}

impl Gates {
    /// Each lets so many in.
    pub fn new(per_s: NonZeroU32) -> Self {
        Self { known: Gate::new(per_s), strangers: Gate::new(per_s) }
    }

    pub fn of(&self, known: bool) -> &Gate {
        if known { &self.known } else { &self.strangers }
    }
}

/// The turns of those who want in.
#[derive(Debug)]
pub struct Gate {
    began: Instant,
    /// Between two turns, microseconds.
    step_us: u64,
    /// The time of the next turn, microseconds since `began`.
    next_us: AtomicU64,
}

/// What became of somebody at the gate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Passage {
    AtOnce,
    AfterAWait,
    /// Too many wait already.
    TurnedAway,
}

impl Passage {
    /// For metrics.
    pub fn name(self) -> &'static str {
        match self {
            Self::AtOnce => "at_once",
            Self::AfterAWait => "after_a_wait",
            Self::TurnedAway => "turned_away",
        }
    }
}

impl Gate {
    fn new(per_s: NonZeroU32) -> Self {
        Self { began: Instant::now(), step_us: 1_000_000 / u64::from(per_s.get()), next_us: AtomicU64::new(0) }
    }

    /// Waits for one's turn.
    pub async fn pass(&self) -> Passage {
        let now_us = u64::try_from(self.began.elapsed().as_micros()).unwrap_or(u64::MAX);
        let Some(wait) = self.turn(now_us) else { return Passage::TurnedAway };
        if wait.is_zero() {
            return Passage::AtOnce;
        }
        sleep(wait).await;
        Passage::AfterAWait
    }

    /// How long to wait from `now_us` on; `None`: too long.
    fn turn(&self, now_us: u64) -> Option<Duration> {
        let earliest = now_us.saturating_sub(1_000_000 / BURST);
        let wait = |next: u64| Duration::from_micros(next.max(earliest).saturating_sub(now_us));
        let take = |next: u64| (wait(next) <= WAIT_MAX).then(|| next.max(earliest) + self.step_us);
        let taken = self.next_us.fetch_update(Ordering::Relaxed, Ordering::Relaxed, take);
        taken.ok().map(wait)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: u64 = 1_000_000;

    fn gate() -> Gate {
        Gate::new(NonZeroU32::new(100).unwrap())
    }

    /// Of `count` who come at once: how many need not wait, how many wait, how many are turned away.
    fn crowd(gate: &Gate, now_us: u64, count: usize) -> [usize; 3] {
        let turns: Vec<_> = (0..count).map(|_| gate.turn(now_us)).collect();
        let of = |wanted: &dyn Fn(&Option<Duration>) -> bool| turns.iter().filter(|turn| wanted(turn)).count();
        [
            of(&|turn| *turn == Some(Duration::ZERO)),
            of(&|turn| turn.is_some_and(|t| !t.is_zero())),
            of(&|turn| turn.is_none()),
        ]
    }

    #[test]
    fn a_few_pass_at_once_more_wait_and_the_rest_is_turned_away() {
        let gate = gate();
        assert_eq!(crowd(&gate, 10 * SECOND, 1_000), [26, 200, 774]);
        // Half a second later so many turns are free again.
        assert_eq!(crowd(&gate, 10 * SECOND + SECOND / 2, 1_000), [0, 50, 950]);
        assert_eq!(crowd(&gate, 20 * SECOND, 1_000), [26, 200, 774]);
    }

    #[test]
    fn whoever_comes_at_the_rate_of_the_gate_never_waits() {
        let gate = gate();
        for n in 0..1_000 {
            assert_eq!(gate.turn(10 * SECOND + n * SECOND / 100), Some(Duration::ZERO));
        }
    }
}
