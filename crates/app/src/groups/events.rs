//! What changes of groups tell connected clients.

use roost_model::Id;
use roost_model::group::{Group, GroupMember};
use roost_model::ws::event;
use roost_model::ws::group::{GroupMemberChanged, GroupTied, ReceivedGroup};
use roost_realtime::{Audience, Event};
use roost_store::group_ties::Place;

/// To everybody: a group as it is now.
pub fn received(group: &Group) -> Event {
    Event::new(event::RECEIVED_GROUP, &ReceivedGroup::new(group), Audience::everyone())
}

/// To the one who is in a group from here on.
pub fn member_added(member: GroupMember) -> Event {
    Event::new(event::GROUP_MEMBER_ADD, &GroupMemberChanged::new(member), Audience::user(member.user_id))
}

/// To the one who is no longer in a group.
pub fn member_deleted(member: GroupMember) -> Event {
    Event::new(event::GROUP_MEMBER_DELETED, &GroupMemberChanged::new(member), Audience::user(member.user_id))
}

/// To the place: a group is tied to it, or the tie has changed.
pub fn tied(group: Id, place: Place) -> Event {
    let (name, audience) = match place {
        Place::Team(team) => (event::RECEIVED_GROUP_ASSOCIATED_TO_TEAM, Audience::team(team)),
        Place::Channel(channel) => (event::RECEIVED_GROUP_ASSOCIATED_TO_CHANNEL, Audience::channel(channel)),
    };
    Event::new(name, &GroupTied { group_id: group }, audience)
}

/// To the place: a group is tied to it no longer.
pub fn untied(group: Id, place: Place) -> Event {
    let (name, audience) = match place {
        Place::Team(team) => (event::RECEIVED_GROUP_NOT_ASSOCIATED_TO_TEAM, Audience::team(team)),
        Place::Channel(channel) => (event::RECEIVED_GROUP_NOT_ASSOCIATED_TO_CHANNEL, Audience::channel(channel)),
    };
    Event::new(name, &GroupTied { group_id: group }, audience)
}
