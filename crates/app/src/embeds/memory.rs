//! What a node knows of addresses: bounded by bytes, since entries are of any size. Nothing in it gets old: what an address
//! led to in an hour stays what it was.

use std::collections::HashMap;
use std::sync::{Arc, Weak};

use parking_lot::Mutex;
use roost_model::link::{Linked, OpenGraph};
use tokio::sync::{OnceCell, Semaphore};

/// Of all entries together.
const BYTES_MAX: usize = 16 * 1024 * 1024;
/// What an entry takes besides its texts.
const ENTRY_BYTES: usize = 400;

/// Addresses that are being fetched at once. Each may hold as much as is read of an address.
const FETCHES_MAX: usize = 16;

/// An address and the start of an hour in Unix milliseconds.
pub type Key = (String, i64);

type Flight = OnceCell<Arc<Linked>>;

/// Shared by all requests of a node.
pub struct Links {
    memory: Mutex<Memory>,
    /// Those that are being fetched: whoever wants the same waits for it.
    flights: Mutex<HashMap<Key, Weak<Flight>>>,
    pub(super) fetches: Semaphore,
}

impl Default for Links {
    fn default() -> Self {
        Self { memory: Mutex::default(), flights: Mutex::default(), fetches: Semaphore::new(FETCHES_MAX) }
    }
}

impl Links {
    pub(super) fn get(&self, key: &Key) -> Option<Arc<Linked>> {
        self.memory.lock().get(key, BYTES_MAX)
    }

    pub(super) fn insert(&self, key: Key, linked: Arc<Linked>) {
        self.memory.lock().insert(key, linked, BYTES_MAX);
    }

    /// What `fetch` gives, which runs once for all who want the same at a time. When who runs it goes away, the next does.
    pub(super) async fn once(&self, key: &Key, fetch: impl Future<Output = Arc<Linked>>) -> Arc<Linked> {
        let flight = self.flight(key);
        let linked = flight.get_or_init(|| fetch).await.clone();
        self.flights
            .lock()
            .retain(|_, other| other.strong_count() > 0 && !std::ptr::eq(other.as_ptr(), &raw const *flight));
        linked
    }

    fn flight(&self, key: &Key) -> Arc<Flight> {
        let mut flights = self.flights.lock();
        let known = flights.get(key).and_then(Weak::upgrade);
        known.unwrap_or_else(|| {
            let flight = Arc::new(Flight::new());
            flights.insert(key.clone(), Arc::downgrade(&flight));
            flight
        })
    }
}

/// Two halves: when the newer is full it becomes the older, of which only stays what is read again.
#[derive(Default)]
struct Memory {
    young: HashMap<Key, Arc<Linked>>,
    young_bytes: usize,
    old: HashMap<Key, Arc<Linked>>,
}

impl Memory {
    fn get(&mut self, key: &Key, bytes_max: usize) -> Option<Arc<Linked>> {
        if let Some(linked) = self.young.get(key) {
            return Some(linked.clone());
        }
        let linked = self.old.remove(key)?;
        self.insert(key.clone(), linked.clone(), bytes_max);
        Some(linked)
    }

    fn insert(&mut self, key: Key, linked: Arc<Linked>, bytes_max: usize) {
        let bytes = bytes_of(&key, &linked);
        if self.young_bytes + bytes > bytes_max / 2 {
            self.old = std::mem::take(&mut self.young);
            self.young_bytes = 0;
        }
        if self.young.insert(key, linked).is_none() {
            self.young_bytes += bytes;
        }
    }
}

fn bytes_of(key: &Key, linked: &Linked) -> usize {
    let page = |page: &OpenGraph| {
        let texts = [&page.kind, &page.url, &page.title, &page.description, &page.site_name];
        let images = page.images.iter().map(|i| ENTRY_BYTES + i.url.len() + i.secure_url.len() + i.kind.len());
        texts.iter().map(|text| text.len()).chain(images).sum()
    };
    let data: usize = if let Linked::Page(found) = linked { page(found) } else { 0 };
    ENTRY_BYTES + key.0.len() + data
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use futures_util::future::join_all;

    use super::*;

    fn key(n: usize) -> Key {
        (format!("http://a.example/{n}"), 0)
    }

    #[test]
    fn what_is_read_stays_and_the_rest_gives_way() {
        let mut memory = Memory::default();
        let bytes_max = 100 * ENTRY_BYTES;
        for n in 0..1_000 {
            memory.insert(key(n), Arc::default(), bytes_max);
            assert!(memory.get(&key(0), bytes_max).is_some(), "{n}");
            assert!(memory.young_bytes <= bytes_max / 2);
        }
        assert!(memory.get(&key(1), bytes_max).is_none());
        assert!(memory.get(&key(999), bytes_max).is_some());
        assert!(memory.young.len() + memory.old.len() < 100);
    }

    #[tokio::test]
    async fn many_who_want_the_same_fetch_it_once() {
        let (links, fetched) = (Links::default(), AtomicUsize::new(0));
        let fetch = || async {
            tokio::task::yield_now().await;
            fetched.fetch_add(1, Ordering::Relaxed);
            Arc::new(Linked::Nothing)
        };
        let key = key(1);
        let all: Vec<_> = (0..50).map(|_| links.once(&key, fetch())).collect();
        assert_eq!(join_all(all).await.len(), 50);
        assert_eq!(fetched.load(Ordering::Relaxed), 1);
        assert!(links.flights.lock().is_empty());
    }

    #[tokio::test]
    async fn who_goes_away_leaves_the_fetching_to_the_next() {
        let (links, key) = (Links::default(), key(1));
        let mut first = Box::pin(links.once(&key, std::future::pending()));
        let mut second = Box::pin(links.once(&key, async { Arc::new(Linked::Nothing) }));
        assert!(futures_util::poll!(first.as_mut()).is_pending());
        assert!(futures_util::poll!(second.as_mut()).is_pending());
        drop(first);
        assert_eq!(*second.await, Linked::Nothing);
    }
}
