//! `/channels/{channel_id}`: one channel.

use roost_app::channels::{
    channel_archive, channel_delete_forever, channel_patch, channel_restore, channel_set_privacy, channel_show,
    channel_update,
};
use roost_app::content_flagging::flagged_channel;
use roost_model::channel::{ChannelDraft, ChannelPatch};
use roost_model::team::PrivacyChange;

use super::super::content_flagging::review_of;
use crate::{Answer, Call, Reply};

crate::routes! {
    GET "/api/v4/channels/{channel_id}" => get;
    PUT "/api/v4/channels/{channel_id}" => update;
    PUT "/api/v4/channels/{channel_id}/patch" => patch;
    PUT "/api/v4/channels/{channel_id}/privacy" => privacy;
    POST "/api/v4/channels/{channel_id}/restore" => restore;
    DELETE "/api/v4/channels/{channel_id}" => delete;
}

async fn get(call: Call) -> Answer {
    let id = call.id("channel_id")?;
    match review_of(&call) {
        Some(post) => Reply::json(&flagged_channel(&call.ctx, post, id).await?),
        None => Reply::json(&channel_show(&call.ctx, id).await?),
    }
}

async fn update(mut call: Call) -> Answer {
    let id = call.id("channel_id")?;
    let draft: ChannelDraft = call.json("channel").await?;
    Reply::json(&channel_update(&call.ctx, id, draft).await?)
}

async fn patch(mut call: Call) -> Answer {
    let id = call.id("channel_id")?;
    let patch: ChannelPatch = call.json("channel").await?;
    Reply::json(&channel_patch(&call.ctx, id, &patch).await?)
}

async fn privacy(mut call: Call) -> Answer {
    let id = call.id("channel_id")?;
    let change: PrivacyChange = call.json("privacy").await?;
    Reply::json(&channel_set_privacy(&call.ctx, id, &change.privacy).await?)
}

async fn restore(call: Call) -> Answer {
    Reply::json(&channel_restore(&call.ctx, call.id("channel_id")?).await?)
}

async fn delete(call: Call) -> Answer {
    let id = call.id("channel_id")?;
    if call.query_flag("permanent") {
        channel_delete_forever(&call.ctx, id).await?;
    } else {
        channel_archive(&call.ctx, id).await?;
    }
    Reply::ok()
}
