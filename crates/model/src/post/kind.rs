//! Types of posts.

pub const DEFAULT: &str = "";
pub const SLACK_ATTACHMENT: &str = "slack_attachment";
pub const ME: &str = "me";
pub const REMINDER: &str = "reminder";
pub const BURN_ON_READ: &str = "burn_on_read";
/// Tells administrators what people ask for.
pub const WISHES: &str = "custom_up_notification";
/// Tells a reviewer of a reported post.
pub const SPILLAGE_REPORT: &str = "custom_spillage_report";
pub const ADD_BOT_TEAMS_CHANNELS: &str = "add_bot_teams_channels";
pub const GENERIC: &str = "system_generic";
pub const JOIN_LEAVE: &str = "system_join_leave";
pub const ADD_REMOVE: &str = "system_add_remove";
pub const JOIN_CHANNEL: &str = "system_join_channel";
pub const GUEST_JOIN_CHANNEL: &str = "system_guest_join_channel";
pub const LEAVE_CHANNEL: &str = "system_leave_channel";
pub const JOIN_TEAM: &str = "system_join_team";
pub const LEAVE_TEAM: &str = "system_leave_team";
pub const AUTO_RESPONDER: &str = "system_auto_responder";
pub const ADD_TO_CHANNEL: &str = "system_add_to_channel";
pub const ADD_GUEST_TO_CHANNEL: &str = "system_add_guest_to_chan";
pub const REMOVE_FROM_CHANNEL: &str = "system_remove_from_channel";
pub const MOVE_CHANNEL: &str = "system_move_channel";
pub const ADD_TO_TEAM: &str = "system_add_to_team";
pub const REMOVE_FROM_TEAM: &str = "system_remove_from_team";
pub const HEADER_CHANGE: &str = "system_header_change";
pub const DISPLAYNAME_CHANGE: &str = "system_displayname_change";
pub const PURPOSE_CHANGE: &str = "system_purpose_change";
pub const CONVERT_CHANNEL: &str = "system_convert_channel";
pub const CHANNEL_DELETED: &str = "system_channel_deleted";
pub const CHANNEL_RESTORED: &str = "system_channel_restored";
pub const CHANGE_CHANNEL_PRIVACY: &str = "system_change_chan_privacy";
pub const GROUP_TO_CHANNEL: &str = "system_gm_to_channel";
pub const EPHEMERAL: &str = "system_ephemeral";
pub const WRANGLER: &str = "system_wrangler";
pub const WARN_METRIC_STATUS: &str = "system_warn_metric_status";

/// Integrations may use any type that begins so.
pub const CUSTOM_PREFIX: &str = "custom_";
/// Clients may not post what begins so.
pub const SYSTEM_PREFIX: &str = "system_";

const ALL: &[&str] = &[
    DEFAULT,
    SLACK_ATTACHMENT,
    ME,
    REMINDER,
    BURN_ON_READ,
    ADD_BOT_TEAMS_CHANNELS,
    GENERIC,
    JOIN_LEAVE,
    ADD_REMOVE,
    JOIN_CHANNEL,
    GUEST_JOIN_CHANNEL,
    LEAVE_CHANNEL,
    JOIN_TEAM,
    LEAVE_TEAM,
    AUTO_RESPONDER,
    ADD_TO_CHANNEL,
    ADD_GUEST_TO_CHANNEL,
    REMOVE_FROM_CHANNEL,
    MOVE_CHANNEL,
    ADD_TO_TEAM,
    REMOVE_FROM_TEAM,
    HEADER_CHANGE,
    DISPLAYNAME_CHANGE,
    PURPOSE_CHANGE,
    CONVERT_CHANNEL,
    CHANNEL_DELETED,
    CHANNEL_RESTORED,
    CHANGE_CHANNEL_PRIVACY,
    GROUP_TO_CHANNEL,
    EPHEMERAL,
    WRANGLER,
    WARN_METRIC_STATUS,
];

pub fn is_known(post_type: &str) -> bool {
    post_type.starts_with(CUSTOM_PREFIX) || ALL.contains(&post_type)
}

pub fn is_system(post_type: &str) -> bool {
    post_type.starts_with(SYSTEM_PREFIX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::recorded_objects;

    #[test]
    fn every_recorded_type_is_known() {
        let posts = recorded_objects(&["pending_post_id", "type"]);
        assert!(posts.len() > 100);
        for post in posts {
            assert!(is_known(post["type"].as_str().unwrap()), "{}", post["type"]);
        }
        assert!(!is_known("bogus") && !is_known("system_bogus"));
    }
}
