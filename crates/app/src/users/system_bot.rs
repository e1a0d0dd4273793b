//! The accounts in whose names the server speaks to people.

use std::sync::Arc;

use roost_model::bot::Bot;
use roost_model::user::{User, UserDraft, UserSecrets};
use roost_store::bots::bot_insert_in_tx;
use roost_store::bulk::lookup;
use roost_store::users as store;

use super::create::prepare;
use super::user_get;
use crate::{AppError, Ctx, Record};

/// The bot of the server, made if it is not there. It belongs to the first administrator, as in the original.
pub async fn system_bot(ctx: &Ctx) -> Result<Arc<User>, AppError> {
    bot_named(ctx, "system-bot", "System").await
}

/// The bot that tells people of reported posts, made in the same way.
pub async fn review_bot(ctx: &Ctx) -> Result<Arc<User>, AppError> {
    bot_named(ctx, "content-review", "Content review").await
}

async fn bot_named(ctx: &Ctx, name: &str, display_name: &str) -> Result<Arc<User>, AppError> {
    if let Some(bot) = find(ctx, name).await? {
        return Ok(bot);
    }
    let owner = lookup::first_admin(ctx.db()).await?;
    let owner = owner.ok_or_else(|| AppError::internal("there is no administrator to own the server's bot"))?;
    let draft = UserDraft {
        username: name.to_owned(),
        email: format!("{name}@localhost"),
        first_name: display_name.to_owned(),
        ..UserDraft::default()
    };
    let user = prepare(ctx, &draft);
    let mut tx = ctx.db().begin().await?;
    store::user_insert_in_tx(&mut tx, &user, &UserSecrets::default());
    let bot = Bot {
        user_id: user.id,
        owner_id: owner.to_string(),
        create_at: ctx.now_ms(),
        update_at: ctx.now_ms(),
        ..Bot::default()
    };
    bot_insert_in_tx(&mut tx, &bot);
    // Nobody is told of a new user: it shows when it speaks.
    match ctx.commit(tx, Record::new()).await {
        Ok(()) => user_get(ctx, user.id).await,
        // Another node was faster.
        Err(error) if error.store().is_some_and(|store| store.is_conflict("users_username_key")) => {
            find(ctx, name).await?.ok_or(error)
        }
        Err(error) => Err(error),
    }
}

async fn find(ctx: &Ctx, name: &str) -> Result<Option<Arc<User>>, AppError> {
    Ok(store::user_list_by_usernames(ctx.db(), &[name.to_owned()]).await?.into_iter().next().map(Arc::new))
}
