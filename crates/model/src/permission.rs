//! Permissions by name and number, and sets of them.

use std::collections::HashMap;
use std::fmt;
use std::sync::OnceLock;

/// Where a permission can be given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    System,
    Team,
    Channel,
    Group,
    Playbook,
    Run,
}

/// Declares the enum and the table of names and scopes, in one order.
macro_rules! permissions {
    ($($variant:ident = $name:literal $scope:ident;)*) => {
        /// Every permission that the original knows. The number is a place in [`super::PermissionSet`]; it is never
        /// stored.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[repr(u16)]
        pub enum Permission { $($variant),* }

        /// Every permission with its name and scope, by number.
        pub const TABLE: &[(Permission, &str, Scope)] = &[$((Permission::$variant, $name, Scope::$scope)),*];
    };
}

mod names;

pub use names::{ANCILLARY, CHANNEL_MODERATED, CURRENT_COUNT, Permission, TABLE};

const WORDS: usize = TABLE.len().div_ceil(64);

impl Permission {
    /// Number of this permission, below [`TABLE`]'s length.
    pub const fn index(self) -> usize {
        self as usize
    }

    pub fn name(self) -> &'static str {
        TABLE.get(self.index()).map_or("", |(_, name, _)| name)
    }

    pub fn scope(self) -> Scope {
        TABLE.get(self.index()).map_or(Scope::System, |(_, _, scope)| *scope)
    }

    pub fn from_name(name: &str) -> Option<Self> {
        let by_name = BY_NAME.get_or_init(|| TABLE.iter().map(|(permission, name, _)| (*name, *permission)).collect());
        by_name.get(name).copied()
    }

    /// Kept for old roles; may not be given any more.
    pub fn is_deprecated(self) -> bool {
        self.index() >= CURRENT_COUNT
    }

    /// What this permission for a section of the system console brings along.
    pub fn ancillary(self) -> &'static [Self] {
        ANCILLARY.iter().find(|(permission, _)| *permission == self).map_or(&[], |(_, others)| others)
    }
}

static BY_NAME: OnceLock<HashMap<&'static str, Permission>> = OnceLock::new();

/// A set of permissions, as many as a user has in all.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct PermissionSet([u64; WORDS]);

impl PermissionSet {
    pub const EMPTY: Self = Self([0; WORDS]);

    /// Names that nobody knows are left out, as old databases hold some.
    pub fn from_names<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        names.into_iter().filter_map(Permission::from_name).collect()
    }

    pub fn insert(&mut self, permission: Permission) {
        let index = permission.index();
        if let Some(word) = self.0.get_mut(index / 64) {
            *word |= 1 << (index % 64);
        }
    }

    pub fn remove(&mut self, permission: Permission) {
        let index = permission.index();
        if let Some(word) = self.0.get_mut(index / 64) {
            *word &= !(1 << (index % 64));
        }
    }

    pub fn contains(&self, permission: Permission) -> bool {
        let index = permission.index();
        self.0.get(index / 64).is_some_and(|word| word >> (index % 64) & 1 == 1)
    }

    #[must_use]
    pub fn union(mut self, other: Self) -> Self {
        for (word, more) in self.0.iter_mut().zip(other.0) {
            *word |= more;
        }
        self
    }

    pub fn iter(&self) -> impl Iterator<Item = Permission> + '_ {
        TABLE.iter().map(|(permission, _, _)| *permission).filter(|permission| self.contains(*permission))
    }

    pub fn len(&self) -> usize {
        self.0.iter().map(|word| word.count_ones() as usize).sum()
    }

    pub fn is_empty(&self) -> bool {
        *self == Self::EMPTY
    }
}

impl FromIterator<Permission> for PermissionSet {
    fn from_iter<I: IntoIterator<Item = Permission>>(permissions: I) -> Self {
        let mut set = Self::EMPTY;
        permissions.into_iter().for_each(|permission| set.insert(permission));
        set
    }
}

impl fmt::Debug for PermissionSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter().map(Permission::name)).finish()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::testing::facts;

    fn recorded() -> Value {
        facts("golden/permissions.json")
    }

    #[test]
    fn the_generated_table_equals_the_facts() {
        let facts = recorded();
        let list = |key: &str| facts[key].as_array().unwrap().clone();
        assert_eq!(list("permissions").len(), CURRENT_COUNT);
        let theirs: Vec<(String, String)> = [list("permissions"), list("deprecated")]
            .concat()
            .iter()
            .map(|row| (row["id"].as_str().unwrap().to_owned(), row["scope"].as_str().unwrap().to_owned()))
            .collect();
        let ours: Vec<(String, String)> = TABLE
            .iter()
            .map(|(_, name, scope)| ((*name).to_owned(), format!("{scope:?}_scope").to_lowercase()))
            .collect();
        assert_eq!(ours, theirs, "run scripts/gen-permissions.py");
        let moderated: Vec<String> = serde_json::from_value(facts["channel_moderated"].clone()).unwrap();
        assert_eq!(CHANNEL_MODERATED, moderated);
    }

    #[test]
    fn the_generated_ancillary_sets_equal_the_facts() {
        let facts = recorded();
        let theirs = facts["ancillary"].as_object().unwrap();
        assert_eq!(theirs.len(), ANCILLARY.len());
        for (name, others) in theirs {
            let ours: Vec<&str> = Permission::from_name(name).unwrap().ancillary().iter().map(|p| p.name()).collect();
            assert_eq!(&serde_json::json!(ours), others, "{name}");
        }
    }

    #[test]
    fn numbers_and_names_are_one_to_one() {
        for (at, (permission, name, scope)) in TABLE.iter().enumerate() {
            assert_eq!((permission.index(), permission.name(), permission.scope()), (at, *name, *scope));
            assert_eq!(Permission::from_name(name), Some(*permission));
        }
        assert_eq!(Permission::from_name("no_such"), None);
        assert!(Permission::ManageEmojis.is_deprecated() && !Permission::ManageSystem.is_deprecated());
    }

    #[test]
    fn a_set_keeps_what_was_put_in() {
        let last = TABLE[TABLE.len() - 1].0;
        let mut set = PermissionSet::from_names(["manage_system", "no_such"]);
        assert_eq!(set.len(), 1);
        set.insert(last);
        let all = set.union(std::iter::once(Permission::CreatePost).collect());
        assert_eq!(all.iter().count(), 3);
        assert!(all.contains(last) && all.contains(Permission::CreatePost) && !all.contains(Permission::ViewTeam));
        set.remove(last);
        set.remove(Permission::ManageSystem);
        assert!(set.is_empty());
    }
}
