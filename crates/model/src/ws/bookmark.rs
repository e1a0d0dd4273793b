//! Events about the bookmarks of a channel.

use serde::Serialize;

use crate::bookmark::{BookmarkUpdated, ChannelBookmark};
use crate::ws::json_text;

/// `channel_bookmark_created` and `channel_bookmark_deleted`: the bookmark as JSON text.
#[derive(Clone, Debug, Serialize)]
pub struct BookmarkChanged {
    pub bookmark: String,
}

/// `channel_bookmark_updated` and `channel_bookmark_sorted`: what the answer tells, as JSON text.
#[derive(Clone, Debug, Serialize)]
pub struct BookmarksChanged {
    pub bookmarks: String,
}

impl BookmarkChanged {
    pub fn new(bookmark: &ChannelBookmark) -> Self {
        Self { bookmark: json_text(bookmark) }
    }
}

impl BookmarksChanged {
    pub fn updated(changed: &BookmarkUpdated) -> Self {
        Self { bookmarks: json_text(changed) }
    }

    pub fn sorted(all: &[ChannelBookmark]) -> Self {
        Self { bookmarks: json_text(&all) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::assert_event;
    use crate::ws::event;

    #[test]
    fn payloads_have_the_recorded_keys() {
        for name in [event::CHANNEL_BOOKMARK_CREATED, event::CHANNEL_BOOKMARK_DELETED] {
            assert_event(name, &BookmarkChanged::new(&ChannelBookmark::default()));
        }
        assert_event(event::CHANNEL_BOOKMARK_UPDATED, &BookmarksChanged::updated(&BookmarkUpdated::default()));
        assert_event(event::CHANNEL_BOOKMARK_SORTED, &BookmarksChanged::sorted(&[]));
    }
}
