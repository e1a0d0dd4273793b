//! Events about groups.

use serde::Serialize;

use crate::Id;
use crate::group::{Group, GroupMember};
use crate::ws::json_text;

/// `received_group`: the group as JSON text.
#[derive(Clone, Debug, Serialize)]
pub struct ReceivedGroup {
    pub group: String,
}

impl ReceivedGroup {
    pub fn new(group: &Group) -> Self {
        Self { group: json_text(group) }
    }
}

/// `group_member_add` and `group_member_deleted`: the member as JSON text.
#[derive(Clone, Debug, Serialize)]
pub struct GroupMemberChanged {
    pub group_member: String,
}

impl GroupMemberChanged {
    pub fn new(member: GroupMember) -> Self {
        Self { group_member: json_text(&member) }
    }
}

/// Events of places about groups that are tied to them.
#[derive(Clone, Debug, Serialize)]
pub struct GroupTied {
    pub group_id: Id,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::assert_event;
    use crate::ws::event;

    #[test]
    fn payloads_have_the_recorded_keys() {
        let group = Group { member_count: Some(1), ..Group::default() };
        assert_event(event::RECEIVED_GROUP, &ReceivedGroup::new(&group));
        assert_event(event::GROUP_MEMBER_ADD, &GroupMemberChanged::new(GroupMember::default()));
        assert_event(event::GROUP_MEMBER_DELETED, &GroupMemberChanged::new(GroupMember::default()));
    }
}
