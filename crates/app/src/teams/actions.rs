//! What may be done to teams, and by whom.

use roost_model::permission::Permission;

crate::team_actions! {
    /// To see that it exists and what it is called: anybody, when anybody may join.
    See => |p, team| (team.allow_open_invite && team.is_open()) || p.has(Permission::ViewTeam);
}
