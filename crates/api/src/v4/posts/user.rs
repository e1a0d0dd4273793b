//! `/users/{user_id}/posts/…`: posts in relation to a user.

use roost_app::AppError;
use roost_app::posts::{FlaggedWindow, post_acknowledge, post_list_flagged, post_set_unread, post_unacknowledge};
use roost_model::Id;
use roost_model::post::SetUnread;

use crate::{Answer, Call, Reply};

crate::routes! {
    GET "/api/v4/users/{user_id}/posts/flagged" => flagged;
    POST "/api/v4/users/{user_id}/posts/{post_id}/ack" => acknowledge;
    DELETE "/api/v4/users/{user_id}/posts/{post_id}/ack" => unacknowledge;
    POST "/api/v4/users/{user_id}/posts/{post_id}/set_unread" => set_unread;
}

async fn flagged(call: Call) -> Answer {
    let user = call.id("user_id")?;
    let place = |name: &'static str| match call.query(name) {
        "" => Ok(Id::EMPTY),
        text => Id::parse(text).ok_or_else(|| AppError::invalid_url(name)),
    };
    let window = FlaggedWindow {
        channel_id: place("channel_id")?,
        team_id: place("team_id")?,
        page: call.page(),
        per_page: call.per_page(),
    };
    Reply::json(&post_list_flagged(&call.ctx, user, &window).await?)
}

async fn acknowledge(call: Call) -> Answer {
    Reply::json(&post_acknowledge(&call.ctx, call.id("user_id")?, call.id("post_id")?).await?)
}

async fn unacknowledge(call: Call) -> Answer {
    post_unacknowledge(&call.ctx, call.id("user_id")?, call.id("post_id")?).await?;
    Reply::ok()
}

async fn set_unread(mut call: Call) -> Answer {
    let (user, post) = (call.id("user_id")?, call.id("post_id")?);
    let _request: SetUnread = call.json("body").await?;
    Reply::json(&post_set_unread(&call.ctx, user, post).await?)
}
