//! Channels.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::errors::channel as errors;
use crate::limits::{
    CHANNEL_BANNER_TEXT_RUNES_MAX, CHANNEL_DISPLAY_NAME_RUNES_MAX, CHANNEL_HEADER_RUNES_MAX, CHANNEL_NAME_LEN_MAX,
    CHANNEL_PURPOSE_RUNES_MAX, exceeds_runes,
};
use crate::{ErrorId, Id};

pub mod request;

pub use request::{
    BannerPatch, ChannelDraft, ChannelMemberDraft, ChannelPatch, ChannelSearch, ChannelView, ChannelViewed,
};

/// Name of the channel that everybody in a team is in.
pub const DEFAULT_NAME: &str = "town-square";
/// Name of the second channel that a new team has.
pub const OFF_TOPIC_NAME: &str = "off-topic";

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum ChannelType {
    #[default]
    #[serde(rename = "O")]
    Open,
    #[serde(rename = "P")]
    Private,
    #[serde(rename = "D")]
    Direct,
    #[serde(rename = "G")]
    Group,
}

impl ChannelType {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "O",
            Self::Private => "P",
            Self::Direct => "D",
            Self::Group => "G",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Some(match text {
            "O" => Self::Open,
            "P" => Self::Private,
            "D" => Self::Direct,
            "G" => Self::Group,
            _ => return None,
        })
    }

    /// Direct and group channels belong to no team, and their members do not change.
    pub fn is_conversation(self) -> bool {
        matches!(self, Self::Direct | Self::Group)
    }
}

/// A channel. Times are Unix milliseconds; every field is always there.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Channel {
    pub id: Id,
    pub create_at: i64,
    pub update_at: i64,
    pub delete_at: i64,
    pub team_id: Id,
    #[serde(rename = "type")]
    pub channel_type: ChannelType,
    pub display_name: String,
    pub name: String,
    pub header: String,
    pub purpose: String,
    pub last_post_at: i64,
    pub total_msg_count: i64,
    pub extra_update_at: i64,
    pub creator_id: Id,
    pub scheme_id: Option<Id>,
    /// `null` in every recording.
    pub props: Option<Map<String, Value>>,
    pub group_constrained: Option<bool>,
    pub autotranslation: bool,
    pub shared: Option<bool>,
    pub total_msg_count_root: i64,
    pub policy_id: Option<Id>,
    pub last_root_post_at: i64,
    pub banner_info: Option<BannerInfo>,
    pub policy_enforced: bool,
    pub policy_is_active: bool,
    pub default_category_name: String,
}

/// The strip above the posts of a channel.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct BannerInfo {
    pub enabled: Option<bool>,
    pub text: Option<String>,
    /// `#rgb` or `#rrggbb`.
    pub background_color: Option<String>,
}

impl Channel {
    pub fn is_open(&self) -> bool {
        self.channel_type == ChannelType::Open
    }

    pub fn is_deleted(&self) -> bool {
        self.delete_at > 0
    }

    /// The other user of a direct channel; the user themselves when it is with nobody else.
    pub fn other_user(&self, user_id: Id) -> Option<Id> {
        let (a, b) = direct_users(&self.name)?;
        match user_id {
            _ if a == user_id => Some(b),
            _ if b == user_id => Some(a),
            _ => None,
        }
    }

    /// Checks what needs no data, in the order of the original. The type is checked when it is read.
    pub fn validate(&self) -> Result<(), &'static ErrorId> {
        let conversation = self.channel_type.is_conversation();
        let checks = [
            (!self.id.is_empty(), errors::INVALID_ID),
            (self.create_at != 0, errors::INVALID_CREATE_AT),
            (self.update_at != 0, errors::INVALID_UPDATE_AT),
            (!exceeds_runes(&self.display_name, CHANNEL_DISPLAY_NAME_RUNES_MAX), errors::INVALID_DISPLAY_NAME),
            (is_valid_name(&self.name), errors::INVALID_NAME_CHARACTERS),
            (!exceeds_runes(&self.header, CHANNEL_HEADER_RUNES_MAX), errors::INVALID_HEADER),
            (!exceeds_runes(&self.purpose, CHANNEL_PURPOSE_RUNES_MAX), errors::INVALID_PURPOSE),
            (conversation || direct_users(&self.name).is_none(), errors::INVALID_NAME),
        ];
        checks.into_iter().find(|(ok, _)| !ok).map_or(Ok(()), |(_, error)| Err(error))?;
        match &self.banner_info {
            Some(banner) if banner.enabled == Some(true) => banner.validate(self.channel_type),
            _ => Ok(()),
        }
    }
}

impl BannerInfo {
    fn validate(&self, channel_type: ChannelType) -> Result<(), &'static ErrorId> {
        let text = self.text.as_deref().unwrap_or("");
        let color = self.background_color.as_deref().unwrap_or("");
        let checks = [
            (!channel_type.is_conversation(), errors::BANNER_TYPE),
            (!text.is_empty(), errors::BANNER_TEXT_EMPTY),
            (!exceeds_runes(text, CHANNEL_BANNER_TEXT_RUNES_MAX), errors::BANNER_TEXT_LENGTH),
            (!color.is_empty(), errors::BANNER_COLOR_EMPTY),
            (is_hex_color(color), errors::BANNER_COLOR_INVALID),
        ];
        checks.into_iter().find(|(ok, _)| !ok).map_or(Ok(()), |(_, error)| Err(error))
    }
}

fn is_hex_color(text: &str) -> bool {
    text.strip_prefix('#')
        .is_some_and(|digits| matches!(digits.len(), 3 | 6) && digits.bytes().all(|b| b.is_ascii_hexdigit()))
}

/// Begins with a lower-case letter or digit, goes on with those, dashes and underscores.
pub fn is_valid_name(name: &str) -> bool {
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit();
    name.len() <= CHANNEL_NAME_LEN_MAX
        && name.bytes().next().is_some_and(plain)
        && name.bytes().all(|b| plain(b) || matches!(b, b'-' | b'_'))
}

/// Name of the direct channel of two users: the smaller id stands first.
pub fn direct_name(a: Id, b: Id) -> String {
    let (first, second) = if a < b { (a, b) } else { (b, a) };
    format!("{first}__{second}")
}

/// The two users whose direct channel has this name.
pub fn direct_users(name: &str) -> Option<(Id, Id)> {
    let (a, b) = name.split_once("__")?;
    Some((Id::parse(a)?, Id::parse(b)?))
}

/// Value of the `ETag` of a list of channels: the newest post or change in it, and how many there are.
pub fn list_etag(version: &str, channels: &[Channel]) -> String {
    let newest = channels.iter().fold(None, |best: Option<(&Channel, i64)>, channel| {
        let at = channel.last_post_at.max(channel.update_at);
        if best.is_none_or(|(_, newest)| at > newest) { Some((channel, at)) } else { best }
    });
    match newest {
        Some((channel, at)) => format!("{version}.{}.{at}.0.{}", channel.id, channels.len()),
        None => format!("{version}.0.0.0.0"),
    }
}

/// A channel in a list over all teams, with the team it is in.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ChannelWithTeamData {
    #[serde(flatten)]
    pub channel: Channel,
    pub team_display_name: String,
    pub team_name: String,
    pub team_update_at: i64,
}

/// One page of channels and how many there are in all.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ChannelPage {
    pub channels: Vec<ChannelWithTeamData>,
    pub total_count: i64,
}

/// Answer of `GET /channels/{id}/stats`; `files_count` is -1 when files were not asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChannelStats {
    pub channel_id: Id,
    pub member_count: i64,
    pub guest_count: i64,
    pub pinnedpost_count: i64,
    pub files_count: i64,
}

/// Answer of `GET /users/{id}/channels/{id}/unread`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChannelUnread {
    pub team_id: Id,
    pub channel_id: Id,
    pub msg_count: i64,
    pub mention_count: i64,
    pub mention_count_root: i64,
    pub urgent_mention_count: i64,
    pub msg_count_root: i64,
}

/// Answer of `POST /users/{id}/posts/{id}/set_unread`: what is unread from that post on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChannelUnreadAt {
    pub team_id: Id,
    pub user_id: Id,
    pub channel_id: Id,
    pub msg_count: i64,
    pub mention_count: i64,
    pub mention_count_root: i64,
    pub urgent_mention_count: i64,
    pub msg_count_root: i64,
    pub last_viewed_at: i64,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sound() -> Channel {
        Channel {
            id: Id::from_random(1),
            create_at: 1,
            update_at: 1,
            display_name: "C".to_owned(),
            name: "c".to_owned(),
            ..Channel::default()
        }
    }

    #[test]
    fn validation_answers_as_recorded() {
        assert_eq!(sound().validate(), Ok(()));
        let twins = direct_name(Id::from_random(1), Id::from_random(2));
        let cases = [
            (Channel { name: String::new(), ..sound() }, errors::INVALID_NAME_CHARACTERS),
            (Channel { name: "-x".to_owned(), ..sound() }, errors::INVALID_NAME_CHARACTERS),
            (Channel { display_name: "d".repeat(65), ..sound() }, errors::INVALID_DISPLAY_NAME),
            (Channel { header: "h".repeat(1025), ..sound() }, errors::INVALID_HEADER),
            (Channel { purpose: "h".repeat(251), ..sound() }, errors::INVALID_PURPOSE),
            (Channel { name: twins.clone(), ..sound() }, errors::INVALID_NAME),
        ];
        for (channel, error) in cases {
            assert_eq!(channel.validate(), Err(error));
        }
        assert_eq!(Channel { name: twins, channel_type: ChannelType::Direct, ..sound() }.validate(), Ok(()));
    }

    #[test]
    fn banners_are_checked_only_when_on() {
        let banner = |enabled: bool, text: &str, color: &str| Channel {
            banner_info: Some(BannerInfo {
                enabled: Some(enabled),
                text: Some(text.to_owned()),
                background_color: Some(color.to_owned()),
            }),
            ..sound()
        };
        assert_eq!(banner(true, "hi", "#dddd00").validate(), Ok(()));
        assert_eq!(banner(false, "", "").validate(), Ok(()));
        assert_eq!(banner(true, "", "#000000").validate(), Err(errors::BANNER_TEXT_EMPTY));
        assert_eq!(banner(true, "x", "").validate(), Err(errors::BANNER_COLOR_EMPTY));
        assert_eq!(banner(true, "x", "red").validate(), Err(errors::BANNER_COLOR_INVALID));
        assert_eq!(banner(true, &"t".repeat(1025), "#000000").validate(), Err(errors::BANNER_TEXT_LENGTH));
    }

    #[test]
    fn the_etag_of_a_list_has_the_recorded_form() {
        let (old, new) = (Id::from_random(1), Id::from_random(2));
        let list = [
            Channel { id: old, update_at: 8, ..Channel::default() },
            Channel { id: new, update_at: 3, last_post_at: 9, ..Channel::default() },
        ];
        assert_eq!(list_etag("11.6.0", &list), format!("11.6.0.{new}.9.0.2"));
    }

    #[test]
    fn a_direct_channel_knows_its_users() {
        let (a, b) = (Id::from_random(1), Id::from_random(2));
        assert_eq!(direct_name(a, b), direct_name(b, a));
        let channel = Channel { name: direct_name(a, b), ..Channel::default() };
        assert_eq!((channel.other_user(a), channel.other_user(b)), (Some(b), Some(a)));
        assert_eq!(channel.other_user(Id::from_random(3)), None);
        assert_eq!(direct_users("town-square"), None);
    }
}
