//! `/image`: pictures of other servers.

use roost_app::AppError;
use roost_model::error as ids;
use roost_model::errors::file as errors;

use crate::{Answer, Call};

crate::routes! {
    GET "/api/v4/image" => get;
}

/// Nothing is fetched where the proxy is turned off: clients then load such pictures themselves.
async fn get(call: Call) -> Answer {
    let remote = ["http://", "https://"].iter().any(|scheme| call.query("url").starts_with(scheme));
    if remote && call.ctx.config().image_proxy.enable {
        return Err(AppError::new(ids::NOT_IMPLEMENTED));
    }
    Err(errors::IMAGE_URL.into())
}
