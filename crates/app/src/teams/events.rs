//! What changes of teams tell connected clients.

use roost_model::Id;
use roost_model::team::Team;
use roost_model::team_member::TeamMember;
use roost_model::ws::event;
use roost_model::ws::team::{MemberRoleUpdated, TeamAndUser, TeamChanged};
use roost_realtime::{Audience, Event};

/// To the one who is new in the team.
pub fn added_to_team(team_id: Id, user_id: Id) -> Event {
    Event::new(event::ADDED_TO_TEAM, &TeamAndUser { team_id, user_id }, Audience::user(user_id))
}

/// To those who stay in the team, and apart from them to the one who is gone.
pub fn left(team_id: Id, user_id: Id) -> [Event; 2] {
    let data = TeamAndUser { team_id, user_id };
    [
        Event::new(event::LEAVE_TEAM, &data, Audience::team(team_id).omit_user(user_id)),
        Event::new(event::LEAVE_TEAM, &data, Audience::user(user_id)),
    ]
}

/// To everybody in the team, without what only its administrators see. `name` is one of `update_team`, `delete_team`,
/// `restore_team` and `update_team_scheme`.
pub fn changed(name: &str, team: &Team) -> Event {
    let mut shown = team.clone();
    shown.sanitize(false, false);
    Event::new(name, &TeamChanged::new(&shown), Audience::team(team.id))
}

/// `delete_team` for one of those who were in a team that is gone.
pub fn deleted_for(team: &Team, user: Id) -> Event {
    let mut shown = team.clone();
    shown.sanitize(false, false);
    Event::new(event::DELETE_TEAM, &TeamChanged::new(&shown), Audience::user(user).with_team(team.id))
}

/// To the member whose roles changed.
pub fn member_role_updated(member: &TeamMember) -> Event {
    Event::new(event::MEMBERROLE_UPDATED, &MemberRoleUpdated::new(member), Audience::user(member.user_id))
}
