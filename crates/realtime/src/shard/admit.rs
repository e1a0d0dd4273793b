//! From a socket with a session to a connection in the tables.

use std::rc::Rc;

use bytes::Bytes;
use roost_model::client_kind::ClientKind;
use serde_json::json;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::Shard;
use super::challenge::Knock;
use super::members::Pin;
use super::state::{Conn, Declared, Key, Link, State};
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
    let pin = Pin::new(&shard, who.identity.user_id);
    loop {
        let epoch = shard.state.borrow().session_epoch;
        if pin.memberships().await.is_err() {
            stats::add(&shard.stats.memberships_failed, 1);
            tracing::warn!(user_id = %who.identity.user_id, "a websocket is closed because memberships are unavailable");
            return;
        }
        // the session may have ended on the way here
        match shard.actions.recheck(who.identity.session_id).await {
            Ok(Some(identity)) if identity.user_id == who.identity.user_id => who.identity = identity,
            Ok(_) => return stats::add(&shard.stats.auth_failed, 1),
            Err(_) => return stats::add(&shard.stats.memberships_failed, 1),
        }
        if shard.state.borrow().session_epoch == epoch {
            break;
        }
    }
    // no await from here on: what is decided stays true until the connection is in the tables
    let user = who.identity.user_id;
    let Some((key, opened)) = shard.attach(pin.user, who, resume) else { return };
    let socket = Socket { stream, inbound, greeting, challenge_seq };
    shard.tasks.spawn_local(conn::Task::new(Rc::clone(&shard), key, socket));
    if opened {
        shard.actions.connected(user);
    }
}

impl Shard {
    /// The connection that goes on, or a new one; and whether the user has one open connection more than before.
    fn attach(&self, user: u32, who: Who, resume: Option<Resume>) -> Option<(Key, bool)> {
        let mut state = self.state.borrow_mut();
        if state.closing {
            return None;
        }
        let now_ms = self.now_ms();
        if let Some(resume) = resume {
            match state.resume(user, &who, resume) {
                Some(resumed) => {
                    stats::add(&self.stats.resumed, 1);
                    return Some(resumed);
                }
                None => stats::add(&self.stats.resume_refused, 1),
            }
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
        let mut history = History::default();
        history.push(Rc::new(Sealed::shared(hello.head)), false);
        stats::add(&self.stats.events_queued, 1);
        let leg = state.new_leg();
        let session = who.identity.session_id;
        let slot = state.conns.insert(Conn {
            id,
            leg,
            user,
            identity: who.identity,
            posted_ack: who.posted_ack,
            kind: who.kind,
            link: Link::open(),
            history,
            declared: who.declared,
            last_activity_ms: now_ms,
        });
        state.conn_by_id.insert(id, slot);
        state.sessions.insert(session, user);
        if let Some(user) = state.users.get_mut(user) {
            user.conns.push(slot);
        }
        state.opened(&who.identity, who.kind);
        Some((Key { slot, leg }, true))
    }
}

impl State {
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

    fn opened(&mut self, identity: &Identity, kind: ClientKind) {
        stats::add(&self.stats.connections, 1);
        stats::add(self.stats.open_of(kind), 1);
        self.shared.count(identity.user_id, true);
    }

    fn new_leg(&mut self) -> u64 {
        self.next_leg += 1;
        self.next_leg
    }
}
