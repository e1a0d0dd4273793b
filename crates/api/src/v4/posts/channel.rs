//! `/channels/{channel_id}/posts`: the posts of a channel.

use roost_app::posts::{Window, channel_posts};

use crate::{Answer, Call, Reply};

crate::routes! {
    GET "/api/v4/channels/{channel_id}/posts" => list;
}

async fn list(call: Call) -> Answer {
    let window = Window { page: call.page(), per_page: call.per_page() };
    Reply::json(&channel_posts(&call.ctx, call.id("channel_id")?, &window).await?)
}
