//! Replies of one post, as its thread counts them.

use roost_model::Id;
use roost_store::bulk::talk::ThreadRow;

/// What replies add to a thread.
pub(super) struct Growth {
    reply_count: i64,
    last_reply_at: i64,
    /// Who wrote last stands at the end.
    participants: Vec<Id>,
}

impl Growth {
    pub fn new() -> Self {
        Self { reply_count: 0, last_reply_at: 0, participants: Vec::new() }
    }

    pub fn add(&mut self, user: Id, at: i64) {
        self.reply_count += 1;
        self.last_reply_at = self.last_reply_at.max(at);
        self.participants.retain(|known| *known != user);
        self.participants.push(user);
    }

    pub fn is_empty(&self) -> bool {
        self.reply_count == 0
    }

    pub fn last_reply_at(&self) -> i64 {
        self.last_reply_at
    }

    pub fn row(self, root_id: Id, channel_id: Id, team_id: Id) -> ThreadRow {
        ThreadRow {
            root_id,
            channel_id,
            team_id,
            reply_count: self.reply_count,
            last_reply_at: self.last_reply_at,
            participants: self.participants,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_participant_stands_once_and_the_last_one_at_the_end() {
        let [a, b, root] = [1, 2, 3].map(Id::from_random);
        let mut growth = Growth::new();
        for (user, at) in [(a, 10), (b, 20), (a, 15)] {
            growth.add(user, at);
        }
        let row = growth.row(root, root, Id::EMPTY);
        assert_eq!((row.reply_count, row.last_reply_at), (3, 20));
        assert_eq!(row.participants, [b, a]);
    }
}
