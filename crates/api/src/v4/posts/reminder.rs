//! `/users/{user_id}/posts/{post_id}/reminder`.

use roost_app::reminders::reminder_set;
use roost_model::post::ReminderDraft;

use crate::{Answer, Call, Reply};

crate::routes! {
    POST "/api/v4/users/{user_id}/posts/{post_id}/reminder" => set;
}

async fn set(mut call: Call) -> Answer {
    let (user, post) = (call.id("user_id")?, call.id("post_id")?);
    let draft: ReminderDraft = call.json("target_time").await?;
    reminder_set(&call.ctx, user, post, draft.target_time).await?;
    Reply::ok()
}
