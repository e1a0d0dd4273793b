//! `/reports`.

use roost_app::posts::{post_report, require_post_report};
use roost_app::users::{ReportRequest, user_export, user_report, user_report_count};
use roost_model::report::PostReportRequest;

use crate::{Answer, Call, Reply};

crate::routes! {
    GET "/api/v4/reports/users" => users;
    GET "/api/v4/reports/users/count" => count;
    POST "/api/v4/reports/users/export" => export;
    POST "/api/v4/reports/posts" => posts;
}

const PAGE_SIZE_DEFAULT: i64 = 50;

fn request(call: &Call) -> ReportRequest {
    let text = |name: &str| call.query(name).to_owned();
    ReportRequest {
        text: text("search_term"),
        role: text("role_filter"),
        team: text("team_filter"),
        without_team: call.query_flag("has_no_team"),
        hide_active: call.query_flag("hide_active"),
        hide_inactive: call.query_flag("hide_inactive"),
        guests: text("guest_filter"),
        sort_column: text("sort_column"),
        sort_direction: text("sort_direction"),
        direction: text("direction"),
        from_value: text("from_column_value"),
        from_id: text("from_id"),
        date_range: text("date_range"),
        page_size: call.query_int("page_size").unwrap_or(PAGE_SIZE_DEFAULT),
    }
}

async fn users(call: Call) -> Answer {
    Reply::json(&user_report(&call.ctx, &request(&call)).await?)
}

async fn count(call: Call) -> Answer {
    Reply::json(&user_report_count(&call.ctx, &request(&call)).await?)
}

async fn export(call: Call) -> Answer {
    user_export(&call.ctx, &request(&call)).await?;
    Reply::ok()
}

async fn posts(mut call: Call) -> Answer {
    require_post_report(&call.ctx)?;
    let asked: PostReportRequest = call.json("report").await?;
    Reply::json(&post_report(&call.ctx, &asked).await?)
}
