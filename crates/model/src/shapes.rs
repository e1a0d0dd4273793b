//! Every entity against every recording of it, in one table.

use serde_json::Value;

use crate::category::{OrderedSidebarCategories, SidebarCategory, SidebarCategoryDraft};
use crate::channel::{
    BannerInfo, Channel, ChannelDraft, ChannelMemberDraft, ChannelPage, ChannelPatch, ChannelSearch, ChannelStats,
    ChannelUnread, ChannelUnreadAt, ChannelView, ChannelViewed, ChannelWithTeamData,
};
use crate::channel_member::{ChannelMember, ChannelMemberWithTeamData};
use crate::draft::Draft;
use crate::emoji::{Emoji, EmojiSearch};
use crate::error::ErrorBody;
use crate::file::{FileInfo, FileInfoList, FileUploaded, UploadDraft, UploadSession};
use crate::post::{
    EphemeralDraft, PermalinkPreview, Post, PostAcknowledgement, PostDraft, PostInfo, PostList, PostPatch,
    PostPriority, PostSearch, PostSearchResults, SetUnread,
};
use crate::preference::{Preference, PreferenceDraft};
use crate::reaction::{Reaction, ReactionDraft};
use crate::role::{Role, RolePatch};
use crate::scheme::Scheme;
use crate::session::{
    Session, SessionDevice, UserAccessToken, UserAccessTokenDraft, UserAccessTokenRef, UserAccessTokenSearch,
};
use crate::status::{CustomStatus, Status, StatusChange};
use crate::system::{Ping, ServerLimits};
use crate::team::{
    Exists, InviteInfo, PrivacyChange, SchemeChange, Team, TeamDraft, TeamPage, TeamPatch, TeamSearch, TeamStats,
};
use crate::team_member::{SchemeRoles, TeamMember, TeamMemberDraft, TeamMemberOrError, TeamUnread};
use crate::testing::{assert_request, assert_round_trip};
use crate::thread::{ThreadResponse, Threads};
use crate::user::{
    ActiveChange, AuthChange, EmailRef, LoginRequest, MfaChange, PasswordChange, RolesChange, User, UserAutocomplete,
    UserDraft, UserPatch, UserSearch, UsersStats,
};
use crate::ws::Broadcast;

fn any(_: &Value) -> bool {
    false
}

fn with(key: &'static str) -> impl Fn(&Value) -> bool {
    move |object| object.get(key).is_some()
}

fn without(key: &'static str) -> impl Fn(&Value) -> bool {
    move |object| object.get(key).is_none()
}

#[test]
fn accounts_and_sessions() {
    // Reports and lists of group members have more about an account than its own entity.
    let extended = |object: &Value| object.get("days_active").is_some() || object.get("scheme_user").is_some();
    assert_round_trip::<User>(&["username", "auth_service", "roles"], extended);
    // Without the members of no group, who are told with their groups.
    assert_round_trip::<UserAutocomplete>(&["users"], with("total_count"));
    assert_round_trip::<UsersStats>(&["total_users_count"], any);
    assert_round_trip::<Session>(&["expired_notify"], any);
    assert_round_trip::<UserAccessToken>(&["is_active", "user_id"], with("token"));
    assert_round_trip::<Status>(&["manual", "status"], any);
    assert_round_trip::<Preference>(&["category", "name", "user_id"], any);
}

#[test]
fn teams() {
    assert_round_trip::<Team>(&["invite_id", "allow_open_invite"], any);
    assert_round_trip::<TeamPage>(&["teams", "total_count"], any);
    assert_round_trip::<TeamStats>(&["active_member_count"], any);
    assert_round_trip::<Exists>(&["exists"], any);
    assert_round_trip::<TeamMember>(&["team_id", "user_id", "scheme_user"], any);
    assert_round_trip::<TeamMemberOrError>(&["member", "error", "user_id"], any);
    assert_round_trip::<TeamUnread>(&["thread_urgent_mention_count"], any);
    let more = |object: &Value| object.as_object().is_none_or(|map| map.len() != 4);
    assert_round_trip::<InviteInfo>(&["display_name", "description", "name", "id"], more);
}

#[test]
fn channels() {
    let marks = ["header", "purpose", "type", "scheme_id"];
    assert_round_trip::<Channel>(&marks, with("team_name"));
    assert_round_trip::<ChannelWithTeamData>(&marks, without("team_name"));
    assert_round_trip::<ChannelPage>(&["channels", "total_count"], any);
    assert_round_trip::<BannerInfo>(&["background_color", "enabled"], any);
    assert_round_trip::<ChannelStats>(&["pinnedpost_count"], any);
    let other = |object: &Value| object.get("user_id").is_some() || object.get("thread_count").is_some();
    assert_round_trip::<ChannelUnread>(&["msg_count_root", "team_id", "channel_id"], other);
    assert_round_trip::<ChannelUnreadAt>(&["msg_count_root", "team_id", "channel_id", "user_id"], any);
    assert_round_trip::<ChannelViewed>(&["last_viewed_at_times"], any);
    let marks = ["channel_id", "user_id", "notify_props"];
    assert_round_trip::<ChannelMember>(&marks, with("team_name"));
    assert_round_trip::<ChannelMemberWithTeamData>(&marks, without("team_name"));
    assert_round_trip::<SidebarCategory>(&["sorting", "channel_ids"], any);
    assert_round_trip::<OrderedSidebarCategories>(&["order", "categories"], any);
}

#[test]
fn posts() {
    // A report of posts may leave out more than any other answer.
    assert_round_trip::<Post>(&["pending_post_id", "message", "user_id"], without("participants"));
    assert_round_trip::<PostList>(&["order", "posts"], with("matches"));
    assert_round_trip::<PostSearchResults>(&["order", "posts", "matches"], any);
    assert_round_trip::<PostInfo>(&["has_joined_channel"], any);
    assert_round_trip::<PermalinkPreview>(&["post_id", "post", "team_name"], any);
    // Drafts keep what the client sent.
    assert_round_trip::<PostPriority>(&["priority", "requested_ack"], without("persistent_notifications"));
    assert_round_trip::<PostAcknowledgement>(&["acknowledged_at"], any);
    assert_round_trip::<Reaction>(&["emoji_name", "post_id"], any);
    assert_round_trip::<ThreadResponse>(&["unread_replies", "participants"], any);
    assert_round_trip::<Threads>(&["total_unread_threads"], any);
    assert_round_trip::<Draft>(&["message", "props", "root_id", "channel_id"], |object| {
        object.get("scheduled_at").is_some() || object.get("hashtags").is_some()
    });
}

#[test]
fn files_and_emoji() {
    assert_round_trip::<FileInfo>(&["mime_type", "size"], any);
    assert_round_trip::<FileUploaded>(&["file_infos", "client_ids"], any);
    assert_round_trip::<FileInfoList>(&["file_infos", "order"], any);
    assert_round_trip::<UploadSession>(&["file_offset", "req_file_id"], any);
    let other = |object: &Value| object.as_object().is_none_or(|map| map.len() != 6);
    assert_round_trip::<Emoji>(&["creator_id", "name", "delete_at"], other);
}

#[test]
fn the_system() {
    assert_round_trip::<Role>(&["built_in", "permissions"], any);
    assert_round_trip::<Scheme>(&["default_team_admin_role"], any);
    assert_round_trip::<Ping>(&["ActiveSearchBackend", "status"], any);
    assert_round_trip::<ServerLimits>(&["maxUsersLimit"], any);
    assert_round_trip::<ErrorBody>(&["id", "status_code"], any);
    assert_round_trip::<Broadcast>(&["omit_users", "omit_connection_id"], any);
}

#[test]
fn requests_about_accounts() {
    // A clear-text field that the server sets itself is not read.
    assert_request::<UserDraft>("POST", "/api/v4/users", &["roles", "delete_at"]);
    assert_request::<UserDraft>("PUT", "/api/v4/users/*", &[]);
    assert_request::<UserPatch>("PUT", "/api/v4/users/*/patch", &[]);
    assert_request::<UserSearch>("POST", "/api/v4/users/search", &[]);
    assert_request::<LoginRequest>("POST", "/api/v4/users/login", &[]);
    assert_request::<PasswordChange>("PUT", "/api/v4/users/*/password", &[]);
    assert_request::<EmailRef>("POST", "/api/v4/users/password/reset/send", &[]);
    assert_request::<RolesChange>("PUT", "/api/v4/users/*/roles", &[]);
    assert_request::<ActiveChange>("PUT", "/api/v4/users/*/active", &[]);
    assert_request::<AuthChange>("PUT", "/api/v4/users/*/auth", &[]);
    assert_request::<MfaChange>("PUT", "/api/v4/users/*/mfa", &[]);
    assert_request::<SessionDevice>("PUT", "/api/v4/users/sessions/device", &[]);
    assert_request::<UserAccessTokenDraft>("POST", "/api/v4/users/*/tokens", &[]);
    assert_request::<UserAccessTokenSearch>("POST", "/api/v4/users/tokens/search", &[]);
    assert_request::<UserAccessTokenRef>("POST", "/api/v4/users/tokens/revoke", &[]);
    assert_request::<StatusChange>("PUT", "/api/v4/users/*/status", &[]);
    assert_request::<CustomStatus>("PUT", "/api/v4/users/*/status/custom", &[]);
    assert_request::<Vec<PreferenceDraft>>("PUT", "/api/v4/users/*/preferences", &[]);
}

#[test]
fn requests_about_teams_and_channels() {
    assert_request::<TeamDraft>("POST", "/api/v4/teams", &[]);
    assert_request::<TeamDraft>("PUT", "/api/v4/teams/*", &[]);
    assert_request::<TeamPatch>("PUT", "/api/v4/teams/*/patch", &[]);
    assert_request::<TeamSearch>("POST", "/api/v4/teams/search", &[]);
    assert_request::<PrivacyChange>("PUT", "/api/v4/teams/*/privacy", &[]);
    assert_request::<SchemeChange>("PUT", "/api/v4/teams/*/scheme", &[]);
    assert_request::<TeamMemberDraft>("POST", "/api/v4/teams/*/members", &[]);
    assert_request::<SchemeRoles>("PUT", "/api/v4/teams/*/members/*/schemeRoles", &[]);
    assert_request::<ChannelDraft>("POST", "/api/v4/channels", &[]);
    assert_request::<ChannelDraft>("PUT", "/api/v4/channels/*", &[]);
    assert_request::<ChannelPatch>("PUT", "/api/v4/channels/*/patch", &[]);
    assert_request::<ChannelSearch>("POST", "/api/v4/channels/search", &[]);
    assert_request::<ChannelSearch>("POST", "/api/v4/teams/*/channels/search", &[]);
    assert_request::<ChannelSearch>("POST", "/api/v4/channels/group/search", &[]);
    assert_request::<ChannelView>("POST", "/api/v4/channels/members/*/view", &[]);
    assert_request::<ChannelMemberDraft>("POST", "/api/v4/channels/*/members", &[]);
    assert_request::<SidebarCategoryDraft>("POST", "/api/v4/users/*/teams/*/channels/categories", &[]);
    assert_request::<SidebarCategoryDraft>("PUT", "/api/v4/users/*/teams/*/channels/categories/*", &[]);
}

#[test]
fn requests_about_posts_and_files() {
    assert_request::<PostDraft>("POST", "/api/v4/posts", &["user_id"]);
    assert_request::<PostDraft>("PUT", "/api/v4/posts/*", &[]);
    assert_request::<PostPatch>("PUT", "/api/v4/posts/*/patch", &[]);
    assert_request::<PostSearch>("POST", "/api/v4/teams/*/posts/search", &[]);
    assert_request::<PostSearch>("POST", "/api/v4/files/search", &[]);
    assert_request::<EphemeralDraft>("POST", "/api/v4/posts/ephemeral", &[]);
    assert_request::<SetUnread>("POST", "/api/v4/users/*/posts/*/set_unread", &[]);
    assert_request::<ReactionDraft>("POST", "/api/v4/reactions", &[]);
    assert_request::<EmojiSearch>("POST", "/api/v4/emoji/search", &[]);
    assert_request::<UploadDraft>("POST", "/api/v4/uploads", &[]);
    assert_request::<RolePatch>("PUT", "/api/v4/roles/*/patch", &[]);
}
