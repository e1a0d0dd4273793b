//! `/channels`: making channels.

use roost_app::channels::{channel_create, channel_direct, channel_group};
use roost_model::channel::ChannelDraft;

use crate::{Answer, Call, Reply};

crate::routes! {
    POST "/api/v4/channels" => create;
    POST "/api/v4/channels/direct" => direct;
    POST "/api/v4/channels/group" => group;
}

async fn create(mut call: Call) -> Answer {
    let draft: ChannelDraft = call.json("channel").await?;
    Reply::created(&channel_create(&call.ctx, draft).await?)
}

async fn direct(mut call: Call) -> Answer {
    let ids: Vec<String> = call.json("user_ids").await?;
    Reply::created(&channel_direct(&call.ctx, &ids).await?)
}

async fn group(mut call: Call) -> Answer {
    let ids: Vec<String> = call.json("user_ids").await?;
    Reply::created(&channel_group(&call.ctx, &ids).await?)
}
