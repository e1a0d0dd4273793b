//! The handle that the rest of the server holds.

use std::io;
use std::net::TcpStream;
use std::num::NonZero;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use bytes::Bytes;
use futures_util::future::join_all;
use roost_model::Id;
use roost_model::client_kind::ClientKind;
use tokio::sync::{mpsc, oneshot};

use crate::event::{Event, MembershipChange};
use crate::journal::{Journal, TakeOver};
use crate::limits::{SHARD_QUEUE_LEN_MAX, Timings};
use crate::port::{ClientActions, Identity};
use crate::prepared::{Change, Prepared, Target};
use crate::shard::{self, Arrival, Decided, Knock, Message, Shared, shard_of};
use crate::stats::{self, Stats};

/// How to run. Ids and times come from the caller.
#[derive(Clone)]
pub struct Options {
    /// Threads; 0: one per core.
    pub shards: usize,
    pub timings: Timings,
    /// A fresh random id.
    pub new_id: Arc<dyn Fn() -> Id + Send + Sync>,
    /// Unix time in ms.
    pub now_ms: Arc<dyn Fn() -> i64 + Send + Sync>,
    /// The version in the answer to `ping`.
    pub version: String,
    /// The version text in `hello`; it changes with the configuration.
    pub server_version: Arc<dyn Fn() -> String + Send + Sync>,
    pub server_hostname: String,
    /// Where there may be other nodes.
    pub journal: Option<Journal>,
}

/// A socket whose opening request was read and accepted, but not answered.
#[derive(Debug)]
pub struct Accepted {
    /// Non-blocking, and registered with no other runtime.
    pub socket: TcpStream,
    /// What was read after the head of the request.
    pub unread: Bytes,
    /// The whole 101 response; see [`crate::handshake_reply`].
    pub handshake_reply: Bytes,
    /// `None`: the client must send a challenge.
    pub identity: Option<Identity>,
    /// See [`Resume::from_query`]. Looked at only together with an identity.
    pub resume: Result<Option<Resume>, MalformedResume>,
    /// Query parameter `posted_ack`.
    pub posted_ack: bool,
    pub kind: ClientKind,
}

/// What a client that comes back says about its last connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Resume {
    pub connection_id: Id,
    /// The number of the next event that it expects.
    pub sequence_number: i64,
}

/// A resume request that cannot be read: answered with 101 and the end of the connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MalformedResume;

impl Resume {
    /// Reads the query parameters `connection_id` and `sequence_number`.
    pub fn from_query(
        connection_id: Option<&str>,
        sequence_number: Option<&str>,
    ) -> Result<Option<Self>, MalformedResume> {
        let Some(text) = connection_id.filter(|text| !text.is_empty()) else { return Ok(None) };
        let connection_id = Id::parse(text).ok_or(MalformedResume)?;
        let sequence_number = sequence_number.and_then(|text| text.parse().ok()).ok_or(MalformedResume)?;
        Ok(Some(Self { connection_id, sequence_number }))
    }
}

/// The hub has been shut down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Closed;

/// Present amounts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Open connections with a session.
    pub connections: u64,
    /// Open connections without one.
    pub unauthenticated: u64,
    /// Closed connections that can still be resumed.
    pub parked: u64,
}

/// All connections of this node. Cheap to clone. The threads end with [`Hub::shutdown`].
#[derive(Clone)]
pub struct Hub(Arc<Inner>);

struct Inner {
    shards: Vec<Handle>,
    stats: Arc<Stats>,
    journal: Option<Journal>,
    /// The last record that was handed to the shards.
    handed: Arc<AtomicU64>,
    /// Spreads the connections whose user is not known yet.
    turn: AtomicUsize,
}

struct Handle {
    mailbox: mpsc::Sender<Message>,
    shared: Arc<Shared>,
    /// The last record that this shard was given.
    given: AtomicU64,
}

impl Hub {
    /// Starts the shards. `actions` gets the hub, because what it builds usually sends events back.
    pub fn start(options: Options, actions: impl FnOnce(&Hub) -> Arc<dyn ClientActions>) -> io::Result<Self> {
        let cores = std::thread::available_parallelism().map_or(1, NonZero::get);
        let count = if options.shards == 0 { cores } else { options.shards };
        let (senders, receivers): (Vec<_>, Vec<_>) = (0..count).map(|_| mpsc::channel(SHARD_QUEUE_LEN_MAX)).unzip();
        let peers: Arc<[_]> = senders.iter().map(mpsc::Sender::downgrade).collect();
        let stats = Arc::new(Stats::default());
        let shards: Vec<Handle> = senders
            .into_iter()
            .map(|mailbox| Handle { mailbox, shared: Arc::default(), given: AtomicU64::new(0) })
            .collect();
        let journal = options.journal.clone();
        let hub = Self(Arc::new(Inner { shards, stats, journal, handed: Arc::default(), turn: AtomicUsize::new(0) }));
        let actions = actions(&hub);
        for (number, (handle, mailbox)) in hub.0.shards.iter().zip(receivers).enumerate() {
            let parts = shard::Parts {
                options: options.clone(),
                actions: Arc::clone(&actions),
                stats: Arc::clone(&hub.0.stats),
                shared: Arc::clone(&handle.shared),
                peers: Arc::clone(&peers),
                number,
                handed: Arc::clone(&hub.0.handed),
            };
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
            let name = format!("roost-ws-{number}");
            std::thread::Builder::new().name(name).spawn(move || shard::run(&runtime, parts, mailbox))?;
        }
        Ok(hub)
    }

    /// Takes over a socket. After [`Hub::shutdown`] it is only closed.
    pub async fn accept(&self, accepted: Accepted) {
        stats::add(&self.0.stats.accepted, 1);
        let Accepted { socket, unread, handshake_reply, identity, resume, posted_ack, kind } = accepted;
        let knock = Knock { socket, unread, handshake_reply, posted_ack, kind };
        let (shard, message) = if let Some(identity) = identity {
            let arrival = Arrival::from_upgrade(knock, identity, resume);
            (self.shard_of(identity.user_id), Message::Arrive(Box::new(arrival)))
        } else {
            let turn = self.0.turn.fetch_add(1, Ordering::Relaxed);
            (self.0.shards.get(turn % self.0.shards.len()), Message::Knock(Box::new(knock)))
        };
        if let Some(shard) = shard {
            // a refused message drops the socket
            let _ = shard.mailbox.send(message).await;
        }
    }

    /// What is known of connections elsewhere, where there may be other nodes.
    pub fn journal(&self) -> Option<&Journal> {
        self.0.journal.as_ref()
    }

    /// The records from the one after `g` on will be applied. To be said before the first.
    pub async fn begin(&self, g: u64) {
        if let Some(journal) = &self.0.journal {
            journal.starts_at(g);
        }
        self.to_all(|| Message::Begin(g)).await;
    }

    /// Follows what record `g` says of who goes on with which connection. To be called before [`Hub::apply`] of the same
    /// record.
    pub async fn take_overs(&self, g: u64, wishes: &[TakeOver]) {
        let Some(journal) = &self.0.journal else { return };
        for wish in wishes {
            let granted = journal.grants(g, wish);
            let ids = [&wish.connection_id, &wish.user_id, &wish.ticket].map(|id| Id::parse(id));
            let [Some(connection), Some(user), Some(ticket)] = ids else { continue };
            let Some(shard) = self.shard_of(user) else { continue };
            let decided = vec![Decided { connection, stay: wish.stay, ticket, granted }];
            if let Ok(slot) = shard.mailbox.reserve().await {
                shard.given.store(g, Ordering::Release);
                slot.send(Message::Decided { g, decided });
            }
        }
    }

    /// Applies record `g` of the log: first the changes, then the events, which may refer to `commons`. Calls must be strictly in order and awaited to
    /// their end; a call waits while a shard is busy.
    pub async fn apply(
        &self,
        g: u64,
        changes: Vec<MembershipChange>,
        events: Vec<Event>,
        commons: &[Bytes],
    ) -> Result<(), Closed> {
        let changes: Vec<Change> = changes.iter().filter_map(Change::new).collect();
        let prepare = |event| Arc::new(Prepared::new(event, commons));
        let events: Vec<Arc<Prepared>> = events.into_iter().map(prepare).collect();
        for (number, shard) in self.0.shards.iter().enumerate() {
            let changes: Vec<Change> = changes.iter().filter(|c| self.owns(number, c.user)).copied().collect();
            let events: Vec<_> = events.iter().filter(|event| self.concerns(number, event)).cloned().collect();
            if changes.is_empty() && events.is_empty() {
                continue;
            }
            let slot = shard.mailbox.reserve().await.map_err(|_| Closed)?;
            shard.given.store(g, Ordering::Release);
            slot.send(Message::Record { g, changes, events });
        }
        self.0.handed.store(g, Ordering::Release);
        Ok(())
    }

    /// The highest record whose events, and those of all before it, are in the queues of their connections.
    pub fn applied(&self) -> u64 {
        let handed = self.0.handed.load(Ordering::Acquire);
        let of_shard = |shard: &Handle| {
            let given = shard.given.load(Ordering::Acquire);
            let done = shard.shared.done.load(Ordering::Acquire);
            if done >= given { handed } else { done }
        };
        self.0.shards.iter().map(of_shard).min().unwrap_or(handed).min(handed)
    }

    /// Sends an event that has no row in the log. A shard that is busy drops it.
    pub fn ephemeral(&self, event: Event) {
        let event = Arc::new(Prepared::new(event, &[]));
        for (number, shard) in self.0.shards.iter().enumerate() {
            if self.concerns(number, &event) && shard.mailbox.try_send(Message::Ephemeral(Arc::clone(&event))).is_err()
            {
                stats::add(&self.0.stats.ephemeral_dropped, 1);
            }
        }
    }

    /// Ends the connections of a session.
    pub async fn end_session(&self, session_id: Id) {
        self.to_all(|| Message::EndSession(session_id)).await;
    }

    /// Ends all connections of a user.
    pub async fn end_user_sessions(&self, user: Id) {
        self.to_user(user, Message::EndUser(user)).await;
    }

    /// Tells all connections of a user what the user is now.
    pub async fn refresh_user(&self, user: Id, manages_system: bool, is_guest: bool) {
        self.to_user(user, Message::RefreshUser { user, manages_system, is_guest }).await;
    }

    /// Tells the connections of a session that it changed: a later end, a second factor.
    pub async fn refresh_session(&self, identity: Identity) {
        self.to_user(identity.user_id, Message::RefreshSession(identity)).await;
    }

    /// Ends every connection and forgets what could be resumed: all clients load anew. For changes of memberships that
    /// are not known one by one.
    pub async fn reset(&self) {
        self.to_all(|| Message::Reset).await;
    }

    /// Ends at most so many connections of each shard, with a close frame of this code.
    pub async fn close_some(&self, count_per_shard: usize, code: u16) {
        self.to_all(|| Message::CloseSome { count: count_per_shard, code }).await;
    }

    /// A number per shard that counts up about twice a second while the shard takes its turns. One that stands still
    /// belongs to a shard that hangs.
    pub fn beats(&self) -> Vec<u64> {
        self.0.shards.iter().map(|shard| shard.shared.beat.load(Ordering::Relaxed)).collect()
    }

    pub fn shard_count(&self) -> usize {
        self.0.shards.len()
    }

    #[cfg(test)]
    pub(crate) async fn fail(&self) {
        self.to_all(|| Message::Fail).await;
    }

    /// Open connections of a user.
    pub fn user_connections(&self, user: Id) -> usize {
        self.shard_of(user).map_or(0, |shard| shard.shared.connections_of(user))
    }

    pub fn counts(&self) -> Counts {
        let stats = &self.0.stats;
        Counts {
            connections: stats.connections.load(Ordering::Relaxed),
            unauthenticated: stats.unauthenticated.load(Ordering::Relaxed),
            parked: stats.parked.load(Ordering::Relaxed),
        }
    }

    /// Of each shard how many messages wait for it, and how many users have a connection there.
    pub fn loads(&self) -> Vec<(usize, usize)> {
        let waiting = |shard: &Handle| shard.mailbox.max_capacity() - shard.mailbox.capacity();
        self.0.shards.iter().map(|shard| (waiting(shard), shard.shared.users())).collect()
    }

    pub fn stats(&self) -> Arc<Stats> {
        Arc::clone(&self.0.stats)
    }

    /// Closes every connection with a close frame of this code and ends the threads. Returns when they have let go of
    /// their sockets, at the latest after [`Timings::close`].
    pub async fn shutdown(&self, code: u16) {
        let ended = self.0.shards.iter().map(|shard| async move {
            let (done, ended) = oneshot::channel();
            if shard.mailbox.send(Message::Shutdown { code, done }).await.is_ok() {
                let _ = ended.await;
            }
        });
        join_all(ended).await;
    }

    fn shard_of(&self, user: Id) -> Option<&Handle> {
        self.0.shards.get(shard_of(user, self.0.shards.len()))
    }

    fn owns(&self, number: usize, user: Id) -> bool {
        shard_of(user, self.0.shards.len()) == number
    }

    fn concerns(&self, number: usize, event: &Prepared) -> bool {
        match event.target {
            Target::User(user) => self.owns(number, user),
            Target::Nobody => false,
            Target::Connection(_) | Target::Channel(_) | Target::Team(_) | Target::Everyone => true,
        }
    }

    async fn to_user(&self, user: Id, message: Message) {
        if let Some(shard) = self.shard_of(user) {
            let _ = shard.mailbox.send(message).await;
        }
    }

    async fn to_all(&self, message: impl Fn() -> Message) {
        for shard in &self.0.shards {
            let _ = shard.mailbox.send(message()).await;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_resume_query_is_absent_readable_or_malformed() {
        let id = Id::from_random(7);
        let read = |c: Option<&str>, s: Option<&str>| Resume::from_query(c, s);
        assert_eq!(read(None, None), Ok(None));
        assert_eq!(read(Some(""), Some("x")), Ok(None));
        assert_eq!(read(Some(id.as_str()), Some("12")), Ok(Some(Resume { connection_id: id, sequence_number: 12 })));
        assert_eq!(read(Some(id.as_str()), Some("-1")), Ok(Some(Resume { connection_id: id, sequence_number: -1 })));
        for (c, s) in [("bad id!", Some("0")), (id.as_str(), Some("x")), (id.as_str(), Some("")), (id.as_str(), None)] {
            assert_eq!(read(Some(c), s), Err(MalformedResume), "{c} {s:?}");
        }
    }
}
