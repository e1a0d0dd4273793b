//! Names of events.

pub const ADDED_TO_TEAM: &str = "added_to_team";
pub const AUTHENTICATION_CHALLENGE: &str = "authentication_challenge";
pub const BURN_ON_READ_ALL_REVEALED: &str = "burn_on_read_all_revealed";
pub const CHANNEL_BOOKMARK_CREATED: &str = "channel_bookmark_created";
pub const CHANNEL_BOOKMARK_DELETED: &str = "channel_bookmark_deleted";
pub const CHANNEL_BOOKMARK_SORTED: &str = "channel_bookmark_sorted";
pub const CHANNEL_BOOKMARK_UPDATED: &str = "channel_bookmark_updated";
pub const CHANNEL_CONVERTED: &str = "channel_converted";
pub const CHANNEL_CREATED: &str = "channel_created";
pub const CHANNEL_DELETED: &str = "channel_deleted";
pub const CHANNEL_MEMBER_UPDATED: &str = "channel_member_updated";
pub const CHANNEL_RESTORED: &str = "channel_restored";
pub const CHANNEL_SCHEME_UPDATED: &str = "channel_scheme_updated";
pub const CHANNEL_UPDATED: &str = "channel_updated";
pub const CLOUD_SUBSCRIPTION_CHANGED: &str = "cloud_subscription_changed";
pub const CONFIG_CHANGED: &str = "config_changed";
pub const CONTENT_FLAGGING_REPORT_VALUE_UPDATED: &str = "content_flagging_report_value_updated";
pub const CUSTOM_PROFILE_ATTRIBUTES_FIELD_CREATED: &str = "custom_profile_attributes_field_created";
pub const CUSTOM_PROFILE_ATTRIBUTES_FIELD_DELETED: &str = "custom_profile_attributes_field_deleted";
pub const CUSTOM_PROFILE_ATTRIBUTES_FIELD_UPDATED: &str = "custom_profile_attributes_field_updated";
pub const CUSTOM_PROFILE_ATTRIBUTES_VALUES_UPDATED: &str = "custom_profile_attributes_values_updated";
pub const DELETE_TEAM: &str = "delete_team";
pub const DIRECT_ADDED: &str = "direct_added";
pub const DRAFT_CREATED: &str = "draft_created";
pub const DRAFT_DELETED: &str = "draft_deleted";
pub const DRAFT_UPDATED: &str = "draft_updated";
pub const EMOJI_ADDED: &str = "emoji_added";
pub const EPHEMERAL_MESSAGE: &str = "ephemeral_message";
pub const FILE_DOWNLOAD_REJECTED: &str = "file_download_rejected";
pub const FIRST_ADMIN_VISIT_MARKETPLACE_STATUS_RECEIVED: &str = "first_admin_visit_marketplace_status_received";
pub const GROUP_ADDED: &str = "group_added";
pub const GROUP_MEMBER_ADD: &str = "group_member_add";
pub const GROUP_MEMBER_DELETED: &str = "group_member_deleted";
pub const GUESTS_DEACTIVATED: &str = "guests_deactivated";
pub const HELLO: &str = "hello";
pub const HOSTED_CUSTOMER_SIGNUP_PROGRESS_UPDATED: &str = "hosted_customer_signup_progress_updated";
pub const LEAVE_TEAM: &str = "leave_team";
pub const LICENSE_CHANGED: &str = "license_changed";
pub const MEMBERROLE_UPDATED: &str = "memberrole_updated";
pub const MULTIPLE_CHANNELS_VIEWED: &str = "multiple_channels_viewed";
pub const NEW_USER: &str = "new_user";
pub const OPEN_DIALOG: &str = "open_dialog";
pub const PERSISTENT_NOTIFICATION_TRIGGERED: &str = "persistent_notification_triggered";
pub const PLUGIN_DISABLED: &str = "plugin_disabled";
pub const PLUGIN_ENABLED: &str = "plugin_enabled";
pub const PLUGIN_STATUSES_CHANGED: &str = "plugin_statuses_changed";
pub const POST_ACKNOWLEDGEMENT_ADDED: &str = "post_acknowledgement_added";
pub const POST_ACKNOWLEDGEMENT_REMOVED: &str = "post_acknowledgement_removed";
pub const POST_BURNED: &str = "post_burned";
pub const POST_DELETED: &str = "post_deleted";
pub const POST_EDITED: &str = "post_edited";
pub const POST_REVEALED: &str = "post_revealed";
pub const POST_TRANSLATION_UPDATED: &str = "post_translation_updated";
pub const POST_UNREAD: &str = "post_unread";
pub const POSTED: &str = "posted";
pub const POSTED_NOTIFY_ACK: &str = "posted_notify_ack";
pub const PREFERENCE_CHANGED: &str = "preference_changed";
pub const PREFERENCES_CHANGED: &str = "preferences_changed";
pub const PREFERENCES_DELETED: &str = "preferences_deleted";
pub const PRESENCE: &str = "presence";
pub const REACTION_ADDED: &str = "reaction_added";
pub const REACTION_REMOVED: &str = "reaction_removed";
pub const RECAP_UPDATED: &str = "recap_updated";
pub const RECEIVED_GROUP: &str = "received_group";
pub const RECEIVED_GROUP_ASSOCIATED_TO_CHANNEL: &str = "received_group_associated_to_channel";
pub const RECEIVED_GROUP_ASSOCIATED_TO_TEAM: &str = "received_group_associated_to_team";
pub const RECEIVED_GROUP_NOT_ASSOCIATED_TO_CHANNEL: &str = "received_group_not_associated_to_channel";
pub const RECEIVED_GROUP_NOT_ASSOCIATED_TO_TEAM: &str = "received_group_not_associated_to_team";
pub const RESPONSE: &str = "response";
pub const RESTORE_TEAM: &str = "restore_team";
pub const ROLE_UPDATED: &str = "role_updated";
pub const SCHEDULED_POST_CREATED: &str = "scheduled_post_created";
pub const SCHEDULED_POST_DELETED: &str = "scheduled_post_deleted";
pub const SCHEDULED_POST_UPDATED: &str = "scheduled_post_updated";
pub const SHOW_TOAST: &str = "show_toast";
pub const SIDEBAR_CATEGORY_CREATED: &str = "sidebar_category_created";
pub const SIDEBAR_CATEGORY_DELETED: &str = "sidebar_category_deleted";
pub const SIDEBAR_CATEGORY_ORDER_UPDATED: &str = "sidebar_category_order_updated";
pub const SIDEBAR_CATEGORY_UPDATED: &str = "sidebar_category_updated";
pub const STATUS_CHANGE: &str = "status_change";
pub const THREAD_FOLLOW_CHANGED: &str = "thread_follow_changed";
pub const THREAD_READ_CHANGED: &str = "thread_read_changed";
pub const THREAD_UPDATED: &str = "thread_updated";
pub const TYPING: &str = "typing";
pub const UPDATE_TEAM: &str = "update_team";
pub const UPDATE_TEAM_SCHEME: &str = "update_team_scheme";
pub const USER_ACTIVATION_STATUS_CHANGE: &str = "user_activation_status_change";
pub const USER_ADDED: &str = "user_added";
pub const USER_REMOVED: &str = "user_removed";
pub const USER_ROLE_UPDATED: &str = "user_role_updated";
pub const USER_UPDATED: &str = "user_updated";

/// Every name.
pub const ALL: &[&str] = &[
    ADDED_TO_TEAM,
    AUTHENTICATION_CHALLENGE,
    BURN_ON_READ_ALL_REVEALED,
    CHANNEL_BOOKMARK_CREATED,
    CHANNEL_BOOKMARK_DELETED,
    CHANNEL_BOOKMARK_SORTED,
    CHANNEL_BOOKMARK_UPDATED,
    CHANNEL_CONVERTED,
    CHANNEL_CREATED,
    CHANNEL_DELETED,
    CHANNEL_MEMBER_UPDATED,
    CHANNEL_RESTORED,
    CHANNEL_SCHEME_UPDATED,
    CHANNEL_UPDATED,
    CLOUD_SUBSCRIPTION_CHANGED,
    CONFIG_CHANGED,
    CONTENT_FLAGGING_REPORT_VALUE_UPDATED,
    CUSTOM_PROFILE_ATTRIBUTES_FIELD_CREATED,
    CUSTOM_PROFILE_ATTRIBUTES_FIELD_DELETED,
    CUSTOM_PROFILE_ATTRIBUTES_FIELD_UPDATED,
    CUSTOM_PROFILE_ATTRIBUTES_VALUES_UPDATED,
    DELETE_TEAM,
    DIRECT_ADDED,
    DRAFT_CREATED,
    DRAFT_DELETED,
    DRAFT_UPDATED,
    EMOJI_ADDED,
    EPHEMERAL_MESSAGE,
    FILE_DOWNLOAD_REJECTED,
    FIRST_ADMIN_VISIT_MARKETPLACE_STATUS_RECEIVED,
    GROUP_ADDED,
    GROUP_MEMBER_ADD,
    GROUP_MEMBER_DELETED,
    GUESTS_DEACTIVATED,
    HELLO,
    HOSTED_CUSTOMER_SIGNUP_PROGRESS_UPDATED,
    LEAVE_TEAM,
    LICENSE_CHANGED,
    MEMBERROLE_UPDATED,
    MULTIPLE_CHANNELS_VIEWED,
    NEW_USER,
    OPEN_DIALOG,
    PERSISTENT_NOTIFICATION_TRIGGERED,
    PLUGIN_DISABLED,
    PLUGIN_ENABLED,
    PLUGIN_STATUSES_CHANGED,
    POST_ACKNOWLEDGEMENT_ADDED,
    POST_ACKNOWLEDGEMENT_REMOVED,
    POST_BURNED,
    POST_DELETED,
    POST_EDITED,
    POST_REVEALED,
    POST_TRANSLATION_UPDATED,
    POST_UNREAD,
    POSTED,
    POSTED_NOTIFY_ACK,
    PREFERENCE_CHANGED,
    PREFERENCES_CHANGED,
    PREFERENCES_DELETED,
    PRESENCE,
    REACTION_ADDED,
    REACTION_REMOVED,
    RECAP_UPDATED,
    RECEIVED_GROUP,
    RECEIVED_GROUP_ASSOCIATED_TO_CHANNEL,
    RECEIVED_GROUP_ASSOCIATED_TO_TEAM,
    RECEIVED_GROUP_NOT_ASSOCIATED_TO_CHANNEL,
    RECEIVED_GROUP_NOT_ASSOCIATED_TO_TEAM,
    RESPONSE,
    RESTORE_TEAM,
    ROLE_UPDATED,
    SCHEDULED_POST_CREATED,
    SCHEDULED_POST_DELETED,
    SCHEDULED_POST_UPDATED,
    SHOW_TOAST,
    SIDEBAR_CATEGORY_CREATED,
    SIDEBAR_CATEGORY_DELETED,
    SIDEBAR_CATEGORY_ORDER_UPDATED,
    SIDEBAR_CATEGORY_UPDATED,
    STATUS_CHANGE,
    THREAD_FOLLOW_CHANGED,
    THREAD_READ_CHANGED,
    THREAD_UPDATED,
    TYPING,
    UPDATE_TEAM,
    UPDATE_TEAM_SCHEME,
    USER_ACTIVATION_STATUS_CHANGE,
    USER_ADDED,
    USER_REMOVED,
    USER_ROLE_UPDATED,
    USER_UPDATED,
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::ALL;
    use crate::testing::facts;

    #[test]
    fn the_names_are_those_of_the_original() {
        let theirs: BTreeSet<String> = serde_json::from_value(facts("api/websocket-events.json")).unwrap();
        let ours: BTreeSet<String> = ALL.iter().map(|name| (*name).to_owned()).collect();
        assert_eq!(ours, theirs);
    }
}
