//! Roles.

use serde::{Deserialize, Serialize};

use crate::Id;
use crate::permission::PermissionSet;

/// A role. Times are Unix milliseconds; the permissions keep the order in which they are stored.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Role {
    pub id: Id,
    pub name: String,
    pub display_name: String,
    pub description: String,
    pub create_at: i64,
    pub update_at: i64,
    pub delete_at: i64,
    pub permissions: Vec<String>,
    pub scheme_managed: bool,
    pub built_in: bool,
    pub scheme_id: Option<Id>,
}

impl Role {
    /// The permissions as bits; names that nobody knows are left out.
    pub fn permission_set(&self) -> PermissionSet {
        PermissionSet::from_names(self.permissions.iter().map(String::as_str))
    }
}

/// `PUT /roles/{id}/patch`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct RolePatch {
    pub permissions: Option<Vec<String>>,
}

/// A role is named by lower-case letters, digits and underscores, 1 to 64 of them.
pub fn is_valid_name(name: &str) -> bool {
    (1..=64).contains(&name.len()) && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::permission::Permission;
    use crate::testing::facts;

    #[test]
    fn the_default_roles_lose_nothing_as_bits() {
        let roles: Vec<Role> = serde_json::from_value(
            facts("golden/roles-default.json")["roles"]
                .as_array()
                .unwrap()
                .iter()
                .map(|role| serde_json::json!({"name": role["name"], "permissions": role["permissions"]}))
                .collect(),
        )
        .unwrap();
        assert!(roles.len() > 10);
        for role in &roles {
            let set = role.permission_set();
            assert_eq!(set.len(), role.permissions.len(), "{}", role.name);
            for name in &role.permissions {
                assert!(set.contains(Permission::from_name(name).unwrap()), "{name}");
            }
        }
        let admin = roles.iter().find(|role| role.name == "system_admin").unwrap().permission_set();
        assert!(admin.contains(Permission::ManageSystem));
    }
}
