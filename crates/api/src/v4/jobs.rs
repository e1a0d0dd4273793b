//! `/jobs`.

use actix_http::StatusCode;
use actix_http::header;
use bytes::Bytes;
use futures_util::StreamExt;
use roost_app::AppError;
use roost_app::jobs::{
    JobList, job_cancel, job_create, job_download, job_get, job_list, job_list_of_type, job_set_status,
};
use roost_model::errors::job as errors;
use roost_model::job::{JobDraft, JobStatusChange};
use tokio_util::io::ReaderStream;

use crate::dispatch::error_json;
use crate::reply::Body;
use crate::v4::channels::page;
use crate::{Answer, Call, Reply};

crate::routes! {
    GET "/api/v4/jobs" => list;
    POST "/api/v4/jobs" => create;
    GET "/api/v4/jobs/{job_id}" => get;
    GET "/api/v4/jobs/{job_id}/download" => download;
    POST "/api/v4/jobs/{job_id}/cancel" => cancel;
    PATCH "/api/v4/jobs/{job_id}/status" => set_status;
    GET "/api/v4/jobs/type/{job_type}" => of_type;
}

async fn list(call: Call) -> Answer {
    let text = |name: &str| call.query(name).to_owned();
    let listing = JobList { job_type: text("job_type"), status: text("status"), page: page(&call) };
    if let Some(jobs) = job_list(&call.ctx, &listing).await? {
        return Reply::json(&jobs);
    }
    let mut body = b"[]".to_vec();
    body.extend(error_json(&AppError::new(errors::STATUS_INVALID), Some(call.ctx.request_id())));
    Ok(Reply::new(StatusCode::OK, "application/json", body))
}

async fn create(mut call: Call) -> Answer {
    let draft: JobDraft = call.json("job").await?;
    Reply::created(&job_create(&call.ctx, draft).await?)
}

async fn get(call: Call) -> Answer {
    Reply::json(&job_get(&call.ctx, call.id("job_id")?).await?)
}

async fn download(call: Call) -> Answer {
    let results = job_download(&call.ctx, call.id("job_id")?).await?;
    let name = format!("attachment;filename=\"{}\"", results.name);
    let mut reply = Reply::new(StatusCode::OK, "application/zip", Bytes::new());
    reply.body = Body::Stream(results.size, ReaderStream::new(results.file).boxed_local());
    Ok(reply.with(header::CONTENT_DISPOSITION, &name))
}

async fn cancel(call: Call) -> Answer {
    job_cancel(&call.ctx, call.id("job_id")?).await?;
    Reply::ok()
}

async fn set_status(mut call: Call) -> Answer {
    let id = call.id("job_id")?;
    let asked: JobStatusChange = call.json("status").await?;
    job_set_status(&call.ctx, id, &asked).await?;
    Reply::ok()
}

async fn of_type(call: Call) -> Answer {
    Reply::json(&job_list_of_type(&call.ctx, call.param("job_type"), page(&call)).await?)
}
