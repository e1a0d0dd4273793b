//! Reading from standbys of the primary without ever reading what is old.
//!
//! A node has applied the log up to some number, and everything that was answered before now is below it (while its caches
//! may be trusted). So a standby that has every row of the log up to that number has everything that the reader may expect.
//! The question whether it has travels ahead of the read, in the same flush; when the answer is no, the read's own answer
//! is thrown away. See `docs/adr/0009-reading-from-replicas.md`.

mod standby;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use deadpool_postgres::Pool;
use parking_lot::Mutex;
use standby::{Origin, Refused, Standby};
use tokio::sync::watch;
use tokio_postgres::Row;

use crate::connect::{PoolOptions, raw_pool};
use crate::db::Call;
use crate::{Db, StoreError, Trusted, log};

/// Up to which number a reader expects the log.
pub struct Expected {
    pub trusted: Arc<Trusted>,
    /// How far this node has applied the log.
    pub applied: watch::Receiver<i64>,
}

impl Expected {
    /// `None`: the node does not know what it missed.
    fn now(&self) -> Option<i64> {
        // In this order: what was answered before the node was still trusted is applied by then.
        if !self.trusted.now() {
            return None;
        }
        Some(*self.applied.borrow()).filter(|applied| *applied > 0)
    }
}

/// What became of reads that could have gone to a replica.
#[derive(Debug, Default)]
pub struct ReadCounts {
    pub replica: AtomicU64,
    /// Nobody knew whether this node had missed something.
    pub untrusted: AtomicU64,
    pub behind: AtomicU64,
    pub failed: AtomicU64,
    /// Every replica was left alone for a moment.
    pub resting: AtomicU64,
}

impl ReadCounts {
    /// Outcomes by name, for metrics.
    pub fn read(&self) -> [(&'static str, u64); 5] {
        [
            ("replica", &self.replica),
            ("untrusted", &self.untrusted),
            ("behind", &self.behind),
            ("failed", &self.failed),
            ("resting", &self.resting),
        ]
        .map(|(name, count)| (name, count.load(Ordering::Relaxed)))
    }
}

/// What a node knows of its replicas. One per node; each thread has pools of its own to them.
pub struct Replicas {
    expected: Expected,
    origin: Mutex<Option<Arc<Origin>>>,
    standbys: ByKind<Standby>,
    next: AtomicUsize,
    pub counts: ReadCounts,
}

/// Which replicas a read may go to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    General,
    Search,
}

/// Of each replica something. Without replicas for searches, searches go to the others.
struct ByKind<T> {
    general: Vec<T>,
    searches: Vec<T>,
}

impl<T> ByKind<T> {
    fn of(&self, kind: Kind) -> &[T] {
        match kind {
            Kind::Search if !self.searches.is_empty() => &self.searches,
            _ => &self.general,
        }
    }
}

impl Replicas {
    /// `template` has the limits; the data sources are those of `DataSourceReplicas` and `DataSourceSearchReplicas`. `None`
    /// when there is neither.
    pub fn new(template: &PoolOptions, general: &[String], searches: &[String], expected: Expected) -> Option<Self> {
        let standby = |dsn: &String| Standby::new(template.for_replica(dsn));
        let named = |list: &[String]| list.iter().filter(|dsn| !dsn.is_empty()).map(standby).collect::<Vec<_>>();
        let standbys = ByKind { general: named(general), searches: named(searches) };
        if standbys.general.is_empty() && standbys.searches.is_empty() {
            return None;
        }
        let (origin, next, counts) = (Mutex::new(None), AtomicUsize::new(0), ReadCounts::default());
        Some(Self { expected, origin, standbys, next, counts })
    }

    /// Nobody reads from a replica until [`Replicas::follow`].
    pub fn leave(&self) {
        *self.origin.lock() = None;
    }

    /// From now on only replicas that follow this timeline of the primary count. Says on the primary what it is.
    pub async fn follow(&self, primary: &Db, timeline: &str) -> Result<(), StoreError> {
        if self.origin.lock().as_ref().is_some_and(|origin| origin.timeline == timeline) {
            return Ok(());
        }
        self.leave();
        log::timeline_notice(primary, timeline).await?;
        let system = log::system(primary).await?;
        *self.origin.lock() = Some(Arc::new(Origin { system, timeline: timeline.to_owned() }));
        Ok(())
    }
}

/// The pools of one thread to the replicas of its node.
pub struct ReplicaPools {
    shared: Arc<Replicas>,
    pools: ByKind<Pool>,
}

impl ReplicaPools {
    /// Opens nothing yet. The connections belong to the runtime that first asks.
    pub fn new(shared: Arc<Replicas>) -> Result<Self, StoreError> {
        let pools =
            |standbys: &[Standby]| standbys.iter().map(|one| raw_pool(&one.options)).collect::<Result<Vec<_>, _>>();
        let standbys = &shared.standbys;
        let pools = ByKind { general: pools(&standbys.general)?, searches: pools(&standbys.searches)? };
        Ok(Self { shared, pools })
    }

    /// Connections to replicas, and to those for searches.
    pub fn connections(&self) -> [usize; 2] {
        [&self.pools.general, &self.pools.searches].map(|pools| pools.iter().map(|pool| pool.status().size).sum())
    }
}

/// Where the reads of one request go: all to the same replica, so that a later one never sees less than an earlier one,
/// or from some moment on to the primary, which always has more.
pub(crate) struct Reading {
    pools: Arc<ReplicaPools>,
    kind: Kind,
    place: Mutex<Place>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Open,
    Replica(usize),
    Primary,
}

impl Reading {
    pub(crate) fn new(pools: Arc<ReplicaPools>, kind: Kind) -> Self {
        Self { pools, kind, place: Mutex::new(Place::Open) }
    }

    /// The same request, for reads of another kind.
    pub(crate) fn of_kind(&self, kind: Kind) -> Self {
        let place = *self.place.lock();
        let place = if place == Place::Primary { place } else { Place::Open };
        Self { pools: self.pools.clone(), kind, place: Mutex::new(place) }
    }

    /// From now on the primary is read: this request has written, or needs what is newest.
    pub(crate) fn stay_at_primary(&self) {
        *self.place.lock() = Place::Primary;
    }

    fn choose(&self) -> Option<usize> {
        let standbys = self.pools.shared.standbys.of(self.kind);
        match *self.place.lock() {
            Place::Primary => return None,
            Place::Replica(index) => return Some(index),
            Place::Open => {}
        }
        let first = self.pools.shared.next.fetch_add(1, Ordering::Relaxed);
        let chosen = (0..standbys.len())
            .map(|n| first.wrapping_add(n) % standbys.len())
            .find(|index| standbys.get(*index).is_some_and(Standby::take));
        if chosen.is_none() {
            self.pools.shared.counts.resting.fetch_add(1, Ordering::Relaxed);
        }
        chosen
    }

    /// The answers of a replica that has everything that the reader may expect. `None`: the primary has to be asked.
    pub(crate) async fn read(&self, calls: &[Call<'_>]) -> Option<Vec<Vec<Row>>> {
        let answers = self.try_read(calls).await;
        if answers.is_none() {
            self.stay_at_primary();
        }
        answers
    }

    async fn try_read(&self, calls: &[Call<'_>]) -> Option<Vec<Vec<Row>>> {
        let shared = &self.pools.shared;
        let index = self.choose()?;
        let (standby, pool) = (shared.standbys.of(self.kind).get(index)?, self.pools.pools.of(self.kind).get(index)?);
        let origin = shared.origin.lock().clone();
        let Some((expected, origin)) = shared.expected.now().zip(origin) else {
            shared.counts.untrusted.fetch_add(1, Ordering::Relaxed);
            return None;
        };
        let refused = match standby.read(pool, &origin, expected, calls).await {
            Ok(answers) => {
                *self.place.lock() = Place::Replica(index);
                shared.counts.replica.fetch_add(1, Ordering::Relaxed);
                return Some(answers);
            }
            Err(refused) => refused,
        };
        let count = match refused {
            Refused::Behind => {
                standby.rest(false);
                &shared.counts.behind
            }
            Refused::Failed(error) => {
                if standby.rest(true) {
                    tracing::warn!(%error, replica = index, kind = ?self.kind, "a replica is not read");
                }
                &shared.counts.failed
            }
            Refused::Read(error) => {
                tracing::debug!(%error, replica = index, "a replica could not answer");
                &shared.counts.failed
            }
        };
        count.fetch_add(1, Ordering::Relaxed);
        None
    }
}
