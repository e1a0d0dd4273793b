//! Changing schemes and taking them away.

use roost_model::Id;
use roost_model::permission::Permission;
use roost_model::scheme::{Scheme, SchemePatch};
use roost_store::{Tx, schemes as store};

use super::get::find;
use crate::record::Kind;
use crate::{AppError, Ctx, Record};

/// Gives a scheme other words.
pub async fn scheme_patch(ctx: &Ctx, id: Id, patch: SchemePatch) -> Result<Scheme, AppError> {
    let mut scheme = find(ctx, id).await?;
    ctx.require(Permission::SysconsoleWriteUserManagementPermissions)?;
    if let Some(name) = patch.name {
        scheme.name = name;
    }
    if let Some(display_name) = patch.display_name {
        scheme.display_name = display_name;
    }
    if let Some(description) = patch.description {
        scheme.description = description;
    }
    scheme.validate()?;
    scheme.update_at = ctx.now_ms().max(scheme.update_at + 1);
    let mut tx = ctx.db().begin().await?;
    store::scheme_update_in_tx(&mut tx, &scheme);
    let mut record = Record::new();
    record.invalidate(Kind::Roles, Id::EMPTY);
    ctx.commit(tx, record).await?;
    Ok(scheme)
}

/// Takes a scheme and its roles away. Teams and channels that had it go back to the built-in roles.
pub async fn scheme_delete(ctx: &Ctx, id: Id) -> Result<(), AppError> {
    ctx.require(Permission::SysconsoleWriteUserManagementPermissions)?;
    find(ctx, id).await?;
    let mut tx = ctx.db().begin().await?;
    let mut record = Record::new();
    delete_in_tx(ctx, &mut tx, &mut record, id).await?;
    ctx.commit(tx, record).await
}

pub(super) async fn delete_in_tx(ctx: &Ctx, tx: &mut Tx, record: &mut Record, id: Id) -> Result<(), AppError> {
    let (teams, channels) = store::scheme_delete_in_tx(tx, id, ctx.now_ms()).await?;
    record.invalidate(Kind::Roles, Id::EMPTY);
    for team in teams {
        record.invalidate(Kind::Team, team);
    }
    for channel in channels {
        record.invalidate(Kind::Channel, channel);
    }
    Ok(())
}
