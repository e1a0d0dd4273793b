//! Events about threads.

use serde::Serialize;

use crate::Id;
use crate::thread::ThreadResponse;
use crate::ws::json_text;

/// `thread_updated`: the thread as JSON text, and how much of it was unread before.
#[derive(Clone, Debug, Serialize)]
pub struct ThreadUpdated {
    pub previous_unread_mentions: i64,
    pub previous_unread_replies: i64,
    pub thread: String,
}

impl ThreadUpdated {
    pub fn new(thread: &ThreadResponse, previous_unread_replies: i64, previous_unread_mentions: i64) -> Self {
        Self { previous_unread_mentions, previous_unread_replies, thread: json_text(thread) }
    }
}

/// `thread_follow_changed`.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct ThreadFollowChanged {
    pub reply_count: i64,
    pub state: bool,
    pub thread_id: Id,
}

/// `thread_read_changed` for one thread; for all of a team the event has no data. The time is Unix milliseconds.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct ThreadReadChanged {
    pub channel_id: Id,
    pub previous_unread_mentions: i64,
    pub previous_unread_replies: i64,
    pub thread_id: Id,
    pub timestamp: i64,
    pub unread_mentions: i64,
    pub unread_replies: i64,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::assert_event;
    use crate::ws::channel::NoData;
    use crate::ws::event;

    #[test]
    fn payloads_have_the_recorded_keys() {
        let thread = ThreadResponse::default();
        assert_event(event::THREAD_UPDATED, &ThreadUpdated::new(&thread, 0, 0));
        let change = ThreadFollowChanged { reply_count: 2, state: true, thread_id: Id::EMPTY };
        assert_event(event::THREAD_FOLLOW_CHANGED, &change);
        assert_event(event::THREAD_READ_CHANGED, &NoData {});
    }
}
