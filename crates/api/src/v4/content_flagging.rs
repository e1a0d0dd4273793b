//! `/content_flagging`: reports of posts and their review.

use roost_app::content_flagging::{
    flag_config, flagged_post, flagged_values, post_assign, post_flag, post_keep, post_remove, report_fields,
    require_settings, reviewer_search, settings_get, settings_save, team_status,
};
use roost_model::Id;
use roost_model::content_flagging::{Done, Report, Verdict};
use serde_json::{Map, Value};

use crate::{Answer, Call, Reply};

crate::routes! {
    GET "/api/v4/content_flagging/config" => settings;
    PUT "/api/v4/content_flagging/config" => save_settings;
    GET "/api/v4/content_flagging/fields" => fields;
    GET "/api/v4/content_flagging/flag/config" => asked;
    GET "/api/v4/content_flagging/team/{team_id}/status" => status;
    GET "/api/v4/content_flagging/team/{team_id}/reviewers/search" => search;
    GET "/api/v4/content_flagging/post/{post_id}" => post;
    GET "/api/v4/content_flagging/post/{post_id}/field_values" => values;
    POST "/api/v4/content_flagging/post/{post_id}/flag" => flag;
    POST "/api/v4/content_flagging/post/{post_id}/assign/{content_reviewer_id}" => assign;
    PUT "/api/v4/content_flagging/post/{post_id}/keep" => keep;
    PUT "/api/v4/content_flagging/post/{post_id}/remove" => remove;
}

/// The reported post for which a reviewer asks about something else.
pub fn review_of(call: &Call) -> Option<&str> {
    call.query_flag("as_content_reviewer").then(|| call.query("flagged_post_id"))
}

fn done() -> Answer {
    Reply::json(&Done::default())
}

async fn settings(call: Call) -> Answer {
    Reply::json(&settings_get(&call.ctx).await?)
}

async fn save_settings(mut call: Call) -> Answer {
    require_settings(&call.ctx)?;
    let body: Map<String, Value> = call.json("config").await?;
    settings_save(&call.ctx, body).await?;
    done()
}

async fn fields(call: Call) -> Answer {
    Reply::json(&report_fields(&call.ctx).await?)
}

async fn asked(call: Call) -> Answer {
    let team = match call.query("team_id") {
        "" => None,
        text => Some(Id::parse_or_empty(text)),
    };
    Reply::json(&flag_config(&call.ctx, team).await?)
}

async fn status(call: Call) -> Answer {
    Reply::json(&team_status(&call.ctx, call.id("team_id")?).await?)
}

async fn search(call: Call) -> Answer {
    Reply::json(&reviewer_search(&call.ctx, call.id("team_id")?, call.query("term")).await?)
}

async fn post(call: Call) -> Answer {
    Reply::json(&flagged_post(&call.ctx, call.id("post_id")?).await?)
}

async fn values(call: Call) -> Answer {
    Reply::json(&flagged_values(&call.ctx, call.id("post_id")?).await?)
}

async fn flag(mut call: Call) -> Answer {
    let id = call.id("post_id")?;
    let report: Report = call.json("flag").await?;
    Box::pin(post_flag(&call.ctx, id, report)).await?;
    done()
}

async fn assign(call: Call) -> Answer {
    Box::pin(post_assign(&call.ctx, call.id("post_id")?, call.id("content_reviewer_id")?)).await?;
    done()
}

async fn keep(mut call: Call) -> Answer {
    let id = call.id("post_id")?;
    let verdict: Verdict = call.json("action").await?;
    Box::pin(post_keep(&call.ctx, id, verdict)).await?;
    done()
}

async fn remove(mut call: Call) -> Answer {
    let id = call.id("post_id")?;
    let verdict: Verdict = call.json("action").await?;
    Box::pin(post_remove(&call.ctx, id, verdict)).await?;
    done()
}
