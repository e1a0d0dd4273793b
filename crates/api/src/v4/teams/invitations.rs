//! Invitations to teams.

use roost_app::AppError;
use roost_app::teams::{
    GuestInvitation, Invited, MemberInvitation, invitations_revoke, join_by_invite, join_by_token, refusal,
    require_invite, require_invite_guests, team_invite, team_invite_guests, team_invite_info,
};
use roost_model::errors::team as errors;
use roost_model::wire;

use crate::{Answer, Call, Reply};

crate::routes! {
    GET "/api/v4/teams/invite/{invite_id}" => info;
    POST "/api/v4/teams/members/invite" => join;
    POST "/api/v4/teams/{team_id}/invite/email" => invite;
    POST "/api/v4/teams/{team_id}/invite-guests/email" => invite_guests;
    DELETE "/api/v4/teams/invites/email" => revoke;
}

async fn info(call: Call) -> Answer {
    Reply::json(&team_invite_info(&call.ctx, call.param("invite_id")).await?)
}

async fn join(call: Call) -> Answer {
    let member = match (call.query("token"), call.query("invite_id")) {
        ("", "") => return Err(errors::JOIN_PARAMETER_MISSING.into()),
        ("", invite_id) => join_by_invite(&call.ctx, invite_id).await?,
        (token, _) => join_by_token(&call.ctx, token).await?,
    };
    Reply::created(&member)
}

async fn invite(mut call: Call) -> Answer {
    let team_id = call.id("team_id")?;
    require_invite(&call.ctx, team_id).await?;
    let bytes = call.json_bytes().await?;
    // Older clients send the addresses alone.
    let invitation = match wire::decode::<Vec<String>>(&bytes) {
        Ok(emails) => MemberInvitation { emails, ..MemberInvitation::default() },
        Err(_) => wire::decode(&bytes).map_err(|e| AppError::new(errors::INVITE_BODY).because(e))?,
    };
    answer(&call, &team_invite(&call.ctx, team_id, invitation).await?)
}

async fn invite_guests(mut call: Call) -> Answer {
    let team_id = call.id("team_id")?;
    require_invite_guests(&call.ctx, team_id).await?;
    let bytes = call.json_bytes().await?;
    let mut invitation: GuestInvitation =
        wire::decode(&bytes).map_err(|e| AppError::new(errors::INVITE_GUESTS_BODY).because(e))?;
    invitation.by_link = call.query_flag("guest_magic_link");
    answer(&call, &team_invite_guests(&call.ctx, team_id, invitation).await?)
}

fn answer(call: &Call, invited: &[Invited]) -> Answer {
    if call.query_flag("graceful") {
        return Reply::json(&invited);
    }
    refusal(invited).map_or_else(Reply::ok, Err)
}

async fn revoke(call: Call) -> Answer {
    invitations_revoke(&call.ctx).await?;
    Reply::ok()
}
