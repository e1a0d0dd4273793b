//! Reading the sidebar.

use roost_model::Id;
use roost_model::category::{OrderedSidebarCategories, SidebarCategory};
use roost_model::errors::category as errors;
use roost_model::permission::Permission;
use roost_store::categories as store;

use super::sidebar::{complete, fresh, ordered};
use crate::access::team::{memberships, require_in_team};
use crate::channels::require_self_or_editor;
use crate::{AppError, Ctx};

/// 403 unless the sidebar is the session's own (or they may edit the user) in a team they may see.
pub async fn require_sidebar(ctx: &Ctx, user: Id, team: Id) -> Result<(), AppError> {
    require_self_or_editor(ctx, user)?;
    require_in_team(ctx, team, Permission::ViewTeam).await
}

/// A user's categories in a team; those of a fresh sidebar where nothing is stored.
pub async fn categories_of(ctx: &Ctx, user: Id, team: Id) -> Result<OrderedSidebarCategories, AppError> {
    require_sidebar(ctx, user, team).await?;
    let mut sidebar = store::sidebar_get(ctx.db(), user, team).await?;
    if sidebar.categories.is_empty() {
        let favorites = std::mem::take(&mut sidebar.favorites);
        sidebar.loose.retain(|(id, _)| !favorites.contains(id));
        sidebar.categories = fresh(user, team, favorites);
    }
    Ok(ordered(complete(sidebar)))
}

/// The ids of the categories from top to bottom; none for a team that the user is not in.
pub async fn category_order(ctx: &Ctx, user: Id, team: Id) -> Result<Vec<String>, AppError> {
    require_sidebar(ctx, user, team).await?;
    let sidebar = store::sidebar_get(ctx.db(), user, team).await?;
    if sidebar.categories.is_empty() && memberships(ctx, user).await?.teams.contains_key(&team) {
        return Ok(ordered(fresh(user, team, Vec::new())).order);
    }
    Ok(ordered(sidebar.categories).order)
}

/// One category. Without the right to edit the user, one that is not theirs cannot be told from one that is not there.
pub async fn category_get(ctx: &Ctx, user: Id, team: Id, id: &str) -> Result<SidebarCategory, AppError> {
    require_self_or_editor(ctx, user)?;
    let all = categories_of(ctx, user, team).await?.categories;
    all.into_iter().find(|category| category.id == id).ok_or_else(|| missing(ctx))
}

/// The answer where a category is not in the user's sidebar.
pub(super) fn missing(ctx: &Ctx) -> AppError {
    if ctx.can(Permission::EditOtherUsers) { errors::NOT_FOUND.into() } else { AppError::no_permission() }
}
