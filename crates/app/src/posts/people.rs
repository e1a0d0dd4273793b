//! Accounts of those who wrote in threads.

use std::collections::HashMap;
use std::sync::Arc;

use roost_model::Id;
use roost_model::user::{SanitizeOptions, User};
use roost_store::post_lists::ListedPost;

use crate::users::{as_everybody_sees, user_find_many};
use crate::{AppError, Ctx};

/// Accounts as others may see them, or stubs.
pub struct People {
    accounts: Option<HashMap<Id, Arc<User>>>,
    options: SanitizeOptions,
}

impl People {
    /// Reads the accounts, from the cache where they are, when they are wanted whole; stubs cost nothing.
    pub async fn load(ctx: &Ctx, ids: impl Iterator<Item = Id>, whole: bool) -> Result<Self, AppError> {
        let accounts = if whole {
            let wanted = crate::text::runes::without_duplicates(ids.collect());
            Some(user_find_many(ctx, &wanted).await?.into_iter().map(|user| (user.id, user)).collect())
        } else {
            None
        };
        Ok(Self { accounts, options: as_everybody_sees(ctx) })
    }

    /// These accounts, in this order; unknown ones are left out.
    pub fn of(&self, ids: &[Id]) -> Vec<User> {
        match &self.accounts {
            None => ids.iter().map(|id| User::stub(*id)).collect(),
            Some(known) => {
                let shown = |user: &Arc<User>| (**user).clone().sanitized(self.options);
                ids.iter().filter_map(|id| known.get(id)).map(shown).collect()
            }
        }
    }

    /// Gives a post what its thread is about.
    pub fn onto(&self, listed: ListedPost) -> roost_model::post::Post {
        let mut post = listed.post;
        post.last_reply_at = listed.last_reply_at;
        post.participants = if listed.last_reply_at == 0 && listed.participants.is_empty() {
            None
        } else {
            Some(self.of(&listed.participants))
        };
        post.is_following = Some(listed.following.unwrap_or(false));
        post
    }
}
