//! `/users/{user_id}`: one account.

use actix_http::header;
use roost_app::users::{sanitize_options, user_get};

use crate::{Answer, Call, Reply};

crate::routes! {
    GET "/api/v4/users/{user_id}" => get;
}

async fn get(call: Call) -> Answer {
    let id = call.id("user_id")?;
    let user = user_get(&call.ctx, id).await?;
    let config = call.ctx.config();
    let etag = user.etag(call.ctx.app().node.version, config.privacy.show_full_name, config.privacy.show_email_address);
    if call.has_etag(&etag) {
        return Reply::not_modified(&etag);
    }
    let shown = (*user).clone().sanitized(sanitize_options(&call.ctx, id));
    Ok(Reply::json(&shown)?.with(header::ETAG, &etag))
}
