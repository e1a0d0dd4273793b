//! `/drafts`, and drafts below users. Whatever user a path names, the drafts are those of the session's.

use roost_app::drafts::{draft_delete, draft_list, draft_save};
use roost_model::Id;
use roost_model::draft::DraftRequest;

use crate::{Answer, Call, Reply};

crate::routes! {
    POST "/api/v4/drafts" => save;
    GET "/api/v4/users/{user_id}/teams/{team_id}/drafts" => list;
    DELETE "/api/v4/users/{user_id}/channels/{channel_id}/drafts" => delete;
    DELETE "/api/v4/users/{user_id}/channels/{channel_id}/drafts/{thread_id}" => delete_reply;
}

async fn save(mut call: Call) -> Answer {
    let draft: DraftRequest = call.json("draft").await?;
    Reply::created(&draft_save(&call.ctx, draft).await?)
}

async fn list(call: Call) -> Answer {
    let drafts = draft_list(&call.ctx, Id::parse_or_empty(call.param("team_id"))).await?;
    // The original answers null where there are none.
    Reply::json(&(!drafts.is_empty()).then_some(drafts))
}

async fn delete(call: Call) -> Answer {
    delete_at(&call, Some(Id::EMPTY)).await
}

async fn delete_reply(call: Call) -> Answer {
    delete_at(&call, Id::parse(call.param("thread_id"))).await
}

/// Where an id is malformed there is no draft, which the original takes for thrown away.
async fn delete_at(call: &Call, thread: Option<Id>) -> Answer {
    if let (Some(channel), Some(thread)) = (Id::parse(call.param("channel_id")), thread) {
        draft_delete(&call.ctx, channel, thread).await?;
    }
    Reply::ok()
}
