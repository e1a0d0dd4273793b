//! The last records of the log, for connections that come from another node.

use std::collections::{BTreeSet, VecDeque};
use std::sync::Arc;

use roost_model::Id;

use crate::limits::{RECENT_BYTES_MAX, RECENT_LEN_MAX};
use crate::prepared::{Change, Prepared, Target};

/// The part of a record that concerns the shard.
#[derive(Debug)]
pub(crate) struct Record {
    pub g: u64,
    changes: Vec<Change>,
    pub events: Vec<Arc<Prepared>>,
    bytes: usize,
}

#[derive(Debug, Default)]
pub(crate) struct Recent {
    records: VecDeque<Record>,
    bytes: usize,
    /// Every record from this one on that concerns the shard is here; `None`: nothing was applied yet.
    from: Option<u64>,
}

/// What a user is a member of.
#[derive(Clone, Debug, Default)]
pub(crate) struct Member {
    pub channels: BTreeSet<Id>,
    pub teams: BTreeSet<Id>,
}

impl Recent {
    pub(crate) fn starts_at(&mut self, g: u64) {
        self.from.get_or_insert(g + 1);
    }

    pub(crate) fn push(&mut self, g: u64, changes: Vec<Change>, events: Vec<Arc<Prepared>>) {
        let bytes = size_of_val(&*changes) + events.iter().map(|event| event.bytes()).sum::<usize>();
        self.bytes += bytes;
        self.records.push_back(Record { g, changes, events, bytes });
        while self.records.len() > RECENT_LEN_MAX || self.bytes > RECENT_BYTES_MAX {
            let Some(oldest) = self.records.pop_front() else { break };
            self.bytes -= oldest.bytes;
            self.from = Some(oldest.g + 1);
        }
    }

    pub(crate) fn clear(&mut self, through: u64) {
        *self = Self { from: Some(through + 1), ..Self::default() };
    }

    /// The records from `from` on, each with what the user was a member of when it was applied; `now` is what the user is
    /// a member of after the last. `None`: older ones are needed than there are.
    pub(crate) fn replay(
        &self,
        from: u64,
        user: Id,
        mut now: Member,
        mut each: impl FnMut(&Record, &Member),
    ) -> Option<()> {
        self.from.filter(|first| *first <= from)?;
        let start = self.records.partition_point(|record| record.g < from);
        for record in self.records.range(start..).rev() {
            record.changes.iter().rev().filter(|change| change.user == user).for_each(|change| now.set(change, true));
        }
        for record in self.records.range(start..) {
            record.changes.iter().filter(|change| change.user == user).for_each(|change| now.set(change, false));
            each(record, &now);
        }
        Some(())
    }
}

impl Member {
    fn set(&mut self, change: &Change, undo: bool) {
        for (id, set) in [(change.channel, &mut self.channels), (change.team, &mut self.teams)] {
            let Some(id) = id else { continue };
            if change.joined == undo {
                set.remove(&id);
            } else {
                set.insert(id);
            }
        }
    }

    /// Whether an event is for the connection `connection` of the user, as far as the index decides it.
    pub(crate) fn gets(&self, event: &Prepared, user: Id, connection: Id) -> bool {
        let in_group = match event.target {
            Target::Connection(id) => return id == connection,
            Target::User(id) => return id == user,
            Target::Channel(id) => self.channels.contains(&id),
            Target::Team(id) => self.teams.contains(&id),
            Target::Everyone => true,
            Target::Nobody => false,
        };
        in_group && event.omit_users.binary_search(&user).is_err()
    }
}
