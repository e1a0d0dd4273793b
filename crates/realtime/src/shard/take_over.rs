//! Connections that come from another node, or go to one.

use std::rc::Rc;
use std::sync::Arc;

use roost_model::Id;
use tokio::sync::oneshot;
use tokio::time::timeout;

use super::Shard;
use super::admit::Who;
use super::deliver::entitled;
use super::recent::Member;
use super::state::{Conn, Doom, Key, Link, State};
use crate::history::{History, Push};
use crate::hub::Resume;
use crate::journal::{Began, Frame, Journal, Left, Place, Pushed, TakeOver, What, channel_hash};
use crate::prepared::Prepared;
use crate::stats;

/// Somebody's wish to go on with a connection, as the log decided it.
#[derive(Clone, Debug)]
pub(crate) struct Decided {
    pub connection: Id,
    /// See [`TakeOver::stay`].
    pub stay: u64,
    pub ticket: Id,
    pub granted: bool,
}

/// A client that waits for the connection which it had elsewhere.
pub(crate) struct Wish {
    /// Slot of the user.
    pub user: u32,
    who: Who,
    connection: Id,
    next: u64,
    place: Place,
    /// See [`State::session_epoch`].
    epoch: u64,
    now_ms: i64,
    tell: oneshot::Sender<Option<Key>>,
}

/// What a shard has still to tell the other nodes.
pub(crate) struct Telling {
    journal: Option<Journal>,
    frame: Frame,
    /// The record that is being delivered; 0: what is in no log.
    pub record: u64,
    /// The last record that was delivered whole.
    pub through: u64,
}

impl Telling {
    pub(crate) fn new(journal: Option<Journal>, shard: u32) -> Self {
        Self { journal, frame: Frame { shard, has_channels: true, ..Frame::default() }, record: 0, through: 0 }
    }

    /// Whether there may be other nodes.
    pub(crate) fn is_on(&self) -> bool {
        self.journal.is_some()
    }

    pub(crate) fn note(&mut self, what: What) {
        if self.is_on() {
            self.frame.entries.push(what.into());
        }
    }

    pub(crate) fn pushed(&mut self, slots: Vec<u32>) {
        if !slots.is_empty() {
            self.note(What::Pushed(Pushed { record: self.record, slots }));
        }
    }

    /// Tells what was noted.
    fn tell(&mut self) {
        let Some(journal) = &self.journal else { return };
        if self.frame.entries.is_empty() && self.frame.through == self.through {
            return;
        }
        self.frame.through = self.through;
        journal.tell(&self.frame);
        self.frame.entries.clear();
    }
}

impl Shard {
    /// Goes on with a connection that this shard does not have. `None`: that cannot be.
    pub(super) async fn take_over(&self, user: u32, who: &Who, resume: Resume) -> Option<Key> {
        let timings = &self.options.timings;
        let journal = self.options.journal.as_ref()?;
        let (connection, next) = (resume.connection_id, u64::try_from(resume.sequence_number).ok()?);
        let user_id = who.identity.user_id;
        let place = journal.find(connection, user_id, next, timings.journal).await.ok()?;
        let ticket = (self.options.new_id)();
        let (tell, mut told) = oneshot::channel();
        {
            let mut state = self.state.borrow_mut();
            let (epoch, who, now_ms) = (state.session_epoch, who.clone(), self.now_ms());
            state.wishes.insert(ticket, Wish { user, who, connection, next, place, epoch, now_ms, tell });
        }
        self.actions.take_over(TakeOver {
            connection_id: connection.to_string(),
            user_id: user_id.to_string(),
            stay: place.stay,
            ticket: ticket.to_string(),
        });
        let outcome = timeout(timings.take_over, &mut told).await;
        // Too late: whatever the log says from now on, the client may be elsewhere.
        self.state.borrow_mut().wishes.remove(&ticket);
        match outcome {
            Ok(outcome) => outcome.ok().flatten(),
            Err(_) => told.try_recv().ok().flatten(),
        }
    }
}

impl State {
    /// Tells the other nodes what happened.
    pub(crate) fn tell(&mut self) {
        for (channel, opened) in self.channels.take_news() {
            let hash = channel_hash(channel);
            self.telling.note(if opened { What::Opened(hash) } else { What::Closed(hash) });
        }
        self.telling.tell();
    }

    /// Follows what the log says of somebody's wish: lets a connection go, and goes on with one.
    pub(super) fn decided(&mut self, g: u64, decided: &Decided) {
        if decided.granted
            && let Some(slot) = self.conn_by_id.get(&decided.connection).copied()
            && self.conns.get(slot).is_some_and(|conn| conn.stay == decided.stay)
        {
            self.doom(slot, Doom::Ended);
        }
        let Some(wish) = self.wishes.remove(&decided.ticket) else { return };
        let may = decided.granted && !self.closing && wish.epoch == self.session_epoch && !wish.tell.is_closed();
        let key = may.then(|| self.go_on(g, &wish)).flatten();
        let _ = wish.tell.send(key);
    }

    /// The connection, with everything that its client missed in its queue.
    fn go_on(&mut self, g: u64, wish: &Wish) -> Option<Key> {
        let Wish { user, connection: id, place, .. } = *wish;
        let mut conn = self.new_conn(id, g, user, wish.who.clone(), History::starting_at(wish.next));
        conn.last_activity_ms = wish.now_ms;
        let records = self.repeat(&mut conn, place.from, place.skip as usize)?;
        stats::add(&self.stats.taken_over, 1);
        Some(self.enter(conn, wish.next, records))
    }

    /// Queues what a connection gets of the records from `from` on, less so many events of the first; their records.
    /// `None`: older records are needed than there are, or the queue is too short.
    pub(super) fn repeat(&self, conn: &mut Conn, from: u64, skip: usize) -> Option<Vec<u64>> {
        let (id, user) = (conn.id, conn.identity.user_id);
        let mut missed: Vec<(u64, Arc<Prepared>)> = Vec::new();
        self.recent.replay(from, user, self.member(conn.user)?, |record, member| {
            let of_user = record.events.iter().filter(|event| member.gets(event, user, id) && entitled(event, conn));
            let got = if record.g == from { skip } else { 0 };
            missed.extend(of_user.skip(got).map(|event| (record.g, Arc::clone(event))));
        })?;
        let mut records = Vec::new();
        for (record, event) in missed {
            let sealed = event.seal(event.variant_for(&user, conn.posted_ack), user);
            match conn.history.push(Rc::new(sealed), event.can_shed()) {
                Push::Queued => records.push(record),
                Push::Shed => {}
                Push::Full => return None,
            }
        }
        stats::add(&self.stats.events_queued, records.len() as u64);
        Some(records)
    }

    fn member(&self, user: u32) -> Option<Member> {
        let user = self.users.get(user)?;
        let channels = user.channels.iter().filter_map(|slot| self.channels.id(*slot)).collect();
        let teams = user.teams.iter().filter_map(|slot| self.teams.id(*slot)).collect();
        Some(Member { channels, teams })
    }

    /// `stay`: see [`Began::stay`].
    pub(super) fn new_conn(&mut self, id: Id, stay: u64, user: u32, who: Who, history: History) -> Conn {
        let Who { identity, posted_ack, kind, declared } = who;
        let leg = self.new_leg();
        let link = Link::open();
        Conn {
            id,
            stay,
            leg,
            user,
            identity,
            posted_ack,
            kind,
            link,
            history,
            declared,
            last_activity_ms: 0,
            told: true,
        }
    }

    /// Puts a connection into the tables. `records`: those of its events that wait, from the number `first` on.
    pub(super) fn enter(&mut self, conn: Conn, first: u64, records: Vec<u64>) -> Key {
        let (id, user, leg, stay) = (conn.id, conn.user, conn.leg, conn.stay);
        let (identity, kind) = (conn.identity, conn.kind);
        let slot = self.conns.insert(conn);
        self.conn_by_id.insert(id, slot);
        self.sessions.insert(identity.session_id, user);
        if let Some(user) = self.users.get_mut(user) {
            user.conns.push(slot);
        }
        self.opened(&identity, kind);
        let (connection_id, user_id) = (id.to_string(), identity.user_id.to_string());
        self.telling.note(What::Began(Began { slot, connection_id, user_id, stay, first, records }));
        Key { slot, leg }
    }

    /// Tells that a connection is over, or that its client may go on with it elsewhere.
    pub(super) fn tell_end(&mut self, slot: u32, elsewhere: bool) {
        let Some(conn) = self.conns.get_mut(slot).filter(|conn| conn.told) else { return };
        conn.told = false;
        let through = self.telling.through;
        self.telling.note(if elsewhere { What::Left(Left { slot, through }) } else { What::Ended(slot) });
    }
}
