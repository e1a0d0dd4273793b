//! `/logs`.

use actix_http::StatusCode;
use actix_http::header;
use roost_app::system::logs::{LogFilter, PER_PAGE_MAX, log_page, log_query, log_text, require_logs};

use crate::{Answer, Call, Reply};

crate::routes! {
    GET "/api/v4/logs" => list;
    GET "/api/v4/logs/download" => download;
    POST "/api/v4/logs/query" => query;
}

async fn list(call: Call) -> Answer {
    let asked = call.query_int("logs_per_page").and_then(|n| usize::try_from(n).ok());
    let per_page = asked.filter(|n| *n > 0).unwrap_or(PER_PAGE_MAX).min(PER_PAGE_MAX);
    let page = usize::try_from(call.page()).unwrap_or(usize::MAX);
    Reply::json(&log_page(&call.ctx, page, per_page)?)
}

async fn download(call: Call) -> Answer {
    let reply = Reply::new(StatusCode::OK, "text/plain", log_text(&call.ctx)?);
    let name = "attachment;filename=\"mattermost.log\"; filename*=UTF-8''mattermost.log";
    Ok(reply
        .with(header::CACHE_CONTROL, "private, max-age=86400")
        .with(header::CONTENT_DISPOSITION, name)
        .with(header::CONTENT_SECURITY_POLICY, "Frame-ancestors 'none'")
        .with(header::X_FRAME_OPTIONS, "DENY")
        .with(header::ACCEPT_RANGES, "bytes"))
}

async fn query(mut call: Call) -> Answer {
    require_logs(&call.ctx)?;
    let filter: LogFilter = call.json("log_filter").await?;
    Reply::json(&log_query(&call.ctx, &filter)?)
}
