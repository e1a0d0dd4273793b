//! What only the hosting service of the original, or its paid edition, has: this server is neither, and says so as a server
//! does that its owner runs.

use roost_app::AppError;
use roost_model::error;
use roost_model::errors::{feature, system as errors};
use roost_model::permission::Permission;
use serde::de::IgnoredAny;
use serde_json::{Value, json};

use crate::{Answer, Call, Reply};

crate::routes! {
    GET "/api/v4/cloud/products" => not_hosted;
    GET "/api/v4/cloud/limits" => not_hosted;
    GET "/api/v4/cloud/customer" => not_hosted;
    PUT "/api/v4/cloud/customer" => not_hosted;
    PUT "/api/v4/cloud/customer/address" => not_hosted;
    GET "/api/v4/cloud/subscription" => not_hosted;
    GET "/api/v4/cloud/subscription/invoices" => not_hosted;
    GET "/api/v4/cloud/subscription/invoices/{invoice_id}/pdf" => not_hosted;
    GET "/api/v4/cloud/check-cws-connection" => not_hosted;
    POST "/api/v4/cloud/validate-business-email" => not_hosted;
    POST "/api/v4/cloud/validate-workspace-business-email" => not_hosted;
    GET "/api/v4/cloud/installation" => not_hosted;
    GET "/api/v4/cloud/preview/modal_data" => no_preview;
    POST "/api/v4/upgrade_to_enterprise" => upgrade;
    GET "/api/v4/upgrade_to_enterprise/allowed" => upgrade_allowed;
    POST "/api/v4/trial-license" => trial;
    GET "/api/v4/trial-license/prev" => no_trial;
    GET "/api/v4/hosted_customer/signup_available" => no_signup;
    GET "/api/v4/ip_filtering" => no_filter;
    POST "/api/v4/ip_filtering" => no_filter;
    GET "/api/v4/ip_filtering/my_ip" => no_filter;
    POST "/api/v4/ldap/sync" => ldap_sync;
    GET "/api/v4/agents" => nothing;
    GET "/api/v4/agents/status" => agents_status;
    GET "/api/v4/llmservices" => nothing;
    POST "/api/v4/posts/rewrite" => rewrite;
    POST "/api/v4/recaps" => no_recaps;
    GET "/api/v4/recaps" => no_recaps;
    GET "/api/v4/recaps/{recap_id}" => no_recaps;
    POST "/api/v4/recaps/{recap_id}/read" => no_recaps;
    POST "/api/v4/recaps/{recap_id}/regenerate" => no_recaps;
    DELETE "/api/v4/recaps/{recap_id}" => no_recaps;
}

async fn not_hosted(_: Call) -> Answer {
    Err(errors::CLOUD_ONLY.into())
}

async fn no_preview(_: Call) -> Answer {
    Err(errors::CLOUD_PREVIEW.into())
}

/// Nothing is left to upgrade to.
async fn upgrade(call: Call) -> Answer {
    call.ctx.require(Permission::ManageSystem)?;
    Err(errors::UPGRADE_ENTERPRISE.into())
}

async fn upgrade_allowed(call: Call) -> Answer {
    call.ctx.require(Permission::ManageSystem)?;
    Err(errors::UPGRADE_UNSUPPORTED.into())
}

/// Nothing is left to try.
async fn trial(call: Call) -> Answer {
    call.ctx.require(Permission::ManageLicenseInformation)?;
    Err(AppError::new(errors::LICENSE_NO_TRIAL))
}

async fn no_trial(_: Call) -> Answer {
    Err(AppError::new(errors::LICENSE_NO_TRIAL))
}

async fn no_signup(_: Call) -> Answer {
    Err(feature::HOSTED_SIGNUP.into())
}

/// The vendor filters the addresses of its own hosting.
async fn no_filter(_: Call) -> Answer {
    Err(feature::IP_FILTERING_MISSING.into())
}

/// Where no directory is set up there is nothing to bring over, and the original is content. Directories are not built.
async fn ldap_sync(call: Call) -> Answer {
    call.ctx.require(Permission::CreateLdapSyncJob)?;
    let config = call.ctx.config();
    if config.ldap.enable || config.ldap.enable_sync { Err(error::NOT_IMPLEMENTED.into()) } else { Reply::ok() }
}

/// Agents and their models come with a plugin, and there are no plugins here.
async fn nothing(_: Call) -> Answer {
    Reply::json(&Vec::<Value>::new())
}

async fn agents_status(_: Call) -> Answer {
    let reason = "app.agents.bridge.not_available.plugin_env_not_initialized";
    Reply::json(&json!({ "available": false, "reason": reason }))
}

/// Whichever agent is asked for, there is none of that id.
async fn rewrite(mut call: Call) -> Answer {
    call.json::<IgnoredAny>("body").await?;
    Err(AppError::invalid_body("agent_id"))
}

/// Agents make them.
async fn no_recaps(_: Call) -> Answer {
    Err(feature::RECAPS_OFF.into())
}
