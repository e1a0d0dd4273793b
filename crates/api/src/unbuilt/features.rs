//! What the operations without a handler are part of, and how they are refused where that is switched off: as by the
//! original. Where a feature is switched on that is not built, the answer says that it is not built.

use roost_config::Config;
use roost_model::ErrorId;
use roost_model::errors::{
    channel as channel_errors, feature as errors, session as session_errors, user as user_errors,
};

use crate::route::Known;

/// A feature that is not built, or not all of it.
pub struct Feature {
    /// As the page about what is built calls it.
    pub name: &'static str,
    /// Paths below `/api/v4` that are part of it begin with one of these.
    paths: &'static [&'static str],
    /// How it is refused under this configuration; `None`: it is switched on.
    refusal: fn(&Config, &str) -> Option<&'static ErrorId>,
}

/// The first that fits counts.
const FEATURES: &[Feature] = &[
    Feature {
        name: "rules of attributes for access",
        paths: &["/access_control_policies", "/channels/{channel_id}/access_control"],
        refusal: |_, path| path.ends_with("/attributes").then_some(channel_errors::ACCESS_CONTROL_OFF),
    },
    Feature { name: "certificates for audit logs", paths: &["/audit_logs"], refusal: |_, _| None },
    Feature {
        name: "translation of messages",
        paths: &["/channels/{channel_id}/members/{user_id}/autotranslation"],
        refusal: |config, _| {
            let on = config.feature_flags.auto_translation && config.auto_translation.enable;
            (!on).then_some(channel_errors::TRANSLATION_OFF)
        },
    },
    Feature {
        name: "compliance reports",
        paths: &["/compliance"],
        refusal: |config, _| (!config.compliance.enable).then_some(errors::COMPLIANCE_OFF),
    },
    Feature {
        name: "deleting old data by rules",
        paths: &["/data_retention"],
        refusal: |_, _| Some(user_errors::DATA_RETENTION_MISSING),
    },
    Feature {
        name: "search by Elasticsearch",
        paths: &["/elasticsearch"],
        refusal: |_, _| Some(errors::ELASTICSEARCH_MISSING),
    },
    Feature {
        name: "the vendor's hosting",
        paths: &["/cloud", "/upgrade_to_enterprise", "/latest_version"],
        refusal: |_, _| None,
    },
    Feature {
        name: "directories (LDAP)",
        paths: &["/ldap"],
        refusal: |config, path| {
            let error = if path == "/ldap/groups" { errors::LDAP_NO_GROUPS } else { errors::LDAP_OFF };
            (!config.ldap.enable && !config.ldap.enable_sync).then_some(error)
        },
    },
    Feature {
        name: "plugins",
        paths: &["/plugins"],
        refusal: |config, path| match (path, &config.plugin) {
            ("/plugins", plugin) if !plugin.enable || !plugin.enable_uploads => Some(errors::PLUGIN_UPLOAD_OFF),
            (_, plugin) if !plugin.enable => Some(errors::PLUGINS_OFF),
            ("/plugins/marketplace", plugin) if !plugin.enable_marketplace => Some(errors::MARKETPLACE_OFF),
            _ => None,
        },
    },
    Feature {
        name: "connections to other servers",
        paths: &["/remotecluster"],
        refusal: |config, _| {
            let on = config.feature_flags.enable_remote_cluster_service
                && config.connected_workspaces.enable_remote_cluster_service;
            (!on).then_some(errors::REMOTE_CLUSTERS_OFF)
        },
    },
    Feature { name: "SAML", paths: &["/saml"], refusal: |_, _| Some(session_errors::SAML_MISSING) },
];

/// What an operation is part of; `None`: of nothing that other operations are part of.
pub fn feature_of(known: &Known) -> Option<&'static Feature> {
    let below = known.below()?;
    FEATURES.iter().find(|feature| feature.paths.iter().any(|path| below.starts_with(path)))
}

/// How an operation is refused under this configuration.
pub fn refusal(known: &Known, config: &Config) -> Option<&'static ErrorId> {
    let feature = feature_of(known)?;
    (feature.refusal)(config, known.below().unwrap_or_default())
}
