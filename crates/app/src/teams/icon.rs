//! Icons of teams: PNG files of 128 pixels.

use std::sync::Arc;

use bytes::Bytes;
use roost_model::Id;
use roost_model::errors::team as errors;
use roost_model::permission::Permission;
use roost_model::team::Team;
use roost_model::ws::event;

use super::actions::See;
use super::change::{open, save};
use crate::access::team::{self, require_in_team};
use crate::files::ImagePlace;
use crate::media::{MediaError, Picture};
use crate::{AppError, Ctx};

/// Width and height in pixels.
const SIDE: u32 = 128;

fn path(team: Id) -> String {
    format!("teams/{team}/teamIcon.png")
}

/// A team whose icon the session's user may see.
pub async fn team_of_icon(ctx: &Ctx, id: Id) -> Result<Arc<Team>, AppError> {
    Ok(team::team::<See>(ctx, id).await?.team)
}

/// The icon, or 404.
pub async fn team_icon(ctx: &Ctx, team: &Team) -> Result<Bytes, AppError> {
    if team.last_team_icon_update == 0 {
        return Err(errors::ICON_NOT_FOUND.into());
    }
    ctx.app().blobs.get(&path(team.id)).await.map_err(|e| AppError::new(errors::ICON_NOT_FOUND).because(e))
}

/// 403 unless the session's user may change the icon: asked before the upload is read.
pub async fn require_icon_change(ctx: &Ctx, id: Id) -> Result<(), AppError> {
    require_in_team(ctx, id, Permission::ManageTeam).await
}

/// 403 unless the session's user may import into the team.
pub async fn require_import(ctx: &Ctx, id: Id) -> Result<(), AppError> {
    require_in_team(ctx, id, Permission::ImportTeam).await
}

/// Replaces the icon by the middle of an uploaded picture.
pub async fn team_icon_set(ctx: &Ctx, id: Id, upload: Bytes) -> Result<(), AppError> {
    require_icon_change(ctx, id).await?;
    // Administrators may change what does not exist; the file is written before the row is looked for.
    team::team::<See>(ctx, id).await?;
    let pixels_max = u64::try_from(ctx.config().file.max_image_resolution).unwrap_or(0);
    let place = ImagePlace::wait(ctx).await?;
    let made = place.run(move || Picture::decode(&upload, pixels_max)?.square_png(SIDE)).await;
    let icon = made.ok_or(errors::ICON_DAMAGED)?.map_err(|error| {
        let id = match error {
            MediaError::NotAnImage => errors::ICON_UNKNOWN,
            MediaError::TooLarge => errors::ICON_TOO_LARGE,
            MediaError::Damaged(_) => errors::ICON_DAMAGED,
            MediaError::Encode(_) => errors::ICON_NOT_WRITTEN,
        };
        AppError::new(id).because(error)
    })?;
    // The file goes first: a file without a row is overwritten by the next attempt.
    let written = ctx.app().blobs.put(&path(id), icon).await;
    written.map_err(|e| AppError::new(errors::ICON_NOT_STORED).because(e))?;
    let (tx, mut team) = open(ctx, id).await?;
    team.last_team_icon_update = ctx.now_ms();
    save(ctx, tx, team, event::UPDATE_TEAM).await.map(drop)
}

/// Takes the icon away.
pub async fn team_icon_remove(ctx: &Ctx, id: Id) -> Result<(), AppError> {
    let (tx, mut team) = open(ctx, id).await.map_err(|error| {
        if error.id.id == errors::NOT_FOUND.id { errors::ICON_TEAM_NOT_FOUND.into() } else { error }
    })?;
    team.last_team_icon_update = 0;
    save(ctx, tx, team, event::UPDATE_TEAM).await?;
    if let Err(error) = ctx.app().blobs.delete(&path(id)).await {
        tracing::warn!(team = %id, %error, "the file of a removed team icon stays behind");
    }
    Ok(())
}
