//! Who is there: statuses chosen by people and those that follow from their connections, and who is typing.
//!
//! What a person chooses is written at once, with a record for all nodes. What follows by itself changes often and
//! matters little: it is kept in memory, told to its owner, and written in batches.

mod automatic;
mod elsewhere;
mod expire;
mod flush;
mod manual;
mod read;
mod typing;
mod viewing;
mod watching;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

pub use automatic::{active, alive, connected, disconnected, lost, online};
use elsewhere::Elsewhere;
pub use expire::expire;
pub use flush::flush;
pub use manual::{out_of_office_set, status_set};
use parking_lot::Mutex;
pub use read::{status_of, statuses_of};
use roost_model::Id;
use roost_model::status::Status;
use roost_model::ws::event;
use roost_model::ws::user::StatusChange;
use roost_realtime::{Audience, Event};

pub use typing::{typing, typing_in_name};

/// Periods of statuses that follow by themselves.
#[derive(Clone, Debug)]
pub struct Timings {
    /// Time between two writes of what has gathered.
    pub flush: Duration,
    /// Time between two looks for "do not disturb" that is over.
    pub expire: Duration,
    /// Time for which a user without connections is still there: a client that comes back at once never left.
    pub leave: Duration,
    /// Time for which the users of a node that died are still there: their clients come back elsewhere.
    pub lost: Duration,
}

impl Default for Timings {
    fn default() -> Self {
        Self {
            flush: Duration::from_secs(1),
            expire: Duration::from_mins(1),
            leave: Duration::from_millis(500),
            lost: Duration::from_secs(20),
        }
    }
}

/// Users share so many locks.
const TURNS: u32 = 64;

/// What this node knows of its users and has not written yet, and what it heard of those of other nodes.
pub struct Presence {
    pending: Mutex<HashMap<Id, Arc<Status>>>,
    elsewhere: Mutex<Elsewhere>,
    viewing: Mutex<viewing::Viewing>,
    watching: Mutex<watching::Watching>,
    turns: Vec<tokio::sync::Mutex<()>>,
}

impl Presence {
    pub fn new() -> Self {
        let turns = (0..TURNS).map(|_| tokio::sync::Mutex::default()).collect();
        Self {
            pending: Mutex::default(),
            elsewhere: Mutex::default(),
            viewing: Mutex::default(),
            watching: Mutex::default(),
            turns,
        }
    }

    /// One change of a user's status at a time: connections come and go faster than the database answers.
    async fn turn(&self, user: Id) -> tokio::sync::MutexGuard<'_, ()> {
        let sum: u32 = user.as_str().bytes().map(u32::from).sum();
        let index = usize::try_from(sum % TURNS).unwrap_or(0);
        self.turns.get(index).expect("an index is taken modulo the number of locks").lock().await
    }

    /// A status that is newer than what is stored.
    fn known(&self, user: Id) -> Option<Arc<Status>> {
        let pending = self.pending.lock().get(&user).cloned();
        pending.or_else(|| self.elsewhere.lock().statuses.get(&user).cloned())
    }

    /// Statuses that will be written soon.
    pub fn unwritten(&self) -> Vec<Arc<Status>> {
        self.pending.lock().values().cloned().collect()
    }

    fn put(&self, status: Status) {
        self.pending.lock().insert(status.user_id, Arc::new(status));
    }

    /// The user chose a status, here or on another node.
    pub fn chosen(&self, user: Id) {
        self.pending.lock().remove(&user);
    }
}

impl Default for Presence {
    fn default() -> Self {
        Self::new()
    }
}

/// A new status goes to the connections of its owner; [`Presence::spread`] tells others who asked for it.
fn status_change(new: &Status) -> Event {
    let data = StatusChange { status: new.status.clone(), user_id: new.user_id };
    Event::new(event::STATUS_CHANGE, &data, Audience::user(new.user_id))
}
