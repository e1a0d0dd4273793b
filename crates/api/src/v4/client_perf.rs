//! `/client_perf`.

use actix_http::StatusCode;
use roost_app::AppError;
use roost_app::system::client_perf;
use roost_model::client_report::ClientReport;

use crate::{Answer, Call, Reply};

crate::routes! {
    POST "/api/v4/client_perf" => take;
}

async fn take(mut call: Call) -> Answer {
    if client_perf::wanted(&call.ctx) {
        let report: ClientReport = call.json("performance_report").await?;
        if !report.is_valid(call.ctx.now_ms()) {
            return Err(AppError::invalid_body("performance_report"));
        }
        client_perf::take(&call.ctx, &report);
    }
    Ok(Reply::new(StatusCode::OK, "application/json", ""))
}
