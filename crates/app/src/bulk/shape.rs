//! The lines of the format as they stand in the file. Every field may be missing or `null`; unknown ones are ignored.

use serde::Deserialize;
use serde_json::{Map, Value};

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct RoleLine {
    pub name: Option<String>,
    pub display_name: Option<String>,
    pub description: Option<String>,
    pub permissions: Option<Vec<String>>,
    pub scheme_managed: Option<bool>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct SchemeLine {
    pub name: Option<String>,
    pub display_name: Option<String>,
    pub description: Option<String>,
    /// `team` or `channel`.
    pub scope: Option<String>,
    pub default_team_admin_role: Option<RoleLine>,
    pub default_team_user_role: Option<RoleLine>,
    pub default_team_guest_role: Option<RoleLine>,
    pub default_channel_admin_role: Option<RoleLine>,
    pub default_channel_user_role: Option<RoleLine>,
    pub default_channel_guest_role: Option<RoleLine>,
}

impl SchemeLine {
    pub fn team_roles(&self) -> [&Option<RoleLine>; 3] {
        [&self.default_team_admin_role, &self.default_team_user_role, &self.default_team_guest_role]
    }

    pub fn channel_roles(&self) -> [&Option<RoleLine>; 3] {
        [&self.default_channel_admin_role, &self.default_channel_user_role, &self.default_channel_guest_role]
    }

    pub fn roles(&self) -> impl Iterator<Item = &RoleLine> {
        self.team_roles().into_iter().chain(self.channel_roles()).flatten()
    }
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct EmojiLine {
    pub name: Option<String>,
    /// Path of the picture.
    pub image: Option<String>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct TeamLine {
    pub name: Option<String>,
    pub display_name: Option<String>,
    #[serde(rename = "type")]
    pub team_type: Option<String>,
    pub description: Option<String>,
    pub allow_open_invite: Option<bool>,
    /// Name of a scheme.
    pub scheme: Option<String>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ChannelLine {
    pub team: Option<String>,
    pub name: Option<String>,
    pub display_name: Option<String>,
    #[serde(rename = "type")]
    pub channel_type: Option<String>,
    pub header: Option<String>,
    pub purpose: Option<String>,
    /// Name of a scheme.
    pub scheme: Option<String>,
    /// When it was archived.
    pub deleted_at: Option<i64>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct UserLine {
    /// Path of the picture.
    pub profile_image: Option<String>,
    pub username: Option<String>,
    pub email: Option<String>,
    pub auth_service: Option<String>,
    pub auth_data: Option<String>,
    pub password: Option<String>,
    pub nickname: Option<String>,
    pub first_name: Option<String>,
    pub last_name: Option<String>,
    pub position: Option<String>,
    pub roles: Option<String>,
    pub locale: Option<String>,
    pub delete_at: Option<i64>,
    pub teams: Option<Vec<TeamMembershipLine>>,
    pub theme: Option<String>,
    pub military_time: Option<String>,
    pub collapse_previews: Option<String>,
    pub message_display: Option<String>,
    pub collapse_consecutive: Option<String>,
    pub colorize_usernames: Option<String>,
    pub channel_display_mode: Option<String>,
    pub tutorial_step: Option<String>,
    #[serde(alias = "use_markdown_preview")]
    pub feature_enabled_markdown_preview: Option<String>,
    #[serde(alias = "use_formatting")]
    pub formatting: Option<String>,
    pub show_unread_section: Option<String>,
    /// `immediately`, `fifteen` or `hour`.
    pub email_interval: Option<String>,
    pub notify_props: Option<UserNotifyLine>,
    pub custom_status: Option<CustomStatusLine>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct UserNotifyLine {
    pub desktop: Option<String>,
    pub desktop_sound: Option<String>,
    pub email: Option<String>,
    pub mobile: Option<String>,
    pub mobile_push_status: Option<String>,
    pub channel: Option<String>,
    pub comments: Option<String>,
    pub mention_keys: Option<String>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct CustomStatusLine {
    pub emoji: Option<String>,
    pub text: Option<String>,
    pub duration: Option<String>,
    /// A time as in RFC 3339.
    pub expires_at: Option<String>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct TeamMembershipLine {
    pub name: Option<String>,
    pub roles: Option<String>,
    pub theme: Option<String>,
    pub channels: Option<Vec<ChannelMembershipLine>>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ChannelMembershipLine {
    pub name: Option<String>,
    pub roles: Option<String>,
    pub notify_props: Option<ChannelNotifyLine>,
    pub favorite: Option<bool>,
    #[serde(flatten)]
    pub read: ReadStateLine,
}

/// How far a member has read.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ReadStateLine {
    pub mention_count: Option<i64>,
    pub mention_count_root: Option<i64>,
    #[serde(alias = "urgend_mention_count")]
    pub urgent_mention_count: Option<i64>,
    pub msg_count: Option<i64>,
    pub msg_count_root: Option<i64>,
    pub last_viewed_at: Option<i64>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ChannelNotifyLine {
    pub desktop: Option<String>,
    pub mobile: Option<String>,
    pub mark_unread: Option<String>,
    pub ignore_channel_mentions: Option<String>,
    pub channel_auto_follow_threads: Option<String>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct BotLine {
    pub username: Option<String>,
    pub display_name: Option<String>,
    pub description: Option<String>,
    /// User name of the owner, or the id of a plugin.
    pub owner: Option<String>,
    pub profile_image: Option<String>,
    pub delete_at: Option<i64>,
}

/// A post of a channel, a post of a direct channel, or a reply: what they have in common.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct PostLine {
    /// Posts of team channels only.
    pub team: Option<String>,
    /// Posts of team channels only.
    pub channel: Option<String>,
    /// Posts of direct channels only: user names.
    pub channel_members: Option<Vec<String>>,
    pub user: Option<String>,
    #[serde(rename = "type")]
    pub post_type: Option<String>,
    pub message: Option<String>,
    pub props: Option<Map<String, Value>>,
    pub create_at: Option<i64>,
    pub edit_at: Option<i64>,
    pub is_pinned: Option<bool>,
    pub flagged_by: Option<Vec<String>>,
    pub reactions: Option<Vec<ReactionLine>>,
    pub attachments: Option<Vec<AttachmentLine>>,
    /// Not in replies.
    pub replies: Option<Vec<PostLine>>,
    /// Not in replies.
    pub thread_followers: Option<Vec<FollowerLine>>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ReactionLine {
    pub user: Option<String>,
    pub emoji_name: Option<String>,
    pub create_at: Option<i64>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct AttachmentLine {
    pub path: Option<String>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct FollowerLine {
    pub user: Option<String>,
    #[serde(alias = "last_viewed_at")]
    pub last_viewed: Option<i64>,
    pub unread_mentions: Option<i64>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct DirectChannelLine {
    /// User names; the same as those of `participants`.
    pub members: Option<Vec<String>>,
    pub participants: Option<Vec<ParticipantLine>>,
    pub favorited_by: Option<Vec<String>>,
    pub shown_by: Option<Vec<String>>,
    pub header: Option<String>,
}

impl DirectChannelLine {
    /// User names, in the order of the file.
    pub fn member_names(&self) -> Vec<&str> {
        let members = self.members.iter().flatten().map(String::as_str);
        let participants = self.participants.iter().flatten().filter_map(|p| p.username.as_deref());
        if self.participants.as_ref().is_some_and(|list| !list.is_empty()) {
            participants.collect()
        } else {
            members.collect()
        }
    }
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ParticipantLine {
    pub username: Option<String>,
    #[serde(flatten)]
    pub read: ReadStateLine,
    pub notify_props: Option<ChannelNotifyLine>,
}
