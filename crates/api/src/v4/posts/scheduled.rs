//! `/posts/schedule` and `/posts/scheduled`: posts that are to be sent later.

use roost_app::scheduled_posts::{scheduled_create, scheduled_delete, scheduled_list, scheduled_update};
use roost_model::draft::DraftRequest;
use serde_json::{Map, json};

use crate::{Answer, Call, Reply};

crate::routes! {
    POST "/api/v4/posts/schedule" => create;
    PUT "/api/v4/posts/schedule/{scheduled_post_id}" => update;
    DELETE "/api/v4/posts/schedule/{scheduled_post_id}" => delete;
    GET "/api/v4/posts/scheduled/team/{team_id}" => list;
}

async fn create(mut call: Call) -> Answer {
    let request: DraftRequest = call.json("schedule_post").await?;
    Reply::created(&scheduled_create(&call.ctx, request).await?)
}

async fn update(mut call: Call) -> Answer {
    let request: DraftRequest = call.json("schedule_post").await?;
    Reply::created(&scheduled_update(&call.ctx, call.id("scheduled_post_id")?, request).await?)
}

async fn delete(call: Call) -> Answer {
    // 201 as in the original.
    Reply::created(&scheduled_delete(&call.ctx, call.id("scheduled_post_id")?).await?)
}

async fn list(call: Call) -> Answer {
    let team = call.id("team_id")?;
    let scheduled = scheduled_list(&call.ctx, team).await?;
    let mut lists = Map::from_iter([(team.to_string(), json!(scheduled.in_team))]);
    if call.query_flag("includeDirectChannels") {
        lists.insert("directChannels".to_owned(), json!(scheduled.direct));
    }
    Reply::json(&lists)
}
