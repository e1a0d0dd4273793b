//! Who is connected to which other node. Each node tells who comes and goes; nobody is offline while connected anywhere.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use roost_model::Id;
use roost_model::status::Status;

use super::Presence;
use crate::App;
use crate::live::Live;

/// What the others said, and what was told to them.
#[derive(Default)]
pub(super) struct Elsewhere {
    /// By member: who is connected to it.
    members: HashMap<i64, HashSet<Id>>,
    /// Who is connected here, as the others were told.
    here: HashSet<Id>,
    /// Whose last connection here ended while they had others elsewhere. When those end, this node looks after them.
    left: HashSet<Id>,
    /// Statuses that another node has not written yet.
    pub(super) statuses: HashMap<Id, Arc<Status>>,
}

impl Elsewhere {
    fn has(&self, user: Id) -> bool {
        self.members.values().any(|users| users.contains(&user))
    }
}

impl Presence {
    /// Tells the others whether the user is connected here, if that is news. Under the lock, so that the last word is the
    /// true one.
    pub(super) fn announce(&self, app: &App, user: Id) {
        let mut elsewhere = self.elsewhere.lock();
        let here = app.hub.user_connections(user) > 0;
        if here {
            elsewhere.left.remove(&user);
        }
        let news = if here { elsewhere.here.insert(user) } else { elsewhere.here.remove(&user) };
        if news && app.live.is_attached() {
            let (came, went) = if here { (vec![user.to_string()], vec![]) } else { (vec![], vec![user.to_string()]) };
            app.live.send(&Live { came, went, ..Live::default() });
        }
    }

    /// Who is connected to this node.
    pub fn here(&self) -> Vec<Id> {
        self.elsewhere.lock().here.iter().copied().collect()
    }

    /// Whether the user is connected to another node.
    pub fn is_elsewhere(&self, user: Id) -> bool {
        self.elsewhere.lock().has(user)
    }

    /// The same; if so, this node has to look again when they go there.
    pub(super) fn is_elsewhere_still(&self, user: Id) -> bool {
        let mut elsewhere = self.elsewhere.lock();
        let has = elsewhere.has(user);
        if has {
            elsewhere.left.insert(user);
        } else {
            elsewhere.left.remove(&user);
        }
        has
    }

    /// A member begins to say who is there.
    pub fn member_began(&self, member: i64) {
        self.elsewhere.lock().members.insert(member, HashSet::new());
    }

    /// The user is connected to this member.
    pub fn came_elsewhere(&self, member: i64, user: Id) {
        self.elsewhere.lock().members.entry(member).or_default().insert(user);
    }

    /// The user is not connected to this member any more. Returns whether it is for this node to look where they are now.
    pub fn went_elsewhere(&self, member: i64, user: Id) -> bool {
        let mut elsewhere = self.elsewhere.lock();
        if let Some(users) = elsewhere.members.get_mut(&member) {
            users.remove(&user);
        }
        elsewhere.left.contains(&user)
    }

    /// Another node will write this status.
    pub fn heard(&self, status: Status) {
        self.elsewhere.lock().statuses.insert(status.user_id, Arc::new(status));
    }

    /// What is stored of this user is newer than what was heard.
    pub fn stored(&self, user: Id) {
        self.elsewhere.lock().statuses.remove(&user);
    }

    /// Keeps only these members. Returns who was connected to the others; what those had not written is lost.
    pub fn only_members(&self, members: &[i64]) -> Vec<Id> {
        let mut elsewhere = self.elsewhere.lock();
        let gone: Vec<i64> = elsewhere.members.keys().filter(|id| !members.contains(id)).copied().collect();
        if gone.is_empty() {
            return Vec::new();
        }
        elsewhere.statuses.clear();
        let users: Vec<Id> = gone.iter().filter_map(|id| elsewhere.members.remove(id)).flatten().collect();
        for user in &users {
            elsewhere.left.remove(user);
        }
        users
    }
}
