//! Custom emoji.

use serde::{Deserialize, Serialize};

mod system;

pub use system::is_system_name;

use crate::errors::emoji as errors;
use crate::limits::EMOJI_NAME_LEN_MAX;
use crate::{ErrorId, Id};

/// A custom emoji; its picture is a file of its own. Times are Unix milliseconds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Emoji {
    pub id: Id,
    pub create_at: i64,
    pub update_at: i64,
    pub delete_at: i64,
    pub creator_id: Id,
    pub name: String,
}

/// The part `emoji` of the form of `POST /emoji`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct EmojiDraft {
    pub creator_id: String,
    pub name: String,
}

/// `POST /emoji/search`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct EmojiSearch {
    pub term: String,
    pub prefix_only: bool,
}

impl Emoji {
    /// Checks what needs no data, in the order of the original.
    pub fn validate(&self) -> Result<(), &'static ErrorId> {
        let checks = [
            (!self.id.is_empty(), errors::INVALID_ID),
            (self.create_at != 0, errors::INVALID_CREATE_AT),
            (self.update_at != 0, errors::INVALID_UPDATE_AT),
            (!self.creator_id.is_empty(), errors::INVALID_CREATOR),
            (is_valid_name(&self.name), errors::INVALID_NAME),
            (!is_system_name(&self.name), errors::SYSTEM_NAME),
        ];
        checks.into_iter().find(|(ok, _)| !ok).map_or(Ok(()), |(_, error)| Err(error))
    }
}

/// ASCII letters, digits, `-`, `+` and `_`.
pub fn is_valid_name(name: &str) -> bool {
    (1..=EMOJI_NAME_LEN_MAX).contains(&name.len())
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'+' | b'_'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{keys, recorded_bodies};

    #[test]
    fn emoji_have_the_recorded_keys() {
        let ours = serde_json::to_value(Emoji::default()).unwrap();
        let bodies = recorded_bodies("http/emoji.json", "POST", "/api/v4/emoji", 200);
        assert!(!bodies.is_empty() && bodies.iter().all(|body| keys(body) == keys(&ours)));
    }

    #[test]
    fn names_are_checked() {
        for good in ["+1", "smile", "a-b_c"] {
            assert!(is_valid_name(good), "{good}");
        }
        for bad in ["", "a b", "ä", &"x".repeat(65)] {
            assert!(!is_valid_name(bad), "{bad}");
        }
    }
}
