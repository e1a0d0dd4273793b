//! `/channels/{channel_id}/posts` and what else lists the posts of a channel.

use actix_http::header;
use roost_app::AppError;
use roost_app::posts::{Tagged, Threads, UnreadWindow, Window, channel_pinned, channel_posts, channel_unread_posts};
use roost_model::Id;
use roost_model::post::PostList;

use crate::{Answer, Call, Reply, limits};

crate::routes! {
    GET "/api/v4/channels/{channel_id}/pinned" => pinned;
    GET "/api/v4/channels/{channel_id}/posts" => list;
    GET "/api/v4/users/{user_id}/channels/{channel_id}/posts/unread" => unread;
}

/// How a list is to deal with threads.
pub(super) fn threads(call: &Call) -> Threads {
    Threads {
        collapsed: call.query_flag("collapsedThreads"),
        extended: call.query_flag("collapsedThreadsExtended"),
        skip: call.query_flag("skipFetchThreads"),
    }
}

async fn list(call: Call) -> Answer {
    let channel = call.id("channel_id")?;
    let neighbour = |name: &'static str| match call.query(name) {
        "" => Ok(Id::EMPTY),
        text => Id::parse(text).ok_or_else(|| AppError::invalid_body(name)),
    };
    let since_ms = match call.query("since") {
        "" => 0,
        text => text.parse().map_err(|_| AppError::invalid_body("since"))?,
    };
    let window = Window {
        page: call.page(),
        per_page: call.per_page(),
        since_ms,
        before: neighbour("before")?,
        after: neighbour("after")?,
        include_deleted: call.query_flag("include_deleted"),
        threads: threads(&call),
    };
    tagged(channel_posts(&call.ctx, channel, &window, call.held_etag()).await?)
}

async fn unread(call: Call) -> Answer {
    let (user, channel) = (call.id("user_id")?, call.id("channel_id")?);
    let limit = |name: &str| match call.query_int(name) {
        Some(n) if n >= 0 => n.min(limits::PER_PAGE_MAX),
        _ => limits::PER_PAGE_DEFAULT,
    };
    let window = UnreadWindow { before: limit("limit_before"), after: limit("limit_after"), threads: threads(&call) };
    if window.after == 0 {
        return Err(AppError::invalid_url("limit_after"));
    }
    tagged(channel_unread_posts(&call.ctx, user, channel, &window, call.held_etag()).await?)
}

async fn pinned(call: Call) -> Answer {
    let list = channel_pinned(&call.ctx, call.id("channel_id")?).await?;
    let etag = list.etag(call.ctx.app().node.version);
    if call.has_etag(&etag) {
        return Reply::not_modified(&etag);
    }
    Ok(Reply::json(&list)?.with(header::ETAG, &etag))
}

fn tagged(answer: Tagged<PostList>) -> Answer {
    match answer.value {
        None => Reply::not_modified(&answer.etag),
        Some(list) if answer.etag.is_empty() => Reply::json(&list),
        Some(list) => Ok(Reply::json(&list)?.with(header::ETAG, &answer.etag)),
    }
}
