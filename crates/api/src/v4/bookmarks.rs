//! `/channels/{channel_id}/bookmarks`.

use roost_app::bookmarks::{
    Act, bookmark_add, bookmark_change, bookmark_list, bookmark_remove, bookmark_sort, bookmarks_of,
};
use roost_model::bookmark::{BookmarkDraft, BookmarkPatch};

use crate::{Answer, Call, Reply};

crate::routes! {
    GET "/api/v4/channels/{channel_id}/bookmarks" => list;
    POST "/api/v4/channels/{channel_id}/bookmarks" => add;
    PATCH "/api/v4/channels/{channel_id}/bookmarks/{bookmark_id}" => change;
    DELETE "/api/v4/channels/{channel_id}/bookmarks/{bookmark_id}" => remove;
    POST "/api/v4/channels/{channel_id}/bookmarks/{bookmark_id}/sort_order" => sort;
}

async fn list(call: Call) -> Answer {
    let since = call.query_int("bookmarks_since").unwrap_or(0);
    Reply::json(&bookmark_list(&call.ctx, call.id("channel_id")?, since).await?)
}

async fn add(mut call: Call) -> Answer {
    // The original looks at the channel before the body.
    let channel = bookmarks_of(&call.ctx, call.id("channel_id")?, Act::Add).await?;
    let draft: BookmarkDraft = call.json("channelBookmark").await?;
    Reply::created(&bookmark_add(&call.ctx, channel, draft).await?)
}

async fn change(mut call: Call) -> Answer {
    let (channel, id) = (call.id("channel_id")?, call.id("bookmark_id")?);
    let patch: BookmarkPatch = call.json("channelBookmarkPatch").await?;
    Reply::json(&bookmark_change(&call.ctx, channel, id, patch).await?)
}

async fn remove(call: Call) -> Answer {
    Reply::json(&bookmark_remove(&call.ctx, call.id("channel_id")?, call.id("bookmark_id")?).await?)
}

async fn sort(mut call: Call) -> Answer {
    let (channel, id) = (call.id("channel_id")?, call.id("bookmark_id")?);
    let place: i64 = call.json("channelBookmarkSortOrder").await?;
    Reply::json(&bookmark_sort(&call.ctx, channel, id, place).await?)
}
