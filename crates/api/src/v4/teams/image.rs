//! `/teams/{team_id}/image` and `…/import`.

use actix_http::StatusCode;
use actix_http::header;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use roost_app::AppError;
use roost_app::files::PICTURE_BYTES_MAX;
use roost_app::slack::team_import_slack;
use roost_app::teams::{require_icon_change, require_import, team_icon, team_icon_remove, team_icon_set, team_of_icon};
use roost_model::error as ids;
use roost_model::errors::team as errors;
use serde_json::json;

use crate::multipart::FormError;
use crate::{Answer, Call, Reply};

crate::routes! {
    GET "/api/v4/teams/{team_id}/image" => get;
    POST "/api/v4/teams/{team_id}/image" => set;
    DELETE "/api/v4/teams/{team_id}/image" => remove;
    POST "/api/v4/teams/{team_id}/import" => import;
}

/// Icons change their address with the team's `last_team_icon_update`.
const CACHE_CONTROL: &str = "max-age=86400, private";

async fn get(call: Call) -> Answer {
    let team = team_of_icon(&call.ctx, call.id("team_id")?).await?;
    let etag = team.last_team_icon_update.to_string();
    if team.last_team_icon_update > 0 && call.has_etag(&etag) {
        return Reply::not_modified(&etag);
    }
    let icon = team_icon(&call.ctx, &team).await?;
    let reply = Reply::new(StatusCode::OK, "image/png", icon);
    Ok(reply.with(header::CACHE_CONTROL, CACHE_CONTROL).with(header::ETAG, &etag))
}

async fn set(mut call: Call) -> Answer {
    let team_id = call.id("team_id")?;
    require_icon_change(&call.ctx, team_id).await?;
    let max = call.file_bytes_max().min(PICTURE_BYTES_MAX);
    let form = call.upload_form(max, errors::ICON_TOO_LARGE, errors::ICON_FORM_BROKEN).await?;
    let picture = form.file("image").ok_or(errors::ICON_NO_FILE)?;
    team_icon_set(&call.ctx, team_id, picture.bytes.clone()).await?;
    Reply::ok()
}

async fn remove(call: Call) -> Answer {
    team_icon_remove(&call.ctx, call.id("team_id")?).await?;
    Reply::ok()
}

/// First bytes of a zip archive.
const ZIP: &[u8] = b"PK";

/// Brings an export of another program into the team. The answer has a text in base64 that says what became of it.
async fn import(mut call: Call) -> Answer {
    let team = call.id("team_id")?;
    require_import(&call.ctx, team).await?;
    let form = call.form(call.file_bytes_max()).await.map_err(|error| match error {
        FormError::TooLarge => AppError::new(ids::BODY_TOO_LARGE),
        FormError::Broken(why) => AppError::new(errors::IMPORT_FORM_BROKEN).because(why),
    })?;
    let source = form.text("importFrom").ok_or(errors::IMPORT_NO_SOURCE)?;
    let size = form.text("filesize").ok_or(errors::IMPORT_NO_SIZE)?;
    size.parse::<i64>().map_err(|_| errors::IMPORT_BAD_SIZE)?;
    let file = form.file("file").ok_or(errors::IMPORT_NO_FILE)?;
    if source != "slack" {
        return Err(errors::IMPORT_UNKNOWN_SOURCE.into());
    }
    if !file.bytes.starts_with(ZIP) {
        return Err(errors::IMPORT_NOT_ZIP.into());
    }
    let log = team_import_slack(&call.ctx, team, file.bytes.clone()).await?;
    Reply::json(&json!({ "results": STANDARD.encode(log) }))
}
