//! What changes of channels tell connected clients.

use std::collections::BTreeMap;

use roost_model::Id;
use roost_model::channel::Channel;
use roost_model::channel_member::ChannelMember;
use roost_model::ws::channel::{
    ChannelCreated, ChannelDeleted, ChannelMemberUpdated, ChannelRef, ChannelUpdated, ChannelsViewed, DirectAdded,
    GroupAdded, RemovedFromChannel, UserAdded, UserRemoved,
};
use roost_model::ws::event;
use roost_realtime::{Audience, Event};

/// To the creator.
pub fn created(channel: &Channel, creator: Id) -> Event {
    let data = ChannelCreated { channel_id: channel.id, team_id: channel.team_id };
    Event::new(event::CHANNEL_CREATED, &data, Audience::user(creator))
}

/// To both users of a direct channel.
pub fn direct_added(channel: &Channel, creator_id: Id, teammate_id: Id) -> Event {
    Event::new(event::DIRECT_ADDED, &DirectAdded { creator_id, teammate_id }, Audience::channel(channel.id))
}

/// To one member of a new group channel.
pub fn group_added(channel: &Channel, member: Id, members: &[Id]) -> Event {
    let audience = Audience::user(member).with_channel(channel.id);
    Event::new(event::GROUP_ADDED, &GroupAdded::new(members), audience)
}

/// To everybody in the channel, and apart from them to the one who is new there.
pub fn user_added(channel: &Channel, user_id: Id) -> [Event; 2] {
    let data = UserAdded { team_id: channel.team_id, user_id };
    [
        Event::new(event::USER_ADDED, &data, Audience::channel(channel.id).omit_user(user_id)),
        Event::new(event::USER_ADDED, &data, Audience::user(user_id).with_channel(channel.id)),
    ]
}

/// To everybody in a default channel, the one who is new there included.
pub fn user_added_here(channel: &Channel, user_id: Id) -> Event {
    let data = UserAdded { team_id: channel.team_id, user_id };
    Event::new(event::USER_ADDED, &data, Audience::channel(channel.id))
}

/// To everybody who stays in the channel, and apart from them to the one who has to go.
pub fn user_removed(channel: &Channel, user_id: Id, remover_id: Id) -> [Event; 2] {
    let to_user = RemovedFromChannel { channel_id: channel.id, remover_id };
    [
        Event::new(event::USER_REMOVED, &UserRemoved { remover_id, user_id }, Audience::channel(channel.id)),
        Event::new(event::USER_REMOVED, &to_user, Audience::user(user_id)),
    ]
}

/// To everybody in the channel.
pub fn updated(channel: &Channel) -> Event {
    Event::new(event::CHANNEL_UPDATED, &ChannelUpdated::new(channel), Audience::channel(channel.id))
}

/// To everybody who could see the channel: its team, or its members when it is not public.
fn watchers(channel: &Channel) -> Audience {
    if channel.is_open() { Audience::team(channel.team_id) } else { Audience::channel(channel.id) }
}

pub fn deleted(channel: &Channel, delete_at: i64) -> Event {
    Event::new(event::CHANNEL_DELETED, &ChannelDeleted { channel_id: channel.id, delete_at }, watchers(channel))
}

pub fn restored(channel: &Channel) -> Event {
    Event::new(event::CHANNEL_RESTORED, &ChannelRef { channel_id: channel.id }, watchers(channel))
}

/// To the whole team: the channel is private or public now.
pub fn converted_in_team(channel: &Channel) -> Event {
    Event::new(event::CHANNEL_CONVERTED, &ChannelRef { channel_id: channel.id }, Audience::team(channel.team_id))
}

/// To the members: their group message is a channel now.
pub fn converted_for_members(channel: &Channel) -> Event {
    Event::new(event::CHANNEL_CONVERTED, &ChannelRef { channel_id: channel.id }, Audience::channel(channel.id))
}

/// To the member.
pub fn member_updated(member: &ChannelMember) -> Event {
    Event::new(event::CHANNEL_MEMBER_UPDATED, &ChannelMemberUpdated::new(member), Audience::user(member.user_id))
}

/// To the user's other windows. Times are Unix milliseconds.
pub fn viewed(user: Id, channel_times: BTreeMap<Id, i64>) -> Event {
    Event::new(event::MULTIPLE_CHANNELS_VIEWED, &ChannelsViewed { channel_times }, Audience::user(user))
}

/// To the user's other windows: every thread of the channel is read.
pub fn threads_read(user: Id, channel: Id, timestamp: i64) -> Event {
    #[derive(serde::Serialize)]
    struct ThreadsRead {
        timestamp: i64,
    }
    Event::new(event::THREAD_READ_CHANGED, &ThreadsRead { timestamp }, Audience::user(user).with_channel(channel))
}
