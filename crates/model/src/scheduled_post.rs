//! Posts that are to be sent later.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::draft::Draft;
use crate::errors::scheduled_post as errors;
use crate::post::{PostMetadata, PostPriority};
use crate::{ErrorId, Id};

/// Why a scheduled post was not sent, as its author is told.
pub mod failure {
    pub const UNKNOWN: &str = "unknown";
    pub const CHANNEL_ARCHIVED: &str = "channel_archived";
    pub const CHANNEL_NOT_FOUND: &str = "channel_not_found";
    pub const USER_MISSING: &str = "user_missing";
    pub const USER_DELETED: &str = "user_deleted";
    pub const NO_CHANNEL_PERMISSION: &str = "no_channel_permission";
    pub const NO_CHANNEL_MEMBER: &str = "no_channel_member";
    pub const THREAD_DELETED: &str = "thread_deleted";
    pub const UNABLE_TO_SEND: &str = "unable_to_send";
    pub const INVALID_POST: &str = "invalid_post";
}

/// How long ago the time to send may be when a post is scheduled.
const LATE_MS_MAX: i64 = 5_000;

/// Marks a stored priority that the client sent in the metadata: lists do not show it then.
const OF_METADATA: &str = "of_metadata";

/// A post that is to be sent later. Times are Unix milliseconds.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ScheduledPost {
    #[serde(flatten)]
    pub draft: Draft,
    pub id: Id,
    pub scheduled_at: i64,
    /// When it was last touched or tried; 0 for never.
    pub processed_at: i64,
    /// One of [`failure`]; empty as long as it may still be sent.
    pub error_code: String,
}

impl ScheduledPost {
    /// Checks what a draft need not fulfil.
    pub fn validate(&self, now_ms: i64) -> Result<(), &'static ErrorId> {
        if self.draft.is_empty() {
            return Err(errors::EMPTY);
        }
        if self.scheduled_at < now_ms - LATE_MS_MAX { Err(errors::INVALID_TIME) } else { Ok(()) }
    }

    /// Keeps the priority that stood in the metadata of a request, unless another stood beside it.
    pub fn keep_priority(&mut self, priority: &PostPriority) {
        if self.draft.priority.is_empty() {
            let flag = |flag: Option<bool>| Value::from(flag.unwrap_or(false));
            self.draft.priority = Map::from_iter([
                ("priority".to_owned(), Value::from(priority.priority.clone().unwrap_or_default())),
                ("requested_ack".to_owned(), flag(priority.requested_ack)),
                ("persistent_notifications".to_owned(), flag(priority.persistent_notifications)),
                (OF_METADATA.to_owned(), Value::Bool(true)),
            ]);
        }
    }

    /// The priority that the post is to have.
    pub fn priority(&self) -> Option<PostPriority> {
        let map = &self.draft.priority;
        let flag = |name: &str| map.get(name).and_then(Value::as_bool);
        (!map.is_empty()).then(|| PostPriority {
            priority: map.get("priority").and_then(Value::as_str).map(str::to_owned),
            requested_ack: flag("requested_ack"),
            persistent_notifications: flag("persistent_notifications"),
            ..PostPriority::default()
        })
    }

    /// As answers and events show it: a priority stands where the client had put it.
    #[must_use]
    pub fn shown(mut self) -> Self {
        if self.draft.priority.contains_key(OF_METADATA) {
            self.draft.metadata = Some(PostMetadata { priority: self.priority(), ..PostMetadata::default() });
            self.draft.priority.clear();
        }
        self
    }

    /// As the answer to a request with this priority in its metadata shows it: word for word.
    #[must_use]
    pub fn shown_with(self, priority: Option<PostPriority>) -> Self {
        let mut shown = self.shown();
        shown.draft.metadata =
            priority.map(|priority| PostMetadata { priority: Some(priority), ..PostMetadata::default() });
        shown
    }

    /// As lists show it, which in the original forget what stood in the metadata.
    #[must_use]
    pub fn listed(self) -> Self {
        let mut shown = self.shown();
        shown.draft.metadata = Some(PostMetadata::default());
        shown
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{assert_request, assert_round_trip};

    #[test]
    fn scheduled_posts_have_the_recorded_shape() {
        assert_round_trip::<ScheduledPost>(&["scheduled_at", "processed_at"], |_| false);
        assert_request::<crate::draft::DraftRequest>("POST", "/api/v4/posts/schedule", &["user_id"]);
    }

    #[test]
    fn there_must_be_something_to_send_and_a_time_to_come() {
        let post = |message: &str, scheduled_at| ScheduledPost {
            draft: Draft { message: message.to_owned(), ..Draft::default() },
            scheduled_at,
            ..ScheduledPost::default()
        };
        assert_eq!(post("x", 95_000).validate(100_000), Ok(()));
        assert_eq!(post("x", 94_999).validate(100_000), Err(errors::INVALID_TIME));
        assert_eq!(post("", 100_000).validate(100_000), Err(errors::EMPTY));
    }

    #[test]
    fn a_priority_is_kept_and_shown_where_it_was_sent() {
        let priority = PostPriority { priority: Some("urgent".to_owned()), ..PostPriority::default() };
        let mut post = ScheduledPost::default();
        post.keep_priority(&priority);
        assert_eq!(post.priority().unwrap().priority, priority.priority);
        let shown = post.clone().shown();
        assert_eq!(shown.draft.metadata.unwrap().priority.unwrap().priority, priority.priority);
        assert!(shown.draft.priority.is_empty());
        assert_eq!(post.listed().draft.metadata, Some(PostMetadata::default()));
        let sent = Map::from_iter([("priority".to_owned(), Value::from("important"))]);
        let mut post =
            ScheduledPost { draft: Draft { priority: sent.clone(), ..Draft::default() }, ..ScheduledPost::default() };
        post.keep_priority(&priority);
        assert_eq!(post.listed().draft.priority, sent);
    }
}
