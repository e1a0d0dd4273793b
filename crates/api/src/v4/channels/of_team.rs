//! `/teams/{team_id}/channels`.

use roost_app::channels::{
    channel_by_name, channel_by_names, channels_autocomplete, channels_autocomplete_for_search, channels_deleted,
    channels_private, channels_public, channels_public_by_ids, channels_search,
};
use roost_model::channel::ChannelSearch;

use super::{ids, page};
use crate::{Answer, Call, Reply};

crate::routes! {
    GET "/api/v4/teams/{team_id}/channels" => public;
    GET "/api/v4/teams/{team_id}/channels/private" => private;
    GET "/api/v4/teams/{team_id}/channels/deleted" => deleted;
    POST "/api/v4/teams/{team_id}/channels/ids" => by_ids;
    POST "/api/v4/teams/{team_id}/channels/search" => search;
    GET "/api/v4/teams/{team_id}/channels/autocomplete" => autocomplete;
    GET "/api/v4/teams/{team_id}/channels/search_autocomplete" => search_autocomplete;
    GET "/api/v4/teams/{team_id}/channels/name/{channel_name}" => by_name;
    GET "/api/v4/teams/name/{team_name}/channels/name/{channel_name}" => by_names;
}

async fn public(call: Call) -> Answer {
    Reply::json(&channels_public(&call.ctx, call.id("team_id")?, page(&call)).await?)
}

async fn private(call: Call) -> Answer {
    Reply::json(&channels_private(&call.ctx, call.id("team_id")?, page(&call)).await?)
}

async fn deleted(call: Call) -> Answer {
    Reply::json(&channels_deleted(&call.ctx, call.id("team_id")?, page(&call)).await?)
}

async fn by_ids(mut call: Call) -> Answer {
    let team = call.id("team_id")?;
    let channels = ids(&mut call, "channel_ids").await?;
    Reply::json(&channels_public_by_ids(&call.ctx, team, &channels).await?)
}

async fn search(mut call: Call) -> Answer {
    let team = call.id("team_id")?;
    let search: ChannelSearch = call.json("channel_search").await?;
    Reply::json(&channels_search(&call.ctx, team, &search.term).await?)
}

async fn autocomplete(call: Call) -> Answer {
    Reply::json(&channels_autocomplete(&call.ctx, call.id("team_id")?, call.query("name")).await?)
}

async fn search_autocomplete(call: Call) -> Answer {
    Reply::json(&channels_autocomplete_for_search(&call.ctx, call.id("team_id")?, call.query("name")).await?)
}

async fn by_name(call: Call) -> Answer {
    let (team, deleted) = (call.id("team_id")?, call.query_flag("include_deleted"));
    Reply::json(&*channel_by_name(&call.ctx, team, call.param("channel_name"), deleted).await?)
}

async fn by_names(call: Call) -> Answer {
    let (team, name) = (call.param("team_name"), call.param("channel_name"));
    Reply::json(&*channel_by_names(&call.ctx, team, name, call.query_flag("include_deleted")).await?)
}
