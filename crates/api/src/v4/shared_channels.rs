//! `/sharedchannels`, and the policies on old messages that people are under.

use roost_app::shared_channels as app;
use roost_app::users::retention;
use serde_json::json;

use crate::v4::channels::page;
use crate::{Answer, Call, Reply};

crate::routes! {
    GET "/api/v4/sharedchannels/{team_id}" => of_team;
    GET "/api/v4/sharedchannels/remote_info/{remote_id}" => remote_info;
    GET "/api/v4/sharedchannels/{channel_id}/remotes" => remotes;
    GET "/api/v4/sharedchannels/users/{user_id}/can_dm/{other_user_id}" => can_write_to;
    GET "/api/v4/users/{user_id}/data_retention/team_policies" => team_policies;
    GET "/api/v4/users/{user_id}/data_retention/channel_policies" => channel_policies;
}

async fn of_team(call: Call) -> Answer {
    Reply::json(&app::shared_channel_list(&call.ctx, call.id("team_id")?, page(&call)).await?)
}

async fn remote_info(call: Call) -> Answer {
    Reply::json(&app::remote_info(&call.ctx, call.param("remote_id"), call.query_flag("include_deleted")).await?)
}

async fn remotes(call: Call) -> Answer {
    Reply::json(&app::channel_remotes(&call.ctx, call.id("channel_id")?).await?)
}

async fn can_write_to(call: Call) -> Answer {
    let can = app::can_write_to(&call.ctx, call.id("user_id")?, call.id("other_user_id")?).await?;
    Reply::json(&json!({ "can_dm": can }))
}

async fn team_policies(call: Call) -> Answer {
    Reply::json(&retention::of_teams(&call.ctx, call.id("user_id")?, page(&call)).await?)
}

async fn channel_policies(call: Call) -> Answer {
    Reply::json(&retention::of_channels(&call.ctx, call.id("user_id")?, page(&call)).await?)
}
