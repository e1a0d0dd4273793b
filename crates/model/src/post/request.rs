//! What clients send about posts.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::PostPriority;

/// A new post, or a whole post in `PUT /posts/{id}`. Whatever the body says, the author is the user of the session.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct PostDraft {
    pub id: String,
    /// Honoured for administrators only, Unix milliseconds.
    pub create_at: i64,
    pub channel_id: String,
    pub root_id: String,
    pub message: String,
    #[serde(rename = "type")]
    pub post_type: String,
    pub props: Map<String, Value>,
    pub file_ids: Vec<String>,
    /// The client's own name for the post, by which a retry is recognised.
    pub pending_post_id: String,
    pub is_pinned: bool,
    pub has_reactions: bool,
    pub metadata: DraftMetadata,
}

/// What a client may say about a new post besides its text.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct DraftMetadata {
    pub priority: Option<PostPriority>,
}

/// `PUT /posts/{id}/patch`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct PostPatch {
    pub is_pinned: Option<bool>,
    pub message: Option<String>,
    pub props: Option<Map<String, Value>>,
    pub file_ids: Option<Vec<String>>,
    pub has_reactions: Option<bool>,
}

/// `POST /posts/{id}/move`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct MoveRequest {
    /// Where the thread goes.
    pub channel_id: String,
}

/// `POST /posts/ephemeral`: a post that one user sees and nobody stores.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct EphemeralDraft {
    pub user_id: String,
    /// `None` where the key is absent, which is an error of its own.
    pub post: Option<PostDraft>,
}

/// `POST …/posts/search` and `…/files/search`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct PostSearch {
    /// `None` where the key is absent; an empty text is refused the same way.
    pub terms: Option<String>,
    pub is_or_search: Option<bool>,
    /// Seconds east of UTC, for `on:`, `before:` and `after:`.
    pub time_zone_offset: Option<i64>,
    pub page: Option<i64>,
    pub per_page: Option<i64>,
    pub include_deleted_channels: Option<bool>,
    pub modifier: Option<String>,
}

/// `POST /users/{id}/posts/{id}/reminder`.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ReminderDraft {
    /// Unix seconds.
    pub target_time: i64,
}

/// `POST /users/{id}/posts/{id}/set_unread`.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(default)]
pub struct SetUnread {
    pub collapsed_threads_supported: bool,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire;

    #[test]
    fn drafts_read_what_the_recordings_send() {
        let body = br#"{"channel_id":"c","message":"m","file_ids":null,"metadata":{"priority":{"priority":"urgent"}}}"#;
        let draft: PostDraft = wire::decode(body).unwrap();
        let priority = draft.metadata.priority.unwrap();
        assert_eq!((priority.priority.as_deref(), priority.requested_ack), (Some("urgent"), None));
        assert!(draft.file_ids.is_empty());
    }

    #[test]
    fn a_patch_tells_absent_from_empty() {
        let patch: PostPatch = wire::decode(br#"{"message":"","props":{"x":null}}"#).unwrap();
        assert_eq!(patch.message.as_deref(), Some(""));
        assert_eq!(patch.props.unwrap().get("x"), Some(&Value::Null));
        assert_eq!(patch.is_pinned, None);
    }
}
