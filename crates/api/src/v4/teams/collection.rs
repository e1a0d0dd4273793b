//! `/teams`: the collection.

use roost_app::teams::team_create;
use roost_model::team::TeamDraft;

use crate::{Answer, Call, Reply};

crate::routes! {
    POST "/api/v4/teams" => create;
}

async fn create(mut call: Call) -> Answer {
    let draft: TeamDraft = call.json("team").await?;
    Reply::created(&team_create(&call.ctx, draft).await?)
}
