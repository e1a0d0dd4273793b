//! From an event to the queues of its recipients.

use std::rc::Rc;
use std::sync::atomic::Ordering;

use super::slots::Slots;
use super::state::{Conn, Doom, Link, State, User};
use crate::history::Push;
use crate::prepared::{Kind, Prepared, Sealed, Target};
use crate::stats::{self, Stats};

impl State {
    /// Queues the event for every recipient. Only a true broadcast looks at all connections.
    pub(crate) fn deliver(&mut self, event: &Prepared) {
        let mut sending = Sending {
            event,
            sealed: vec![None; event.variants.len() + 1],
            full: Vec::new(),
            pushed: Vec::new(),
            lists: self.telling.is_on(),
            queued: 0,
            longest: 0,
            conns: &mut self.conns,
            woken: &mut self.woken,
            stats: &self.stats,
        };
        let users = &self.users;
        match event.target {
            Target::Connection(id) => {
                if let Some(slot) = self.conn_by_id.get(&id) {
                    sending.offer(*slot);
                }
            }
            Target::User(id) => {
                let user = self.user_by_id.get(&id).and_then(|slot| users.get(*slot));
                user.into_iter().flat_map(|user| &user.conns).for_each(|slot| sending.offer(*slot));
            }
            Target::Channel(id) => sending.offer_members(users, self.channels.users(&id)),
            Target::Team(id) => sending.offer_members(users, self.teams.users(&id)),
            Target::Everyone => {
                users.iter().for_each(|(_, user)| sending.offer_user(user));
            }
            Target::Nobody => {}
        }
        let (full, pushed, queued, longest) = (sending.full, sending.pushed, sending.queued, sending.longest);
        self.telling.pushed(pushed);
        stats::add(&self.stats.events_queued, queued);
        self.stats.queue_max.fetch_max(longest as u64, Ordering::Relaxed);
        for slot in full {
            stats::add(&self.stats.overflowed, 1);
            self.doom(slot, Doom::Overflow);
        }
    }
}

struct Sending<'a> {
    event: &'a Prepared,
    /// Per variant what the last connections were given; others of this shard share it unless it names its user.
    sealed: Vec<Option<Rc<Sealed>>>,
    /// Connections whose queue was full.
    full: Vec<u32>,
    /// Connections that got it, if they are to be listed.
    pushed: Vec<u32>,
    lists: bool,
    queued: u64,
    /// Events that wait for the connection with most of them.
    longest: usize,
    conns: &'a mut Slots<Conn>,
    woken: &'a mut usize,
    stats: &'a Stats,
}

impl Sending<'_> {
    fn offer_members(&mut self, users: &Slots<User>, members: &[u32]) {
        members.iter().filter_map(|slot| users.get(*slot)).for_each(|user| self.offer_user(user));
    }

    /// For events that do not name their user or connection: those may leave users out.
    fn offer_user(&mut self, user: &User) {
        if self.event.omit_users.binary_search(&user.id).is_err() {
            user.conns.iter().for_each(|slot| self.offer(*slot));
        }
    }

    fn offer(&mut self, slot: u32) {
        let event = self.event;
        let Some(conn) = self.conns.get_mut(slot) else { return };
        if !entitled(event, conn) {
            return;
        }
        let user = conn.identity.user_id;
        let variant = event.variant_for(&user, conn.posted_ack);
        let Some(sealed) = self.sealed.get_mut(variant) else { return };
        if sealed.as_ref().is_some_and(|sealed| sealed.own.as_ref().is_some_and(|(own, _)| *own != user)) {
            *sealed = None;
        }
        let sealed = sealed.get_or_insert_with(|| Rc::new(event.seal(variant, user)));
        match conn.history.push(Rc::clone(sealed), event.can_shed()) {
            Push::Queued => {
                self.queued += 1;
                self.longest = self.longest.max(conn.history.waiting());
                if self.lists {
                    self.pushed.push(slot);
                }
                conn.link.wake(self.woken);
            }
            Push::Shed => {
                let counter = match event.kind {
                    Kind::Typing => &self.stats.shed_typing,
                    Kind::StatusChange => &self.stats.shed_status_change,
                    Kind::ChannelsViewed | Kind::Other => &self.stats.shed_channels_viewed,
                };
                stats::add(counter, 1);
            }
            Push::Full => self.full.push(slot),
        }
    }
}

/// What depends on the connection itself, after the index has found it.
pub(super) fn entitled(event: &Prepared, conn: &Conn) -> bool {
    let identity = &conn.identity;
    let suits_role = if identity.manages_system { !event.sanitized } else { !event.sensitive };
    let named = matches!(event.target, Target::Connection(_));
    let personal = named || matches!(event.target, Target::User(_));
    let guest_may = || event.guests.as_ref().is_none_or(|list| list.binary_search(&identity.user_id).is_ok());
    let looks = |channel| conn.declared.as_ref().is_none_or(|declared| declared.looks_at(channel));
    identity.mfa_ok
        && !matches!(conn.link, Link::Open { doom: Some(_), .. })
        && suits_role
        && (named || event.omit_connection != conn.id)
        && (personal || !identity.is_guest || guest_may())
        && (personal || event.active_channel.is_none_or(looks))
}
