//! Whose status people have asked for lately. Clients of the original are told of their own status only and ask for those of
//! others once a minute; they take what they are told of others too. So whoever has asked is told when it changes.

use std::collections::{HashMap, VecDeque};

use roost_model::Id;
use roost_model::ws::event;
use roost_model::ws::user::StatusChange;
use roost_realtime::{Audience, Event, fnv};
use serde::Deserialize;

use super::Presence;
use crate::App;
use crate::live::{Live, Watched};

/// As many as a client asks for at once: it asks again for those that it shows.
const WATCHED_LEN_MAX: usize = 200;

/// Who watches whom, as far as the watchers are connected here. Ids are kept as hashes: should two be alike, somebody is told
/// of a status that they did not ask for.
#[derive(Debug, Default)]
pub(super) struct Watching {
    number_of: HashMap<Id, u32>,
    /// By number.
    watchers: HashMap<u32, Watcher>,
    /// The numbers of those who watch a user.
    of_user: HashMap<u64, Vec<u32>>,
    next: u32,
}

#[derive(Debug)]
struct Watcher {
    id: Id,
    /// The users, the latest last.
    users: VecDeque<u64>,
}

impl Watching {
    fn add(&mut self, watcher: Id, users: impl IntoIterator<Item = u64>) {
        let number = *self.number_of.entry(watcher).or_insert_with(|| {
            self.next = self.next.wrapping_add(1);
            self.next
        });
        let known = self.watchers.entry(number).or_insert_with(|| Watcher { id: watcher, users: VecDeque::new() });
        for user in users {
            if known.users.contains(&user) {
                continue;
            }
            known.users.push_back(user);
            self.of_user.entry(user).or_default().push(number);
            if known.users.len() > WATCHED_LEN_MAX
                && let Some(oldest) = known.users.pop_front()
            {
                leave(&mut self.of_user, oldest, number);
            }
        }
    }

    fn remove(&mut self, watcher: Id) {
        let Some(number) = self.number_of.remove(&watcher) else { return };
        for user in self.watchers.remove(&number).into_iter().flat_map(|watcher| watcher.users) {
            leave(&mut self.of_user, user, number);
        }
    }

    fn watchers_of(&self, user: Id) -> Vec<Id> {
        let numbers = self.of_user.get(&fnv(user)).into_iter().flatten();
        numbers.filter_map(|number| self.watchers.get(number)).map(|watcher| watcher.id).collect()
    }
}

fn leave(of_user: &mut HashMap<u64, Vec<u32>>, user: u64, number: u32) {
    if let Some(numbers) = of_user.get_mut(&user) {
        numbers.retain(|other| *other != number);
        if numbers.is_empty() {
            of_user.remove(&user);
        }
    }
}

impl Presence {
    /// The user has asked for these statuses, and is told when they change: at this node or at the one where the sockets are.
    pub fn watch(&self, app: &App, watcher: Id, users: &[Id]) {
        let latest = users.get(users.len().saturating_sub(WATCHED_LEN_MAX)..).unwrap_or_default();
        // Of the own status everybody is told anyway.
        let users: Vec<u64> = latest.iter().filter(|user| **user != watcher).map(|user| fnv(*user)).collect();
        if users.is_empty() {
            return;
        }
        if app.live.is_attached() && self.is_elsewhere(watcher) {
            let watched = vec![Watched { user_id: watcher.to_string(), users: users.clone() }];
            app.live.send(&Live { watched, ..Live::default() });
        }
        self.watches(app, watcher, users);
    }

    /// The same, as this or another node heard.
    pub fn watches(&self, app: &App, watcher: Id, users: Vec<u64>) {
        let mut watching = self.watching.lock();
        // Under the lock, so that nobody stays in the list who has gone: see `unwatch`.
        if app.hub.user_connections(watcher) > 0 {
            watching.add(watcher, users);
        }
    }

    /// The user's last connection to this node ended.
    pub(super) fn unwatch(&self, app: &App, watcher: Id) {
        let mut watching = self.watching.lock();
        if app.hub.user_connections(watcher) == 0 {
            watching.remove(watcher);
        }
    }

    /// Tells those who asked for it of a change of status that its owner is told of.
    pub fn spread(&self, app: &App, change: &Event) {
        if change.name != event::STATUS_CHANGE {
            return;
        }
        let Some(user) = Id::parse(&change.audience.user_id) else { return };
        let watchers = self.watching.lock().watchers_of(user);
        if watchers.is_empty() {
            return;
        }
        let Some(data) = data_of(change) else { return };
        for watcher in watchers {
            app.hub.ephemeral(Event::new(event::STATUS_CHANGE, &data, Audience::user(watcher)));
        }
    }
}

/// What the event says.
fn data_of(change: &Event) -> Option<StatusChange> {
    #[derive(Deserialize)]
    struct Head {
        data: Data,
    }
    #[derive(Deserialize)]
    struct Data {
        status: String,
        user_id: String,
    }
    let whole = [&change.head[..], b"}"].concat();
    let Data { status, user_id } = serde_json::from_slice::<Head>(&whole).ok()?.data;
    Some(StatusChange { status, user_id: Id::parse(&user_id)? })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(n: u128) -> Id {
        Id::from_random(n)
    }

    fn hashes(users: impl IntoIterator<Item = u128>) -> Vec<u64> {
        users.into_iter().map(|n| fnv(id(n))).collect()
    }

    #[test]
    fn the_latest_are_watched_until_the_watcher_goes() {
        let mut watching = Watching::default();
        watching.add(id(1), hashes([10, 11]));
        watching.add(id(2), hashes([11]));
        watching.add(id(1), hashes([11]));
        assert_eq!(watching.watchers_of(id(11)), [id(1), id(2)], "each once");
        watching.add(id(1), hashes(100..100 + WATCHED_LEN_MAX as u128));
        assert_eq!((watching.watchers_of(id(10)), watching.watchers_of(id(11))), (vec![], vec![id(2)]));
        assert_eq!(watching.watchers_of(id(100)), [id(1)]);
        watching.remove(id(1));
        watching.remove(id(2));
        assert!(watching.of_user.is_empty() && watching.watchers.is_empty() && watching.number_of.is_empty());
    }

    #[test]
    fn what_is_said_is_read_from_the_event() {
        let data = StatusChange { status: "away".to_owned(), user_id: id(3) };
        let read = data_of(&Event::new(event::STATUS_CHANGE, &data, Audience::user(id(3)))).unwrap();
        assert_eq!((read.status.as_str(), read.user_id), ("away", id(3)));
    }
}
