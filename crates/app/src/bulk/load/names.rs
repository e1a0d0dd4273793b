//! Ids of what the lines of a batch name.

use std::collections::{HashMap, HashSet};

use roost_model::Id;
use roost_model::errors::import as errors;
use roost_model::role::Role;
use roost_model::scheme::Scheme;
use roost_store::bulk::lookup;
use roost_store::{Db, StoreError};

use crate::bulk::refusal::Refusal;

/// Ids by user name.
#[derive(Default)]
pub(super) struct Users {
    ids: HashMap<String, Id>,
}

impl Users {
    /// Looks the names up, each once.
    pub async fn find(db: &Db, names: HashSet<&str>) -> Result<Self, StoreError> {
        let lower: Vec<String> = names.into_iter().map(str::to_lowercase).collect();
        let names: Vec<&str> = lower.iter().map(String::as_str).collect();
        Ok(Self { ids: lookup::user_ids(db, &names).await?.into_iter().collect() })
    }

    pub fn get(&self, name: &str) -> Result<Id, Refusal> {
        let found = self.ids.get(name).copied().or_else(|| self.ids.get(&name.to_lowercase()).copied());
        found.ok_or_else(|| Refusal::new(errors::NO_SUCH_USER).with("name", name))
    }
}

/// A channel of a team, as far as posts and members need it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    pub channel_id: Id,
    /// Empty for conversations.
    pub team_id: Id,
}

/// Channels by the names of their teams and their own.
pub(super) async fn channels(
    db: &Db,
    names: HashSet<(&str, &str)>,
) -> Result<HashMap<(String, String), Place>, StoreError> {
    if names.is_empty() {
        return Ok(HashMap::new());
    }
    let names: Vec<(&str, &str)> = names.into_iter().collect();
    let place = |found: lookup::NamedChannel| {
        let place = Place { channel_id: found.channel.id, team_id: found.channel.team_id };
        ((found.team_name, found.channel.name), place)
    };
    Ok(lookup::channel_list(db, &names).await?.into_iter().map(place).collect())
}

pub(super) async fn roles(db: &Db, names: &[&str]) -> Result<HashMap<String, Role>, StoreError> {
    Ok(lookup::role_list(db, names).await?.into_iter().map(|role| (role.name.clone(), role)).collect())
}

pub(super) async fn schemes(db: &Db, names: &[&str]) -> Result<HashMap<String, Scheme>, StoreError> {
    if names.is_empty() {
        return Ok(HashMap::new());
    }
    Ok(lookup::scheme_list(db, names).await?.into_iter().map(|scheme| (scheme.name.clone(), scheme)).collect())
}
