//! Membership in channels.

use serde::{Deserialize, Serialize};

use crate::errors::channel as errors;
use crate::limits::{CHANNEL_NOTIFY_PROPS_RUNES_MAX, exceeds_runes};
use crate::user::{StringMap, role_names, string_map};
use crate::{ErrorId, Id};

pub const ROLE_CHANNEL_USER: &str = "channel_user";
pub const ROLE_CHANNEL_ADMIN: &str = "channel_admin";
pub const ROLE_CHANNEL_GUEST: &str = "channel_guest";

/// Membership of a user in a channel and how far they have read. `roles` is what applies: explicit ones and those of
/// the scheme. Times are Unix milliseconds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ChannelMember {
    pub channel_id: Id,
    pub user_id: Id,
    pub roles: String,
    /// -1 in answers to somebody who may not know when others were there.
    pub last_viewed_at: i64,
    pub msg_count: i64,
    pub mention_count: i64,
    pub mention_count_root: i64,
    pub urgent_mention_count: i64,
    pub msg_count_root: i64,
    pub notify_props: StringMap,
    /// -1 as `last_viewed_at`.
    pub last_update_at: i64,
    pub scheme_guest: bool,
    pub scheme_user: bool,
    pub scheme_admin: bool,
    pub explicit_roles: String,
    pub autotranslation_disabled: bool,
}

/// A membership in a list over all teams, with the team that its channel is in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChannelMemberWithTeamData {
    #[serde(flatten)]
    pub member: ChannelMember,
    pub team_display_name: String,
    pub team_name: String,
    pub team_update_at: i64,
}

/// Names of a member's notification settings.
pub mod notify {
    pub const AUTO_FOLLOW_THREADS: &str = "channel_auto_follow_threads";
    pub const DESKTOP: &str = "desktop";
    pub const DESKTOP_NOTIFICATION_SOUND: &str = "desktop_notification_sound";
    pub const DESKTOP_SOUND: &str = "desktop_sound";
    pub const DESKTOP_THREADS: &str = "desktop_threads";
    pub const EMAIL: &str = "email";
    pub const IGNORE_MENTIONS: &str = "ignore_channel_mentions";
    pub const MARK_UNREAD: &str = "mark_unread";
    pub const PUSH: &str = "push";
    pub const PUSH_THREADS: &str = "push_threads";
}

/// Notification settings of a fresh membership.
pub fn default_notify_props() -> StringMap {
    string_map(&[
        (notify::AUTO_FOLLOW_THREADS, "off"),
        (notify::DESKTOP, "default"),
        (notify::EMAIL, "default"),
        (notify::IGNORE_MENTIONS, "default"),
        (notify::MARK_UNREAD, "all"),
        (notify::PUSH, "default"),
    ])
}

impl ChannelMember {
    pub fn role_names(&self) -> impl Iterator<Item = &str> {
        role_names(&self.roles)
    }

    /// Empty when there is no such setting.
    pub fn notify_prop(&self, name: &str) -> &str {
        self.notify_props.get(name).map_or("", String::as_str)
    }

    /// A muted channel counts mentions only.
    pub fn is_muted(&self) -> bool {
        self.notify_prop(notify::MARK_UNREAD) == "mention"
    }

    /// Hides from `viewer` when somebody else was last in the channel.
    pub fn sanitize_for(&mut self, viewer: Id) {
        if self.user_id != viewer {
            self.last_viewed_at = -1;
            self.last_update_at = -1;
        }
    }

    /// Checks what needs no data, in the order of the original.
    pub fn validate(&self) -> Result<(), &'static ErrorId> {
        if self.channel_id.is_empty() {
            return Err(errors::MEMBER_INVALID_CHANNEL);
        }
        if self.user_id.is_empty() {
            return Err(errors::MEMBER_INVALID_USER);
        }
        validate_notify_props(&self.notify_props)
    }
}

/// Checks the settings that are there.
pub fn validate_notify_props(settings: &StringMap) -> Result<(), &'static ErrorId> {
    const LEVELS: &[&str] = &["default", "all", "mention", "none"];
    let allowed: [(&str, &[&str], &'static ErrorId); 6] = [
        (notify::DESKTOP, LEVELS, errors::NOTIFY_DESKTOP),
        (notify::MARK_UNREAD, &["all", "mention"], errors::NOTIFY_MARK_UNREAD),
        (notify::PUSH, LEVELS, errors::NOTIFY_PUSH),
        (notify::EMAIL, &["default", "true", "false"], errors::NOTIFY_EMAIL),
        (notify::IGNORE_MENTIONS, &["default", "on", "off"], errors::NOTIFY_IGNORE_MENTIONS),
        (notify::AUTO_FOLLOW_THREADS, &["on", "off"], errors::NOTIFY_AUTO_FOLLOW),
    ];
    for (name, values, error) in allowed {
        if settings.get(name).is_some_and(|value| !values.contains(&value.as_str())) {
            return Err(error);
        }
    }
    let size: usize = settings.iter().map(|(name, value)| name.len() + value.len() + 6).sum();
    let small = size <= CHANNEL_NOTIFY_PROPS_RUNES_MAX
        || !exceeds_runes(&crate::ws::json_text(settings), CHANNEL_NOTIFY_PROPS_RUNES_MAX);
    if small { Ok(()) } else { Err(errors::NOTIFY_TOO_LARGE) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fresh_settings_are_those_recorded_and_valid() {
        let ours = serde_json::to_value(default_notify_props()).unwrap();
        let recorded = crate::testing::recorded_objects(&["channel_id", "user_id", "notify_props"]);
        assert!(recorded.iter().any(|member| member["notify_props"] == ours));
        assert_eq!(validate_notify_props(&default_notify_props()), Ok(()));
    }

    #[test]
    fn settings_out_of_range_are_named() {
        let one = |name: &str, value: &str| validate_notify_props(&string_map(&[(name, value)]));
        assert_eq!(one(notify::DESKTOP, "bogus"), Err(errors::NOTIFY_DESKTOP));
        assert_eq!(one(notify::MARK_UNREAD, "none"), Err(errors::NOTIFY_MARK_UNREAD));
        assert_eq!(one(notify::EMAIL, "true"), Ok(()));
        assert_eq!(one("own_setting", "anything"), Ok(()));
        assert_eq!(one("own_setting", &"x".repeat(800_001)), Err(errors::NOTIFY_TOO_LARGE));
    }

    #[test]
    fn others_do_not_learn_when_a_member_was_there() {
        let (me, you) = (Id::from_random(1), Id::from_random(2));
        let mut member =
            ChannelMember { user_id: me, last_viewed_at: 5, last_update_at: 6, ..ChannelMember::default() };
        member.sanitize_for(me);
        assert_eq!((member.last_viewed_at, member.last_update_at), (5, 6));
        member.sanitize_for(you);
        assert_eq!((member.last_viewed_at, member.last_update_at), (-1, -1));
    }
}
