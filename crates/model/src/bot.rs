//! Bots: accounts of programs, with an owner.

use serde::{Deserialize, Serialize};

use crate::errors::bot as errors;
use crate::limits::{BOT_DESCRIPTION_RUNES_MAX, BOT_DISPLAY_NAME_RUNES_MAX, exceeds_runes};
use crate::user::is_valid_username;
use crate::{ErrorId, Id};

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

    /// Applies what a client asks for.
    pub fn apply(&mut self, patch: &BotPatch) {
        let texts = [
            (&mut self.username, &patch.username),
            (&mut self.display_name, &patch.display_name),
            (&mut self.description, &patch.description),
        ];
        for (field, new) in texts {
            if let Some(new) = new {
                field.clone_from(new);
            }
        }
    }

    /// Checks what needs no data, in the order of the original.
    pub fn validate(&self) -> Result<(), &'static ErrorId> {
        let checks = [
            (is_valid_username(&self.username), errors::INVALID_USERNAME),
            // The original has no id of its own for this.
            (!exceeds_runes(&self.display_name, BOT_DISPLAY_NAME_RUNES_MAX), errors::INVALID_USER_ID),
            (!exceeds_runes(&self.description, BOT_DESCRIPTION_RUNES_MAX), errors::INVALID_DESCRIPTION),
        ];
        checks.into_iter().find(|(ok, _)| !ok).map_or(Ok(()), |(_, error)| Err(error))
    }
}

/// `POST /bots` and `PUT /bots/{id}`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct BotPatch {
    pub username: Option<String>,
    pub display_name: Option<String>,
    pub description: Option<String>,
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
