//! Applications that people let act for them (OAuth 2.0): who made which, who lets it, and with which tokens it acts. And the
//! other way round: the connections with which this server proves itself to programs that it calls.

mod apps;
mod authorize;
mod code;
mod connections;
mod discovery;
mod pkce;
mod prove;
mod redirect;
mod register;
mod token;
mod tokens;

pub use apps::{
    oauth_app_create, oauth_app_delete, oauth_app_get, oauth_app_info, oauth_app_list, oauth_app_regenerate,
    oauth_app_update, oauth_apps_authorized, require_manage,
};
pub use authorize::{Consent, oauth_allow, oauth_consent, oauth_deauthorize};
pub use connections::{
    connection_create, connection_delete, connection_get, connection_list, connection_try, connection_update,
    require_connections_managed,
};
pub use discovery::oauth_metadata;
pub use prove::call_proven;
pub use register::oauth_register;
pub use token::oauth_token;
pub use tokens::Tokens;

use roost_model::ErrorId;

use crate::{AppError, Ctx};

/// Preferences with the applications that people let act for them.
const PREFERENCE_CATEGORY: &str = "oauth_app";

/// `error` where applications cannot act for people at all.
fn require_on(ctx: &Ctx, error: &'static ErrorId) -> Result<(), AppError> {
    if ctx.config().service.enable_oauth_service_provider { Ok(()) } else { Err(error.into()) }
}
