//! `/teams/{team_id}/members`.

use roost_app::AppError;
use roost_app::teams::team_member_add;
use roost_model::Id;
use roost_model::team_member::TeamMemberDraft;

use crate::{Answer, Call, Reply};

crate::routes! {
    POST "/api/v4/teams/{team_id}/members" => add;
}

async fn add(mut call: Call) -> Answer {
    let team_id = call.id("team_id")?;
    let draft: TeamMemberDraft = call.json("team_member").await?;
    if Id::parse(&draft.team_id) != Some(team_id) {
        return Err(AppError::invalid_body("team_id"));
    }
    let user_id = Id::parse(&draft.user_id).ok_or_else(|| AppError::invalid_body("user_id"))?;
    Reply::created(&team_member_add(&call.ctx, team_id, user_id).await?)
}
