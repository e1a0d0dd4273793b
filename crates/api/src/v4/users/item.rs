//! `/users/{user_id}`: one account.

use actix_http::header;
use roost_app::users::{user_delete, user_patch, user_update, user_view};
use roost_model::user::{SanitizeOptions, User, UserDraft, UserPatch};

use crate::{Answer, Call, Reply};

crate::routes! {
    GET "/api/v4/users/{user_id}" => get;
    PUT "/api/v4/users/{user_id}" => update;
    PUT "/api/v4/users/{user_id}/patch" => patch;
    DELETE "/api/v4/users/{user_id}" => delete;
}

async fn get(call: Call) -> Answer {
    let user = user_view(&call.ctx, call.id("user_id")?).await?;
    shown(&call, user)
}

/// An account with its etag, or 304.
pub(super) fn shown(call: &Call, user: User) -> Answer {
    let config = call.ctx.config();
    let privacy = &config.privacy;
    let etag = user.etag(call.ctx.app().node.version, privacy.show_full_name, privacy.show_email_address);
    if call.has_etag(&etag) {
        return Reply::not_modified(&etag);
    }
    Ok(Reply::json(&user)?.with(header::ETAG, &etag))
}

async fn update(mut call: Call) -> Answer {
    let id = call.id("user_id")?;
    let draft: UserDraft = call.json("user").await?;
    Reply::json(&user_update(&call.ctx, id, draft).await?.sanitized(SanitizeOptions::Own))
}

async fn patch(mut call: Call) -> Answer {
    let id = call.id("user_id")?;
    let patch: UserPatch = call.json("user").await?;
    Reply::json(&user_patch(&call.ctx, id, patch).await?.sanitized(SanitizeOptions::Own))
}

async fn delete(call: Call) -> Answer {
    let id = call.id("user_id")?;
    user_delete(&call.ctx, id, call.query_flag("permanent")).await?;
    Reply::ok()
}
