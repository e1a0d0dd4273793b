//! The fast way between nodes: copies of records of the numbered log, and what is in no log (typing, presence).
//!
//! Every node opens one connection to every other and sends on it; what comes back are answers. The bus may lose
//! anything: records are in PostgreSQL, and a live stream begins with a snapshot. Transport, encryption, flow control and
//! keep-alive are gRPC's; see `docs/CLUSTER.md`.

mod link;
mod peers;
mod queue;
mod service;
#[cfg(test)]
mod tests;
mod trust;
pub mod wire;

use std::collections::HashMap;
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::time::Duration;

use bytes::Bytes;
use link::Link;
use parking_lot::Mutex;
use peers::Peers;
pub use peers::{PATIENCE_MS, TERM_MS};
use service::Service;
use tokio::sync::{Notify, mpsc, watch};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
pub use trust::{Trust, TrustError};

/// Bytes of one record that goes over the bus at most; larger ones are read from PostgreSQL.
pub const RECORD_BYTES_MAX: usize = 16 * 1024 * 1024;

/// Bytes of one frame that is read at most.
const FRAME_BYTES_MAX: usize = 32 * 1024 * 1024;

/// Between two questions to a peer.
const PING: Duration = Duration::from_millis(200);

/// Who this node is on the bus.
pub struct Options {
    pub member: i64,
    pub cluster_name: String,
    pub trust: Trust,
    /// How far this node has applied the log.
    pub applied: watch::Receiver<i64>,
    /// What [`Bus::now_ms`] counts from.
    pub began: Instant,
    /// Kept by the bus: until when caches may be trusted, by [`Bus::now_ms`]; 0: not now.
    pub trusted_until_ms: Arc<AtomicU64>,
    pub snapshot: Snapshot,
    pub answered: Answered,
}

/// Told of each question that a peer has answered, and after how long.
pub type Answered = Arc<dyn Fn(Duration) + Send + Sync>;

/// What this node has said to its peers since the start.
#[derive(Debug, Default)]
pub struct Said {
    /// Questions how far they are.
    pub pings: AtomicU64,
    /// Copies of records of the log.
    pub records: AtomicU64,
    /// What is in no log, such as presence.
    pub messages: AtomicU64,
    /// What all of it went in.
    pub frames: AtomicU64,
    /// Of all frames, before they are encrypted.
    pub bytes: AtomicU64,
}

impl Said {
    fn frame(&self, frame: &impl prost::Message) {
        self.frames.fetch_add(1, Ordering::Relaxed);
        self.bytes.fetch_add(frame.encoded_len() as u64, Ordering::Relaxed);
    }
}

/// Makes what a live stream begins with. It calls what it is given at the moment from which on messages must follow.
pub type Snapshot = Arc<dyn Fn(&mut dyn FnMut()) -> Bytes + Send + Sync>;

/// What arrives.
pub struct Inbox {
    /// Copies of records; while there is no room the peer waits.
    pub records: mpsc::Sender<(i64, Bytes)>,
    pub live: mpsc::Sender<Heard>,
}

/// Something from the live stream of a member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Heard {
    /// A stream of this member begins, with its snapshot: what it said before is void.
    Began {
        from: i64,
        snapshot: Bytes,
    },
    Message {
        from: i64,
        message: Bytes,
    },
    /// The stream broke off.
    Ended {
        from: i64,
    },
}

/// Another member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Peer {
    pub id: i64,
    /// Host and port of its bus.
    pub address: String,
}

/// The bus could not be started.
#[derive(Debug, thiserror::Error)]
pub enum BusError {
    #[error("the bus could not be started: {0}")]
    Transport(#[from] tonic::transport::Error),
    #[error("the bus could not be started: {0}")]
    Listener(#[from] std::io::Error),
}

/// The bus of this node. Cheap to clone.
#[derive(Clone)]
pub struct Bus(Arc<Shared>);

struct Shared {
    /// Anew after the node joined anew.
    member: AtomicI64,
    cluster_name: String,
    trust: Trust,
    /// What is told to the others.
    applied: watch::Sender<i64>,
    snapshot: Snapshot,
    answered: Answered,
    said: Said,
    began: Instant,
    peers: Mutex<Peers>,
    links: Mutex<HashMap<i64, Arc<Link>>>,
    everywhere: watch::Sender<i64>,
    trusted_until_ms: Arc<AtomicU64>,
    /// The same, for those who wait for it.
    trusted: watch::Sender<u64>,
    /// A link broke: the log is to be read from PostgreSQL now.
    broke: Notify,
    inbox: Inbox,
    tasks: TaskTracker,
    stop: CancellationToken,
}

impl Bus {
    /// Listens until [`Bus::stop`], and knows no peers yet.
    pub fn start(options: Options, listener: TcpListener, inbox: Inbox, tasks: &TaskTracker) -> Result<Self, BusError> {
        listener.set_nonblocking(true)?;
        let listener = tokio::net::TcpListener::from_std(listener)?;
        let applied = *options.applied.borrow();
        options.trusted_until_ms.store(0, Ordering::Release);
        let shared = Arc::new(Shared {
            member: options.member.into(),
            cluster_name: options.cluster_name,
            trust: options.trust,
            applied: watch::Sender::new(applied),
            snapshot: options.snapshot,
            answered: options.answered,
            said: Said::default(),
            began: options.began,
            peers: Mutex::new(Peers::new(applied)),
            links: Mutex::default(),
            everywhere: watch::Sender::new(i64::MAX),
            trusted_until_ms: options.trusted_until_ms,
            trusted: watch::Sender::new(0),
            broke: Notify::new(),
            inbox,
            tasks: tasks.clone(),
            stop: CancellationToken::new(),
        });
        tasks.spawn(service::serve(Service::new(shared.clone()), listener)?);
        tasks.spawn(follow_applied(shared.clone(), options.applied));
        Ok(Self(shared))
    }

    /// The other members, by what PostgreSQL was asked at `asked_ms` (see [`Bus::now_ms`]). Links to who is new begin, to
    /// who is gone end.
    pub fn listed(&self, members: &[Peer], asked_ms: u64) {
        let ids: Vec<i64> = members.iter().map(|peer| peer.id).collect();
        self.0.with_peers(|peers, now_ms| peers.listed(&ids, asked_ms, now_ms));
        let mut links = self.0.links.lock();
        links.retain(|_, link| {
            let stays = members.contains(link.peer());
            if !stays {
                link.end();
            }
            stays
        });
        for peer in members {
            links.entry(peer.id).or_insert_with(|| Link::start(peer, &self.0));
        }
    }

    /// This node is another member now.
    pub fn renamed(&self, member: i64) {
        self.0.member.store(member, Ordering::Release);
        let mut links = self.0.links.lock();
        links.drain().for_each(|(_, link)| link.end());
    }

    /// PostgreSQL said at the question of `asked_ms` that the log goes up to `highest`.
    pub fn polled(&self, asked_ms: u64, highest: i64) {
        self.0.with_peers(|peers, _| peers.polled(asked_ms, highest));
    }

    /// Sends a copy of a record that this node has committed.
    pub fn record(&self, g: i64, body: &Bytes) {
        self.0.with_peers(|peers, _| peers.known(g));
        if body.len() > RECORD_BYTES_MAX {
            return;
        }
        for link in self.0.links.lock().values() {
            link.record(g, body.clone());
        }
    }

    /// Sends something that is in no log.
    pub fn live(&self, message: &Bytes) {
        self.live_to(message, &|_| true);
    }

    /// The same, to those members only of which `wants` is true.
    pub fn live_to(&self, message: &Bytes, wants: &dyn Fn(i64) -> bool) {
        // Asked without the lock: who answers may have one that others hold while they send.
        let mut members: Vec<i64> = self.0.links.lock().keys().copied().collect();
        members.retain(|member| wants(*member));
        let links = self.0.links.lock();
        for link in members.iter().filter_map(|member| links.get(member)) {
            link.live(message.clone());
        }
    }

    /// Everybody who is waited for has applied the log up to here; [`i64::MAX`]: nobody is.
    pub fn everywhere(&self) -> watch::Receiver<i64> {
        self.0.everywhere.subscribe()
    }

    /// Returns when caches may be trusted: every other node knows of this one then, and waits for it.
    pub async fn trusted(&self) {
        let mut trusted = self.0.trusted.subscribe();
        // It fails only when there is no bus any more.
        let _ = trusted.wait_for(|until_ms| *until_ms > self.now_ms()).await;
    }

    /// Somebody waited [`PATIENCE_MS`] for `g` in vain.
    pub fn give_up(&self, g: i64) {
        self.0.with_peers(|peers, now_ms| peers.give_up(g, now_ms));
    }

    /// Ends all links, and speaks to nobody any more.
    pub fn stop(&self) {
        self.0.stop.cancel();
    }

    /// Returns when the bus was stopped.
    pub async fn stopped(&self) {
        self.0.stop.cancelled().await;
    }

    /// This node answers nobody any more: nobody needs to wait for it.
    pub fn leave(&self) {
        self.0.applied.send_replace(i64::MAX);
    }

    /// Milliseconds by the bus's own clock.
    pub fn now_ms(&self) -> u64 {
        self.0.now_ms()
    }

    /// Members from which nothing was heard for so long.
    pub fn silent(&self, for_ms: u64) -> Vec<i64> {
        let now_ms = self.now_ms();
        self.0.peers.lock().silent(for_ms, now_ms)
    }

    /// Returns when a link has broken since the last call.
    pub async fn broke(&self) {
        self.0.broke.notified().await;
    }

    pub fn said(&self) -> &Said {
        &self.0.said
    }

    /// How long caches may be trusted without another proof.
    pub fn trusted_for(&self) -> Duration {
        let until_ms = self.0.trusted_until_ms.load(Ordering::Acquire);
        Duration::from_millis(until_ms.saturating_sub(self.0.now_ms()))
    }

    /// How many peers there are, and to how many of them a link stands.
    pub fn links(&self) -> (usize, usize) {
        let links = self.0.links.lock();
        (links.len(), links.values().filter(|link| link.is_up()).count())
    }
}

impl Shared {
    fn now_ms(&self) -> u64 {
        u64::try_from(self.began.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    fn member(&self) -> i64 {
        self.member.load(Ordering::Acquire)
    }

    /// Changes what is known of the peers, and tells those who wait for it.
    fn with_peers<T>(&self, change: impl FnOnce(&mut Peers, u64) -> T) -> T {
        let now_ms = self.now_ms();
        let mut peers = self.peers.lock();
        let value = change(&mut peers, now_ms);
        let (everywhere, trusted) = (peers.everywhere(now_ms), peers.trusted_until_ms());
        // Under the lock: an older answer must not come after a newer one.
        self.trusted_until_ms.store(trusted, Ordering::Release);
        self.trusted.send_if_modified(|known| std::mem::replace(known, trusted) != trusted);
        self.everywhere.send_if_modified(|known| std::mem::replace(known, everywhere) != everywhere);
        drop(peers);
        value
    }
}

async fn follow_applied(shared: Arc<Shared>, mut applied: watch::Receiver<i64>) {
    while let Some(Ok(())) = shared.stop.run_until_cancelled(applied.changed()).await {
        let now = *applied.borrow_and_update();
        shared.with_peers(|peers, _| peers.applied(now));
        shared.applied.send_if_modified(|told| {
            let news = *told < now;
            *told = now.max(*told);
            news
        });
    }
}
