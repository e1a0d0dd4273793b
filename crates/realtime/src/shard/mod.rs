//! One thread with its connections: takes messages strictly in order, and lets the connections write in between.

mod admit;
mod challenge;
mod deliver;
mod groups;
mod members;
mod recent;
pub(crate) mod slots;
pub(crate) mod state;
mod take_over;

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use parking_lot::Mutex;
use roost_model::Id;
use tokio::runtime::Runtime;
use tokio::sync::{Notify, mpsc, oneshot};
use tokio::task::{LocalSet, yield_now};
use tokio::time::{Instant, MissedTickBehavior, interval, sleep_until, timeout};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

pub(crate) use self::admit::Arrival;
pub(crate) use self::challenge::Knock;
use self::state::{Doom, Link, State};
pub(crate) use self::take_over::Decided;
use self::take_over::Telling;
use crate::hub::Options;
use crate::limits::{BATCH_LEN_MAX, BEAT, SHARD_BURST_LEN};
use crate::port::{ClientActions, Identity};
use crate::prepared::{Change, Prepared};
use crate::stats::{self, Stats};

/// What a shard is told.
pub(crate) enum Message {
    /// A connection whose session is known.
    Arrive(Box<Arrival>),
    /// A connection that must still say who it is.
    Knock(Box<Knock>),
    Record {
        g: u64,
        changes: Vec<Change>,
        events: Vec<Arc<Prepared>>,
    },
    Ephemeral(Arc<Prepared>),
    /// The log begins after this record.
    Begin(u64),
    /// What record `g` says of who goes on with which connection.
    Decided {
        g: u64,
        decided: Vec<Decided>,
    },
    EndSession(Id),
    EndUser(Id),
    RefreshUser {
        user: Id,
        manages_system: bool,
        is_guest: bool,
    },
    RefreshSession(Identity),
    Reset,
    /// Ends so many connections: the node drains.
    CloseSome {
        count: usize,
        code: u16,
    },
    /// Fails as a broken record would.
    #[cfg(test)]
    Fail,
    Shutdown {
        code: u16,
        done: oneshot::Sender<()>,
    },
}

/// What other threads read of a shard.
#[derive(Debug, Default)]
pub(crate) struct Shared {
    /// The last record that was applied.
    pub done: AtomicU64,
    /// Counts up every [`BEAT`] while the shard takes its turns.
    pub beat: AtomicU64,
    open: Mutex<HashMap<Id, u32>>,
}

impl Shared {
    /// Users with an open connection.
    pub(crate) fn users(&self) -> usize {
        self.open.lock().len()
    }

    pub(crate) fn connections_of(&self, user: Id) -> usize {
        self.open.lock().get(&user).map_or(0, |count| *count as usize)
    }

    /// Counts an open connection of the user up or down; the amount afterwards.
    pub(crate) fn count(&self, user: Id, opened: bool) -> u32 {
        let mut open = self.open.lock();
        let count = open.entry(user).or_default();
        *count = if opened { *count + 1 } else { count.saturating_sub(1) };
        let count = *count;
        if count == 0 {
            open.remove(&user);
        }
        count
    }
}

/// The shard of a user.
pub(crate) fn shard_of(user: Id, shards: usize) -> usize {
    // the low bits of random ids are as good, but imported ids need not be random
    usize::try_from(fnv(user) % shards.max(1) as u64).unwrap_or(0)
}

/// A hash that is the same on every node (FNV-1a).
pub fn fnv(id: Id) -> u64 {
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    id.as_str().bytes().fold(0xcbf2_9ce4_8422_2325, step)
}

/// What a shard is made of; crosses to its thread.
pub(crate) struct Parts {
    pub options: Options,
    pub actions: Arc<dyn ClientActions>,
    pub stats: Arc<Stats>,
    pub shared: Arc<Shared>,
    /// The mailboxes of all shards. Weak, so that shards end when nobody holds the hub.
    pub peers: Arc<[mpsc::WeakSender<Message>]>,
    /// The number of the shard.
    pub number: usize,
    /// The last record that was handed to the shards it concerns.
    pub handed: Arc<AtomicU64>,
}

pub(crate) struct Shard {
    pub options: Options,
    pub actions: Arc<dyn ClientActions>,
    pub stats: Arc<Stats>,
    shared: Arc<Shared>,
    handed: Arc<AtomicU64>,
    peers: Arc<[mpsc::WeakSender<Message>]>,
    /// Borrowed for moments only, never across an await.
    pub state: RefCell<State>,
    pub tasks: TaskTracker,
    /// Cancelled at shutdown: who is not admitted yet never will be.
    closing: CancellationToken,
    /// A connection was parked: the time of the next expiry may be another.
    pub parked: Notify,
    /// A buffer for writes that the socket takes at once.
    pub scratch: Cell<Vec<u8>>,
}

/// Runs a shard to its end.
pub(crate) fn run(runtime: &Runtime, parts: Parts, mailbox: mpsc::Receiver<Message>) {
    let Parts { options, actions, stats, shared, peers, number, handed } = parts;
    let local = LocalSet::new();
    let telling = Telling::new(options.journal.clone(), u32::try_from(number).unwrap_or(u32::MAX));
    let shard = Rc::new(Shard {
        state: RefCell::new(State::new(Arc::clone(&stats), Arc::clone(&shared), telling)),
        handed,
        options,
        actions,
        stats,
        shared,
        peers,
        tasks: TaskTracker::new(),
        closing: CancellationToken::new(),
        parked: Notify::new(),
        scratch: Cell::default(),
    });
    let done = local.block_on(runtime, Rc::clone(&shard).serve(mailbox));
    // the last sockets close with their tasks, before the hub is told
    drop(local);
    if let Some(done) = done {
        let _ = done.send(());
    }
}

impl Shard {
    /// Ends with a shutdown, or when nobody holds the hub any more.
    async fn serve(self: Rc<Self>, mut mailbox: mpsc::Receiver<Message>) -> Option<oneshot::Sender<()>> {
        let mut burst = Vec::with_capacity(SHARD_BURST_LEN);
        let mut beat = interval(BEAT);
        beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            let expiry = self.state.borrow().parked.front().map(|(until, _)| *until);
            tokio::select! {
                count = mailbox.recv_many(&mut burst, SHARD_BURST_LEN) => if count == 0 {
                    self.shut_down(1001).await;
                    return None;
                },
                () = self.parked.notified() => {}
                _ = beat.tick() => {
                    self.shared.beat.fetch_add(1, Ordering::Relaxed);
                    self.catch_up(&mailbox);
                }
                () = sleep_until(expiry.unwrap_or_else(Instant::now)), if expiry.is_some() => {
                    self.state.borrow_mut().expire_parked(Instant::now());
                }
            }
            for message in burst.drain(..) {
                match message {
                    Message::Shutdown { code, done } => {
                        mailbox.close();
                        self.shut_down(code).await;
                        return Some(done);
                    }
                    Message::Record { g, changes, events } => {
                        self.record(g, changes, events).await;
                        self.shared.done.store(g, Ordering::Release);
                    }
                    other => self.take(other),
                }
            }
            self.state.borrow_mut().tell();
            self.let_write().await;
        }
    }

    fn take(self: &Rc<Self>, message: Message) {
        match message {
            Message::Arrive(arrival) => {
                self.tasks.spawn_local(admit::admit(Rc::clone(self), arrival));
            }
            Message::Knock(knock) => {
                self.tasks.spawn_local(challenge::challenge(Rc::clone(self), knock));
            }
            Message::Ephemeral(event) => self.guarded(|state| state.deliver(&event)),
            Message::Begin(g) => self.state.borrow_mut().recent.starts_at(g),
            Message::Decided { g, decided } => {
                for decided in &decided {
                    self.guarded(|state| state.decided(g, decided));
                }
                self.shared.done.store(g, Ordering::Release);
            }
            Message::EndSession(session) => self.state.borrow_mut().end_session(session),
            Message::EndUser(user) => self.state.borrow_mut().end_user(user),
            Message::RefreshUser { user, manages_system, is_guest } => {
                self.state.borrow_mut().refresh_user(user, manages_system, is_guest);
            }
            Message::RefreshSession(identity) => self.state.borrow_mut().refresh_session(&identity),
            #[cfg(test)]
            Message::Fail => self.guarded(|_| panic!("a record that breaks the dispatcher")),
            Message::CloseSome { count, code } => self.state.borrow_mut().close_some(count, Doom::Shutdown(code)),
            Message::Reset => self.state.borrow_mut().reset(Doom::Ended),
            Message::Record { .. } | Message::Shutdown { .. } => unreachable!("taken by the caller"),
        }
    }

    /// A record may hold more events than a queue, so that the connections must write in between.
    async fn record(&self, g: u64, changes: Vec<Change>, events: Vec<Arc<Prepared>>) {
        self.state.borrow_mut().telling.record = g;
        self.guarded(|state| changes.iter().for_each(|change| state.change(change)));
        for (number, event) in events.iter().enumerate() {
            if number > 0 && number % BATCH_LEN_MAX == 0 {
                self.state.borrow_mut().tell();
                self.let_write().await;
            }
            self.guarded(|state| state.deliver(event));
        }
        let mut state = self.state.borrow_mut();
        state.telling.record = 0;
        state.telling.through = g;
        if state.telling.is_on() {
            state.recent.push(g, changes, events);
        }
    }

    /// Records that do not concern the shard are not sent to it: it may be further than the last one.
    fn catch_up(&self, mailbox: &mpsc::Receiver<Message>) {
        let handed = self.handed.load(Ordering::Acquire);
        // whatever was handed over before is in the mailbox, or was taken
        if mailbox.is_empty() {
            let mut state = self.state.borrow_mut();
            state.telling.through = state.telling.through.max(handed);
        }
    }

    /// A record that panics must not end the shard, and nobody may miss what it held: all connections load anew.
    fn guarded(&self, work: impl FnOnce(&mut State)) {
        let result = catch_unwind(AssertUnwindSafe(|| work(&mut self.state.borrow_mut())));
        if result.is_err() {
            stats::add(&self.stats.records_failed, 1);
            tracing::error!("a log record failed in a websocket shard, its connections are ended");
            self.state.borrow_mut().reset(Doom::Ended);
        }
    }

    /// Lets every connection that got something write once. Without this a busy log would fill the queues of healthy
    /// clients.
    async fn let_write(&self) {
        yield_now().await;
        while self.state.borrow().woken > 0 {
            yield_now().await;
        }
    }

    async fn shut_down(&self, code: u16) {
        self.closing.cancel();
        {
            let mut state = self.state.borrow_mut();
            state.closing = true;
            state.reset(Doom::Shutdown(code));
            state.tell();
        }
        self.tasks.close();
        if timeout(self.options.timings.close, self.tasks.wait()).await.is_err() {
            tracing::debug!(left = self.tasks.len(), "websocket connections did not end in time");
        }
    }

    fn mailbox_of(&self, user: Id) -> Option<mpsc::Sender<Message>> {
        self.peers.get(shard_of(user, self.peers.len()))?.upgrade()
    }

    pub(crate) fn now_ms(&self) -> i64 {
        (self.options.now_ms)()
    }
}

impl State {
    fn end_session(&mut self, session: Id) {
        self.session_epoch += 1;
        let Some(user) = self.sessions.get(&session).and_then(|user| self.users.get(*user)) else { return };
        for slot in user.conns.clone() {
            if self.conns.get(slot).is_some_and(|conn| conn.identity.session_id == session) {
                self.doom(slot, Doom::Revoked);
            }
        }
    }

    fn end_user(&mut self, user: Id) {
        self.session_epoch += 1;
        for slot in self.conns_of(user) {
            self.doom(slot, Doom::Revoked);
        }
    }

    fn refresh_user(&mut self, user: Id, manages_system: bool, is_guest: bool) {
        self.session_epoch += 1;
        for slot in self.conns_of(user) {
            if let Some(conn) = self.conns.get_mut(slot) {
                conn.identity.manages_system = manages_system;
                conn.identity.is_guest = is_guest;
            }
        }
    }

    fn refresh_session(&mut self, identity: &Identity) {
        self.session_epoch += 1;
        for slot in self.conns_of(identity.user_id) {
            if let Some(conn) = self.conns.get_mut(slot)
                && conn.identity.session_id == identity.session_id
            {
                conn.identity = *identity;
            }
            // its end may have moved
            self.wake(slot);
        }
    }

    /// Ends at most so many open connections.
    fn close_some(&mut self, count: usize, doom: Doom) {
        let open = self.conns.iter().filter(|(_, conn)| matches!(conn.link, Link::Open { doom: None, .. }));
        let slots: Vec<u32> = open.map(|(slot, _)| slot).take(count).collect();
        for slot in slots {
            self.doom(slot, doom);
        }
    }

    /// Ends all open connections and forgets the closed ones.
    fn reset(&mut self, doom: Doom) {
        self.session_epoch += 1;
        let slots: Vec<u32> = self.conns.iter().map(|(slot, _)| slot).collect();
        for slot in slots {
            self.doom(slot, doom);
        }
        self.parked.clear();
        let through = self.telling.through.max(self.telling.record);
        self.recent.clear(through);
        debug_assert!(self.conns.iter().all(|(_, conn)| matches!(conn.link, Link::Open { .. })));
    }
}
