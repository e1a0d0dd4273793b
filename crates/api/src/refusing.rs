//! Operations that are built and never succeed on this server, whoever asks, each with why. The page about what is built says
//! so in the place of a count: no test can play them with success.

use crate::route::Known;

const HOSTING: &str = "the vendor's hosting";
const NO_LICENSE: &str = "licences: everything is there without one";
const NO_PLUGINS: &str = "plugins: none can be installed";
const NO_AGENTS: &str = "agents: they come with plugins";
const WITHDRAWN: &str = "the original has withdrawn it";
const DIRECTORIES: &str = "directories (LDAP), which are not built";
const SAML: &str = "SAML, which is not built";

/// Method, path below `/api/v4`, and why it refuses.
const REFUSING: &[(&str, &str, &str)] = &[
    ("GET", "/cloud/products", HOSTING),
    ("GET", "/cloud/limits", HOSTING),
    ("GET", "/cloud/customer", HOSTING),
    ("PUT", "/cloud/customer", HOSTING),
    ("PUT", "/cloud/customer/address", HOSTING),
    ("GET", "/cloud/subscription", HOSTING),
    ("GET", "/cloud/subscription/invoices", HOSTING),
    ("GET", "/cloud/subscription/invoices/{invoice_id}/pdf", HOSTING),
    ("POST", "/cloud/validate-business-email", HOSTING),
    ("POST", "/cloud/validate-workspace-business-email", HOSTING),
    ("GET", "/cloud/installation", HOSTING),
    ("GET", "/cloud/check-cws-connection", HOSTING),
    ("GET", "/cloud/preview/modal_data", HOSTING),
    ("GET", "/hosted_customer/signup_available", HOSTING),
    ("GET", "/ip_filtering", HOSTING),
    ("POST", "/ip_filtering", HOSTING),
    ("GET", "/ip_filtering/my_ip", HOSTING),
    ("POST", "/users/login/cws", HOSTING),
    ("POST", "/license", NO_LICENSE),
    ("POST", "/trial-license", NO_LICENSE),
    ("GET", "/trial-license/prev", NO_LICENSE),
    ("POST", "/upgrade_to_enterprise", NO_LICENSE),
    ("GET", "/upgrade_to_enterprise/allowed", NO_LICENSE),
    ("DELETE", "/plugins/{plugin_id}", NO_PLUGINS),
    ("POST", "/plugins/{plugin_id}/enable", NO_PLUGINS),
    ("POST", "/plugins/{plugin_id}/disable", NO_PLUGINS),
    ("POST", "/posts/rewrite", NO_AGENTS),
    ("POST", "/recaps", NO_AGENTS),
    ("GET", "/recaps", NO_AGENTS),
    ("GET", "/recaps/{recap_id}", NO_AGENTS),
    ("POST", "/recaps/{recap_id}/read", NO_AGENTS),
    ("POST", "/recaps/{recap_id}/regenerate", NO_AGENTS),
    ("DELETE", "/recaps/{recap_id}", NO_AGENTS),
    ("POST", "/users/login/sso/code-exchange", WITHDRAWN),
    ("POST", "/users/migrate_auth/ldap", DIRECTORIES),
    ("POST", "/users/migrate_auth/saml", SAML),
];

/// Why the operation never succeeds; `None`: it can.
pub fn why(known: &Known) -> Option<&'static str> {
    let below = known.below()?;
    REFUSING.iter().find(|(method, path, _)| (*method, *path) == (known.method, below)).map(|(_, _, why)| *why)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::route::Table;

    #[test]
    fn each_is_an_operation_with_a_handler() {
        let table = Table::new();
        let refusing = table.routes().iter().filter(|route| route.run.is_some() && why(&route.known).is_some());
        assert_eq!(refusing.count(), REFUSING.len());
    }
}
