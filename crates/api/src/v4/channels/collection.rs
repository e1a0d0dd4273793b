//! `/channels`: making channels, and what concerns several of them.

use roost_app::channels::{
    channel_create, channel_direct, channel_group, channel_member_counts, channel_view, channels_mark_read,
};
use roost_model::channel::{ChannelDraft, ChannelView, ChannelViewed};

use super::{ids, texts};
use crate::{Answer, Call, Reply};

crate::routes! {
    POST "/api/v4/channels" => create;
    POST "/api/v4/channels/direct" => direct;
    POST "/api/v4/channels/group" => group;
    POST "/api/v4/channels/stats/member_count" => member_counts;
    POST "/api/v4/channels/members/{user_id}/view" => view;
    POST "/api/v4/channels/members/{user_id}/mark_read" => mark_read;
}

async fn create(mut call: Call) -> Answer {
    let draft: ChannelDraft = call.json("channel").await?;
    Reply::created(&channel_create(&call.ctx, draft).await?)
}

async fn direct(mut call: Call) -> Answer {
    let ids = texts(&mut call).await?;
    Reply::created(&channel_direct(&call.ctx, &ids).await?)
}

async fn group(mut call: Call) -> Answer {
    let ids = texts(&mut call).await?;
    Reply::created(&channel_group(&call.ctx, &ids).await?)
}

async fn member_counts(mut call: Call) -> Answer {
    let channels = ids(&mut call, "channel_ids").await?;
    Reply::json(&channel_member_counts(&call.ctx, &channels).await?)
}

async fn view(mut call: Call) -> Answer {
    let user = call.id("user_id")?;
    let view: ChannelView = call.json("channel_view").await?;
    Reply::json(&ChannelViewed::ok(channel_view(&call.ctx, user, &view).await?))
}

async fn mark_read(mut call: Call) -> Answer {
    let channels = ids(&mut call, "channel_ids").await?;
    let user = call.id("user_id")?;
    Reply::json(&ChannelViewed::ok(channels_mark_read(&call.ctx, user, &channels).await?))
}
