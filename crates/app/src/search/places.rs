//! From what a search says about places to names of channels.

use roost_model::Id;
use roost_model::channel::direct_name;
use roost_store::users::user_list_by_usernames;

use crate::channels::group_name;
use crate::text::search::Place;
use crate::{AppError, Ctx};

/// The names of these channels as they are stored. A conversation with somebody unknown is left out.
pub async fn place_names(ctx: &Ctx, places: &[Place]) -> Result<Vec<String>, AppError> {
    let mut names = Vec::with_capacity(places.len());
    for place in places {
        match place {
            Place::Channel(name) => names.push(name.clone()),
            Place::Direct(usernames) => names.extend(conversation(ctx, usernames).await?),
        }
    }
    Ok(names)
}

async fn conversation(ctx: &Ctx, usernames: &[String]) -> Result<Option<String>, AppError> {
    let users = user_list_by_usernames(ctx.db(), usernames).await?;
    let mut ids: Vec<Id> = users.iter().map(|user| user.id).collect();
    if ids.is_empty() || ids.len() < usernames.len() {
        return Ok(None);
    }
    if let [other] = ids.as_slice() {
        return Ok(Some(direct_name(ctx.user_id(), *other)));
    }
    if !ids.contains(&ctx.user_id()) {
        ids.push(ctx.user_id());
    }
    ids.sort_unstable();
    Ok(Some(group_name(&ids)))
}
