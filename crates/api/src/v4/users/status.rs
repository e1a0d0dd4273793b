//! The custom status of an account.

use roost_app::users::{custom_status_clear, custom_status_recent_delete, custom_status_set};
use roost_model::status::CustomStatus;

use crate::{Answer, Call, Reply};

crate::routes! {
    PUT "/api/v4/users/{user_id}/status/custom" => set;
    DELETE "/api/v4/users/{user_id}/status/custom" => clear;
    DELETE "/api/v4/users/{user_id}/status/custom/recent" => recent_delete;
    POST "/api/v4/users/{user_id}/status/custom/recent/delete" => recent_delete;
}

async fn set(mut call: Call) -> Answer {
    let id = call.id("user_id")?;
    let status: CustomStatus = call.json("custom_status").await?;
    custom_status_set(&call.ctx, id, status).await?;
    Reply::ok()
}

async fn clear(call: Call) -> Answer {
    custom_status_clear(&call.ctx, call.id("user_id")?).await?;
    Reply::ok()
}

async fn recent_delete(mut call: Call) -> Answer {
    let id = call.id("user_id")?;
    let status: CustomStatus = call.json("recent_custom_status").await?;
    custom_status_recent_delete(&call.ctx, id, status).await?;
    Reply::ok()
}
