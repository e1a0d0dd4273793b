//! The end of an account and of everything in it.

use roost_model::Id;
use roost_model::user::User;
use roost_store::users::change;

use super::{active, events};
use crate::access::team::memberships;
use crate::record::Kind;
use crate::{AppError, Ctx, Record, audit};

/// Deletes the account, its posts, files and settings. Nothing of it can be brought back.
pub async fn user_delete_permanently(ctx: &Ctx, user: &User) -> Result<(), AppError> {
    let witnesses = events::witnesses(ctx, user.id).await?;
    let memberships = memberships(ctx, user.id).await?;
    let mut tx = ctx.db().begin().await?;
    let mut record = Record::new();
    let last = active::set_active_in_tx(ctx, &mut tx, &mut record, user.id, false).await?;
    let paths = change::user_delete_in_tx(&mut tx, user.id).await?;
    let extra = format!("permanently deleted user_id={}", user.id);
    audit::note_in_tx(ctx, &mut tx, ctx.user_id(), &[&extra]);
    for channel in memberships.channels.keys() {
        record.left_channel(user.id, *channel);
    }
    for team in memberships.teams.keys() {
        record.left_team(user.id, *team);
    }
    record.invalidate(Kind::Integrations, Id::EMPTY);
    events::user_updated(ctx, &mut record, &last, &witnesses);
    ctx.commit(tx, record).await?;
    // The rows are gone: a file that stays behind wastes space and nothing else.
    let profile = format!("users/{}", user.id);
    for path in paths {
        if let Err(error) = ctx.app().blobs.delete(&path).await {
            tracing::warn!(%error, %path, "a file of a deleted account stays behind");
        }
    }
    if let Err(error) = ctx.app().blobs.delete_prefix(&profile).await {
        tracing::warn!(%error, path = %profile, "the pictures of a deleted account stay behind");
    }
    Ok(())
}
