//! Which of the shard's users are members of a channel or team.

use std::collections::HashMap;

use roost_model::Id;

use super::slots::{Slots, sorted_insert, sorted_remove};

/// Channels, or teams, with their members; those without members are forgotten.
#[derive(Debug, Default)]
pub(crate) struct Groups {
    by_id: HashMap<Id, u32>,
    slots: Slots<Group>,
    /// Those that got their first member or lost the last one (`false`), in order, if somebody wants to know.
    news: Option<Vec<(Id, bool)>>,
}

#[derive(Debug)]
struct Group {
    id: Id,
    /// Slots of users, sorted.
    users: Vec<u32>,
}

impl Groups {
    /// Groups of which is remembered when they begin and end, until [`Groups::take_news`].
    pub(crate) fn with_news() -> Self {
        Self { news: Some(Vec::new()), ..Self::default() }
    }

    /// What was remembered.
    pub(crate) fn take_news(&mut self) -> Vec<(Id, bool)> {
        self.news.as_mut().map(std::mem::take).unwrap_or_default()
    }

    pub(crate) fn find(&self, id: &Id) -> Option<u32> {
        self.by_id.get(id).copied()
    }

    /// The channel or team with this number.
    pub(crate) fn id(&self, slot: u32) -> Option<Id> {
        self.slots.get(slot).map(|group| group.id)
    }

    /// Slots of the members.
    pub(crate) fn users(&self, id: &Id) -> &[u32] {
        self.find(id).and_then(|slot| self.slots.get(slot)).map_or(&[], |group| &group.users)
    }

    /// Adds a member; the number of the group.
    pub(crate) fn join(&mut self, id: Id, user: u32) -> u32 {
        let slot = *self.by_id.entry(id).or_insert_with(|| {
            self.news.iter_mut().for_each(|news| news.push((id, true)));
            self.slots.insert(Group { id, users: Vec::new() })
        });
        if let Some(group) = self.slots.get_mut(slot) {
            sorted_insert(&mut group.users, user);
        }
        slot
    }

    pub(crate) fn leave(&mut self, slot: u32, user: u32) {
        let Some(group) = self.slots.get_mut(slot) else { return };
        sorted_remove(&mut group.users, user);
        if group.users.is_empty() {
            self.by_id.remove(&group.id);
            self.news.iter_mut().for_each(|news| news.push((group.id, false)));
            self.slots.remove(slot);
        }
    }
}
