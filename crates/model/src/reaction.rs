//! Reactions.

use serde::{Deserialize, Serialize};

use crate::errors::reaction as errors;
use crate::{ErrorId, Id, emoji};

/// An emoji that a user put to a post. Times are Unix milliseconds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Reaction {
    pub user_id: Id,
    pub post_id: Id,
    pub emoji_name: String,
    pub create_at: i64,
    pub update_at: i64,
    pub delete_at: i64,
    pub remote_id: Option<Id>,
    pub channel_id: Id,
}

/// `POST /reactions`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ReactionDraft {
    pub user_id: String,
    pub post_id: String,
    pub emoji_name: String,
}

impl Reaction {
    /// Checks what needs no data, in the order of the original.
    pub fn validate(&self) -> Result<(), &'static ErrorId> {
        let checks = [
            (!self.user_id.is_empty(), errors::INVALID_USER),
            (!self.post_id.is_empty(), errors::INVALID_POST),
            (emoji::is_valid_name(&self.emoji_name), errors::INVALID_EMOJI),
            (self.create_at != 0, errors::INVALID_CREATE_AT),
            (self.update_at != 0, errors::INVALID_UPDATE_AT),
        ];
        checks.into_iter().find(|(ok, _)| !ok).map_or(Ok(()), |(_, error)| Err(error))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn validation_reports_the_first_fault() {
        let id = Id::from_random(1);
        let emoji_name = "+1".to_owned();
        let sound =
            Reaction { user_id: id, post_id: id, emoji_name, create_at: 1, update_at: 1, ..Reaction::default() };
        assert_eq!(sound.validate(), Ok(()));
        assert_eq!(Reaction { emoji_name: "a b".to_owned(), ..sound }.validate(), Err(errors::INVALID_EMOJI));
        assert_eq!(Reaction::default().validate(), Err(errors::INVALID_USER));
    }
}
