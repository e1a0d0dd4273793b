//! Few fetches at a time from one host: a message with many addresses, or many messages, are no reason to crowd it, and a host
//! that does not answer holds up what is fetched from others as little as may be.

use std::collections::HashMap;
use std::sync::{Arc, Weak};

use parking_lot::Mutex;
use reqwest::Url;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

const PER_HOST_MAX: usize = 4;

/// Which hosts are being fetched from.
#[derive(Debug, Default)]
pub(super) struct Turns(Mutex<HashMap<String, Weak<Semaphore>>>);

/// A place among those who fetch from a host, free again when it is dropped.
#[derive(Debug)]
pub struct Turn {
    _permit: Option<OwnedSemaphorePermit>,
}

impl Turns {
    /// Waits for a place at the host of an address. One that names no host is refused elsewhere.
    pub(super) async fn wait(&self, address: &str) -> Turn {
        let host = Url::parse(address).ok().and_then(|url| url.host_str().map(str::to_ascii_lowercase));
        let Some(host) = host else { return Turn { _permit: None } };
        let permit = self.of(host).acquire_owned().await;
        Turn { _permit: permit.ok() }
    }

    fn of(&self, host: String) -> Arc<Semaphore> {
        let mut hosts = self.0.lock();
        hosts.retain(|_, places| places.strong_count() > 0);
        let known = hosts.get(&host).and_then(Weak::upgrade);
        known.unwrap_or_else(|| {
            let places = Arc::new(Semaphore::new(PER_HOST_MAX));
            hosts.insert(host, Arc::downgrade(&places));
            places
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_host_is_asked_a_few_times_at_once_and_others_beside_it() {
        let turns = Turns::default();
        let mut held = Vec::new();
        for n in 0..PER_HOST_MAX {
            held.push(turns.wait(&format!("https://A.example/{n}")).await);
        }
        let mut next = Box::pin(turns.wait("http://a.example:8080/"));
        assert!(futures_util::poll!(next.as_mut()).is_pending());
        turns.wait("https://b.example/").await;
        turns.wait("nowhere").await;
        held.pop();
        next.await;
        held.clear();
        turns.wait("https://c.example/").await;
        assert_eq!(turns.0.lock().len(), 1, "nobody is remembered whom nobody asks");
    }
}
