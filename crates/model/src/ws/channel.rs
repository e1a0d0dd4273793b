//! Events about channels and their members.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::Id;
use crate::channel::Channel;
use crate::channel_member::ChannelMember;
use crate::ws::json_text;

/// `channel_created`.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct ChannelCreated {
    pub channel_id: Id,
    pub team_id: Id,
}

/// `channel_updated`: the channel as JSON text.
#[derive(Clone, Debug, Serialize)]
pub struct ChannelUpdated {
    pub channel: String,
}

impl ChannelUpdated {
    pub fn new(channel: &Channel) -> Self {
        Self { channel: json_text(channel) }
    }
}

/// `channel_deleted`; the time is Unix milliseconds.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct ChannelDeleted {
    pub channel_id: Id,
    pub delete_at: i64,
}

/// `channel_restored` and `channel_converted`.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct ChannelRef {
    pub channel_id: Id,
}

/// `channel_member_updated`: the membership as JSON text.
#[derive(Clone, Debug, Serialize)]
pub struct ChannelMemberUpdated {
    #[serde(rename = "channelMember")]
    pub channel_member: String,
}

impl ChannelMemberUpdated {
    pub fn new(member: &ChannelMember) -> Self {
        Self { channel_member: json_text(member) }
    }
}

/// `multiple_channels_viewed`: when each was viewed, Unix milliseconds.
#[derive(Clone, Debug, Serialize)]
pub struct ChannelsViewed {
    pub channel_times: BTreeMap<Id, i64>,
}

/// `direct_added`.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct DirectAdded {
    pub creator_id: Id,
    pub teammate_id: Id,
}

/// `group_added`: the members' ids as JSON text.
#[derive(Clone, Debug, Serialize)]
pub struct GroupAdded {
    pub teammate_ids: String,
}

impl GroupAdded {
    pub fn new(members: &[Id]) -> Self {
        Self { teammate_ids: json_text(&members) }
    }
}

/// `user_added`, to the channel and once more to the user.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct UserAdded {
    pub team_id: Id,
    pub user_id: Id,
}

/// `user_removed` for those who stay in the channel.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct UserRemoved {
    pub remover_id: Id,
    pub user_id: Id,
}

/// `user_removed` for the one who has to go.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct RemovedFromChannel {
    pub channel_id: Id,
    pub remover_id: Id,
}

/// `typing`; `parent_id` is the thread or empty.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Typing {
    pub parent_id: Id,
    pub user_id: Id,
}

/// Events without data: `channel_scheme_updated`, `user_activation_status_change` and others.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct NoData {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::assert_event;
    use crate::ws::event;

    #[test]
    fn payloads_have_the_recorded_keys() {
        let id = Id::from_random(1);
        assert_event(event::CHANNEL_UPDATED, &ChannelUpdated::new(&Channel::default()));
        assert_event(event::CHANNEL_DELETED, &ChannelDeleted { channel_id: id, delete_at: 1 });
        assert_event(event::CHANNEL_CONVERTED, &ChannelRef { channel_id: id });
        assert_event(event::CHANNEL_MEMBER_UPDATED, &ChannelMemberUpdated::new(&ChannelMember::default()));
        assert_event(event::MULTIPLE_CHANNELS_VIEWED, &ChannelsViewed { channel_times: BTreeMap::new() });
        assert_event(event::DIRECT_ADDED, &DirectAdded { creator_id: id, teammate_id: id });
        assert_event(event::GROUP_ADDED, &GroupAdded::new(&[id]));
        assert_event(event::USER_ADDED, &UserAdded { team_id: id, user_id: id });
        assert_event(event::USER_REMOVED, &UserRemoved { remover_id: id, user_id: id });
        assert_event(event::USER_REMOVED, &RemovedFromChannel { channel_id: id, remover_id: id });
        assert_event(event::TYPING, &Typing { parent_id: Id::EMPTY, user_id: id });
        assert_event(event::CHANNEL_SCHEME_UPDATED, &NoData {});
    }
}
