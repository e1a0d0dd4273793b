//! `/config`.

use roost_app::system::config::{self, Shown};
use serde_json::Value;

use crate::{Answer, Call, Reply};

crate::routes! {
    GET "/api/v4/config" => get;
    PUT "/api/v4/config" => replace;
    PUT "/api/v4/config/patch" => patch;
    POST "/api/v4/config/reload" => reload;
    GET "/api/v4/config/client" => client;
    GET "/api/v4/config/environment" => environment;
}

async fn get(call: Call) -> Answer {
    let shown =
        Shown { remove_masked: call.query_flag("remove_masked"), remove_defaults: call.query_flag("remove_defaults") };
    uncached(Reply::json(&config::config_get(&call.ctx, shown)?))
}

async fn replace(mut call: Call) -> Answer {
    let body: Value = call.json("config").await?;
    uncached(Reply::json(&config::config_replace(&call.ctx, body).await?))
}

async fn patch(mut call: Call) -> Answer {
    let body: Value = call.json("config").await?;
    uncached(Reply::json(&config::config_patch(&call.ctx, body).await?))
}

async fn reload(call: Call) -> Answer {
    config::config_reload(&call.ctx).await?;
    uncached(Reply::ok())
}

async fn client(call: Call) -> Answer {
    Reply::json(&config::config_for_client(&call.ctx).await?)
}

async fn environment(call: Call) -> Answer {
    uncached(Reply::json(&config::config_environment(&call.ctx)))
}

fn uncached(answer: Answer) -> Answer {
    Ok(answer?.with_header("cache-control", "no-cache, no-store, must-revalidate"))
}
