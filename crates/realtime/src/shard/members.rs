//! One membership list per user, shared by all connections of the user and kept current by the log.

use std::rc::Rc;

use roost_model::Id;
use tokio::sync::oneshot;

use super::Shard;
use super::slots::{sorted_insert, sorted_remove};
use super::state::{Phase, State, User};
use crate::port::{Memberships, Unavailable};
use crate::prepared::Change;

/// Keeps a user in the tables while a connection is being admitted.
pub(crate) struct Pin {
    shard: Rc<Shard>,
    /// Slot of the user.
    pub user: u32,
}

impl Pin {
    pub(crate) fn new(shard: &Rc<Shard>, user: Id) -> Self {
        let slot = shard.state.borrow_mut().pin(user);
        Self { shard: Rc::clone(shard), user: slot }
    }

    /// Waits until the memberships are there and current. Only one admission reads them.
    pub(crate) async fn memberships(&self) -> Result<(), Unavailable> {
        let Some(waiting) = self.shard.state.borrow_mut().wait_or_load(self.user) else {
            return Ok(());
        };
        match waiting {
            Some(waiting) => waiting.await.ok().filter(|loaded| *loaded).map(|_| ()).ok_or(Unavailable),
            None => self.load().await,
        }
    }

    /// A change that arrives while the answer is under way may be in it or not: then it is asked again.
    async fn load(&self) -> Result<(), Unavailable> {
        // tells the waiting ones, also when the port panics
        let loading = Loading(self);
        let Some(user) = self.shard.state.borrow().users.get(self.user).map(|user| user.id) else {
            return Err(Unavailable);
        };
        loop {
            let found = self.shard.actions.memberships(user).await?;
            if self.shard.state.borrow_mut().install(self.user, &found) {
                drop(loading);
                return Ok(());
            }
        }
    }
}

impl Drop for Pin {
    fn drop(&mut self) {
        let mut state = self.shard.state.borrow_mut();
        if let Some(user) = state.users.get_mut(self.user) {
            user.pins -= 1;
        }
        state.release_user(self.user);
    }
}

struct Loading<'a>(&'a Pin);

impl Drop for Loading<'_> {
    fn drop(&mut self) {
        self.0.shard.state.borrow_mut().loaded(self.0.user);
    }
}

impl State {
    fn pin(&mut self, id: Id) -> u32 {
        let slot = *self.user_by_id.entry(id).or_insert_with(|| {
            self.users.insert(User {
                id,
                conns: Vec::new(),
                channels: Vec::new(),
                teams: Vec::new(),
                phase: Phase::Unknown,
                dirty: false,
                pins: 0,
            })
        });
        if let Some(user) = self.users.get_mut(slot) {
            user.pins += 1;
        }
        slot
    }

    /// `None`: ready. `Some(None)`: the caller must load. Otherwise somebody loads and tells.
    #[expect(clippy::option_option, reason = "two independent questions, answered at one place")]
    fn wait_or_load(&mut self, slot: u32) -> Option<Option<oneshot::Receiver<bool>>> {
        let user = self.users.get_mut(slot)?;
        match &mut user.phase {
            Phase::Ready => None,
            Phase::Loading(waiting) => {
                let (tell, told) = oneshot::channel();
                waiting.push(tell);
                Some(Some(told))
            }
            Phase::Unknown => {
                user.phase = Phase::Loading(Vec::new());
                user.dirty = false;
                Some(None)
            }
        }
    }

    /// Takes over what was read, unless a change came in between.
    fn install(&mut self, slot: u32, found: &Memberships) -> bool {
        let Some(user) = self.users.get_mut(slot) else { return true };
        if std::mem::take(&mut user.dirty) {
            return false;
        }
        let mut channels: Vec<u32> = found.channels.iter().map(|id| self.channels.join(*id, slot)).collect();
        let mut teams: Vec<u32> = found.teams.iter().map(|id| self.teams.join(*id, slot)).collect();
        for list in [&mut channels, &mut teams] {
            list.sort_unstable();
            list.dedup();
            list.shrink_to_fit();
        }
        user.channels = channels;
        user.teams = teams;
        if let Phase::Loading(waiting) = std::mem::replace(&mut user.phase, Phase::Ready) {
            for tell in waiting {
                let _ = tell.send(true);
            }
        }
        true
    }

    /// Loading is over; without success the next admission tries again.
    fn loaded(&mut self, slot: u32) {
        if let Some(user) = self.users.get_mut(slot)
            && matches!(user.phase, Phase::Loading(_))
        {
            user.phase = Phase::Unknown;
        }
    }

    pub(crate) fn change(&mut self, change: &Change) {
        let Some(slot) = self.user_by_id.get(&change.user).copied() else { return };
        let Some(user) = self.users.get_mut(slot) else { return };
        match user.phase {
            Phase::Unknown => return,
            Phase::Loading(_) => {
                user.dirty = true;
                return;
            }
            Phase::Ready => {}
        }
        let lists =
            [(change.channel, &mut self.channels, &mut user.channels), (change.team, &mut self.teams, &mut user.teams)];
        for (id, groups, list) in lists {
            let Some(id) = id else { continue };
            if change.joined {
                sorted_insert(list, groups.join(id, slot));
            } else if let Some(group) = groups.find(&id)
                && sorted_remove(list, group)
            {
                groups.leave(group, slot);
            }
        }
    }
}
