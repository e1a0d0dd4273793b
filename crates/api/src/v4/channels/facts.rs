//! `/channels/{channel_id}/…`: numbers and facts about one channel.

use roost_app::channels::{channel_common_teams, channel_counts_by_group, channel_stats, channel_timezones};
use serde_json::{Value, json};

use crate::{Answer, Call, Reply};

crate::routes! {
    GET "/api/v4/channels/{channel_id}/stats" => stats;
    GET "/api/v4/channels/{channel_id}/timezones" => timezones;
    GET "/api/v4/channels/{channel_id}/member_counts_by_group" => counts_by_group;
    GET "/api/v4/channels/{channel_id}/common_teams" => common_teams;
}

async fn stats(call: Call) -> Answer {
    let with_files = !call.query_flag("exclude_files_count");
    Reply::json(&channel_stats(&call.ctx, call.id("channel_id")?, with_files).await?)
}

async fn timezones(call: Call) -> Answer {
    let zones = channel_timezones(&call.ctx, call.id("channel_id")?).await?;
    // The original answers null where nobody has a time zone.
    Reply::json(&(!zones.is_empty()).then_some(zones))
}

async fn counts_by_group(call: Call) -> Answer {
    let timezones = call.query_flag("include_timezones");
    let counts = channel_counts_by_group(&call.ctx, call.id("channel_id")?, timezones).await?;
    let entry = |count: &roost_app::channels::GroupCount| {
        json!({
            "group_id": count.group_id,
            "channel_member_count": count.members,
            "channel_member_timezones_count": count.timezones,
        })
    };
    Reply::json(&counts.iter().map(entry).collect::<Vec<Value>>())
}

async fn common_teams(call: Call) -> Answer {
    Reply::json(&channel_common_teams(&call.ctx, call.id("channel_id")?).await?)
}
