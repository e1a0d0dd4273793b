//! Who collapses threads: by the configuration, or by their own choice.

use std::collections::HashMap;

use roost_model::Id;
use roost_model::user::User;
use roost_store::Tx;
use roost_store::threads::{self as store, ThreadState};

use crate::{AppError, Ctx};

/// Whether users collapse threads.
#[derive(Debug)]
pub enum Collapsing {
    Everybody,
    Nobody,
    /// What users chose, and what holds for those who did not.
    Chosen(HashMap<Id, bool>, bool),
}

impl Collapsing {
    /// For everybody whom a post of `author` in `thread` may concern. Asks the database only where users may choose.
    pub async fn load(ctx: &Ctx, tx: &mut Tx, author: &User, thread: Option<&ThreadState>) -> Result<Self, AppError> {
        let config = ctx.config();
        let fallback = match config.service.collapsed_threads.as_str() {
            "always_on" => return Ok(Self::Everybody),
            "disabled" => return Ok(Self::Nobody),
            other => other == "default_on",
        };
        let Some(thread) = thread else { return Ok(Self::Chosen(HashMap::new(), fallback)) };
        let mut ids: Vec<Id> = thread.followers.iter().map(|f| f.user_id).collect();
        ids.extend(thread.participants.iter().copied().chain([author.id, thread.root.user_id]));
        let chosen = store::collapsing_choices(tx, &ids).await?;
        Ok(Self::Chosen(chosen.into_iter().collect(), fallback))
    }

    /// Whether one user collapses threads.
    pub async fn is_on_for(ctx: &Ctx, user: Id) -> Result<bool, AppError> {
        Ok(match ctx.config().service.collapsed_threads.as_str() {
            "always_on" => true,
            "disabled" => false,
            other => {
                let chosen = store::collapsing_choices(&mut ctx.db(), &[user]).await?;
                chosen.first().map_or(other == "default_on", |(_, on)| *on)
            }
        })
    }

    pub fn of(&self, user: Id) -> bool {
        match self {
            Self::Everybody => true,
            Self::Nobody => false,
            Self::Chosen(chosen, fallback) => chosen.get(&user).copied().unwrap_or(*fallback),
        }
    }
}
