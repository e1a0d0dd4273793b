//! What groups are tied to, and the groups of teams and channels.

use roost_app::AppError;
use roost_app::groups::{
    TieKind, TiedListing, channel_groups, groups_by_channels, team_groups, tie_end, tie_get, tie_list, tie_make,
    tie_patch,
};
use roost_model::Id;
use roost_model::error::NOT_FOUND;
use roost_model::group::TiePatch;
use serde_json::json;

use crate::v4::channels::page;
use crate::{Answer, Call, Reply};

crate::routes! {
    POST "/api/v4/groups/{group_id}/{syncable_type}/{syncable_id}/link" => link;
    DELETE "/api/v4/groups/{group_id}/{syncable_type}/{syncable_id}/link" => unlink;
    GET "/api/v4/groups/{group_id}/{syncable_type}/{syncable_id}" => get;
    GET "/api/v4/groups/{group_id}/{syncable_type}" => list;
    PUT "/api/v4/groups/{group_id}/{syncable_type}/{syncable_id}/patch" => patch;
    GET "/api/v4/channels/{channel_id}/groups" => of_channel;
    GET "/api/v4/teams/{team_id}/groups" => of_team;
    GET "/api/v4/teams/{team_id}/groups_by_channels" => by_channels;
}

fn kind(call: &Call) -> Result<TieKind, AppError> {
    match call.param("syncable_type") {
        "teams" => Ok(TieKind::Team),
        "channels" => Ok(TieKind::Channel),
        _ => Err(NOT_FOUND.into()),
    }
}

async fn link(mut call: Call) -> Answer {
    let (kind, group, place) = tie(&call)?;
    let patch: TiePatch = call.json("groupsyncable").await?;
    Reply::created(&tie_make(&call.ctx, kind, group, place, &patch).await?)
}

async fn unlink(call: Call) -> Answer {
    let (kind, group, place) = tie(&call)?;
    tie_end(&call.ctx, kind, group, place).await?;
    Reply::ok()
}

async fn patch(mut call: Call) -> Answer {
    let (kind, group, place) = tie(&call)?;
    let patch: TiePatch = call.json("groupsyncable").await?;
    Reply::json(&tie_patch(&call.ctx, kind, group, place, &patch).await?)
}

/// The kind of the place, the group, and the place.
fn tie(call: &Call) -> Result<(TieKind, Id, Id), AppError> {
    Ok((kind(call)?, call.id("group_id")?, call.id("syncable_id")?))
}

async fn get(call: Call) -> Answer {
    let (group, place) = (call.id("group_id")?, call.id("syncable_id")?);
    Reply::json(&tie_get(&call.ctx, kind(&call)?, group, place).await?)
}

async fn list(call: Call) -> Answer {
    let kind = kind(&call)?;
    Reply::json(&tie_list(&call.ctx, kind, call.id("group_id")?).await?)
}

fn listing(call: &Call) -> TiedListing {
    // Only `paginate=false` is asked for: absent means pages.
    let whole = matches!(call.query("paginate"), "false" | "0" | "f" | "F" | "FALSE" | "False");
    TiedListing {
        text: call.query("q").to_owned(),
        referenceable_only: call.query_flag("filter_allow_reference"),
        member_count: call.query_flag("include_member_count"),
        page: (!whole).then(|| page(call)),
    }
}

async fn of_channel(call: Call) -> Answer {
    Reply::json(&channel_groups(&call.ctx, call.id("channel_id")?, &listing(&call)).await?)
}

async fn of_team(call: Call) -> Answer {
    Reply::json(&team_groups(&call.ctx, call.id("team_id")?, &listing(&call)).await?)
}

async fn by_channels(call: Call) -> Answer {
    let groups = groups_by_channels(&call.ctx, call.id("team_id")?, &listing(&call)).await?;
    Reply::json(&json!({ "groups": groups }))
}
