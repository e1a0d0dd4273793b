//! What clients send about channels, and the answer to viewing them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{BannerInfo, Channel};
use crate::Id;

/// A new channel, or a whole channel in `PUT /channels/{id}`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ChannelDraft {
    pub id: String,
    pub team_id: String,
    #[serde(rename = "type")]
    pub channel_type: String,
    pub display_name: String,
    pub name: String,
    pub header: String,
    pub purpose: String,
    pub group_constrained: Option<bool>,
    pub default_category_name: String,
    pub banner_info: Option<BannerPatch>,
}

/// `PUT /channels/{id}/patch`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ChannelPatch {
    pub display_name: Option<String>,
    pub name: Option<String>,
    pub header: Option<String>,
    pub purpose: Option<String>,
    pub group_constrained: Option<bool>,
    pub autotranslation: Option<bool>,
    pub banner_info: Option<BannerPatch>,
}

/// Parts of a banner; what is absent stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct BannerPatch {
    pub enabled: Option<bool>,
    pub text: Option<String>,
    pub background_color: Option<String>,
}

impl Channel {
    pub fn apply(&mut self, patch: &ChannelPatch) {
        let texts = [
            (&mut self.display_name, &patch.display_name),
            (&mut self.name, &patch.name),
            (&mut self.header, &patch.header),
            (&mut self.purpose, &patch.purpose),
        ];
        for (field, new) in texts {
            if let Some(new) = new {
                field.clone_from(new);
            }
        }
        if patch.group_constrained.is_some() {
            self.group_constrained = patch.group_constrained;
        }
        if let Some(on) = patch.autotranslation {
            self.autotranslation = on;
        }
        if let Some(new) = &patch.banner_info {
            let banner = self.banner_info.get_or_insert_with(BannerInfo::default);
            if new.enabled.is_some() {
                banner.enabled = new.enabled;
            }
            if new.text.is_some() {
                banner.text.clone_from(&new.text);
            }
            if new.background_color.is_some() {
                banner.background_color.clone_from(&new.background_color);
            }
        }
    }
}

/// `POST /channels/search` and the searches within a team. With `page` and `per_page` the answer is a page.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ChannelSearch {
    pub term: String,
    pub exclude_default_channels: bool,
    pub not_associated_to_group: String,
    pub team_ids: Vec<String>,
    pub group_constrained: bool,
    pub exclude_group_constrained: bool,
    pub exclude_policy_constrained: bool,
    pub public: bool,
    pub private: bool,
    pub include_deleted: bool,
    pub include_search_by_id: bool,
    pub exclude_remote: bool,
    pub deleted: bool,
    pub page: Option<i64>,
    pub per_page: Option<i64>,
}

/// `POST /channels/members/{user_id}/view`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ChannelView {
    pub channel_id: String,
    pub prev_channel_id: String,
    pub collapsed_threads_supported: bool,
}

/// What it answers: the time of each channel that is read now, Unix milliseconds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChannelViewed {
    pub status: String,
    pub last_viewed_at_times: BTreeMap<Id, i64>,
}

impl ChannelViewed {
    pub fn ok(last_viewed_at_times: BTreeMap<Id, i64>) -> Self {
        Self { status: "OK".to_owned(), last_viewed_at_times }
    }
}

/// `POST /channels/{id}/members`: one user or several, and the post that mentioned them.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ChannelMemberDraft {
    pub user_id: String,
    /// `None` where the key is absent: the original tells that from an empty list.
    pub user_ids: Option<Vec<String>>,
    pub post_root_id: String,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{keys, recorded_bodies};
    use crate::wire;

    #[test]
    fn a_banner_patch_keeps_what_it_does_not_name() {
        let mut channel = Channel::default();
        let patch = |body: &[u8]| wire::decode::<ChannelPatch>(body).unwrap();
        channel.apply(&patch(br##"{"banner_info":{"enabled":true,"text":"hi","background_color":"#dddd00"}}"##));
        channel.apply(&patch(br#"{"banner_info":{"text":"changed"},"header":"h"}"#));
        let banner = channel.banner_info.unwrap();
        assert_eq!(banner.text.as_deref(), Some("changed"));
        assert_eq!((banner.enabled, banner.background_color.as_deref()), (Some(true), Some("#dddd00")));
        assert_eq!(channel.header, "h");
    }

    #[test]
    fn viewing_answers_the_recorded_keys() {
        let bodies = recorded_bodies("http/channels.json", "POST", "/api/v4/channels/members/me/view", 200);
        let ours = serde_json::to_value(ChannelViewed::default()).unwrap();
        assert!(!bodies.is_empty() && bodies.iter().all(|body| keys(body) == keys(&ours)));
    }
}
