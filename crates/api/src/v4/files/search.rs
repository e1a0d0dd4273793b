//! `…/files/search`.

use actix_http::header;
use roost_app::AppError;
use roost_app::search::{SearchRequest, file_search, require_search};
use roost_model::errors::file as errors;
use roost_model::post::PostSearch;
use roost_model::{Id, wire};

use crate::{Answer, Call, Reply};

crate::routes! {
    POST "/api/v4/files/search" => everywhere;
    POST "/api/v4/teams/{team_id}/files/search" => in_team;
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
    let found = file_search(&call.ctx, &SearchRequest { team_id, search }).await?;
    Ok(Reply::json(&found)?.with(header::CACHE_CONTROL, "no-cache, no-store, must-revalidate"))
}
