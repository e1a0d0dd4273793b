//! Which channel people look at: their phones are not told of what is before their eyes.

use std::collections::HashMap;

use roost_model::Id;

use super::Presence;
use crate::live::{Live, Looking};
use crate::{App, notify};

/// Somebody looks at a channel for so long after the last sign of life.
const VIEWING_MS: i64 = 20_000;

/// So many are remembered before the old ones are looked for.
const VIEWERS_MAX: usize = 10_000;

/// A look at a channel, in Unix milliseconds of this node.
#[derive(Clone, Copy, Debug)]
pub(super) struct Look {
    channel: Id,
    at_ms: i64,
}

impl Presence {
    /// The user looks at this channel now (empty: at none). Every node is told, if anybody wants to know.
    pub fn views(&self, app: &App, user: Id, channel: Id) {
        if !notify::sends_pushes(&app.config.current()) {
            return;
        }
        self.looks(user, channel, app.clock.now_ms());
        if app.live.is_attached() {
            let looking = Looking { user_id: user.to_string(), channel_id: channel.to_string() };
            app.live.send(&Live { looking: vec![looking], ..Live::default() });
        }
    }

    /// The same, as this or another node found out.
    pub fn looks(&self, user: Id, channel: Id, now_ms: i64) {
        let mut viewing = self.viewing.lock();
        if viewing.len() >= VIEWERS_MAX {
            viewing.retain(|_, look| now_ms - look.at_ms <= VIEWING_MS);
        }
        viewing.insert(user, Look { channel, at_ms: now_ms });
    }

    /// Whether the user looks at the channel and was active of late, Unix milliseconds.
    pub fn is_viewing(&self, user: Id, channel: Id, last_activity_at: i64, now_ms: i64) -> bool {
        let viewing = self.viewing.lock();
        let look = viewing.get(&user).filter(|look| look.channel == channel);
        look.is_some_and(|look| now_ms - look.at_ms.max(last_activity_at) <= VIEWING_MS)
    }
}

/// Who looks where.
pub(super) type Viewing = HashMap<Id, Look>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_look_ends_with_another_or_some_time_after_the_last_activity() {
        let presence = Presence::new();
        let (user, here, there) = (Id::from_random(1), Id::from_random(2), Id::from_random(3));
        assert!(!presence.is_viewing(user, here, 0, 0));
        presence.looks(user, here, 1_000);
        assert!(presence.is_viewing(user, here, 0, 1_000 + VIEWING_MS) && !presence.is_viewing(user, there, 0, 1_000));
        assert!(!presence.is_viewing(user, here, 0, 1_001 + VIEWING_MS));
        assert!(presence.is_viewing(user, here, 2_000, 1_001 + VIEWING_MS), "was active since");
        presence.looks(user, there, 1_500);
        assert!(!presence.is_viewing(user, here, 0, 1_500));
    }
}
