//! Whether addresses lead anywhere, asked by the server for its clients.

use roost_model::errors::system as errors;
use roost_model::permission::Permission;

use crate::{AppError, Ctx};

/// Where an address redirects to; empty when it does not, does not answer, or links are not followed on this server.
pub async fn redirect_location(ctx: &Ctx, url: &str) -> Result<String, AppError> {
    if !ctx.config().service.enable_link_previews {
        return Ok(String::new());
    }
    if url.is_empty() {
        return Err(AppError::invalid_body("url"));
    }
    Ok(ctx.app().outgoing.location(url).await.unwrap_or_else(|error| {
        tracing::debug!(%error, "nothing is known of where an address leads");
        String::new()
    }))
}

/// Whether a server like this one answers at an address that somebody wants to make its own.
pub async fn site_url_test(ctx: &Ctx, site_url: &str) -> Result<(), AppError> {
    let ping = format!("{}/api/v4/system/ping", site_url.trim_end_matches('/'));
    match ctx.app().outgoing.trusted_status(&ping).await {
        Ok(200) => Ok(()),
        Ok(status) => Err(AppError::new(errors::SITE_URL_TEST).because(format!("it answers {status}"))),
        Err(error) => Err(AppError::new(errors::SITE_URL_TEST).because(error)),
    }
}

/// 403 for whoever may not test addresses.
pub fn require_site_url_test(ctx: &Ctx) -> Result<(), AppError> {
    ctx.require(Permission::TestSiteUrl)
}
