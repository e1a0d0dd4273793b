//! Questions that the server answers by calling others.

use std::collections::BTreeMap;

use roost_app::AppError;
use roost_app::system::reach;
use serde_json::json;

use crate::{Answer, Call, Reply};

crate::routes! {
    GET "/api/v4/redirect_location" => redirect_location;
    POST "/api/v4/site_url/test" => site_url_test;
}

async fn redirect_location(call: Call) -> Answer {
    let location = reach::redirect_location(&call.ctx, call.query("url")).await?;
    Reply::json(&json!({ "location": location }))
}

async fn site_url_test(mut call: Call) -> Answer {
    reach::require_site_url_test(&call.ctx)?;
    let body: BTreeMap<String, String> = call.json("site_url").await?;
    let url = body.get("site_url").filter(|url| !url.is_empty()).ok_or_else(|| AppError::invalid_body("site_url"))?;
    reach::site_url_test(&call.ctx, url).await?;
    Reply::ok()
}
