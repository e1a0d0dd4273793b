//! Turning an account into that of a program.

use roost_model::Id;
use roost_model::bot::Bot;
use roost_model::permission::Permission;
use roost_store::bots::bot_insert_in_tx;

use super::user_get;
use crate::record::Kind;
use crate::{AppError, Ctx, Record};

/// `POST /users/{id}/convert_to_bot`: the account becomes a bot that owns itself. It was no bot before.
pub async fn user_convert_to_bot(ctx: &Ctx, id: Id) -> Result<Bot, AppError> {
    let user = user_get(ctx, id).await?;
    ctx.require(Permission::ManageSystem)?;
    let bot = Bot {
        user_id: id,
        username: user.username.clone(),
        display_name: user.username.clone(),
        owner_id: id.to_string(),
        create_at: ctx.now_ms(),
        update_at: ctx.now_ms(),
        ..Bot::default()
    };
    let mut tx = ctx.db().begin().await?;
    bot_insert_in_tx(&mut tx, &bot);
    let mut record = Record::new();
    record.invalidate(Kind::User, id);
    ctx.commit(tx, record).await.map_err(|error| match error.store() {
        Some(taken) if taken.is_conflict("bots_pkey") => AppError::invalid_url("user_id"),
        _ => error,
    })?;
    Ok(bot)
}
