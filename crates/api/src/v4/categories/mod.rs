//! `/users/{user_id}/teams/{team_id}/channels/categories`: the sidebar.

use roost_app::AppError;
use roost_app::categories::{
    categories_of, category_create, category_delete, category_get, category_order, category_order_set, category_update,
};
use roost_model::Id;
use roost_model::category::{SidebarCategoryDraft, is_valid_id};

use super::channels::texts;
use crate::route::Built;
use crate::{Answer, Call, Reply};

/// The operations on sidebar categories.
pub const AREA: &[&[Built]] = &[ROUTES];

crate::routes! {
    GET "/api/v4/users/{user_id}/teams/{team_id}/channels/categories" => list;
    POST "/api/v4/users/{user_id}/teams/{team_id}/channels/categories" => create;
    PUT "/api/v4/users/{user_id}/teams/{team_id}/channels/categories" => update_many;
    GET "/api/v4/users/{user_id}/teams/{team_id}/channels/categories/order" => order;
    PUT "/api/v4/users/{user_id}/teams/{team_id}/channels/categories/order" => set_order;
    GET "/api/v4/users/{user_id}/teams/{team_id}/channels/categories/{category_id}" => get;
    PUT "/api/v4/users/{user_id}/teams/{team_id}/channels/categories/{category_id}" => update;
    DELETE "/api/v4/users/{user_id}/teams/{team_id}/channels/categories/{category_id}" => delete;
}

fn owner(call: &Call) -> Result<(Id, Id), AppError> {
    Ok((call.id("user_id")?, call.id("team_id")?))
}

fn category_id(call: &Call) -> Result<&str, AppError> {
    Some(call.param("category_id")).filter(|id| is_valid_id(id)).ok_or_else(|| AppError::invalid_url("category_id"))
}

async fn list(call: Call) -> Answer {
    let (user, team) = owner(&call)?;
    Reply::json(&categories_of(&call.ctx, user, team).await?)
}

async fn create(mut call: Call) -> Answer {
    let (user, team) = owner(&call)?;
    roost_app::categories::require_sidebar(&call.ctx, user, team).await?;
    let draft: SidebarCategoryDraft = call.json("category").await?;
    Reply::json(&category_create(&call.ctx, user, team, &draft).await?)
}

async fn update_many(mut call: Call) -> Answer {
    let (user, team) = owner(&call)?;
    let drafts: Vec<SidebarCategoryDraft> = call.json("categories").await?;
    Reply::json(&category_update(&call.ctx, user, team, &drafts).await?)
}

async fn order(call: Call) -> Answer {
    let (user, team) = owner(&call)?;
    Reply::json(&category_order(&call.ctx, user, team).await?)
}

async fn set_order(mut call: Call) -> Answer {
    let (user, team) = owner(&call)?;
    roost_app::categories::require_sidebar(&call.ctx, user, team).await?;
    let order = texts(&mut call).await?;
    category_order_set(&call.ctx, user, team, &order).await?;
    Reply::json(&order)
}

async fn get(call: Call) -> Answer {
    let (user, team) = owner(&call)?;
    Reply::json(&category_get(&call.ctx, user, team, category_id(&call)?).await?)
}

async fn update(mut call: Call) -> Answer {
    let (user, team) = owner(&call)?;
    let id = category_id(&call)?.to_owned();
    let draft: SidebarCategoryDraft = call.json("category").await?;
    let updated = category_update(&call.ctx, user, team, &[SidebarCategoryDraft { id, ..draft }]).await?;
    Reply::json(&updated.first().ok_or_else(|| AppError::internal("the category that was updated is gone"))?)
}

async fn delete(call: Call) -> Answer {
    let (user, team) = owner(&call)?;
    category_delete(&call.ctx, user, team, category_id(&call)?).await?;
    Reply::ok()
}
