//! Changing the sidebar. Every change holds the user's categories in that team, so that two at once do not mix.

use roost_model::Id;
use roost_model::category::{
    CUSTOM, DIRECT_MESSAGES, FAVORITES, SORT_ORDER_STEP, SidebarCategory, SidebarCategoryDraft,
};
use roost_model::errors::category as errors;
use roost_model::limits::exceeds_runes;
use roost_store::Tx;
use roost_store::categories as store;

use super::get::{missing, require_sidebar};
use super::sidebar::{DEFAULT_NAMES, complete};
use super::{events, mute};
use crate::channels::require_self_or_editor;
use crate::record::Kind;
use crate::users::user_get;
use crate::{AppError, Ctx, Record};

/// Longest display name and sorting, as their columns have it.
const TEXT_RUNES_MAX: usize = 64;

/// The user's own sidebar, held for a change.
async fn open(ctx: &Ctx, user: Id, team: Id) -> Result<(Tx, store::Sidebar), AppError> {
    let mut tx = ctx.db().begin().await?;
    let sidebar = store::sidebar_lock_in_tx(&mut tx, user, team, DEFAULT_NAMES).await?;
    Ok((tx, sidebar))
}

fn check(draft: &SidebarCategoryDraft, user: Id, team: Id) -> Result<(), AppError> {
    if draft.user_id != user.as_str() || draft.team_id != team.as_str() {
        return Err(AppError::invalid_body("category"));
    }
    if exceeds_runes(&draft.display_name, TEXT_RUNES_MAX) || exceeds_runes(&draft.sorting, TEXT_RUNES_MAX) {
        return Err(errors::INVALID.into());
    }
    Ok(())
}

/// The channels of a draft that are the user's, each once.
async fn own_channels(tx: &mut Tx, draft: &SidebarCategoryDraft, user: Id, team: Id) -> Result<Vec<Id>, AppError> {
    let mut ids: Vec<Id> = Vec::with_capacity(draft.channel_ids.len());
    for id in draft.channel_ids.iter().filter_map(|id| Id::parse(id)) {
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    Ok(store::sidebar_own_channels_in_tx(tx, user, team, &ids).await?)
}

/// Adds a category of the user's own below the favourites, and moves the named channels into it.
pub async fn category_create(
    ctx: &Ctx,
    user: Id,
    team: Id,
    draft: &SidebarCategoryDraft,
) -> Result<SidebarCategory, AppError> {
    require_sidebar(ctx, user, team).await?;
    check(draft, user, team)?;
    user_get(ctx, user).await?;
    let (mut tx, sidebar) = open(ctx, user, team).await?;
    let channel_ids = own_channels(&mut tx, draft, user, team).await?;
    let before = complete(sidebar);
    let at = usize::from(before.first().is_some_and(|category| category.category_type == FAVORITES));
    let category = SidebarCategory {
        id: ctx.new_id().to_string(),
        user_id: user,
        team_id: team,
        sort_order: if at == 0 { 0 } else { SORT_ORDER_STEP },
        sorting: draft.sorting.clone(),
        category_type: CUSTOM.to_owned(),
        display_name: draft.display_name.clone(),
        muted: draft.muted,
        collapsed: draft.collapsed,
        channel_ids,
    };
    let mut order: Vec<String> = before.iter().map(|category| category.id.clone()).collect();
    order.insert(at, category.id.clone());
    store::category_insert_in_tx(&mut tx, &category);
    store::category_set_order_in_tx(&mut tx, &order);
    store::category_fill_in_tx(&mut tx, &category, &category.channel_ids);
    let mut record = Record::new();
    leave_favorites(&mut tx, &mut record, &before, &category);
    let mut after = without(&before, &category.channel_ids);
    after.push(category.clone());
    mute::follow_in_tx(ctx, &mut tx, &mut record, user, &before, &after).await?;
    record.event(events::created(&category));
    ctx.commit(tx, record).await?;
    Ok(category)
}

/// Changes categories and moves channels between them; answers them as they are then. Built-in categories keep their
/// names, and direct messages keep their channels.
pub async fn category_update(
    ctx: &Ctx,
    user: Id,
    team: Id,
    drafts: &[SidebarCategoryDraft],
) -> Result<Vec<SidebarCategory>, AppError> {
    require_self_or_editor(ctx, user)?;
    for draft in drafts {
        check(draft, user, team)?;
    }
    let (mut tx, sidebar) = open(ctx, user, team).await?;
    let before = complete(sidebar);
    let mut record = Record::new();
    let mut changed = Vec::with_capacity(drafts.len());
    for draft in drafts {
        let old = before.iter().find(|category| category.id == draft.id).ok_or_else(|| missing(ctx))?;
        let mut new = SidebarCategory {
            sorting: draft.sorting.clone(),
            collapsed: draft.collapsed,
            channel_ids: own_channels(&mut tx, draft, user, team).await?,
            ..old.clone()
        };
        if new.category_type == CUSTOM {
            new.display_name.clone_from(&draft.display_name);
        }
        if new.category_type != DIRECT_MESSAGES {
            new.muted = draft.muted;
            store::category_fill_in_tx(&mut tx, &new, &new.channel_ids);
        }
        store::category_update_in_tx(&mut tx, &new);
        if new.category_type == FAVORITES {
            enter_favorites(&mut tx, &mut record, old, &new);
        } else {
            leave_favorites(&mut tx, &mut record, &before, &new);
        }
        changed.push(new.id);
    }
    let after = complete(store::sidebar_lock_in_tx(&mut tx, user, team, DEFAULT_NAMES).await?);
    mute::follow_in_tx(ctx, &mut tx, &mut record, user, &before, &after).await?;
    let find = |id: &String| after.iter().find(|category| category.id == *id).cloned();
    let updated: Vec<SidebarCategory> = changed.iter().filter_map(find).collect();
    record.event(events::updated(user, team, &updated));
    ctx.commit(tx, record).await?;
    Ok(updated)
}

/// Favourites in the sidebar are favourites in the preferences.
fn enter_favorites(tx: &mut Tx, record: &mut Record, old: &SidebarCategory, new: &SidebarCategory) {
    let gone: Vec<Id> = old.channel_ids.iter().copied().filter(|id| !new.channel_ids.contains(id)).collect();
    store::category_favorites_in_tx(tx, new.user_id, &gone, false);
    store::category_favorites_in_tx(tx, new.user_id, &new.channel_ids, true);
    record.invalidate(Kind::Preferences, new.user_id);
}

/// Channels that move into another category are favourites no longer.
fn leave_favorites(tx: &mut Tx, record: &mut Record, before: &[SidebarCategory], new: &SidebarCategory) {
    let favorites = before.iter().filter(|category| category.category_type == FAVORITES);
    let moved: Vec<Id> =
        favorites.flat_map(|c| c.channel_ids.iter().copied()).filter(|id| new.channel_ids.contains(id)).collect();
    if !moved.is_empty() && new.category_type != DIRECT_MESSAGES {
        store::category_favorites_in_tx(tx, new.user_id, &moved, false);
        record.invalidate(Kind::Preferences, new.user_id);
    }
}

fn without(categories: &[SidebarCategory], channels: &[Id]) -> Vec<SidebarCategory> {
    let mut out = categories.to_vec();
    for category in &mut out {
        category.channel_ids.retain(|id| !channels.contains(id));
    }
    out
}

/// Puts the categories into this order, which must name each of them once.
pub async fn category_order_set(ctx: &Ctx, user: Id, team: Id, order: &[String]) -> Result<(), AppError> {
    require_sidebar(ctx, user, team).await?;
    let (mut tx, sidebar) = open(ctx, user, team).await?;
    let known: Vec<&str> = sidebar.categories.iter().map(|category| category.id.as_str()).collect();
    if order.iter().any(|id| !known.contains(&id.as_str())) {
        return Err(AppError::invalid_body("category"));
    }
    let complete = order.len() == known.len() && known.iter().all(|id| order.iter().any(|other| other == id));
    if !complete {
        return Err(errors::FAILED.into());
    }
    store::category_set_order_in_tx(&mut tx, order);
    let mut record = Record::new();
    record.event(events::reordered(user, team, order));
    ctx.commit(tx, record).await
}

/// Deletes a category of the user's own; its channels fall back into the built-in ones.
pub async fn category_delete(ctx: &Ctx, user: Id, team: Id, id: &str) -> Result<(), AppError> {
    require_self_or_editor(ctx, user)?;
    let (mut tx, sidebar) = open(ctx, user, team).await?;
    let category = sidebar.categories.iter().find(|category| category.id == id).ok_or_else(|| missing(ctx))?;
    if category.category_type != CUSTOM {
        return Err(errors::INVALID.into());
    }
    store::category_delete_in_tx(&mut tx, id);
    let mut record = Record::new();
    record.event(events::deleted(user, team, id));
    ctx.commit(tx, record).await
}
