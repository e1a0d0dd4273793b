//! From a socket with a session to a connection in the tables.

use std::rc::Rc;

use bytes::Bytes;
use roost_model::Id;
use roost_model::client_kind::ClientKind;
use serde_json::json;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::Shard;
use super::challenge::Knock;
use super::members::Pin;
use super::state::{Declared, Doom, Key, Link, State};
use crate::conn::{self, Inbound, Socket};
use crate::event::{Audience, Event};
use crate::history::History;
use crate::hub::{MalformedResume, Resume};
use crate::port::Identity;
use crate::prepared::Sealed;
use crate::stats;

/// A socket whose session is known.
pub(crate) struct Arrival {
    pub socket: std::net::TcpStream,
    pub inbound: Inbound,
    /// The opening response, if it was not sent yet.
    pub greeting: Bytes,
    pub resume: Result<Option<Resume>, MalformedResume>,
    /// The request number of the challenge that must be answered.
    pub challenge_seq: Option<i64>,
    pub who: Who,
}

/// What a connection takes over from its opening.
#[derive(Clone)]
pub(crate) struct Who {
    pub identity: Identity,
    pub posted_ack: bool,
    pub kind: ClientKind,
    pub declared: Option<Box<Declared>>,
}

impl Arrival {
    pub(crate) fn from_upgrade(
        knock: Knock,
        identity: Identity,
        resume: Result<Option<Resume>, MalformedResume>,
    ) -> Self {
        Self {
            socket: knock.socket,
            inbound: Inbound::new(&knock.unread),
            greeting: knock.handshake_reply,
            resume,
            challenge_seq: None,
            who: Who { identity, posted_ack: knock.posted_ack, kind: knock.kind, declared: None },
        }
    }
}

/// Registers the user first, reads the memberships then, and answers last: whatever happens after the client got its
/// answer reaches it.
pub(crate) async fn admit(shard: Rc<Shard>, arrival: Box<Arrival>) {
    let Arrival { socket, inbound, greeting, resume, challenge_seq, mut who } = *arrival;
    let Ok(mut stream) = TcpStream::from_std(socket) else { return };
    let Ok(resume) = resume else {
        stats::add(&shard.stats.malformed, 1);
        // the socket closes whether the greeting arrived or not
        let _ = timeout(shard.options.timings.write, stream.write_all(&greeting)).await;
        return;
    };
    let mut resume = resume;
    let pin = Pin::new(&shard, who.identity.user_id);
    let user = who.identity.user_id;
    let (key, opened) = loop {
        let epoch = shard.state.borrow().session_epoch;
        if pin.memberships().await.is_err() {
            stats::add(&shard.stats.memberships_failed, 1);
            tracing::warn!(user_id = %user, "a websocket is closed because memberships are unavailable");
            return;
        }
        // the session may have ended on the way here
        match shard.actions.recheck(who.identity.session_id).await {
            Ok(Some(identity)) if identity.user_id == user => who.identity = identity,
            Ok(_) => return stats::add(&shard.stats.auth_failed, 1),
            Err(_) => return stats::add(&shard.stats.memberships_failed, 1),
        }
        if shard.state.borrow().session_epoch != epoch {
            continue;
        }
        let Some(wanted) = resume else {
            // no await from here on: what is decided stays true until the connection is in the tables
            let Some(key) = shard.begin(pin.user, who) else { return };
            break (key, true);
        };
        if shard.state.borrow().has(pin.user, wanted.connection_id) {
            // Another node may have gone on with it, which this one, asleep or cut off, has not heard.
            if !shard.actions.is_current() {
                if timeout(shard.options.timings.current, shard.actions.current()).await.is_err() {
                    shard.state.borrow_mut().give_up(wanted.connection_id);
                }
                continue;
            }
            let resumed = shard.state.borrow_mut().resume(pin.user, &who, wanted);
            if let Some(resumed) = resumed {
                stats::add(&shard.stats.resumed, 1);
                break resumed;
            }
        } else if let Some(key) = shard.take_over(pin.user, &who, wanted).await {
            break (key, true);
        }
        stats::add(&shard.stats.resume_refused, 1);
        // The session is asked again: there may have been a wait.
        resume = None;
    };
    shard.state.borrow_mut().tell();
    let socket = Socket { stream, inbound, greeting, challenge_seq };
    shard.tasks.spawn_local(conn::Task::new(Rc::clone(&shard), key, socket));
    if opened {
        shard.actions.connected(user);
    }
}

impl Shard {
    /// A new connection.
    fn begin(&self, user: u32, who: Who) -> Option<Key> {
        let mut state = self.state.borrow_mut();
        if state.closing {
            return None;
        }
        let id = (self.options.new_id)();
        let hello = Event::new(
            "hello",
            &json!({
                "server_version": (self.options.server_version)(),
                "connection_id": id,
                "server_hostname": self.options.server_hostname,
            }),
            Audience::user(who.identity.user_id),
        );
        let hello = Rc::new(Sealed::shared(hello.head));
        let mut history = History::default();
        history.push(Rc::clone(&hello), false);
        stats::add(&self.stats.events_queued, 1);
        let mut conn = state.new_conn(id, 0, user, who, history);
        conn.last_activity_ms = self.now_ms();
        let mut records = vec![0];
        // What it reads next may come from a node that has not applied what this one has.
        let everywhere = self.actions.applied_everywhere();
        if everywhere < state.telling.through {
            if let Some(repeated) = state.repeat(&mut conn, everywhere + 1, 0) {
                records.extend(repeated);
            } else {
                // Nobody is that far behind for long: a part of it would have a hole.
                conn.history = History::default();
                conn.history.push(hello, false);
            }
        }
        Some(state.enter(conn, 0, records))
    }
}

impl State {
    /// Whether the user has this connection here.
    fn has(&self, user: u32, connection: Id) -> bool {
        let conn = self.conn_by_id.get(&connection).and_then(|slot| self.conns.get(*slot));
        conn.is_some_and(|conn| conn.user == user) && !self.closing
    }

    /// Ends a connection of which it is not known whether it is still here.
    fn give_up(&mut self, connection: Id) {
        if let Some(slot) = self.conn_by_id.get(&connection).copied() {
            self.doom(slot, Doom::Ended);
        }
    }

    /// Continues a connection of the same user. One that looks open is taken from its socket: the client knows better
    /// whether that still works.
    fn resume(&mut self, user: u32, who: &Who, resume: Resume) -> Option<(Key, bool)> {
        let slot = self.conn_by_id.get(&resume.connection_id).copied()?;
        let conn = self.conns.get_mut(slot).filter(|conn| conn.user == user)?;
        let parked = matches!(conn.link, Link::Parked);
        if !conn.history.rewind(resume.sequence_number) {
            if parked {
                // its client goes on with another connection
                self.remove(slot);
            }
            return None;
        }
        let old_session = std::mem::replace(&mut conn.identity, who.identity).session_id;
        conn.posted_ack = who.posted_ack;
        let old_kind = std::mem::replace(&mut conn.kind, who.kind);
        let leg = self.new_leg();
        let woken = &mut self.woken;
        if let Some(conn) = self.conns.get_mut(slot) {
            conn.leg = leg;
            // the old task finds that its leg is over
            conn.link.wake(woken);
            conn.link.rest(woken);
            conn.link = Link::open();
        }
        self.sessions.insert(who.identity.session_id, user);
        self.release_session(user, old_session);
        if parked {
            stats::sub(&self.stats.parked, 1);
            self.opened(&who.identity, who.kind);
        } else {
            stats::sub(self.stats.open_of(old_kind), 1);
            stats::add(self.stats.open_of(who.kind), 1);
        }
        Some((Key { slot, leg }, parked))
    }

    pub(super) fn opened(&mut self, identity: &Identity, kind: ClientKind) {
        stats::add(&self.stats.connections, 1);
        stats::add(self.stats.open_of(kind), 1);
        self.shared.count(identity.user_id, true);
    }

    pub(super) fn new_leg(&mut self) -> u64 {
        self.next_leg += 1;
        self.next_leg
    }
}
