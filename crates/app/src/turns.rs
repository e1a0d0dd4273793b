//! A few at a time: whatever has the same key waits for one another here, in the order in which it came.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Weak};
use std::time::Duration;

use parking_lot::Mutex;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

/// Who has a place, by key.
#[derive(Debug)]
pub struct Turns<K> {
    places: usize,
    keys: Mutex<HashMap<K, Weak<Semaphore>>>,
}

/// A place, free again when this is dropped.
#[derive(Debug)]
pub struct Turn {
    permit: Option<OwnedSemaphorePermit>,
}

impl Turn {
    /// Of somebody who goes without.
    pub const NONE: Self = Self { permit: None };

    /// Whether it is one; without, nobody waits for it.
    pub fn has_place(&self) -> bool {
        self.permit.is_some()
    }
}

impl<K: Eq + Hash> Turns<K> {
    /// With so many places for each key.
    pub fn new(places: usize) -> Self {
        Self { places, keys: Mutex::default() }
    }

    /// Waits for a place.
    pub async fn wait(&self, key: K) -> Turn {
        Turn { permit: self.of(key).acquire_owned().await.ok() }
    }

    /// Waits for a place for so long, and goes without then.
    pub async fn wait_at_most(&self, patience: Duration, key: K) -> Turn {
        timeout(patience, self.wait(key)).await.unwrap_or(Turn::NONE)
    }

    fn of(&self, key: K) -> Arc<Semaphore> {
        let mut keys = self.keys.lock();
        keys.retain(|_, places| places.strong_count() > 0);
        let known = keys.get(&key).and_then(Weak::upgrade);
        known.unwrap_or_else(|| {
            let places = Arc::new(Semaphore::new(self.places));
            keys.insert(key, Arc::downgrade(&places));
            places
        })
    }
}

#[cfg(test)]
mod tests {
    use futures_util::poll;

    use super::*;

    #[tokio::test]
    async fn a_key_has_a_few_places_and_others_have_theirs() {
        let turns = Turns::new(4);
        let mut held = Vec::new();
        for _ in 0..4 {
            held.push(turns.wait("a").await);
        }
        let mut next = Box::pin(turns.wait("a"));
        let mut after = Box::pin(turns.wait("a"));
        assert!(poll!(next.as_mut()).is_pending());
        assert!(poll!(after.as_mut()).is_pending());
        turns.wait("b").await;
        held.pop();
        held.push(next.await);
        assert!(poll!(after.as_mut()).is_pending(), "who came first");
        // Somebody who stops waiting takes no place.
        drop(after);
        held.pop();
        held.push(turns.wait("a").await);
        held.clear();
        turns.wait("c").await;
        assert_eq!(turns.keys.lock().len(), 1, "nobody is remembered whom nobody waits for");
    }

    #[tokio::test]
    async fn whoever_has_waited_long_enough_goes_without() {
        let turns = Turns::new(1);
        let held = turns.wait("a").await;
        let without = turns.wait_at_most(Duration::ZERO, "a").await;
        assert!(!without.has_place());
        drop(held);
        assert!(turns.wait_at_most(Duration::MAX, "a").await.has_place());
    }
}
