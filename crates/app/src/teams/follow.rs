//! Who is in a team follows from the groups that it is tied to.

use roost_model::team::Team;
use roost_store::group_ties::{self as ties, Place};

use super::add::join;
use super::leave::leave_in_tx;
use super::roles::team_member_set_admin;
use crate::users::user_find;
use crate::{AppError, Ctx, Record};

/// Brings in whom groups bring in. Where nothing but groups decides, takes out who is in none of them, and makes administrators of
/// those whom groups make administrators, and of nobody else. Each in a transaction of their own: a large group holds nobody up,
/// and who cannot be in the team stays outside.
pub async fn team_follow_groups(ctx: &Ctx, team: &Team) -> Result<(), AppError> {
    let place = Place::Team(team.id);
    for id in ties::newcomers(ctx.db(), place).await? {
        let Some(user) = user_find(ctx, id).await? else { continue };
        match join(ctx, team, user, None).await {
            Err(error) if error.id.status < 500 => {
                tracing::warn!(team = %team.id, user = %id, %error, "a group cannot bring somebody into a team");
            }
            joined => drop(joined?),
        }
    }
    if team.group_constrained != Some(true) {
        return Ok(());
    }
    for id in ties::strangers(ctx.db(), place).await? {
        let Some(user) = user_find(ctx, id).await? else { continue };
        let (mut tx, mut record) = (ctx.db().begin().await?, Record::new());
        if leave_in_tx(ctx, &mut tx, &mut record, team, &user, false).await? {
            ctx.commit(tx, record).await?;
        }
    }
    for (id, admin) in ties::admins_wrong(ctx.db(), place).await? {
        team_member_set_admin(ctx, team.id, id, admin).await?;
    }
    Ok(())
}
