//! `/groups` as a whole, and `/users/{user_id}/groups`.

use roost_app::AppError;
use roost_app::groups::{GroupListing, group_create, group_list, group_list_by_names, group_list_of_user};
use roost_model::errors::system::PAYLOAD;
use roost_model::group::GroupDraft;
use roost_model::wire;

use crate::v4::channels::page;
use crate::{Answer, Call, Reply};

crate::routes! {
    GET "/api/v4/groups" => list;
    POST "/api/v4/groups" => create;
    POST "/api/v4/groups/names" => by_names;
    GET "/api/v4/users/{user_id}/groups" => of_user;
}

async fn list(call: Call) -> Answer {
    let since_ms = match call.query("since") {
        "" => 0,
        text => text.parse().map_err(|_| AppError::invalid_body("since"))?,
    };
    let text = |name: &str| call.query(name).to_owned();
    let flag = |name: &str| call.query_flag(name);
    let listing = GroupListing {
        text: text("q"),
        source: text("group_source"),
        with_member: text("filter_has_member"),
        not_of_team: text("not_associated_to_team"),
        not_of_channel: text("not_associated_to_channel"),
        count_in_channel: text("include_channel_member_count"),
        since_ms,
        synced_only: flag("only_syncable_sources"),
        referenceable_only: flag("filter_allow_reference"),
        parent_team_permitted: flag("filter_parent_team_permitted"),
        include_archived: flag("include_archived"),
        archived_only: flag("filter_archived"),
        member_count: flag("include_member_count"),
        member_ids: flag("include_member_ids"),
        timezones: flag("include_timezones"),
        total_count: flag("include_total_count"),
    };
    Reply::json(&group_list(&call.ctx, &listing, page(&call)).await?)
}

async fn create(mut call: Call) -> Answer {
    let draft: GroupDraft = call.json("group").await?;
    Reply::created(&group_create(&call.ctx, draft).await?)
}

async fn by_names(mut call: Call) -> Answer {
    let names: Vec<String> =
        wire::decode(&call.json_bytes().await?).map_err(|error| AppError::new(PAYLOAD).because(error))?;
    Reply::json(&group_list_by_names(&call.ctx, &names).await?)
}

async fn of_user(call: Call) -> Answer {
    Reply::json(&group_list_of_user(&call.ctx, call.id("user_id")?).await?)
}
