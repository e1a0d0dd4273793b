//! Events about teams and their members.

use serde::Serialize;

use crate::Id;
use crate::team::Team;
use crate::team_member::TeamMember;
use crate::ws::json_text;

/// `update_team`, `delete_team`, `restore_team` and `update_team_scheme`: the team as JSON text.
#[derive(Clone, Debug, Serialize)]
pub struct TeamChanged {
    pub team: String,
}

impl TeamChanged {
    /// `team` must be sanitised: everybody in it hears this.
    pub fn new(team: &Team) -> Self {
        Self { team: json_text(team) }
    }
}

/// `added_to_team` and `leave_team`.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct TeamAndUser {
    pub team_id: Id,
    pub user_id: Id,
}

/// `memberrole_updated`: the membership as JSON text.
#[derive(Clone, Debug, Serialize)]
pub struct MemberRoleUpdated {
    pub member: String,
}

impl MemberRoleUpdated {
    pub fn new(member: &TeamMember) -> Self {
        Self { member: json_text(member) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::assert_event;
    use crate::ws::event;

    #[test]
    fn payloads_have_the_recorded_keys() {
        let id = Id::from_random(1);
        for name in [event::UPDATE_TEAM, event::DELETE_TEAM, event::UPDATE_TEAM_SCHEME] {
            assert_event(name, &TeamChanged::new(&Team::default()));
        }
        assert_event(event::LEAVE_TEAM, &TeamAndUser { team_id: id, user_id: id });
        assert_event(event::MEMBERROLE_UPDATED, &MemberRoleUpdated::new(&TeamMember::default()));
    }
}
