//! Gossip: members hear of one another within a second whether they live, and a few facts that are good to know.
//!
//! It decides nothing. Who belongs is in PostgreSQL, and gossip hears those only; a member that gossip does not hear is
//! suspected, and looked at sooner. Everything works without it. The library below it, chitchat, neither seals nor proves
//! what it sends, and is not to be seen outside of this module: frames (`frame`) do that. See
//! `docs/adr/0007-gossip.md`.

mod counts;
mod facts;
mod frame;
#[cfg(test)]
mod frame_tests;
mod keys;
mod run;
mod socket;
mod standing;
mod suspicion;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, HashMap};
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use counts::Counters;
pub use counts::Counts;
pub use facts::Facts;
pub use frame::SKEW_MS_MAX;
use frame::{ClusterTag, Head, Opener, Refused, Sealer, cluster_tag};
pub use keys::{KEYS_LEN_MAX, KeyError, KeyRing, rings_agree};
use parking_lot::{Mutex, RwLock};
pub use standing::{Misfit, Standing, misfit};
pub use suspicion::State;
use tokio::net::UdpSocket;
use tokio::sync::{Notify, watch};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// How often a node speaks, and how long another may be silent.
#[derive(Clone, Copy, Debug)]
pub struct Timings {
    /// Between two rounds, in each of which a node speaks to three others.
    pub round: Duration,
    /// A member is suspected no sooner than after this much silence.
    pub silence: Duration,
}

impl Default for Timings {
    /// A death is noticed within two seconds: silence, a round, and a look.
    fn default() -> Self {
        Self { round: Duration::from_millis(250), silence: Duration::from_millis(1_500) }
    }
}

/// Fills with random bytes.
pub type Fill = Arc<dyn Fn(&mut [u8]) + Send + Sync>;

/// Who this node is in gossip.
pub struct Options {
    pub member: i64,
    pub cluster_name: String,
    pub keys: KeyRing,
    pub facts: Facts,
    pub timings: Timings,
    /// Milliseconds of Unix time.
    pub now_ms: Arc<dyn Fn() -> i64 + Send + Sync>,
    pub fill: Fill,
}

/// Another member, by PostgreSQL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Peer {
    pub id: i64,
    /// Host and port where it hears gossip.
    pub address: String,
}

/// What gossip knows of another member.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    pub state: State,
    /// What it told of itself, while it is alive.
    pub facts: Option<Facts>,
    /// How much its clock was ahead of ours when it was last heard, the time under way taken off.
    pub skew_ms: Option<i64>,
}

/// Every other member, by its id.
pub type View = BTreeMap<i64, Seen>;

/// Gossip of this node. Cheap to clone.
#[derive(Clone)]
pub struct Gossip(Arc<Shared>);

/// What the parts of this module share.
pub struct Shared {
    /// Anew after the node joined anew.
    member: AtomicI64,
    cluster_name: String,
    cluster: ClusterTag,
    network: UdpSocket,
    keys: RwLock<KeyRing>,
    sealer: Mutex<Sealer>,
    peers: Mutex<HashMap<i64, Other>>,
    facts: watch::Sender<Facts>,
    view: watch::Sender<Arc<View>>,
    timings: Timings,
    counts: Counters,
    now_ms: Arc<dyn Fn() -> i64 + Send + Sync>,
    fill: Fill,
    /// There are peers whose address is not known.
    unresolved: Notify,
    /// This node is another member.
    renamed: Notify,
    stop: CancellationToken,
}

/// Another member, as it is kept.
#[derive(Default)]
struct Other {
    address: String,
    resolved: Option<SocketAddr>,
    opener: Opener,
    heard: Option<Instant>,
    skew_ms: Option<i64>,
    state: State,
}

impl Gossip {
    /// Begins to gossip on `socket` until [`Gossip::stop`], and knows nobody yet.
    pub fn start(options: Options, socket: std::net::UdpSocket, tasks: &TaskTracker) -> io::Result<Self> {
        socket.set_nonblocking(true)?;
        let cluster = cluster_tag(&options.cluster_name);
        let shared = Arc::new(Shared {
            member: options.member.into(),
            cluster,
            cluster_name: options.cluster_name,
            network: UdpSocket::from_std(socket)?,
            keys: RwLock::new(options.keys),
            sealer: Mutex::new(sealer(cluster, options.member, &options.fill)),
            peers: Mutex::default(),
            facts: watch::Sender::new(options.facts),
            view: watch::Sender::default(),
            timings: options.timings,
            counts: Counters::default(),
            now_ms: options.now_ms,
            fill: options.fill,
            unresolved: Notify::new(),
            renamed: Notify::new(),
            stop: CancellationToken::new(),
        });
        tasks.spawn(run::run(shared.clone()));
        tasks.spawn(run::resolve(shared.clone()));
        Ok(Self(shared))
    }

    /// The other members, by PostgreSQL: these are heard and spoken to, and nobody else.
    pub fn listed(&self, members: &[Peer]) {
        let mut peers = self.0.peers.lock();
        peers.retain(|id, _| members.iter().any(|member| member.id == *id));
        for member in members {
            let peer = peers.entry(member.id).or_default();
            if peer.address != member.address {
                peer.address.clone_from(&member.address);
                peer.resolved = member.address.parse().ok();
                if peer.resolved.is_none() {
                    self.0.unresolved.notify_one();
                }
            }
        }
    }

    /// This node is another member now.
    pub fn renamed(&self, member: i64) {
        self.0.member.store(member, Ordering::Release);
        *self.0.sealer.lock() = sealer(self.0.cluster, member, &self.0.fill);
        self.0.renamed.notify_one();
    }

    /// What is to be told of this node from now on.
    pub fn tell(&self, facts: Facts) {
        self.0.facts.send_if_modified(|told| {
            let news = *told != facts;
            *told = facts;
            news
        });
    }

    /// Seals and opens with other keys from now on.
    pub fn rekey(&self, keys: KeyRing) {
        *self.0.keys.write() = keys;
    }

    /// The ids of the keys, the one that seals first.
    pub fn key_ids(&self) -> Vec<String> {
        self.0.keys.read().ids()
    }

    /// What is known of the others.
    pub fn view(&self) -> Arc<View> {
        self.0.view.borrow().clone()
    }

    /// The same, for those who wait for a change.
    pub fn views(&self) -> watch::Receiver<Arc<View>> {
        self.0.view.subscribe()
    }

    /// Members that were heard and are not any more.
    pub fn suspects(&self) -> Vec<i64> {
        self.view().iter().filter(|(_, seen)| seen.state == State::Suspect).map(|(id, _)| *id).collect()
    }

    /// What was sent, heard and refused since the start.
    pub fn counts(&self) -> Counts {
        self.0.counts.read()
    }

    /// Speaks to nobody any more.
    pub fn stop(&self) {
        self.0.stop.cancel();
    }
}

fn sealer(cluster: ClusterTag, member: i64, fill: &Fill) -> Sealer {
    let mut session = [0; 16];
    fill(&mut session);
    Sealer::new(cluster, member, session)
}

impl Shared {
    fn member(&self) -> i64 {
        self.member.load(Ordering::Acquire)
    }

    fn address_of(&self, member: i64) -> Option<SocketAddr> {
        self.peers.lock().get(&member)?.resolved
    }

    fn seal(&self, addressee: i64, payload: &[u8]) -> Result<Vec<u8>, Refused> {
        self.sealer.lock().seal(&self.keys.read(), addressee, payload, (self.now_ms)())
    }

    /// Sender and payload of a frame that is for this node.
    fn open(&self, frame: &[u8]) -> Result<(i64, Vec<u8>), Refused> {
        let (head, sealed) = Head::read(frame)?;
        if head.cluster != self.cluster {
            return Err(Refused::Cluster);
        }
        let keys = self.keys.read();
        if !keys.holds(head.key) {
            return Err(Refused::Key);
        }
        if head.addressee != self.member() {
            return Err(Refused::Addressee);
        }
        let mut peers = self.peers.lock();
        let peer = peers.get_mut(&head.sender).ok_or(Refused::Stranger)?;
        let opened = peer.opener.open(&keys, &head, sealed, (self.now_ms)())?;
        peer.heard = Some(Instant::now());
        peer.skew_ms = Some(opened.skew_ms);
        Ok((head.sender, opened.payload))
    }

    /// One line for each reason and address, not for each frame.
    fn report(&self, refused: Refused, from: IpAddr) {
        if self.counts.is_first(refused, from) {
            tracing::warn!(%from, why = %refused, "refused gossip");
        }
    }
}
