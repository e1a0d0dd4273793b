//! `/posts/{post_id}/…`: what can be asked about one post.

use actix_http::header;
use roost_app::AppError;
use roost_app::posts::{ThreadOptions, post_file_list, post_history, post_info, post_thread, thread_move};
use roost_model::Id;
use roost_model::post::request::MoveRequest;

use super::channel::threads;
use crate::{Answer, Call, Reply, limits};

crate::routes! {
    GET "/api/v4/posts/{post_id}/edit_history" => history;
    GET "/api/v4/posts/{post_id}/files/info" => files;
    GET "/api/v4/posts/{post_id}/info" => info;
    GET "/api/v4/posts/{post_id}/thread" => thread;
    POST "/api/v4/posts/{post_id}/move" => move_thread;
}

async fn history(call: Call) -> Answer {
    Reply::json(&post_history(&call.ctx, call.id("post_id")?).await?)
}

async fn files(call: Call) -> Answer {
    let files = post_file_list(&call.ctx, call.id("post_id")?, call.query_flag("include_deleted")).await?;
    let version = call.ctx.app().node.version;
    let etag = match files.first() {
        Some(first) => {
            let changed_at = files.iter().map(|file| file.update_at).max().unwrap_or(0);
            format!("{version}.{}.{changed_at}", first.post_id)
        }
        None => version.to_owned(),
    };
    if call.has_etag(&etag) {
        return Reply::not_modified(&etag);
    }
    let reply = Reply::json(&files)?.with(header::ETAG, &etag);
    Ok(reply.with(header::CACHE_CONTROL, "max-age=2592000, private"))
}

async fn info(call: Call) -> Answer {
    Reply::json(&post_info(&call.ctx, call.id("post_id")?).await?)
}

async fn thread(call: Call) -> Answer {
    let id = call.id("post_id")?;
    let list = post_thread(&call.ctx, id, &options(&call)?).await?;
    let etag = list.etag(call.ctx.app().node.version);
    if call.has_etag(&etag) {
        return Reply::not_modified(&etag);
    }
    Ok(Reply::json(&list)?.with(header::ETAG, &etag))
}

async fn move_thread(mut call: Call) -> Answer {
    let id = call.id("post_id")?;
    let asked: MoveRequest = call.json("channel_id").await?;
    Box::pin(thread_move(&call.ctx, id, Id::parse_or_empty(&asked.channel_id))).await?;
    Reply::ok()
}

fn options(call: &Call) -> Result<ThreadOptions, AppError> {
    let number = |name: &'static str| match call.query(name) {
        "" => Ok(0),
        text => text.parse::<i64>().map_err(|_| AppError::invalid_body(name)),
    };
    let per_page = number("perPage")?;
    if !(0..=limits::PER_PAGE_MAX).contains(&per_page) {
        return Err(AppError::invalid_body("perPage"));
    }
    let forwards = match call.query("direction") {
        "" => None,
        "up" => Some(false),
        "down" => Some(true),
        _ => return Err(AppError::invalid_body("direction")),
    };
    let from_post = match call.query("fromPost") {
        "" => Id::EMPTY,
        text => Id::parse(text).ok_or_else(|| AppError::invalid_body("fromPost"))?,
    };
    let options = ThreadOptions {
        threads: threads(call),
        per_page,
        forwards,
        from_post,
        from_create_at: number("fromCreateAt")?,
        from_update_at: number("fromUpdateAt")?,
        updates_only: call.query_flag("updatesOnly"),
    };
    if !from_post.is_empty() && options.from_create_at == 0 && options.from_update_at == 0 {
        return Err(AppError::invalid_body("fromPost"));
    }
    if options.updates_only && (options.from_update_at == 0 || forwards == Some(false)) {
        return Err(AppError::invalid_body("fromUpdateAt"));
    }
    Ok(options)
}
