//! Keys that came later than another one and, where a file does not have them yet, take their value from it.

use crate::config::Config;

const HOURS_PER_DAY: i64 = 24;

/// `has` tells whether the source of this configuration names a key of a section.
pub(crate) fn inherit(config: &mut Config, has: impl Fn(&str, &str) -> bool) {
    let (service, email) = (&mut config.service, &mut config.email);
    for (key, days, hours) in [
        ("SessionLengthWebIn", service.session_length_web_in_days, &mut service.session_length_web_in_hours),
        ("SessionLengthMobileIn", service.session_length_mobile_in_days, &mut service.session_length_mobile_in_hours),
        ("SessionLengthSSOIn", service.session_length_sso_in_days, &mut service.session_length_sso_in_hours),
    ] {
        if has("ServiceSettings", &format!("{key}Days")) && !has("ServiceSettings", &format!("{key}Hours")) {
            *hours = days.saturating_mul(HOURS_PER_DAY);
        }
    }
    if !has("EmailSettings", "EnableSignInWithEmail") {
        email.enable_sign_in_with_email = email.enable_sign_up_with_email;
    }
    if !has("LogSettings", "EnableSentry") {
        config.log.enable_sentry = config.log.enable_diagnostics;
    }
    if !has("LdapSettings", "EnableSync") {
        config.ldap.enable_sync = config.ldap.enable;
    }
    if !has("TeamSettings", "TeammateNameDisplay") && (config.ldap.enable || config.saml.enable) {
        "full_name".clone_into(&mut config.team.teammate_name_display);
    }
    if !has("PluginSettings", "PluginStates") {
        // Completing the configuration puts the initial states back, as the diagnostics switch wants them.
        config.plugin.plugin_states.clear();
    }
    let (workspaces, experimental) = (&mut config.connected_workspaces, &config.experimental);
    if !has("ConnectedWorkspacesSettings", "EnableSharedChannels") {
        workspaces.enable_shared_channels = experimental.enable_shared_channels;
    }
    if !has("ConnectedWorkspacesSettings", "EnableRemoteClusterService") {
        workspaces.enable_remote_cluster_service = experimental.enable_remote_cluster_service;
    }
}
