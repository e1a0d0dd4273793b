//! `/users/{user_id}/teams/{team_id}/threads`: threads that a user follows.

use roost_app::AppError;
use roost_app::threads::{
    ThreadWindow, thread_follow, thread_get, thread_list, thread_read, thread_unread_at, threads_read,
};
use roost_model::Id;

use crate::route::Built;
use crate::{Answer, Call, Reply, limits};

/// Threads on one page unless the client asks for another number.
const PAGE_DEFAULT: i64 = 30;

/// The operations about threads.
pub const AREAS: &[&[Built]] = &[ROUTES];

crate::routes! {
    GET "/api/v4/users/{user_id}/teams/{team_id}/threads" => list;
    PUT "/api/v4/users/{user_id}/teams/{team_id}/threads/read" => read_all;
    GET "/api/v4/users/{user_id}/teams/{team_id}/threads/{thread_id}" => get;
    PUT "/api/v4/users/{user_id}/teams/{team_id}/threads/{thread_id}/following" => follow;
    DELETE "/api/v4/users/{user_id}/teams/{team_id}/threads/{thread_id}/following" => unfollow;
    PUT "/api/v4/users/{user_id}/teams/{team_id}/threads/{thread_id}/read/{timestamp}" => read;
    POST "/api/v4/users/{user_id}/teams/{team_id}/threads/{thread_id}/set_unread/{post_id}" => set_unread;
}

async fn list(call: Call) -> Answer {
    let (user, team) = (call.id("user_id")?, call.id("team_id")?);
    let per_page = match call.query_int("pageSize").or_else(|| call.query_int("per_page")) {
        Some(n) if n > 0 => n.min(limits::PER_PAGE_MAX),
        _ => PAGE_DEFAULT,
    };
    let since_ms = match call.query("since") {
        "" => 0,
        text => text.parse().map_err(|_| AppError::invalid_body("since"))?,
    };
    let window = ThreadWindow {
        since_ms,
        before: Id::parse_or_empty(call.query("before")),
        after: Id::parse_or_empty(call.query("after")),
        per_page,
        unread: call.query_flag("unread"),
        deleted: call.query_flag("deleted"),
        extended: call.query_flag("extended"),
        totals_only: call.query_flag("totalsOnly"),
        threads_only: call.query_flag("threadsOnly"),
        exclude_direct: call.query_flag("excludeDirect"),
    };
    Reply::json(&thread_list(&call.ctx, user, team, &window).await?)
}

async fn get(call: Call) -> Answer {
    let (user, team, thread) = ids(&call)?;
    Reply::json(&thread_get(&call.ctx, user, team, thread, call.query_flag("extended")).await?)
}

async fn follow(call: Call) -> Answer {
    let (user, team, thread) = ids(&call)?;
    thread_follow(&call.ctx, user, team, thread, true).await?;
    Reply::ok()
}

async fn unfollow(call: Call) -> Answer {
    let (user, team, thread) = ids(&call)?;
    thread_follow(&call.ctx, user, team, thread, false).await?;
    Reply::ok()
}

async fn read(call: Call) -> Answer {
    let (user, team, thread) = ids(&call)?;
    let timestamp = call.param("timestamp").parse().ok().filter(|at: &i64| *at > 0);
    let timestamp = timestamp.ok_or_else(|| AppError::invalid_url("timestamp"))?;
    Reply::json(&thread_read(&call.ctx, user, team, thread, timestamp).await?)
}

async fn set_unread(call: Call) -> Answer {
    let (user, team, thread) = ids(&call)?;
    Reply::json(&thread_unread_at(&call.ctx, user, team, thread, call.id("post_id")?).await?)
}

async fn read_all(call: Call) -> Answer {
    threads_read(&call.ctx, call.id("user_id")?, call.id("team_id")?).await?;
    Reply::ok()
}

fn ids(call: &Call) -> Result<(Id, Id, Id), AppError> {
    Ok((call.id("user_id")?, call.id("team_id")?, call.id("thread_id")?))
}
