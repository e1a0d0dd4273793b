//! Bots: accounts of programs, with an owner.

use serde::{Deserialize, Serialize};

use crate::Id;

/// What a bot has beside its account. Times are Unix milliseconds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Bot {
    pub user_id: Id,
    pub username: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub display_name: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// A user id or the id of a plugin.
    pub owner_id: String,
    #[serde(skip_serializing_if = "crate::skip::zero")]
    pub last_icon_update: i64,
    pub create_at: i64,
    pub update_at: i64,
    pub delete_at: i64,
}

impl Bot {
    /// Value of the `ETag` of one bot.
    pub fn etag(&self, version: &str) -> String {
        format!("{version}.{}.{}", self.user_id, self.update_at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{keys, recorded_bodies};

    #[test]
    fn a_converted_account_has_the_recorded_keys() {
        let bot = Bot { username: "b".to_owned(), display_name: "B".to_owned(), ..Bot::default() };
        let bodies = recorded_bodies("http/users.json", "POST", "/api/v4/users/{{u0.id}}/convert_to_bot", 200);
        assert!(!bodies.is_empty());
        assert!(bodies.iter().all(|body| keys(body) == keys(&serde_json::to_value(&bot).unwrap())));
    }
}
