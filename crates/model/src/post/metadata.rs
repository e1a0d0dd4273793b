//! What a post brings along so that clients need not ask again. Each part is left out when it is empty.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Post;
use crate::channel::ChannelType;
use crate::emoji::Emoji;
use crate::file::FileInfo;
use crate::reaction::Reaction;
use crate::{Id, skip};

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct PostMetadata {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub embeds: Vec<PostEmbed>,
    /// Custom emoji that the message or the reactions use.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub emojis: Vec<Emoji>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<FileInfo>,
    /// Sizes of linked pictures by their address.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub images: BTreeMap<String, Option<PostImage>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub reactions: Vec<Reaction>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub priority: Option<PostPriority>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub acknowledgements: Vec<PostAcknowledgement>,
    /// When a post that burns on reading goes, Unix milliseconds.
    #[serde(skip_serializing_if = "skip::zero")]
    pub expire_at: i64,
    /// Who has revealed such a post; the author alone sees this.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub recipients: Vec<Id>,
}

/// Something shown below the message.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct PostEmbed {
    /// `image`, `message_attachment`, `opengraph`, `link` or `permalink`.
    #[serde(rename = "type")]
    pub embed_type: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub url: String,
    /// A [`PermalinkPreview`] or what the linked page says about itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data: Option<Value>,
}

/// What is shown of a post that a message links to.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PermalinkPreview {
    pub post_id: Id,
    pub post: Post,
    pub team_name: String,
    pub channel_display_name: String,
    pub channel_type: ChannelType,
    pub channel_id: Id,
}

/// Size of a picture in pixels.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PostImage {
    pub width: i64,
    pub height: i64,
    pub format: String,
    /// 0 unless the picture moves.
    pub frame_count: i64,
}

/// Priority of a post. The ids stand only where the priority was read from the database, and are written as they are
/// here.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PostPriority {
    pub priority: Option<String>,
    pub requested_ack: Option<bool>,
    pub persistent_notifications: Option<bool>,
    #[serde(rename = "PostId", skip_serializing_if = "Id::is_empty")]
    pub post_id: Id,
    #[serde(rename = "ChannelId", skip_serializing_if = "Id::is_empty")]
    pub channel_id: Id,
}

/// Somebody has confirmed to have read a post. The time is Unix milliseconds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PostAcknowledgement {
    pub user_id: Id,
    pub post_id: Id,
    pub acknowledged_at: i64,
    pub channel_id: Id,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remote_id: Option<Id>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{keys, recorded_objects};

    #[test]
    fn empty_parts_are_left_out() {
        assert_eq!(serde_json::to_string(&PostMetadata::default()).unwrap(), "{}");
    }

    #[test]
    fn no_recorded_part_is_unknown() {
        let full = keys(&serde_json::json!({
            "embeds": 0, "emojis": 0, "files": 0, "images": 0, "reactions": 0, "priority": 0, "acknowledgements": 0,
            "expire_at": 0, "recipients": 0,
        }));
        let posts = recorded_objects(&["pending_post_id", "metadata"]);
        assert!(posts.iter().any(|post| !keys(&post["metadata"]).is_empty()));
        for post in posts {
            assert!(keys(&post["metadata"]).is_subset(&full), "{}", post["metadata"]);
        }
        let ours = PostMetadata { expire_at: 1, recipients: vec![Id::EMPTY], ..PostMetadata::default() };
        assert!(keys(&serde_json::to_value(ours).unwrap()).is_subset(&full));
    }
}
