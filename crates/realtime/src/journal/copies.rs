//! What is known of the connections of all nodes.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use roost_model::Id;
use tokio::time::Instant;

use super::records::Records;
use super::{Began, Entry, Frame, Left, Pushed, What};
use crate::limits::{JOURNAL_LEN_MAX, JOURNAL_SNAPSHOT_LEN};
use crate::shard::slots::Slots;

/// Where in the log a connection is to be gone on with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// What [`super::TakeOver`] must name.
    pub stay: u64,
    /// The first record that may hold something new for the client.
    pub from: u64,
    /// Events of that record that the client got already.
    pub skip: u32,
}

/// Why it cannot be gone on with a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unknown {
    /// Nobody told of it so far.
    Yet,
    /// It is too long ago, or of somebody else.
    Ever,
}

/// One connection of one node.
#[derive(Debug)]
struct Copy {
    /// `None`: this node.
    member: Option<i64>,
    shard: u32,
    id: Id,
    user: Id,
    stay: u64,
    /// The number that it gets next.
    next: u64,
    /// The records of the numbers below `next`; 0 for what is in no log.
    records: Records,
    /// The node let go of it at this time, when it had been handed all up to this record.
    left: Option<(Instant, u64)>,
}

#[derive(Debug, Default)]
struct Shard {
    through: u64,
    /// From a slot of the shard to its copy.
    slots: HashMap<u32, u32>,
    /// Those of which it has members.
    channels: HashSet<u64>,
}

#[derive(Debug, Default)]
struct Node {
    shards: HashMap<u32, Shard>,
    /// It tells of channels: one of an older version does not.
    has_channels: bool,
    /// It does not belong any more since then.
    gone: Option<Instant>,
}

#[derive(Debug, Default)]
pub(super) struct Copies {
    all: Slots<Copy>,
    by_id: HashMap<Id, Vec<u32>>,
    nodes: HashMap<Option<i64>, Node>,
    /// Where this node began with the log.
    start: Option<u64>,
}

impl Copies {
    pub(super) fn starts_at(&mut self, g: u64) {
        self.start.get_or_insert(g);
    }

    pub(super) fn member_began(&mut self, member: i64) {
        if let Some(node) = self.nodes.remove(&Some(member)) {
            self.forget(node);
        }
        // Of what it let go of before, it tells again.
        self.forget_where(|copy| copy.member == Some(member));
    }

    /// Takes note of who belongs, and forgets what nobody comes back for.
    pub(super) fn members(&mut self, present: &[i64], now: Instant, keep: Duration) {
        let is_over = |since: Instant| now.duration_since(since) >= keep;
        let mut over = Vec::new();
        for (member, node) in &mut self.nodes {
            let Some(id) = member else { continue };
            if present.contains(id) {
                node.gone = None;
            } else if is_over(*node.gone.get_or_insert(now)) {
                over.push(*member);
            }
        }
        for member in over {
            if let Some(node) = self.nodes.remove(&member) {
                self.forget(node);
            }
        }
        self.forget_where(|copy| copy.left.is_some_and(|(since, _)| is_over(since)));
    }

    /// Copies that are not of connections of this node.
    #[cfg(test)]
    pub(super) fn foreign(&self) -> usize {
        self.all.iter().filter(|(_, copy)| copy.member.is_some()).count()
    }

    pub(super) fn heard(&mut self, member: Option<i64>, frame: &Frame) {
        for entry in &frame.entries {
            match &entry.what {
                Some(What::Began(began)) => self.began(member, frame.shard, began),
                Some(What::Pushed(pushed)) => self.pushed(member, frame.shard, pushed),
                Some(What::Left(left)) => self.left(member, frame.shard, *left),
                Some(What::Ended(slot)) => self.ended(member, frame.shard, *slot),
                Some(What::Opened(channel)) => {
                    self.shard(member, frame.shard).channels.insert(*channel);
                }
                Some(What::Closed(channel)) => {
                    self.shard(member, frame.shard).channels.remove(channel);
                }
                // of a newer version
                None => {}
            }
        }
        self.shard(member, frame.shard).through = frame.through;
        self.nodes.entry(member).or_default().has_channels |= frame.has_channels;
    }

    fn shard(&mut self, member: Option<i64>, shard: u32) -> &mut Shard {
        self.nodes.entry(member).or_default().shards.entry(shard).or_default()
    }

    fn began(&mut self, member: Option<i64>, shard: u32, began: &Began) {
        let (Some(id), Some(user)) = (Id::parse(&began.connection_id), Id::parse(&began.user_id)) else { return };
        self.ended(member, shard, began.slot);
        let records: Records = began.records.iter().copied().collect();
        let next = began.first + records.len() as u64;
        let copy = self.all.insert(Copy { member, shard, id, user, stay: began.stay, next, records, left: None });
        self.by_id.entry(id).or_default().push(copy);
        self.shard(member, shard).slots.insert(began.slot, copy);
    }

    fn pushed(&mut self, member: Option<i64>, shard: u32, pushed: &Pushed) {
        let slots = self.nodes.entry(member).or_default().shards.entry(shard).or_default();
        for slot in &pushed.slots {
            let Some(copy) = slots.slots.get(slot).and_then(|copy| self.all.get_mut(*copy)) else { continue };
            copy.next += 1;
            copy.records.push(pushed.record);
            if copy.records.len() > JOURNAL_LEN_MAX {
                copy.records.pop_front();
            }
        }
    }

    fn left(&mut self, member: Option<i64>, shard: u32, left: Left) {
        let copy = self.shard(member, shard).slots.remove(&left.slot);
        if let Some(copy) = copy.and_then(|copy| self.all.get_mut(copy)) {
            copy.left = Some((Instant::now(), left.through));
        }
    }

    fn ended(&mut self, member: Option<i64>, shard: u32, slot: u32) {
        if let Some(copy) = self.shard(member, shard).slots.remove(&slot) {
            self.remove(copy);
        }
    }

    fn remove(&mut self, copy: u32) {
        let Some(Copy { id, .. }) = self.all.remove(copy) else { return };
        if let Some(list) = self.by_id.get_mut(&id) {
            list.retain(|other| *other != copy);
            if list.is_empty() {
                self.by_id.remove(&id);
            }
        }
    }

    fn forget(&mut self, node: Node) {
        for copy in node.shards.into_values().flat_map(|shard| shard.slots.into_values()) {
            self.remove(copy);
        }
    }

    fn forget_where(&mut self, is_over: impl Fn(&Copy) -> bool) {
        let over: Vec<u32> = self.all.iter().filter(|(_, copy)| is_over(copy)).map(|(number, _)| number).collect();
        for copy in over {
            self.remove(copy);
        }
    }

    /// `next`: the number that the client expects; `stay`: the one of [`super::Stays::of`].
    pub(super) fn find(&self, connection: Id, user: Id, next: u64, stay: Option<u64>) -> Result<Place, Unknown> {
        let copies = self.by_id.get(&connection).into_iter().flatten().filter_map(|copy| self.all.get(*copy));
        let latest = copies.max_by_key(|copy| copy.stay).ok_or(Unknown::Yet)?;
        if latest.user != user {
            return Err(Unknown::Ever);
        }
        // What a node says of a stay that is over is as old as that.
        let copy = Some(latest).filter(|copy| stay.is_none_or(|stay| stay == copy.stay)).ok_or(Unknown::Yet)?;
        let shard = self.nodes.get(&copy.member).and_then(|node| node.shards.get(&copy.shard));
        let through = copy.left.map_or_else(|| shard.map_or(0, |shard| shard.through), |(_, through)| through);
        // Moves from before this node's start are not known here. A node that went past it took them into account.
        let is_current = self.start.is_some_and(|start| through >= start);
        if next > copy.next || !is_current {
            return Err(Unknown::Yet);
        }
        let oldest = copy.next - copy.records.len() as u64;
        let known = next.checked_sub(oldest).and_then(|index| usize::try_from(index).ok()).ok_or(Unknown::Ever)?;
        let stay = copy.stay;
        let Some(from) = copy.records.iter().skip(known).find(|record| *record > 0) else {
            return Ok(Place { stay, from: through + 1, skip: 0 });
        };
        let skip = copy.records.iter().take(known).filter(|record| *record == from).count();
        Ok(Place { stay, from, skip: u32::try_from(skip).unwrap_or(u32::MAX) })
    }

    /// Whether the member may have members of the channel: one that has not told yet may.
    pub(super) fn may_have(&self, member: i64, channel: u64) -> bool {
        let node = self.nodes.get(&Some(member)).filter(|node| node.has_channels);
        node.is_none_or(|node| node.shards.values().any(|shard| shard.channels.contains(&channel)))
    }

    /// All that this node has told, in short.
    pub(super) fn own_frames(&self) -> Vec<Frame> {
        let mut frames = Vec::new();
        let Some(node) = self.nodes.get(&None) else { return frames };
        for (shard, Shard { through, slots, channels }) in &node.shards {
            let mut entries: Vec<Entry> = channels.iter().map(|channel| What::Opened(*channel).into()).collect();
            // Those that were let go of need a slot to be told of.
            let mut free = slots.keys().max().map_or(0, |slot| slot + 1);
            for (_, copy) in self.all.iter().filter(|(_, copy)| copy.member.is_none() && copy.shard == *shard) {
                if let Some((_, through)) = copy.left {
                    entries.push(copy.tell(free));
                    entries.push(What::Left(Left { slot: free, through }).into());
                    free += 1;
                }
            }
            entries.extend(slots.iter().filter_map(|(slot, copy)| Some(self.all.get(*copy)?.tell(*slot))));
            frames.push(Frame { shard: *shard, entries, through: *through, has_channels: node.has_channels });
        }
        frames
    }
}

impl Copy {
    fn tell(&self, slot: u32) -> Entry {
        let records: Vec<u64> =
            self.records.iter().skip(self.records.len().saturating_sub(JOURNAL_SNAPSHOT_LEN)).collect();
        What::Began(Began {
            slot,
            connection_id: self.id.to_string(),
            user_id: self.user.to_string(),
            stay: self.stay,
            first: self.next - records.len() as u64,
            records,
        })
        .into()
    }
}
