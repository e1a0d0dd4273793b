//! The one cache type: bounded, explicitly invalidated, and safe against the slow reader that would put an old value
//! back after an invalidation.

use std::collections::HashMap;
use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hash};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use parking_lot::Mutex;
use tokio::time::Instant;

const SHARDS: usize = 64;

/// Until when caches may be trusted. Whoever knows how far the log goes sets it; without a cluster it is always.
#[derive(Debug)]
pub struct Trusted {
    /// Milliseconds since `began`.
    until_ms: Arc<AtomicU64>,
    began: Instant,
}

impl Trusted {
    pub fn new(until_ms: Arc<AtomicU64>, began: Instant) -> Self {
        Self { until_ms, began }
    }

    /// For a node that is alone.
    pub fn always() -> Self {
        Self::new(Arc::new(AtomicU64::new(u64::MAX)), Instant::now())
    }

    pub fn now(&self) -> bool {
        let until_ms = self.until_ms.load(Ordering::Acquire);
        until_ms == u64::MAX || self.began.elapsed().as_millis() < u128::from(until_ms)
    }
}

/// Proof of when a read began. An insert with a ticket from before an invalidation is refused.
#[derive(Clone, Copy, Debug)]
pub struct Ticket {
    shard: usize,
    epoch: u64,
}

struct Shard<K, V> {
    epoch: u64,
    /// Newer half. When full it becomes the older half, whose entries go unless they are read again.
    young: HashMap<K, Arc<V>>,
    old: HashMap<K, Arc<V>>,
}

/// Reads that the cache answered and could not answer, calls that made entries old, and values that were read while they
/// became old.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CacheCounts {
    pub hits: u64,
    pub misses: u64,
    pub invalidations: u64,
    pub late: u64,
}

/// A map from `K` to shared `V`, with about `capacity` entries at most.
pub struct Cache<K, V> {
    shards: Vec<Mutex<Shard<K, V>>>,
    hasher: RandomState,
    half: usize,
    trusted: Arc<Trusted>,
    hits: AtomicU64,
    misses: AtomicU64,
    invalidations: AtomicU64,
    late: AtomicU64,
}

impl<K: Hash + Eq + Clone, V> Cache<K, V> {
    pub fn new(capacity: usize, trusted: Arc<Trusted>) -> Self {
        let shard = || Mutex::new(Shard { epoch: 0, young: HashMap::new(), old: HashMap::new() });
        Self {
            shards: (0..SHARDS).map(|_| shard()).collect(),
            hasher: RandomState::new(),
            half: (capacity / SHARDS / 2).max(1),
            trusted,
            hits: AtomicU64::new(0),
            misses: AtomicU64::new(0),
            invalidations: AtomicU64::new(0),
            late: AtomicU64::new(0),
        }
    }

    fn index(&self, key: &K) -> usize {
        usize::try_from(self.hasher.hash_one(key) % SHARDS as u64).unwrap_or(0)
    }

    fn shard(&self, index: usize) -> &Mutex<Shard<K, V>> {
        self.shards.get(index).expect("an index is always taken modulo the number of shards")
    }

    /// What is cached, while caches may be trusted.
    pub fn get(&self, key: &K) -> Option<Arc<V>> {
        if !self.trusted.now() {
            self.misses.fetch_add(1, Ordering::Relaxed);
            return None;
        }
        let mut shard = self.shard(self.index(key)).lock();
        let found = match shard.young.get(key) {
            Some(value) => Some(value.clone()),
            None => shard.old.remove(key).inspect(|value| {
                shard.young.insert(key.clone(), value.clone());
            }),
        };
        drop(shard);
        let counter = if found.is_some() { &self.hits } else { &self.misses };
        counter.fetch_add(1, Ordering::Relaxed);
        found
    }

    /// To be taken before the database is read.
    pub fn ticket(&self, key: &K) -> Ticket {
        let shard = self.index(key);
        Ticket { shard, epoch: self.shard(shard).lock().epoch }
    }

    /// Keeps what was read, unless the key's shard was invalidated since the ticket.
    pub fn insert(&self, ticket: Ticket, key: K, value: Arc<V>) {
        let mut shard = self.shard(ticket.shard).lock();
        if shard.epoch != ticket.epoch {
            self.late.fetch_add(1, Ordering::Relaxed);
            return;
        }
        if shard.young.len() >= self.half {
            shard.old = std::mem::take(&mut shard.young);
        }
        shard.young.insert(key, value);
    }

    pub fn invalidate(&self, key: &K) {
        self.invalidations.fetch_add(1, Ordering::Relaxed);
        let mut shard = self.shard(self.index(key)).lock();
        shard.epoch += 1;
        shard.young.remove(key);
        shard.old.remove(key);
    }

    /// Removes whatever `keep` refuses. A scan: for rare events only.
    pub fn retain(&self, mut keep: impl FnMut(&K, &V) -> bool) {
        self.invalidations.fetch_add(1, Ordering::Relaxed);
        for shard in &self.shards {
            let mut shard = shard.lock();
            shard.epoch += 1;
            shard.young.retain(|k, v| keep(k, v));
            shard.old.retain(|k, v| keep(k, v));
        }
    }

    pub fn clear(&self) {
        self.retain(|_, _| false);
    }

    /// What happened since the start.
    pub fn counts(&self) -> CacheCounts {
        let [hits, misses, invalidations, late] =
            [&self.hits, &self.misses, &self.invalidations, &self.late].map(|counter| counter.load(Ordering::Relaxed));
        CacheCounts { hits, misses, invalidations, late }
    }

    /// The cached value, or what `load` reads, kept when it is `Some`.
    pub async fn get_or_load<E>(
        &self,
        key: &K,
        load: impl AsyncFnOnce() -> Result<Option<V>, E>,
    ) -> Result<Option<Arc<V>>, E> {
        if let Some(value) = self.get(key) {
            return Ok(Some(value));
        }
        let ticket = self.ticket(key);
        let Some(value) = load().await? else { return Ok(None) };
        let value = Arc::new(value);
        self.insert(ticket, key.clone(), value.clone());
        Ok(Some(value))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_cached_is_told_only_while_it_may_be_trusted() {
        let until_ms = Arc::new(AtomicU64::new(0));
        let trusted = Trusted::new(until_ms.clone(), Instant::now());
        let cache: Cache<u32, u32> = Cache::new(100, Arc::new(trusted));
        cache.insert(cache.ticket(&1), 1, Arc::new(2));
        assert_eq!(cache.get(&1), None);
        until_ms.store(u64::MAX - 1, Ordering::Release);
        assert_eq!(cache.get(&1).as_deref(), Some(&2));
    }

    #[test]
    fn a_read_that_began_before_an_invalidation_is_not_kept() {
        let cache: Cache<u32, &str> = Cache::new(1000, Arc::new(Trusted::always()));
        let ticket = cache.ticket(&1);
        cache.invalidate(&1);
        cache.insert(ticket, 1, Arc::new("old"));
        assert!(cache.get(&1).is_none());
        assert_eq!(cache.counts().late, 1);
        cache.insert(cache.ticket(&1), 1, Arc::new("new"));
        assert_eq!(*cache.get(&1).unwrap(), "new");
    }

    #[test]
    fn it_stays_within_its_capacity_and_keeps_what_is_read() {
        let cache: Cache<u32, u32> = Cache::new(640, Arc::new(Trusted::always()));
        for n in 0..10_000 {
            cache.insert(cache.ticket(&n), n, Arc::new(n));
            cache.get(&0);
        }
        let kept = (0..10_000).filter(|n| cache.get(n).is_some()).count();
        assert!(kept <= 640, "{kept} entries");
        assert!(cache.get(&0).is_some());
    }

    #[test]
    fn clear_and_retain_refuse_older_tickets() {
        let cache: Cache<u32, u32> = Cache::new(100, Arc::new(Trusted::always()));
        let ticket = cache.ticket(&7);
        cache.clear();
        cache.insert(ticket, 7, Arc::new(7));
        assert!(cache.get(&7).is_none());
    }

    /// What may happen around one key: every call holds the lock of its shard for all that it does, so orders of whole
    /// calls are all orders that there are.
    #[derive(Clone, Debug)]
    enum Step {
        /// A reader takes its ticket and then sees what the database has.
        Read(usize),
        /// It hands in what it saw.
        Keep(usize),
        /// The database has something newer.
        Write,
        /// This node hears of everything that was written.
        Hear,
        /// The other key of the shard, or all keys, become old.
        Other(bool),
    }

    fn steps() -> impl Strategy<Value = Vec<Step>> {
        let step = prop_oneof![
            4 => (0usize..4).prop_map(Step::Read),
            4 => (0usize..4).prop_map(Step::Keep),
            3 => Just(Step::Write),
            3 => Just(Step::Hear),
            1 => any::<bool>().prop_map(Step::Other),
        ];
        prop::collection::vec(step, 1..60)
    }

    proptest! {
        #[test]
        fn nothing_is_told_that_is_older_than_what_the_node_has_heard(steps in steps()) {
            let cache: Cache<u32, u64> = Cache::new(100, Arc::new(Trusted::always()));
            let (mut written, mut heard, mut readers) = (0_u64, 0_u64, [None; 4]);
            for step in steps {
                match step {
                    Step::Read(reader) => readers[reader] = Some((cache.ticket(&1), written)),
                    Step::Keep(reader) => {
                        if let Some((ticket, seen)) = readers[reader].take() {
                            cache.insert(ticket, 1, Arc::new(seen));
                        }
                    }
                    Step::Write => written += 1,
                    Step::Hear => {
                        cache.invalidate(&1);
                        heard = written;
                    }
                    Step::Other(all) => if all { cache.clear() } else { cache.invalidate(&2) },
                }
                let told = cache.get(&1);
                prop_assert!(told.as_deref().is_none_or(|told| *told >= heard), "{told:?}, and {heard} was heard of");
            }
        }
    }
}
