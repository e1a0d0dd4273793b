//! `/channels`: lists and searches over all teams.

use roost_app::channels::{AllFound, ListAll, channels_list_all, channels_search_all, channels_search_group};
use roost_model::channel::ChannelSearch;

use super::page;
use crate::{Answer, Call, Reply};

crate::routes! {
    GET "/api/v4/channels" => list;
    POST "/api/v4/channels/search" => search;
    POST "/api/v4/channels/group/search" => search_group;
}

async fn list(call: Call) -> Answer {
    let list = ListAll {
        without_group: call.query("not_associated_to_group").to_owned(),
        without_defaults: call.query_flag("exclude_default_channels"),
        without_policy: call.query_flag("exclude_policy_constrained"),
        include_deleted: call.query_flag("include_deleted"),
    };
    let found = channels_list_all(&call.ctx, &list, page(&call)).await?;
    if call.query_flag("include_total_count") { Reply::json(&found) } else { Reply::json(&found.channels) }
}

async fn search(mut call: Call) -> Answer {
    let search: ChannelSearch = call.json("channel_search").await?;
    let own = matches!(call.query("system_console"), "false" | "0" | "f" | "F" | "FALSE" | "False");
    match channels_search_all(&call.ctx, &search, own).await? {
        AllFound::List(channels) => Reply::json(&channels),
        AllFound::Page(page) => Reply::json(&page),
    }
}

async fn search_group(mut call: Call) -> Answer {
    let search: ChannelSearch = call.json("channel_search").await?;
    Reply::json(&channels_search_group(&call.ctx, &search.term).await?)
}
