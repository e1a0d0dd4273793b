//! `/channels/{channel_id}/members`.

use roost_app::channels::{
    Added, channel_member, channel_member_add, channel_member_remove, channel_member_set_notify_props,
    channel_member_set_roles, channel_member_set_scheme_roles, channel_members, channel_members_by_ids,
    channel_members_outside_groups,
};
use roost_model::channel::ChannelMemberDraft;
use roost_model::team_member::SchemeRoles;
use roost_model::user::StringMap;

use super::{page, users_asked};
use crate::v4::teams::group_ids;
use crate::{Answer, Call, Reply};

crate::routes! {
    GET "/api/v4/channels/{channel_id}/members" => list;
    POST "/api/v4/channels/{channel_id}/members" => add;
    POST "/api/v4/channels/{channel_id}/members/ids" => by_ids;
    GET "/api/v4/channels/{channel_id}/members/{user_id}" => get;
    DELETE "/api/v4/channels/{channel_id}/members/{user_id}" => remove;
    PUT "/api/v4/channels/{channel_id}/members/{user_id}/roles" => set_roles;
    PUT "/api/v4/channels/{channel_id}/members/{user_id}/schemeRoles" => set_scheme_roles;
    PUT "/api/v4/channels/{channel_id}/members/{user_id}/notify_props" => set_notify_props;
    GET "/api/v4/channels/{channel_id}/members_minus_group_members" => outside_groups;
}

async fn list(call: Call) -> Answer {
    Reply::json(&channel_members(&call.ctx, call.id("channel_id")?, page(&call)).await?)
}

async fn add(mut call: Call) -> Answer {
    let id = call.id("channel_id")?;
    let draft: ChannelMemberDraft = call.json("member").await?;
    match channel_member_add(&call.ctx, id, draft).await? {
        Added::One(member) => Reply::created(&member),
        Added::Several(members) => Reply::created(&members),
    }
}

async fn by_ids(mut call: Call) -> Answer {
    let id = call.id("channel_id")?;
    let users = users_asked(&mut call).await?;
    Reply::json(&channel_members_by_ids(&call.ctx, id, &users).await?)
}

async fn outside_groups(call: Call) -> Answer {
    let (id, groups) = (call.id("channel_id")?, group_ids(&call)?);
    Reply::json(&channel_members_outside_groups(&call.ctx, id, &groups, page(&call)).await?)
}

async fn get(call: Call) -> Answer {
    Reply::json(&channel_member(&call.ctx, call.id("channel_id")?, call.id("user_id")?).await?)
}

async fn remove(call: Call) -> Answer {
    channel_member_remove(&call.ctx, call.id("channel_id")?, call.id("user_id")?).await?;
    Reply::ok()
}

async fn set_roles(mut call: Call) -> Answer {
    let (id, user) = (call.id("channel_id")?, call.id("user_id")?);
    let settings = settings(&mut call).await?;
    let roles = settings.get("roles").map_or("", String::as_str);
    channel_member_set_roles(&call.ctx, id, user, roles).await?;
    Reply::ok()
}

async fn set_scheme_roles(mut call: Call) -> Answer {
    let (id, user) = (call.id("channel_id")?, call.id("user_id")?);
    let roles: SchemeRoles = call.json("scheme_roles").await?;
    channel_member_set_scheme_roles(&call.ctx, id, user, roles).await?;
    Reply::ok()
}

async fn set_notify_props(mut call: Call) -> Answer {
    let (id, user) = (call.id("channel_id")?, call.id("user_id")?);
    let settings = settings(&mut call).await?;
    channel_member_set_notify_props(&call.ctx, id, user, settings).await?;
    Reply::ok()
}

/// A body of texts by name; what cannot be read counts as none.
async fn settings(call: &mut Call) -> Result<StringMap, roost_app::AppError> {
    call.json_or_default().await
}
