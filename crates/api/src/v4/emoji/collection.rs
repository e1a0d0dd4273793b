//! `/emoji`: the collection.

use roost_app::AppError;
use roost_app::emoji::{
    EMOJI_FILE_BYTES_MAX, emoji_by_names, emoji_create, emoji_list, emoji_search, require_emoji_create,
    require_emoji_on,
};
use roost_model::emoji::{EmojiDraft, EmojiSearch};
use roost_model::errors::emoji as errors;
use roost_model::wire;

use crate::v4::channels::{page, texts};
use crate::{Answer, Call, Reply, limits};

crate::routes! {
    POST "/api/v4/emoji" => create;
    GET "/api/v4/emoji" => list;
    POST "/api/v4/emoji/names" => by_names;
    POST "/api/v4/emoji/search" => search;
    GET "/api/v4/emoji/autocomplete" => autocomplete;
}

async fn create(mut call: Call) -> Answer {
    require_emoji_on(&call.ctx)?;
    let form = call.upload_form(EMOJI_FILE_BYTES_MAX, errors::CREATE_TOO_LARGE, errors::CREATE_FORM_BROKEN).await?;
    require_emoji_create(&call.ctx).await?;
    let bad = || AppError::invalid_body("emoji");
    let draft: EmojiDraft = wire::decode(form.text("emoji").ok_or_else(bad)?.as_bytes()).map_err(|_| bad())?;
    let picture = form.file("image").map(|part| part.bytes.clone());
    Reply::json(&emoji_create(&call.ctx, draft, picture).await?)
}

async fn list(call: Call) -> Answer {
    let by_name = match call.query("sort") {
        "" => false,
        "name" => true,
        _ => return Err(AppError::invalid_url("sort")),
    };
    Reply::json(&emoji_list(&call.ctx, by_name, page(&call)).await?)
}

async fn by_names(mut call: Call) -> Answer {
    let names = texts(&mut call).await?;
    Reply::json(&emoji_by_names(&call.ctx, &names).await?)
}

async fn search(mut call: Call) -> Answer {
    let wanted: EmojiSearch = call.json("term").await?;
    if wanted.term.is_empty() {
        return Err(AppError::invalid_body("term"));
    }
    let found = emoji_search(&call.ctx, &wanted.term, wanted.prefix_only, limits::PER_PAGE_MAX).await?;
    Reply::json(&found)
}

async fn autocomplete(call: Call) -> Answer {
    let name = call.query("name");
    if name.is_empty() {
        return Err(AppError::invalid_url("name"));
    }
    Reply::json(&emoji_search(&call.ctx, name, true, limits::EMOJI_AUTOCOMPLETE_LEN_MAX).await?)
}
