//! What operations that are not built ask before they say so: a caller who could not do the thing anyway is told that, as
//! by the original, and learns nothing of what is missing. Then they say that their feature is switched off, where it is.

mod bodies;
mod features;

use roost_app::AppError;
use roost_app::access::channel::require_in_channel;
use roost_model::error as ids;
use roost_model::permission::Permission::{
    self, AddLdapPrivateCert, AddLdapPublicCert, AddSamlIdpCert, AddSamlPrivateCert, AddSamlPublicCert,
    CreateComplianceExportJob, DownloadComplianceExportResult, GetSamlCertStatus, GetSamlMetadataFromIdp,
    ManageSecureConnections, ManageSystem, PurgeElasticsearchIndexes, ReadChannel, ReadComplianceExportJob,
    RemoveLdapPrivateCert, RemoveLdapPublicCert, RemoveSamlIdpCert, RemoveSamlPrivateCert, RemoveSamlPublicCert,
    SysconsoleReadComplianceDataRetentionPolicy as ReadRetention, SysconsoleReadUserManagementGroups,
    SysconsoleWriteComplianceDataRetentionPolicy as WriteRetention, TestLdap,
};

use crate::route::Known;
use crate::{Answer, Call};

/// What an operation asks.
struct Asked {
    method: &'static str,
    /// Below `/api/v4`.
    path: &'static str,
    permission: Permission,
    more: &'static [More],
}

/// What is asked besides the permission.
#[derive(Clone, Copy, PartialEq, Eq)]
enum More {
    /// Before it: ids in the path have the length of ids.
    Ids,
    /// It is asked in the channel of the path, and not in the system.
    InChannel,
    /// After it: the body is JSON.
    Json,
}

macro_rules! asked {
    ($($method:ident $path:literal $permission:ident $($what:ident)*;)*) => {
        /// From the recorded answers to plain users, and to requests that make no sense.
        const ASKED: &[Asked] = &[$(Asked {
            method: stringify!($method),
            path: $path,
            permission: $permission,
            more: &[$(More::$what),*],
        }),*];
    };
}

asked! {
    POST "/access_control_policies/search" ManageSystem Json;
    POST "/access_control_policies/cel/check" ManageSystem Json;
    POST "/access_control_policies/cel/test" ManageSystem Json;
    POST "/access_control_policies/cel/visual_ast" ManageSystem Json;
    GET "/access_control_policies/cel/autocomplete/fields" ManageSystem;
    GET "/access_control_policies/{policy_id}" ManageSystem Ids;
    DELETE "/access_control_policies/{policy_id}" ManageSystem Ids;
    POST "/access_control_policies/{policy_id}/assign" ManageSystem Ids Json;
    DELETE "/access_control_policies/{policy_id}/unassign" ManageSystem Ids Json;
    GET "/access_control_policies/{policy_id}/resources/channels" ManageSystem Ids;
    POST "/access_control_policies/{policy_id}/resources/channels/search" ManageSystem Ids Json;
    POST "/audit_logs/certificate" ManageSystem;
    DELETE "/audit_logs/certificate" ManageSystem;
    GET "/channels/{channel_id}/access_control/attributes" ReadChannel InChannel;
    POST "/compliance/reports" CreateComplianceExportJob Json;
    GET "/compliance/reports" ReadComplianceExportJob;
    GET "/compliance/reports/{report_id}" CreateComplianceExportJob Ids;
    GET "/compliance/reports/{report_id}/download" DownloadComplianceExportResult Ids;
    GET "/data_retention/policies" ReadRetention;
    GET "/data_retention/policies_count" ReadRetention;
    POST "/data_retention/policies" WriteRetention Json;
    GET "/data_retention/policies/{policy_id}" ReadRetention;
    PATCH "/data_retention/policies/{policy_id}" WriteRetention Json;
    DELETE "/data_retention/policies/{policy_id}" WriteRetention;
    GET "/data_retention/policies/{policy_id}/teams" ReadRetention;
    POST "/data_retention/policies/{policy_id}/teams/search" ReadRetention Json;
    GET "/data_retention/policies/{policy_id}/channels" ReadRetention;
    POST "/data_retention/policies/{policy_id}/channels/search" ReadRetention Json;
    POST "/elasticsearch/purge_indexes" PurgeElasticsearchIndexes;
    GET "/latest_version" ManageSystem;
    POST "/ldap/test" TestLdap;
    POST "/ldap/test_connection" TestLdap Json;
    POST "/ldap/test_diagnostics" TestLdap Json;
    GET "/ldap/groups" SysconsoleReadUserManagementGroups;
    POST "/ldap/certificate/public" AddLdapPublicCert;
    POST "/ldap/certificate/private" AddLdapPrivateCert;
    DELETE "/ldap/certificate/public" RemoveLdapPublicCert;
    DELETE "/ldap/certificate/private" RemoveLdapPrivateCert;
    GET "/remotecluster" ManageSecureConnections;
    POST "/remotecluster" ManageSecureConnections Json;
    POST "/remotecluster/accept_invite" ManageSecureConnections Json;
    POST "/remotecluster/{remote_id}/generate_invite" ManageSecureConnections;
    GET "/remotecluster/{remote_id}" ManageSecureConnections;
    PATCH "/remotecluster/{remote_id}" ManageSecureConnections Json;
    DELETE "/remotecluster/{remote_id}" ManageSecureConnections;
    GET "/remotecluster/{remote_id}/sharedchannelremotes" ManageSecureConnections;
    POST "/remotecluster/{remote_id}/channels/{channel_id}/invite" ManageSecureConnections Ids;
    POST "/remotecluster/{remote_id}/channels/{channel_id}/uninvite" ManageSecureConnections Ids;
    POST "/restart" ManageSystem;
    POST "/saml/certificate/public" AddSamlPublicCert;
    POST "/saml/certificate/private" AddSamlPrivateCert;
    POST "/saml/certificate/idp" AddSamlIdpCert;
    DELETE "/saml/certificate/public" RemoveSamlPublicCert;
    DELETE "/saml/certificate/private" RemoveSamlPrivateCert;
    DELETE "/saml/certificate/idp" RemoveSamlIdpCert;
    GET "/saml/certificate/status" GetSamlCertStatus;
    POST "/saml/metadatafromidp" GetSamlMetadataFromIdp;
}

pub use features::{feature_of, refusal as refusal_when_off};

/// The answer of an operation without a handler.
pub async fn answer(known: Known, call: Call) -> Answer {
    let config = call.ctx.config();
    let off = refusal_when_off(&known, &config).unwrap_or(ids::NOT_IMPLEMENTED);
    Err(refusal(known, call).await.err().unwrap_or_else(|| AppError::new(off)))
}

async fn refusal(known: Known, mut call: Call) -> Result<(), AppError> {
    let below = known.below();
    bodies::before(&known, &mut call).await?;
    let Some(asked) = ASKED.iter().find(|asked| asked.method == known.method && Some(asked.path) == below) else {
        return Ok(());
    };
    if asked.more.contains(&More::Ids) {
        for name in known.path.split(['{', '}']).skip(1).step_by(2).filter(|name| name.ends_with("_id")) {
            call.id(name)?;
        }
    }
    if asked.more.contains(&More::InChannel) {
        require_in_channel(&call.ctx, call.id("channel_id")?, asked.permission).await?;
    } else {
        call.ctx.require(asked.permission)?;
    }
    if asked.more.contains(&More::Json) {
        call.json::<serde::de::IgnoredAny>("body").await?;
    }
    bodies::after(&known, &mut call).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::route::Table;

    #[test]
    fn only_operations_without_a_handler_ask_here() {
        let table = Table::new();
        for asked in ASKED {
            let mut routes = table.routes().iter();
            let route =
                routes.find(|route| route.known.method == asked.method && route.known.below() == Some(asked.path));
            let route = route.unwrap_or_else(|| panic!("{} {} is no operation", asked.method, asked.path));
            assert!(route.run.is_none(), "{} {} has a handler", asked.method, asked.path);
        }
    }

    #[test]
    fn all_but_a_few_wait_for_a_feature() {
        let table = Table::new();
        let alone = table.routes().iter().filter(|route| route.run.is_none() && feature_of(&route.known).is_none());
        let alone: Vec<_> = alone.map(|route| route.known.path).collect();
        assert_eq!(alone, ["/manualtest", "/api/v4/restart"]);
    }
}
