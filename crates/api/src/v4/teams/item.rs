//! `/teams/{team_id}`: one team.

use roost_app::AppError;
use roost_app::content_flagging::flagged_team;
use roost_app::teams::{
    team_archive, team_delete_forever, team_patch, team_regenerate_invite, team_restore, team_set_privacy,
    team_set_scheme, team_show, team_stats, team_update,
};
use roost_model::team::{PrivacyChange, SchemeChange, TeamDraft, TeamPatch};

use super::super::content_flagging::review_of;
use crate::{Answer, Call, Reply};

crate::routes! {
    GET "/api/v4/teams/{team_id}" => get;
    PUT "/api/v4/teams/{team_id}" => update;
    DELETE "/api/v4/teams/{team_id}" => delete;
    PUT "/api/v4/teams/{team_id}/patch" => patch;
    PUT "/api/v4/teams/{team_id}/privacy" => set_privacy;
    PUT "/api/v4/teams/{team_id}/scheme" => set_scheme;
    POST "/api/v4/teams/{team_id}/restore" => restore;
    POST "/api/v4/teams/{team_id}/regenerate_invite_id" => regenerate_invite;
    GET "/api/v4/teams/{team_id}/stats" => stats;
}

async fn get(call: Call) -> Answer {
    let id = call.id("team_id")?;
    match review_of(&call) {
        Some(post) => Reply::json(&flagged_team(&call.ctx, post, id).await?),
        None => Reply::json(&team_show(&call.ctx, id).await?),
    }
}

async fn update(mut call: Call) -> Answer {
    let id = call.id("team_id")?;
    let draft: TeamDraft = call.json("team").await?;
    if draft.id != id.as_str() {
        return Err(AppError::invalid_body("id"));
    }
    Reply::json(&team_update(&call.ctx, id, draft).await?)
}

async fn delete(call: Call) -> Answer {
    let id = call.id("team_id")?;
    if call.query_flag("permanent") {
        team_delete_forever(&call.ctx, id).await?;
    } else {
        team_archive(&call.ctx, id).await?;
    }
    Reply::ok()
}

async fn patch(mut call: Call) -> Answer {
    let id = call.id("team_id")?;
    let patch: TeamPatch = call.json("team").await?;
    Reply::json(&team_patch(&call.ctx, id, patch).await?)
}

async fn set_privacy(mut call: Call) -> Answer {
    let id = call.id("team_id")?;
    let change: PrivacyChange = call.json("privacy").await?;
    Reply::json(&team_set_privacy(&call.ctx, id, &change.privacy).await?)
}

async fn set_scheme(mut call: Call) -> Answer {
    let id = call.id("team_id")?;
    let change: SchemeChange = call.json("scheme_id").await?;
    let scheme_id = change.scheme_id.ok_or_else(|| AppError::invalid_body("scheme_id"))?;
    team_set_scheme(&call.ctx, id, &scheme_id).await?;
    Reply::ok()
}

async fn restore(call: Call) -> Answer {
    Reply::json(&team_restore(&call.ctx, call.id("team_id")?).await?)
}

async fn regenerate_invite(call: Call) -> Answer {
    Reply::json(&team_regenerate_invite(&call.ctx, call.id("team_id")?).await?)
}

async fn stats(call: Call) -> Answer {
    Reply::json(&team_stats(&call.ctx, call.id("team_id")?).await?)
}
