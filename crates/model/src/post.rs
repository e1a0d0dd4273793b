//! Posts.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::errors::post as errors;
use crate::limits::{POST_FILE_IDS_RUNES_MAX, POST_HASHTAGS_RUNES_MAX, POST_PROPS_RUNES_MAX, exceeds_runes};
use crate::user::User;
use crate::{ErrorId, Id, skip};

pub mod kind;
pub mod list;
pub mod metadata;
pub mod request;

pub use list::{PostInfo, PostList, PostSearchResults};
pub use metadata::{PermalinkPreview, PostAcknowledgement, PostEmbed, PostImage, PostMetadata, PostPriority};
pub use request::{EphemeralDraft, PostDraft, PostPatch, PostSearch, ReminderDraft, SetUnread};

/// A post. Times are Unix milliseconds; 0 is "never".
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Post {
    pub id: Id,
    pub create_at: i64,
    pub update_at: i64,
    pub edit_at: i64,
    pub delete_at: i64,
    pub is_pinned: bool,
    pub user_id: Id,
    pub channel_id: Id,
    /// The first post of the thread; empty for posts that are no replies.
    pub root_id: Id,
    /// In the history of an edited post: the post as it is now.
    pub original_id: Id,
    pub message: String,
    /// What was written, where clients get its pictures from other addresses.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub message_source: String,
    /// One of [`kind`], or `custom_…`; empty for what people write.
    #[serde(rename = "type")]
    pub post_type: String,
    pub props: Map<String, Value>,
    /// With `#`, separated by spaces.
    pub hashtags: String,
    /// `null` in ephemeral posts, else a list.
    pub file_ids: Option<Vec<Id>>,
    pub pending_post_id: String,
    #[serde(skip_serializing_if = "skip::off")]
    pub has_reactions: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remote_id: Option<Id>,
    pub reply_count: i64,
    pub last_reply_at: i64,
    /// Who wrote in the thread, where that was asked for; else `null`.
    pub participants: Option<Vec<User>>,
    /// Whether the viewer follows the thread, where that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_following: Option<bool>,
    /// Left out in lists of threads and of reports.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metadata: Option<PostMetadata>,
}

impl Post {
    pub fn is_system(&self) -> bool {
        kind::is_system(&self.post_type)
    }

    pub fn is_reply(&self) -> bool {
        !self.root_id.is_empty()
    }

    /// The post that the thread begins with: itself, unless it is a reply.
    pub fn thread_id(&self) -> Id {
        self.root_id.some().unwrap_or(self.id)
    }

    pub fn files(&self) -> &[Id] {
        self.file_ids.as_deref().unwrap_or_default()
    }

    /// Empty when there is no such entry or it is no text.
    pub fn prop_str(&self, name: &str) -> &str {
        self.props.get(name).and_then(Value::as_str).unwrap_or("")
    }

    pub fn is_from_webhook(&self) -> bool {
        self.prop_str("from_webhook") == "true"
    }

    pub fn is_from_bot(&self) -> bool {
        self.prop_str("from_bot") == "true"
    }

    /// Value of the `ETag` of one post.
    pub fn etag(&self, version: &str) -> String {
        format!("{version}.{}.{}", self.id, self.update_at)
    }

    /// Checks what needs no data, in the order of the original. A message that is too long is reported with the
    /// parameters `length` and `max`, which the caller knows.
    pub fn validate(&self, message_runes_max: usize) -> Result<(), &'static ErrorId> {
        let checks = [
            (!self.id.is_empty(), errors::INVALID_ID),
            (self.create_at != 0, errors::INVALID_CREATE_AT),
            (self.update_at != 0, errors::INVALID_UPDATE_AT),
            (!self.user_id.is_empty(), errors::INVALID_USER),
            (!self.channel_id.is_empty(), errors::INVALID_CHANNEL),
            (!exceeds_runes(&self.message, message_runes_max), errors::MESSAGE_TOO_LONG),
            (!exceeds_runes(&self.hashtags, POST_HASHTAGS_RUNES_MAX), errors::INVALID_HASHTAGS),
            (kind::is_known(&self.post_type), errors::INVALID_TYPE),
            (file_ids_len(self.files().len()) <= POST_FILE_IDS_RUNES_MAX, errors::INVALID_FILE_IDS),
            (props_fit(&self.props), errors::INVALID_PROPS),
        ];
        checks.into_iter().find(|(ok, _)| !ok).map_or(Ok(()), |(_, error)| Err(error))
    }
}

/// Length of the JSON list of so many ids, which is how the column holds them.
fn file_ids_len(count: usize) -> usize {
    2 + count * (crate::id::ID_LEN + 3) - usize::from(count > 0)
}

fn props_fit(props: &Map<String, Value>) -> bool {
    props.is_empty() || !exceeds_runes(&crate::ws::json_text(props), POST_PROPS_RUNES_MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::POST_MESSAGE_RUNES_MAX;

    fn sound() -> Post {
        let id = Id::from_random(1);
        Post { id, create_at: 1, update_at: 1, user_id: id, channel_id: id, ..Post::default() }
    }

    #[test]
    fn validation_answers_as_recorded() {
        let check = |post: Post| post.validate(POST_MESSAGE_RUNES_MAX);
        assert_eq!(check(sound()), Ok(()));
        assert_eq!(check(Post { message: "ä".repeat(16_383), ..sound() }), Ok(()));
        assert_eq!(check(Post { message: "m".repeat(16_384), ..sound() }), Err(errors::MESSAGE_TOO_LONG));
        assert_eq!(check(Post { post_type: "bogus".to_owned(), ..sound() }), Err(errors::INVALID_TYPE));
        assert_eq!(check(Post { post_type: "custom_x".to_owned(), ..sound() }), Ok(()));
        let files = |count| Some(vec![Id::from_random(2); count]);
        assert_eq!(check(Post { file_ids: files(10), ..sound() }), Ok(()));
        assert_eq!(check(Post { file_ids: files(11), ..sound() }), Err(errors::INVALID_FILE_IDS));
        let props = Map::from_iter([("x".to_owned(), Value::from("y".repeat(800_000)))]);
        assert_eq!(check(Post { props, ..sound() }), Err(errors::INVALID_PROPS));
    }

    #[test]
    fn the_column_of_file_ids_is_measured_as_it_is_written() {
        for count in [0, 1, 10] {
            let text = serde_json::to_string(&vec![Id::from_random(2); count]).unwrap();
            assert_eq!(file_ids_len(count), text.len());
        }
    }

    #[test]
    fn a_thread_is_named_by_its_first_post() {
        let (root, reply) = (Id::from_random(1), Id::from_random(2));
        assert_eq!(Post { id: root, ..Post::default() }.thread_id(), root);
        assert_eq!(Post { id: reply, root_id: root, ..Post::default() }.thread_id(), root);
    }
}
