//! Access tokens.

use roost_app::sessions::{
    TokenChange, access_token_change, access_token_create, access_token_get, access_token_list,
    access_token_list_for_user, access_token_owner, access_token_search,
};
use roost_model::session::{UserAccessTokenDraft, UserAccessTokenRef, UserAccessTokenSearch};

use crate::{Answer, Call, Reply};

crate::routes! {
    POST "/api/v4/users/{user_id}/tokens" => create;
    GET "/api/v4/users/{user_id}/tokens" => list_for_user;
    GET "/api/v4/users/tokens" => list;
    GET "/api/v4/users/tokens/{token_id}" => get;
    POST "/api/v4/users/tokens/search" => search;
    POST "/api/v4/users/tokens/revoke" => revoke;
    POST "/api/v4/users/tokens/disable" => disable;
    POST "/api/v4/users/tokens/enable" => enable;
}

async fn create(mut call: Call) -> Answer {
    let id = call.id("user_id")?;
    let owner = access_token_owner(&call.ctx, id).await?;
    let draft: UserAccessTokenDraft = call.json("user_access_token").await?;
    Reply::json(&access_token_create(&call.ctx, &owner, draft).await?)
}

async fn list_for_user(call: Call) -> Answer {
    let (offset, limit) = window(&call);
    Reply::json(&access_token_list_for_user(&call.ctx, call.id("user_id")?, offset, limit).await?)
}

async fn list(call: Call) -> Answer {
    let (offset, limit) = window(&call);
    Reply::json(&access_token_list(&call.ctx, offset, limit).await?)
}

fn window(call: &Call) -> (i64, i64) {
    (call.page().saturating_mul(call.per_page()), call.per_page())
}

async fn get(call: Call) -> Answer {
    Reply::json(&access_token_get(&call.ctx, call.id("token_id")?).await?)
}

async fn search(mut call: Call) -> Answer {
    let body: UserAccessTokenSearch = call.json("user_access_token_search").await?;
    Reply::json(&access_token_search(&call.ctx, &body.term).await?)
}

async fn revoke(call: Call) -> Answer {
    change(call, TokenChange::Revoke).await
}

async fn disable(call: Call) -> Answer {
    change(call, TokenChange::Disable).await
}

async fn enable(call: Call) -> Answer {
    change(call, TokenChange::Enable).await
}

async fn change(mut call: Call, what: TokenChange) -> Answer {
    let body: UserAccessTokenRef = call.json_or_default().await?;
    access_token_change(&call.ctx, &body.token_id, what).await?;
    Reply::ok()
}
