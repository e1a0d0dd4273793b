//! Schemes of permissions.

use serde::{Deserialize, Serialize};

use crate::Id;

pub const SCOPE_TEAM: &str = "team";
pub const SCOPE_CHANNEL: &str = "channel";

/// A scheme: the roles that members of a team or channel get by their flags. Roles are told by name; those that the
/// scope does not have are empty. Times are Unix milliseconds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Scheme {
    pub id: Id,
    pub name: String,
    pub display_name: String,
    pub description: String,
    pub create_at: i64,
    pub update_at: i64,
    pub delete_at: i64,
    pub scope: String,
    pub default_team_admin_role: String,
    pub default_team_user_role: String,
    pub default_channel_admin_role: String,
    pub default_channel_user_role: String,
    pub default_team_guest_role: String,
    pub default_channel_guest_role: String,
    pub default_playbook_admin_role: String,
    pub default_playbook_member_role: String,
    pub default_run_admin_role: String,
    pub default_run_member_role: String,
}
