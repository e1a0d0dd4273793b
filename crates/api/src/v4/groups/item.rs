//! One group and its members.

use roost_app::groups::{
    group_add_members, group_delete, group_find_for_members, group_get, group_members, group_patch,
    group_remove_members, group_restore, group_stats,
};
use roost_model::group::GroupMembersChange;

use crate::v4::channels::page;
use crate::{Answer, Call, Reply};

crate::routes! {
    GET "/api/v4/groups/{group_id}" => get;
    DELETE "/api/v4/groups/{group_id}" => remove;
    PUT "/api/v4/groups/{group_id}/patch" => patch;
    POST "/api/v4/groups/{group_id}/restore" => restore;
    GET "/api/v4/groups/{group_id}/stats" => stats;
    GET "/api/v4/groups/{group_id}/members" => members;
    POST "/api/v4/groups/{group_id}/members" => add_members;
    DELETE "/api/v4/groups/{group_id}/members" => remove_members;
}

async fn get(call: Call) -> Answer {
    let with_count = call.query_flag("include_member_count");
    Reply::json(&group_get(&call.ctx, call.id("group_id")?, with_count).await?)
}

async fn remove(call: Call) -> Answer {
    Reply::json(&group_delete(&call.ctx, call.id("group_id")?).await?)
}

async fn patch(mut call: Call) -> Answer {
    let id = call.id("group_id")?;
    let patch = call.json("group").await;
    Reply::json(&group_patch(&call.ctx, id, patch).await?)
}

async fn restore(call: Call) -> Answer {
    Reply::json(&group_restore(&call.ctx, call.id("group_id")?).await?)
}

async fn stats(call: Call) -> Answer {
    Reply::json(&group_stats(&call.ctx, call.id("group_id")?).await?)
}

async fn members(call: Call) -> Answer {
    Reply::json(&group_members(&call.ctx, call.id("group_id")?, page(&call)).await?)
}

async fn add_members(mut call: Call) -> Answer {
    let group = group_find_for_members(&call.ctx, call.id("group_id")?).await?;
    let change: GroupMembersChange = call.json("addGroupMembers").await?;
    Reply::json(&group_add_members(&call.ctx, &group, &change.user_ids).await?)
}

async fn remove_members(mut call: Call) -> Answer {
    let group = group_find_for_members(&call.ctx, call.id("group_id")?).await?;
    let change: GroupMembersChange = call.json("deleteGroupMembers").await?;
    Reply::json(&group_remove_members(&call.ctx, &group, &change.user_ids).await?)
}
