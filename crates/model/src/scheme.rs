//! Schemes of permissions.

use serde::{Deserialize, Serialize};

use crate::errors::scheme as errors;
use crate::{ErrorId, Id};

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

/// What makes a scheme.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct SchemeDraft {
    /// Must be empty: the server chooses it.
    pub id: String,
    /// Empty: the server chooses one.
    pub name: String,
    pub display_name: String,
    pub description: String,
    pub scope: String,
}

/// `PUT /schemes/{id}/patch`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct SchemePatch {
    pub name: Option<String>,
    pub display_name: Option<String>,
    pub description: Option<String>,
}

impl Scheme {
    /// Whether its words are in order: a name of 2 to 64 lower-case letters, digits and underscores, a display name of at
    /// most 128 characters, a description of at most 1,024.
    pub fn validate(&self) -> Result<(), &'static ErrorId> {
        let name = (2..=64).contains(&self.name.len()) && crate::role::is_valid_name(&self.name);
        let display_name = (1..=128).contains(&self.display_name.chars().count());
        let description = self.description.chars().count() <= 1_024;
        let scope = [SCOPE_TEAM, SCOPE_CHANNEL].contains(&self.scope.as_str());
        if name && display_name && description && scope { Ok(()) } else { Err(errors::INVALID) }
    }
}
