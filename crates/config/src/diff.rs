//! What a change of configuration changes.

use crate::config::Config;
use crate::schema;

/// A key whose value differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedKey {
    /// `ServiceSettings.SiteURL`.
    pub path: String,
    /// The change is taken up at the next start only.
    pub restart: bool,
}

/// The keys whose values differ, in the order of the file. Lists and maps are one value each.
pub fn diff(old: &Config, new: &Config) -> Vec<ChangedKey> {
    let (old, new) = (old.to_json(), new.to_json());
    schema::leaves()
        .into_iter()
        .filter(|leaf| schema::at(&old, &leaf.path) != schema::at(&new, &leaf.path))
        .map(|leaf| ChangedKey { path: leaf.dotted(), restart: leaf.key.restart })
        .collect()
}
