//! Events about posts and reactions.

use serde::Serialize;

use crate::Id;
use crate::channel::{Channel, ChannelType};
use crate::file::FileInfo;
use crate::post::Post;
use crate::reaction::Reaction;
use crate::ws::json_text;

/// `posted`, as everybody in the channel hears it. `mentions` and `followers` stand in the copies of those concerned
/// only: a JSON text of the ids.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Posted {
    pub channel_display_name: String,
    pub channel_name: String,
    pub channel_type: ChannelType,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub followers: Option<String>,
    /// `true` as a text when one of the files is a picture.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mentions: Option<String>,
    /// `true` as a text when the post has files.
    #[serde(rename = "otherFile", skip_serializing_if = "Option::is_none")]
    pub other_file: Option<&'static str>,
    /// The post as JSON text.
    pub post: String,
    pub sender_name: String,
    pub set_online: bool,
    /// Asks the client to confirm by `posted_notify_ack` that it notified the user.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub should_ack: Option<bool>,
    pub team_id: Id,
}

/// `persistent_notification_triggered`: an urgent post once more, for those who are named in it.
#[derive(Clone, Debug, Serialize)]
pub struct ToldAgain {
    channel_display_name: String,
    channel_name: String,
    channel_type: ChannelType,
    #[serde(skip_serializing_if = "Option::is_none")]
    image: Option<&'static str>,
    mentions: String,
    #[serde(rename = "otherFile", skip_serializing_if = "Option::is_none")]
    other_file: Option<&'static str>,
    post: String,
    sender_name: String,
    team_id: Id,
}

impl ToldAgain {
    /// The post as clients see it; `mentioned` are all who are told.
    pub fn new(
        post: &Post,
        channel: &Channel,
        channel_display_name: String,
        sender_name: String,
        mentioned: &[Id],
    ) -> Self {
        let files = post.metadata.as_ref().map(|metadata| metadata.files.as_slice()).unwrap_or_default();
        Self {
            channel_display_name,
            channel_name: channel.name.clone(),
            channel_type: channel.channel_type,
            image: files.iter().any(FileInfo::is_image).then_some(TRUE),
            mentions: json_text(&mentioned),
            other_file: (!files.is_empty()).then_some(TRUE),
            post: json_text(post),
            sender_name,
            team_id: channel.team_id,
        }
    }
}

/// Value of the flags of [`Posted`].
pub const TRUE: &str = "true";

/// `post_edited`, `post_deleted`, `ephemeral_message`: the post as JSON text. `delete_by` stands in the copy of
/// `post_deleted` for administrators.
#[derive(Clone, Debug, Serialize)]
pub struct PostChanged {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delete_by: Option<Id>,
    pub post: String,
}

impl PostChanged {
    pub fn new(post: &Post) -> Self {
        Self { delete_by: None, post: json_text(post) }
    }
}

/// `post_unread`: what is unread in the channel from that post on. The time is Unix milliseconds.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct PostUnread {
    pub last_viewed_at: i64,
    pub mention_count: i64,
    pub mention_count_root: i64,
    pub msg_count: i64,
    pub msg_count_root: i64,
    pub post_id: Id,
    pub urgent_mention_count: i64,
}

/// `reaction_added` and `reaction_removed`: the reaction as JSON text.
#[derive(Clone, Debug, Serialize)]
pub struct ReactionChanged {
    pub reaction: String,
}

impl ReactionChanged {
    pub fn new(reaction: &Reaction) -> Self {
        Self { reaction: json_text(reaction) }
    }
}

/// `post_revealed`: a post that burns, with what it says, as JSON text, for who opened it and for its author.
#[derive(Clone, Debug, Default, Serialize)]
pub struct PostRevealed {
    pub post: String,
    /// Who has opened it so far, in the author's copy.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recipients: Option<Vec<Id>>,
}

/// `post_burned`: it is gone for the user who hears this.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct PostBurned {
    pub post_id: Id,
}

/// `burn_on_read_all_revealed`: everybody has opened it, and it burns at that time in Unix milliseconds.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct AllRevealed {
    pub post_id: Id,
    pub sender_expire_at: i64,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::assert_event;
    use crate::ws::event;

    #[test]
    fn payloads_have_the_recorded_keys() {
        let text = || Some(String::new());
        assert_event(event::POSTED, &Posted::default());
        assert_event(event::POSTED, &Posted { mentions: text(), ..Posted::default() });
        assert_event(event::POSTED, &Posted { followers: text(), ..Posted::default() });
        assert_event(event::POSTED, &Posted { other_file: Some(TRUE), ..Posted::default() });
        for name in [event::POST_EDITED, event::POST_DELETED, event::EPHEMERAL_MESSAGE] {
            assert_event(name, &PostChanged::new(&Post::default()));
        }
        assert_event(event::POST_UNREAD, &PostUnread::default());
        let recipients = Some(Vec::new());
        assert_event(event::POST_REVEALED, &PostRevealed::default());
        assert_event(event::POST_REVEALED, &PostRevealed { recipients, ..PostRevealed::default() });
        assert_event(event::POST_BURNED, &PostBurned::default());
        assert_event(event::BURN_ON_READ_ALL_REVEALED, &AllRevealed::default());
        assert_event(event::REACTION_ADDED, &ReactionChanged::new(&Reaction::default()));
        assert_event(event::REACTION_REMOVED, &ReactionChanged::new(&Reaction::default()));
    }
}
