//! `/bots`: accounts of programs.

use actix_http::header;
use roost_app::bots::{
    BotConversion, BotListing, bot_assign, bot_convert, bot_create, bot_get, bot_list, bot_patch, bot_set_active,
    bot_to_convert,
};
use roost_model::bot::BotPatch;
use roost_model::user::SanitizeOptions;

use crate::v4::channels::page;
use crate::{Answer, Call, Reply};

crate::routes! {
    POST "/api/v4/bots" => create;
    GET "/api/v4/bots" => list;
    GET "/api/v4/bots/{bot_user_id}" => get;
    PUT "/api/v4/bots/{bot_user_id}" => patch;
    POST "/api/v4/bots/{bot_user_id}/disable" => disable;
    POST "/api/v4/bots/{bot_user_id}/enable" => enable;
    POST "/api/v4/bots/{bot_user_id}/convert_to_user" => convert;
    POST "/api/v4/bots/{bot_user_id}/assign/{user_id}" => assign;
}

async fn create(mut call: Call) -> Answer {
    let patch: BotPatch = call.json("bot").await?;
    Reply::created(&bot_create(&call.ctx, &patch).await?)
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

async fn patch(mut call: Call) -> Answer {
    let id = call.id("bot_user_id")?;
    let patch: BotPatch = call.json("bot").await?;
    Reply::json(&bot_patch(&call.ctx, id, &patch).await?)
}

async fn disable(call: Call) -> Answer {
    Reply::json(&bot_set_active(&call.ctx, call.id("bot_user_id")?, false).await?)
}

async fn enable(call: Call) -> Answer {
    Reply::json(&bot_set_active(&call.ctx, call.id("bot_user_id")?, true).await?)
}

async fn convert(mut call: Call) -> Answer {
    let id = call.id("bot_user_id")?;
    bot_to_convert(&call.ctx, id).await?;
    let patch = call.json("userPatch").await?;
    let conversion = BotConversion { patch, system_admin: call.query_flag("set_system_admin") };
    let user = bot_convert(&call.ctx, id, &conversion).await?;
    Reply::json(&user.sanitized(SanitizeOptions::Own))
}

async fn assign(call: Call) -> Answer {
    let (owner, id) = (call.id("user_id")?, call.id("bot_user_id")?);
    Reply::json(&bot_assign(&call.ctx, id, owner).await?)
}
