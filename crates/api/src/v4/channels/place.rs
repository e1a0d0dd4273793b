//! `/channels/{channel_id}/…`: the team and the scheme that a channel belongs to.

use roost_app::AppError;
use roost_app::channels::{Conversion, channel_convert_group, channel_move, channel_set_scheme};
use roost_model::Id;
use roost_model::team::SchemeChange;
use serde::Deserialize;

use crate::{Answer, Call, Reply};

crate::routes! {
    POST "/api/v4/channels/{channel_id}/move" => move_to_team;
    POST "/api/v4/channels/{channel_id}/convert_to_channel" => convert;
    PUT "/api/v4/channels/{channel_id}/scheme" => set_scheme;
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Move {
    team_id: String,
    force: bool,
}

async fn move_to_team(mut call: Call) -> Answer {
    let id = call.id("channel_id")?;
    let to: Move = call.json("team_id").await?;
    let team = Id::parse(&to.team_id).ok_or_else(|| AppError::invalid_body("team_id"))?;
    Reply::json(&channel_move(&call.ctx, id, team, to.force).await?)
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Convert {
    team_id: String,
    name: String,
    display_name: String,
}

async fn convert(mut call: Call) -> Answer {
    let id = call.id("channel_id")?;
    let to: Convert = call.json("body").await?;
    let to = Conversion { team_id: Id::parse_or_empty(&to.team_id), name: to.name, display_name: to.display_name };
    Reply::json(&channel_convert_group(&call.ctx, id, to).await?)
}

async fn set_scheme(mut call: Call) -> Answer {
    let id = call.id("channel_id")?;
    let change: SchemeChange = call.json("scheme_id").await?;
    let scheme = change.scheme_id.ok_or_else(|| AppError::invalid_body("scheme_id"))?;
    channel_set_scheme(&call.ctx, id, &scheme).await?;
    Reply::ok()
}
