//! Events about posts that are to be sent later.

use serde::Serialize;

use crate::scheduled_post::ScheduledPost;
use crate::ws::json_text;

/// `scheduled_post_created`, `…_updated` and `…_deleted`: the scheduled post as JSON text.
#[derive(Clone, Debug, Serialize)]
pub struct ScheduledPostChanged {
    #[serde(rename = "scheduledPost")]
    pub scheduled_post: String,
}

impl ScheduledPostChanged {
    pub fn new(post: &ScheduledPost) -> Self {
        Self { scheduled_post: json_text(post) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::assert_event;
    use crate::ws::event;

    #[test]
    fn payloads_have_the_recorded_keys() {
        for name in [event::SCHEDULED_POST_CREATED, event::SCHEDULED_POST_UPDATED, event::SCHEDULED_POST_DELETED] {
            assert_event(name, &ScheduledPostChanged::new(&ScheduledPost::default()));
        }
    }
}
