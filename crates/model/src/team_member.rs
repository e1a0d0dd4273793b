//! Membership in teams.

use serde::{Deserialize, Serialize};

use crate::error::ErrorBody;
use crate::errors::team as errors;
use crate::scheme::Scheme;
use crate::user::role_names;
use crate::{ErrorId, Id};

pub const ROLE_TEAM_USER: &str = "team_user";
pub const ROLE_TEAM_ADMIN: &str = "team_admin";
pub const ROLE_TEAM_GUEST: &str = "team_guest";

/// Membership of a user in a team. `roles` is what applies: explicit ones and those of the scheme.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TeamMember {
    pub team_id: Id,
    pub user_id: Id,
    pub roles: String,
    pub delete_at: i64,
    pub scheme_guest: bool,
    pub scheme_user: bool,
    pub scheme_admin: bool,
    pub explicit_roles: String,
    /// Not on the wire.
    #[serde(skip)]
    pub create_at: i64,
}

impl TeamMember {
    pub fn role_names(&self) -> impl Iterator<Item = &str> {
        role_names(&self.roles)
    }

    pub fn validate(&self) -> Result<(), &'static ErrorId> {
        if self.team_id.is_empty() {
            return Err(errors::MEMBER_INVALID_TEAM);
        }
        if self.user_id.is_empty() {
            return Err(errors::MEMBER_INVALID_USER);
        }
        Ok(())
    }
}

/// `POST /teams/{id}/members` and an entry of `…/members/batch`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct TeamMemberDraft {
    pub team_id: String,
    pub user_id: String,
}

/// Entry of the answer of `POST /teams/{id}/members/batch?graceful=true`: a member or why there is none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamMemberOrError {
    pub user_id: Id,
    pub member: Option<TeamMember>,
    pub error: Option<ErrorBody>,
}

/// `PUT …/members/{user_id}/schemeRoles` of teams and channels. `scheme_guest` is not read: guests are made elsewhere.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(default)]
pub struct SchemeRoles {
    pub scheme_admin: bool,
    pub scheme_user: bool,
    pub scheme_guest: bool,
}

/// What a user has not read in a team.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TeamUnread {
    pub team_id: Id,
    pub msg_count: i64,
    pub mention_count: i64,
    pub mention_count_root: i64,
    pub msg_count_root: i64,
    pub thread_count: i64,
    pub thread_mention_count: i64,
    pub thread_urgent_mention_count: i64,
}

/// Where the roles of a scheme put a member: the names that stand for guest, user and administrator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SchemeRoleNames<'a> {
    pub guest: &'a str,
    pub user: &'a str,
    pub admin: &'a str,
}

impl SchemeRoleNames<'static> {
    pub const TEAM: Self = Self { guest: ROLE_TEAM_GUEST, user: ROLE_TEAM_USER, admin: ROLE_TEAM_ADMIN };
    pub const CHANNEL: Self = Self { guest: "channel_guest", user: "channel_user", admin: "channel_admin" };
}

impl<'a> SchemeRoleNames<'a> {
    /// In teams with this scheme.
    pub fn in_team(scheme: &'a Scheme) -> Self {
        Self {
            guest: &scheme.default_team_guest_role,
            user: &scheme.default_team_user_role,
            admin: &scheme.default_team_admin_role,
        }
    }

    /// In channels with this scheme, and in those of teams with it.
    pub fn in_channel(scheme: &'a Scheme) -> Self {
        Self {
            guest: &scheme.default_channel_guest_role,
            user: &scheme.default_channel_user_role,
            admin: &scheme.default_channel_admin_role,
        }
    }
}

/// The roles that apply to a member, from those that the row names and the flags of its scheme.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EffectiveRoles {
    pub roles: String,
    pub explicit_roles: String,
    pub scheme_guest: bool,
    pub scheme_user: bool,
    pub scheme_admin: bool,
}

/// Joins the roles of a membership row (`stored`) with its scheme flags (guest, user, admin; `None` in old rows). A
/// stored built-in name counts as the flag, as rows from before schemes have it.
pub fn effective_roles(
    stored: &str,
    flags: [Option<bool>; 3],
    builtin: SchemeRoleNames<'_>,
    names: SchemeRoleNames<'_>,
) -> EffectiveRoles {
    let mut flags = flags.map(|flag| flag.unwrap_or(false));
    let mut explicit_roles = String::new();
    for role in role_names(stored) {
        match [builtin.guest, builtin.user, builtin.admin].iter().position(|name| *name == role) {
            Some(at) => flags.iter_mut().skip(at).take(1).for_each(|flag| *flag = true),
            None => push_role(&mut explicit_roles, role),
        }
    }
    let [guest, user, admin] = flags;
    let mut roles = explicit_roles.clone();
    for (on, name) in [(guest, names.guest), (user, names.user), (admin, names.admin)] {
        if on && !role_names(&roles).any(|role| role == name) {
            push_role(&mut roles, name);
        }
    }
    EffectiveRoles { roles, explicit_roles, scheme_guest: guest, scheme_user: user, scheme_admin: admin }
}

/// Adds a name to a list of them.
fn push_role(roles: &mut String, name: &str) {
    if !roles.is_empty() {
        roles.push(' ');
    }
    roles.push_str(name);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scheme_flags_and_stored_roles_add_up() {
        let names = SchemeRoleNames { guest: "sg", user: "su", admin: "sa" };
        let plain =
            effective_roles("", [Some(false), Some(true), Some(true)], SchemeRoleNames::TEAM, SchemeRoleNames::TEAM);
        assert_eq!((plain.roles.as_str(), plain.explicit_roles.as_str()), ("team_user team_admin", ""));
        let schemed = effective_roles("custom", [None, Some(true), None], SchemeRoleNames::TEAM, names);
        assert_eq!((schemed.roles.as_str(), schemed.explicit_roles.as_str()), ("custom su", "custom"));
        let old = effective_roles("team_user team_admin", [None; 3], SchemeRoleNames::TEAM, SchemeRoleNames::TEAM);
        assert!(old.scheme_user && old.scheme_admin && !old.scheme_guest);
        assert_eq!((old.roles.as_str(), old.explicit_roles.as_str()), ("team_user team_admin", ""));
    }
}
