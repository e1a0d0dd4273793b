//! `/channels/{channel_id}`: one channel.

use roost_app::channels::channel_show;

use crate::{Answer, Call, Reply};

crate::routes! {
    GET "/api/v4/channels/{channel_id}" => get;
}

async fn get(call: Call) -> Answer {
    Reply::json(&*channel_show(&call.ctx, call.id("channel_id")?).await?)
}
