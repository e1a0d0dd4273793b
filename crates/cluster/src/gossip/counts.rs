//! What happened to frames.

use std::collections::HashSet;
use std::net::IpAddr;
use std::sync::atomic::{AtomicU64, Ordering};

use parking_lot::Mutex;

use super::frame::Refused;

/// Reasons and addresses that are remembered as told; whoever forges addresses does not fill memory and log.
const TOLD_LEN_MAX: usize = 64;

/// Totals since the start.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Frames.
    pub sent: u64,
    /// Messages that the network, or this machine, did not take.
    pub unsent: u64,
    /// Frames of other members.
    pub heard: u64,
    /// Datagrams that were not heard, by reason.
    pub refused: Vec<(&'static str, u64)>,
    /// How often a member that was heard was heard no more.
    pub suspected: u64,
    /// How often the library below ended and was started again.
    pub restarts: u64,
}

/// The same, while it is counted.
#[derive(Default)]
pub struct Counters {
    pub sent: AtomicU64,
    pub unsent: AtomicU64,
    pub heard: AtomicU64,
    pub suspected: AtomicU64,
    pub restarts: AtomicU64,
    refused: [AtomicU64; Refused::ALL.len()],
    told: Mutex<HashSet<(Refused, IpAddr)>>,
}

impl Counters {
    pub fn refuse(&self, why: Refused) {
        if let Some((_, count)) = Refused::ALL.iter().zip(&self.refused).find(|(reason, _)| **reason == why) {
            count.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Whether this is to be told: it was not before.
    pub fn is_first(&self, why: Refused, from: IpAddr) -> bool {
        let mut told = self.told.lock();
        told.len() < TOLD_LEN_MAX && told.insert((why, from))
    }

    pub fn read(&self) -> Counts {
        let total = |count: &AtomicU64| count.load(Ordering::Relaxed);
        Counts {
            sent: total(&self.sent),
            unsent: total(&self.unsent),
            heard: total(&self.heard),
            refused: Refused::ALL.iter().zip(&self.refused).map(|(why, count)| (why.label(), total(count))).collect(),
            suspected: total(&self.suspected),
            restarts: total(&self.restarts),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_is_told_once_per_address_and_not_to_everybody() {
        let counts = Counters::default();
        let address = |n: u8| IpAddr::from([192, 0, 2, n]);
        assert!(counts.is_first(Refused::Key, address(1)));
        assert!(!counts.is_first(Refused::Key, address(1)));
        assert!(counts.is_first(Refused::Clock, address(1)));
        let told = (0..=255).filter(|n| counts.is_first(Refused::Forged, address(*n))).count();
        assert_eq!(told, TOLD_LEN_MAX - 2);
    }

    #[test]
    fn each_reason_has_a_count_of_its_own() {
        let counts = Counters::default();
        Refused::ALL.iter().zip(1..).for_each(|(why, times)| (0..times).for_each(|_| counts.refuse(*why)));
        let read: Vec<u64> = counts.read().refused.into_iter().map(|(_, count)| count).collect();
        assert_eq!(read, (1..=10).collect::<Vec<_>>());
    }
}
