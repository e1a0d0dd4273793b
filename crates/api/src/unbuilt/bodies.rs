//! What operations that are not built say of requests that make no sense, before they say that they are not built: a client that
//! asks wrongly is told what the original tells it.

use actix_http::header;
use roost_app::AppError;
use roost_app::shared_channels::remote_exists;
use roost_model::ErrorId;
use roost_model::errors::{feature as errors, system as system_errors};
use serde_json::Value;

use crate::Call;
use crate::route::Known;

/// Rows of attributes at a time.
const ATTRIBUTES_MAX: i64 = 100;

/// What is asked before the permission.
pub async fn before(known: &Known, call: &mut Call) -> Result<(), AppError> {
    match (known.method, known.below().unwrap_or_default()) {
        ("PUT", "/access_control_policies") => match text(&call.json("policy").await?, "type") {
            "parent" | "channel" => Ok(()),
            _ => Err(AppError::invalid_body("type")),
        },
        (
            "POST" | "DELETE",
            "/data_retention/policies/{policy_id}/teams" | "/data_retention/policies/{policy_id}/channels",
        ) => {
            let ids = call.json::<Vec<String>>("ids").await;
            ids.map(drop).map_err(|error| AppError::from(system_errors::PAYLOAD).because(error))
        }
        ("POST", "/elasticsearch/test") => {
            let settings = call.json_or_default::<Value>().await?;
            // Without a body the settings that are in force are meant.
            let given = settings.is_null() || settings.get("ElasticsearchSettings").is_some_and(Value::is_object);
            demand(given, errors::ELASTICSEARCH_SETTINGS)
        }
        ("POST", "/ldap/migrateid") => has_text(call, "toAttribute").await,
        _ => Ok(()),
    }
}

/// What is asked after it.
pub async fn after(known: &Known, call: &mut Call) -> Result<(), AppError> {
    match (known.method, known.below().unwrap_or_default()) {
        ("GET", "/access_control_policies/cel/autocomplete/fields") => {
            let limit = call.query("limit").parse::<i64>().unwrap_or(0);
            demand((1..=ATTRIBUTES_MAX).contains(&limit), errors::ATTRIBUTES_LIMIT)
        }
        ("POST", "/audit_logs/certificate" | "/saml/certificate/public" | "/saml/certificate/private") => {
            demand(is_form(call), errors::CERTIFICATE_NO_FILE)
        }
        ("POST", "/ldap/certificate/private") => demand(is_form(call), errors::CERTIFICATE_FORM),
        ("POST", "/saml/certificate/idp") => {
            let text = call.header(header::CONTENT_TYPE).starts_with("application/x-pem-file");
            demand(text || is_form(call), errors::SAML_METADATA_TYPE)
        }
        ("POST", "/saml/metadatafromidp") => has_text(call, "saml_metadata_url").await,
        ("POST", "/remotecluster/{remote_id}/generate_invite") => has_text(call, "password").await,
        (
            "GET" | "PATCH" | "DELETE",
            "/remotecluster/{remote_id}" | "/remotecluster/{remote_id}/sharedchannelremotes",
        ) => demand(remote_exists(&call.ctx, call.param("remote_id")).await?, errors::REMOTE_NOT_FOUND),
        (
            "POST",
            "/remotecluster/{remote_id}/channels/{channel_id}/invite"
            | "/remotecluster/{remote_id}/channels/{channel_id}/uninvite",
        ) => demand(remote_exists(&call.ctx, call.param("remote_id")).await?, errors::REMOTE_INVALID),
        _ => Ok(()),
    }
}

fn demand(holds: bool, error: &'static ErrorId) -> Result<(), AppError> {
    if holds { Ok(()) } else { Err(error.into()) }
}

fn is_form(call: &Call) -> bool {
    call.header(header::CONTENT_TYPE).starts_with("multipart/form-data")
}

async fn has_text(call: &mut Call, name: &'static str) -> Result<(), AppError> {
    let body = call.json::<Value>(name).await?;
    if text(&body, name).is_empty() { Err(AppError::invalid_body(name)) } else { Ok(()) }
}

/// A text of the body; empty where there is none.
fn text<'a>(body: &'a Value, name: &str) -> &'a str {
    body.get(name).and_then(Value::as_str).unwrap_or_default()
}
