//! `/emoji/{emoji_id}`: one emoji.

use actix_http::StatusCode;
use actix_http::header;
use roost_app::AppError;
use roost_app::emoji::{emoji_by_name, emoji_delete, emoji_get, emoji_picture};
use roost_model::emoji::is_valid_name;

use crate::{Answer, Call, Reply};

crate::routes! {
    GET "/api/v4/emoji/{emoji_id}" => get;
    DELETE "/api/v4/emoji/{emoji_id}" => delete;
    GET "/api/v4/emoji/{emoji_id}/image" => picture;
    GET "/api/v4/emoji/name/{emoji_name}" => by_name;
}

/// The picture of an emoji never changes.
const CACHE_CONTROL: &str = "max-age=2592000, private";

async fn get(call: Call) -> Answer {
    Reply::json(&emoji_get(&call.ctx, call.id("emoji_id")?).await?)
}

async fn delete(call: Call) -> Answer {
    emoji_delete(&call.ctx, call.id("emoji_id")?).await?;
    Reply::ok()
}

async fn picture(call: Call) -> Answer {
    let picture = emoji_picture(&call.ctx, call.id("emoji_id")?).await?;
    Ok(Reply::new(StatusCode::OK, picture.mime, picture.bytes).with(header::CACHE_CONTROL, CACHE_CONTROL))
}

async fn by_name(call: Call) -> Answer {
    let name = call.param("emoji_name");
    if !is_valid_name(name) {
        return Err(AppError::invalid_url("emoji_name"));
    }
    Reply::json(&emoji_by_name(&call.ctx, name).await?)
}
