//! The licence that clients ask for: this server has everything, for good.

use std::collections::BTreeMap;

use roost_config::{LicenseContext, client_license};
use roost_model::permission::Permission;

use crate::Ctx;

/// The licence as the session's user may see it; everybody sees what is offered.
pub fn license_for_client(ctx: &Ctx) -> BTreeMap<String, String> {
    let installation = &ctx.app().installation;
    let context = LicenseContext {
        id: installation.id.clone(),
        company: "Roost".to_owned(),
        name: "Roost".to_owned(),
        email: String::new(),
        sku_name: "Roost".to_owned(),
        starts_at_ms: installation.installed_at_ms.unwrap_or_default(),
    };
    client_license(&context, ctx.can(Permission::ReadLicenseInformation))
}
