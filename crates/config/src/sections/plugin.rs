use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::macros::settings;

/// Where the original looks for plugins; clients say so when another place is set.
pub const DEFAULT_MARKETPLACE_URL: &str = "https://api.integrations.mattermost.com";

settings! {
    /// Plugins and the marketplace.
    pub struct PluginSettings {
        "Enable" enable: bool = true;
        "EnableUploads" enable_uploads: bool = false;
        "AllowInsecureDownloadURL" allow_insecure_download_url: bool = false;
        "EnableHealthCheck" enable_health_check: bool = true;
        "Directory" directory: String [restart] = "./plugins";
        "ClientDirectory" client_directory: String [restart] = "./client/plugins";
        /// Settings of each plugin by its id; their meaning is the plugin's own.
        "Plugins" plugins: BTreeMap<String, Map<String, Value>> [secret] = BTreeMap::new();
        /// Which plugins are switched on, by plugin id.
        "PluginStates" plugin_states: BTreeMap<String, PluginState> = initial_states(true);
        "EnableMarketplace" enable_marketplace: bool = true;
        "EnableRemoteMarketplace" enable_remote_marketplace: bool = true;
        "AutomaticPrepackagedPlugins" automatic_prepackaged_plugins: bool = true;
        "RequirePluginSignature" require_plugin_signature: bool = false;
        "MarketplaceURL" marketplace_url: String = DEFAULT_MARKETPLACE_URL;
        "SignaturePublicKeyFiles" signature_public_key_files: Vec<String> = [];
        "ChimeraOAuthProxyURL" chimera_oauth_proxy_url: String = "";
    }
}

settings! {
    /// Whether a plugin runs.
    pub struct PluginState {
        "Enable" enable: bool = false;
    }
}

/// Plugins that are on until somebody switches them off; the survey follows the diagnostics switch.
fn initial_states(diagnostics: bool) -> BTreeMap<String, PluginState> {
    let on = |enable| PluginState { enable, ..PluginState::default() };
    [("com.mattermost.calls", true), ("com.mattermost.nps", diagnostics), ("mattermost-ai", true), ("playbooks", true)]
        .into_iter()
        .map(|(id, enable)| (id.to_owned(), on(enable)))
        .collect()
}

impl PluginSettings {
    /// Adds the initial state of plugins that have none.
    pub fn complete(&mut self, diagnostics: bool) {
        for (id, state) in initial_states(diagnostics) {
            self.plugin_states.entry(id).or_insert(state);
        }
    }

    /// Whether plugins as such and this one are switched on.
    pub fn runs(&self, plugin_id: &str) -> bool {
        self.enable && self.plugin_states.get(plugin_id).is_some_and(|state| state.enable)
    }
}
