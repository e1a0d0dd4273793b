//! `/plugins`. Nothing can be installed on this server, and what asks what is installed is told so. Where plugins are switched
//! off, that is said before who asks is looked at, as by the original.

use roost_app::AppError;
use roost_app::system::admin::{marketplace_visit, marketplace_visited};
use roost_model::errors::feature as errors;
use roost_model::permission::Permission::{SysconsoleReadPlugins, SysconsoleWritePlugins};
use serde_json::{Value, json};

use crate::{Answer, Call, Reply};

crate::routes! {
    GET "/api/v4/plugins" => list;
    GET "/api/v4/plugins/statuses" => statuses;
    GET "/api/v4/plugins/webapp" => for_clients;
    GET "/api/v4/plugins/marketplace" => marketplace;
    GET "/api/v4/plugins/marketplace/first_admin_visit" => visited;
    POST "/api/v4/plugins/marketplace/first_admin_visit" => visit;
    POST "/api/v4/plugins/{plugin_id}/enable" => of_none;
    POST "/api/v4/plugins/{plugin_id}/disable" => of_none;
    DELETE "/api/v4/plugins/{plugin_id}" => of_none;
}

fn require_on(call: &Call) -> Result<(), AppError> {
    if call.ctx.config().plugin.enable { Ok(()) } else { Err(errors::PLUGINS_OFF.into()) }
}

fn nothing() -> Answer {
    Reply::json(&Vec::<Value>::new())
}

async fn list(call: Call) -> Answer {
    require_on(&call)?;
    call.ctx.require(SysconsoleReadPlugins)?;
    Reply::json(&json!({"active": [], "inactive": []}))
}

async fn statuses(call: Call) -> Answer {
    require_on(&call)?;
    call.ctx.require(SysconsoleReadPlugins)?;
    nothing()
}

/// What clients load: they ask at their start.
async fn for_clients(call: Call) -> Answer {
    require_on(&call)?;
    nothing()
}

/// What could be installed.
async fn marketplace(call: Call) -> Answer {
    require_on(&call)?;
    if !call.ctx.config().plugin.enable_marketplace {
        return Err(errors::MARKETPLACE_OFF.into());
    }
    call.ctx.require(SysconsoleReadPlugins)?;
    nothing()
}

async fn visited(call: Call) -> Answer {
    Reply::json(&marketplace_visited(&call.ctx).await?)
}

async fn visit(call: Call) -> Answer {
    marketplace_visit(&call.ctx).await?;
    Reply::ok()
}

/// Whatever is to be done with a plugin: there is none.
async fn of_none(call: Call) -> Answer {
    require_on(&call)?;
    call.ctx.require(SysconsoleWritePlugins)?;
    Err(errors::PLUGIN_NOT_INSTALLED.into())
}
