//! What changes of groups tell connected clients.

use roost_model::group::{Group, GroupMember};
use roost_model::ws::event;
use roost_model::ws::group::{GroupMemberChanged, ReceivedGroup};
use roost_realtime::{Audience, Event};

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
