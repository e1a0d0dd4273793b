//! What changes of channels tell connected clients.

use roost_model::Id;
use roost_model::channel::Channel;
use roost_model::ws::channel::{ChannelCreated, DirectAdded, GroupAdded, UserAdded};
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
