//! `…/posts/search`.

use actix_http::header;
use roost_app::AppError;
use roost_app::search::{SearchRequest, post_search, require_search};
use roost_model::errors::post as errors;
use roost_model::post::PostSearch;
use roost_model::{Id, wire};

use crate::route::Built;
use crate::{Answer, Call, Reply};

/// The operations about searching.
pub const AREAS: &[&[Built]] = &[ROUTES];

crate::routes! {
    POST "/api/v4/posts/search" => everywhere;
    POST "/api/v4/teams/{team_id}/posts/search" => in_team;
}

async fn everywhere(call: Call) -> Answer {
    search(call, Id::EMPTY).await
}

async fn in_team(call: Call) -> Answer {
    let team = call.id("team_id")?;
    search(call, team).await
}

async fn search(mut call: Call, team_id: Id) -> Answer {
    require_search(&call.ctx, team_id).await?;
    let bytes = call.json_bytes().await?;
    let search: PostSearch = wire::decode(&bytes).map_err(|e| AppError::new(errors::SEARCH_BODY).because(e))?;
    let found = post_search(&call.ctx, &SearchRequest { team_id, search }).await?;
    Ok(Reply::json(&found)?.with(header::CACHE_CONTROL, "no-cache, no-store, must-revalidate"))
}
