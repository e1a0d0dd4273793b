//! The tables of one shard. Only its own thread touches them.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use std::task::Waker;

use roost_model::Id;
use roost_model::client_kind::ClientKind;
use serde_json::{Map, Value};
use tokio::sync::oneshot;
use tokio::time::Instant;

use super::Shared;
use super::groups::Groups;
use super::recent::Recent;
use super::slots::Slots;
use super::take_over::{Telling, Wish};
use crate::history::History;
use crate::limits::PARKED_PER_USER_MAX;
use crate::port::Identity;
use crate::stats::{self, Stats};

pub(crate) struct State {
    pub users: Slots<User>,
    pub user_by_id: HashMap<Id, u32>,
    pub conns: Slots<Conn>,
    pub conn_by_id: HashMap<Id, u32>,
    /// The user of every session that has a connection.
    pub sessions: HashMap<Id, u32>,
    pub channels: Groups,
    pub teams: Groups,
    /// Closed connections in the order of closing; entries whose leg is not the connection's any more are void.
    pub parked: VecDeque<(Instant, Key)>,
    pub next_leg: u64,
    /// Connections that were woken and had no turn yet.
    pub woken: usize,
    /// Counts what ended or changed sessions, so that an admission that overlapped asks again.
    pub session_epoch: u64,
    /// The last records, for connections that come from another node.
    pub recent: Recent,
    /// By their tickets.
    pub wishes: HashMap<Id, Wish>,
    pub telling: Telling,
    /// Set at shutdown: no connection is admitted any more.
    pub closing: bool,
    pub stats: Arc<Stats>,
    pub shared: Arc<Shared>,
}

/// A user with at least one connection, open, closed or just being admitted.
pub(crate) struct User {
    pub id: Id,
    /// Slots of connections.
    pub conns: Vec<u32>,
    /// Slots of channels, sorted.
    pub channels: Vec<u32>,
    /// Slots of teams, sorted.
    pub teams: Vec<u32>,
    pub phase: Phase,
    /// A change arrived while the memberships were being read.
    pub dirty: bool,
    /// Admissions under way.
    pub pins: u32,
}

/// Whether the membership lists of a user can be trusted.
pub(crate) enum Phase {
    Unknown,
    /// Being read; who else waits is told whether it succeeded.
    Loading(Vec<oneshot::Sender<bool>>),
    Ready,
}

/// One use of a connection by one socket. A task whose leg is over must let go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Key {
    pub slot: u32,
    pub leg: u64,
}

pub(crate) struct Conn {
    pub id: Id,
    /// The record that brought it to this node; 0: it began here.
    pub stay: u64,
    pub leg: u64,
    /// Slot of the user.
    pub user: u32,
    pub identity: Identity,
    pub posted_ack: bool,
    pub kind: ClientKind,
    pub link: Link,
    pub history: History,
    pub declared: Option<Box<Declared>>,
    /// Unix time in ms of the last request that shows a person.
    pub last_activity_ms: i64,
    /// Whether the other nodes think that it is here.
    pub told: bool,
}

pub(crate) enum Link {
    Open {
        /// The task, while it waits.
        waker: Option<Waker>,
        woken: bool,
        doom: Option<Doom>,
    },
    Parked,
}

/// Why an open connection must end. Nothing more is queued for it, and it cannot be resumed on this node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Doom {
    /// The queue was full: an empty close frame.
    Overflow,
    /// The node starts over: no close frame.
    Ended,
    /// The session ended: no close frame, and the socket stays open and silent for a while, as clients know it.
    Revoked,
    /// The node stops or drains: a close frame with this code. The client may go on elsewhere.
    Shutdown(u16),
}

/// What the client says it looks at; the empty id: nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Declared {
    pub channel: Option<Id>,
    pub team: Option<Id>,
    /// The channel of the thread beside the channel.
    pub side_thread: Option<Id>,
    /// The channel of the thread in the list of threads.
    pub thread_view: Option<Id>,
}

impl Declared {
    /// Takes over what a `presence` request names.
    pub(crate) fn update(declared: &mut Option<Box<Self>>, data: &Map<String, Value>) {
        let read = |key: &str| data.get(key).and_then(Value::as_str).map(Id::parse_or_empty);
        let into = declared.get_or_insert_default();
        into.channel = read("channel_id").or(into.channel);
        into.team = read("team_id").or(into.team);
        let in_view =
            data.get("is_thread_view").is_some_and(|v| v.as_bool() == Some(true) || v.as_str() == Some("true"));
        let thread = if in_view { &mut into.thread_view } else { &mut into.side_thread };
        *thread = read("thread_channel_id").or(*thread);
    }

    /// Whether an event that matters only to who looks at `channel` is for this connection.
    pub(crate) fn looks_at(&self, channel: Id) -> bool {
        let places = [self.channel, self.side_thread, self.thread_view];
        places.iter().all(Option::is_none) || places.contains(&Some(channel))
    }
}

impl State {
    pub(crate) fn new(stats: Arc<Stats>, shared: Arc<Shared>, telling: Telling) -> Self {
        Self {
            users: Slots::default(),
            user_by_id: HashMap::new(),
            conns: Slots::default(),
            conn_by_id: HashMap::new(),
            sessions: HashMap::new(),
            channels: if telling.is_on() { Groups::with_news() } else { Groups::default() },
            teams: Groups::default(),
            parked: VecDeque::new(),
            next_leg: 0,
            woken: 0,
            session_epoch: 0,
            recent: Recent::default(),
            wishes: HashMap::new(),
            telling,
            closing: false,
            stats,
            shared,
        }
    }

    /// The connection, if this leg is the present one.
    pub(crate) fn conn(&mut self, key: Key) -> Option<&mut Conn> {
        self.conns.get_mut(key.slot).filter(|conn| conn.leg == key.leg)
    }

    /// Lets the connection's task run.
    pub(crate) fn wake(&mut self, slot: u32) {
        if let Some(conn) = self.conns.get_mut(slot) {
            conn.link.wake(&mut self.woken);
        }
    }

    /// The task of an open connection runs now.
    pub(crate) fn runs(&mut self, key: Key) {
        let Some(conn) = self.conns.get_mut(key.slot).filter(|conn| conn.leg == key.leg) else { return };
        conn.link.rest(&mut self.woken);
    }

    /// Ends a connection: an open one through its task, a closed one at once.
    pub(crate) fn doom(&mut self, slot: u32, doom: Doom) {
        let Some(conn) = self.conns.get_mut(slot) else { return };
        let leaves = matches!(doom, Doom::Shutdown(_));
        match &mut conn.link {
            Link::Parked => {
                self.tell_end(slot, leaves);
                self.remove(slot);
            }
            Link::Open { doom: Some(_), .. } => {}
            Link::Open { doom: none, .. } => {
                *none = Some(doom);
                if !leaves {
                    conn.history.clear();
                }
                self.conn_by_id.remove(&conn.id);
                self.tell_end(slot, leaves);
                self.wake(slot);
            }
        }
    }

    /// A socket is gone. The connection waits for the client to come back, or is forgotten. Returns the user and whether
    /// that was the last open connection; `None` if another socket took the connection over.
    pub(crate) fn detach(&mut self, key: Key, park_until: Option<Instant>) -> Option<(Id, bool)> {
        self.runs(key);
        let conn = self.conn(key)?;
        let (user, doomed) = (conn.user, matches!(conn.link, Link::Open { doom: Some(_), .. }));
        let (identity, kind) = (conn.identity, conn.kind);
        conn.link = Link::Parked;
        stats::add(&self.stats.parked, 1);
        match park_until {
            Some(until) if !doomed && !self.closing => {
                self.parked.push_back((until, key));
                self.limit_parked(user);
            }
            _ => self.remove(key.slot),
        }
        stats::sub(&self.stats.connections, 1);
        stats::sub(self.stats.open_of(kind), 1);
        let left = self.shared.count(identity.user_id, false);
        Some((identity.user_id, left == 0))
    }

    /// Forgets the closed connections whose time is over.
    pub(crate) fn expire_parked(&mut self, now: Instant) {
        while let Some((_, key)) = self.parked.pop_front_if(|(until, _)| *until <= now) {
            if self.conn(key).is_some_and(|conn| matches!(conn.link, Link::Parked)) {
                self.remove(key.slot);
            }
        }
    }

    /// Forgets a closed connection.
    pub(crate) fn remove(&mut self, slot: u32) {
        self.tell_end(slot, false);
        let Some(conn) = self.conns.remove(slot) else { return };
        stats::sub(&self.stats.parked, 1);
        if self.conn_by_id.get(&conn.id) == Some(&slot) {
            self.conn_by_id.remove(&conn.id);
        }
        if let Some(user) = self.users.get_mut(conn.user) {
            user.conns.retain(|other| *other != slot);
        }
        self.release_session(conn.user, conn.identity.session_id);
        self.release_user(conn.user);
    }

    /// Forgets a session that has no connection left.
    pub(crate) fn release_session(&mut self, user: u32, session: Id) {
        let conns = self.users.get(user).map_or(&[][..], |user| &user.conns);
        let used = |slot: &u32| self.conns.get(*slot).is_some_and(|conn| conn.identity.session_id == session);
        if !conns.iter().any(used) {
            self.sessions.remove(&session);
        }
    }

    /// Forgets a user without connections.
    pub(crate) fn release_user(&mut self, slot: u32) {
        if self.users.get(slot).is_none_or(|user| user.pins > 0 || !user.conns.is_empty()) {
            return;
        }
        let Some(user) = self.users.remove(slot) else { return };
        self.user_by_id.remove(&user.id);
        for channel in user.channels {
            self.channels.leave(channel, slot);
        }
        for team in user.teams {
            self.teams.leave(team, slot);
        }
    }

    /// Slots of a user's connections.
    pub(crate) fn conns_of(&self, user: Id) -> Vec<u32> {
        let user = self.user_by_id.get(&user).and_then(|slot| self.users.get(*slot));
        user.map(|user| user.conns.clone()).unwrap_or_default()
    }

    fn limit_parked(&mut self, user: u32) {
        let Some(conns) = self.users.get(user).map(|user| &user.conns) else { return };
        let parked = |slot: &u32| self.conns.get(*slot).filter(|conn| matches!(conn.link, Link::Parked));
        if conns.iter().filter_map(parked).count() > PARKED_PER_USER_MAX {
            // legs rise with time
            let oldest = conns.iter().filter(|slot| parked(slot).is_some());
            let oldest = oldest.min_by_key(|slot| parked(slot).map(|conn| conn.leg)).copied();
            if let Some(slot) = oldest {
                self.remove(slot);
            }
        }
    }
}

impl Link {
    pub(crate) fn open() -> Self {
        Self::Open { waker: None, woken: false, doom: None }
    }

    pub(crate) fn wake(&mut self, count: &mut usize) {
        if let Self::Open { waker, woken, .. } = self
            && let Some(waker) = waker.take()
        {
            waker.wake();
            if !*woken {
                *woken = true;
                *count += 1;
            }
        }
    }

    pub(crate) fn rest(&mut self, count: &mut usize) {
        if let Self::Open { woken, .. } = self
            && std::mem::take(woken)
        {
            *count -= 1;
        }
    }
}
