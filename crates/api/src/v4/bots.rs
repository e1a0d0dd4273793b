//! `/bots`: accounts of programs.

use actix_http::header;
use roost_app::bots::{BotListing, bot_get, bot_list};

use crate::v4::channels::page;
use crate::{Answer, Call, Reply};

crate::routes! {
    GET "/api/v4/bots" => list;
    GET "/api/v4/bots/{bot_user_id}" => get;
}

async fn list(call: Call) -> Answer {
    let listing = BotListing {
        include_deleted: call.query_flag("include_deleted"),
        only_orphaned: call.query_flag("only_orphaned"),
        page: page(&call),
    };
    Reply::json(&bot_list(&call.ctx, listing).await?)
}

async fn get(call: Call) -> Answer {
    let bot = bot_get(&call.ctx, call.id("bot_user_id")?, call.query_flag("include_deleted")).await?;
    let etag = bot.etag(call.ctx.app().node.version);
    if call.has_etag(&etag) {
        return Reply::not_modified(&etag);
    }
    Ok(Reply::json(&bot)?.with(header::ETAG, &etag))
}
