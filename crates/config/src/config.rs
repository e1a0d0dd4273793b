//! The whole configuration.

use serde_json::Value;

use crate::error::TypeError;
use crate::macros::settings;
use crate::sections::auth::{
    AccessControlSettings, GuestAccountsSettings, Office365Settings, PasswordSettings, SsoSettings,
};
use crate::sections::cluster::{ClusterSettings, ConnectedWorkspacesSettings, JobSettings, RateLimitSettings};
use crate::sections::compliance::{ComplianceSettings, DataRetentionSettings, MessageExportSettings};
use crate::sections::elasticsearch::ElasticsearchSettings;
use crate::sections::email::EmailSettings;
use crate::sections::experimental::{AutoTranslationSettings, CloudSettings, ExperimentalSettings, WranglerSettings};
use crate::sections::file::{ExportSettings, FileSettings, ImageProxySettings, ImportSettings};
use crate::sections::flagging::ContentFlaggingSettings;
use crate::sections::flags::FeatureFlags;
use crate::sections::ldap::LdapSettings;
use crate::sections::log::{AnalyticsSettings, ExperimentalAuditSettings, LogSettings, MetricsSettings};
use crate::sections::mobile::{IntuneSettings, NativeAppSettings};
use crate::sections::plugin::PluginSettings;
use crate::sections::saml::SamlSettings;
use crate::sections::service::ServiceSettings;
use crate::sections::sql::{CacheSettings, SqlSettings};
use crate::sections::support::{AnnouncementSettings, SupportSettings};
use crate::sections::team::{
    ClientRequirements, DisplaySettings, LocalizationSettings, PrivacySettings, TeamSettings, ThemeSettings,
};
use crate::setting::{At, Setting as _};

settings! {
    /// All settings of a server, in the order of its file.
    pub struct Config {
        "ServiceSettings" service: ServiceSettings;
        "TeamSettings" team: TeamSettings;
        "ClientRequirements" client_requirements: ClientRequirements;
        "SqlSettings" sql: SqlSettings;
        "LogSettings" log: LogSettings;
        "ExperimentalAuditSettings" experimental_audit: ExperimentalAuditSettings;
        "PasswordSettings" password: PasswordSettings;
        "FileSettings" file: FileSettings;
        "EmailSettings" email: EmailSettings;
        "RateLimitSettings" rate_limit: RateLimitSettings;
        "PrivacySettings" privacy: PrivacySettings;
        "SupportSettings" support: SupportSettings;
        "AnnouncementSettings" announcement: AnnouncementSettings;
        "ThemeSettings" theme: ThemeSettings;
        "GitLabSettings" gitlab: SsoSettings;
        "GoogleSettings" google: SsoSettings = SsoSettings::google();
        "Office365Settings" office365: Office365Settings;
        "OpenIdSettings" open_id: SsoSettings = SsoSettings::open_id();
        "LdapSettings" ldap: LdapSettings;
        "ComplianceSettings" compliance: ComplianceSettings;
        "LocalizationSettings" localization: LocalizationSettings;
        "SamlSettings" saml: SamlSettings;
        "NativeAppSettings" native_app: NativeAppSettings;
        "IntuneSettings" intune: IntuneSettings;
        "CacheSettings" cache: CacheSettings;
        "ClusterSettings" cluster: ClusterSettings;
        "MetricsSettings" metrics: MetricsSettings;
        "ExperimentalSettings" experimental: ExperimentalSettings;
        "AnalyticsSettings" analytics: AnalyticsSettings;
        "ElasticsearchSettings" elasticsearch: ElasticsearchSettings;
        "DataRetentionSettings" data_retention: DataRetentionSettings;
        "MessageExportSettings" message_export: MessageExportSettings;
        "JobSettings" job: JobSettings;
        "PluginSettings" plugin: PluginSettings;
        "DisplaySettings" display: DisplaySettings;
        "GuestAccountsSettings" guest_accounts: GuestAccountsSettings;
        "ImageProxySettings" image_proxy: ImageProxySettings;
        "CloudSettings" cloud: CloudSettings;
        "FeatureFlags" feature_flags: FeatureFlags [unsaved];
        "ImportSettings" import: ImportSettings;
        "ExportSettings" export: ExportSettings;
        "WranglerSettings" wrangler: WranglerSettings;
        "ConnectedWorkspacesSettings" connected_workspaces: ConnectedWorkspacesSettings;
        "AccessControlSettings" access_control: AccessControlSettings;
        "ContentFlaggingSettings" content_flagging: ContentFlaggingSettings;
        "AutoTranslationSettings" auto_translation: AutoTranslationSettings;
    }
}

impl Config {
    /// All settings as administrators' tools know them, feature flags included and unknown keys left out. Secrets are
    /// in the clear: what leaves the server goes through [`crate::sanitized`].
    pub fn to_json(&self) -> Value {
        crate::setting::Setting::to_json(self)
    }

    /// Takes over what `value` says and keeps the rest.
    ///
    /// # Errors
    /// When a value is of the wrong type; the error names its key.
    pub fn merge_json(&mut self, value: &Value) -> Result<(), TypeError> {
        self.merge(value, &At::ROOT).map_err(|error| TypeError(error.to_string()))
    }

    /// Fills in the two secrets no server can do without, where they are empty. `held_elsewhere` tells which keys the
    /// environment sets. Returns whether something was filled in.
    pub(crate) fn fill_secrets(
        &mut self,
        held_elsewhere: impl Fn(&str) -> bool,
        entropy: &mut dyn FnMut(&mut [u8]),
    ) -> bool {
        let mut filled = false;
        for (path, secret) in [
            ("SqlSettings.AtRestEncryptKey", &mut self.sql.at_rest_encrypt_key),
            ("FileSettings.PublicLinkSalt", &mut self.file.public_link_salt),
        ] {
            if secret.is_empty() && !held_elsewhere(path) {
                *secret = random_text(entropy);
                filled = true;
            }
        }
        filled
    }
}

/// 32 characters, five bits of chance in each.
fn random_text(entropy: &mut dyn FnMut(&mut [u8])) -> String {
    const ALPHABET: [char; 32] = [
        'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm', 'n', 'o', 'p', 'q', 'r', 's', 't', 'u', 'v',
        'w', 'x', 'y', 'z', '2', '3', '4', '5', '6', '7',
    ];
    let mut bytes = [0; 32];
    entropy(&mut bytes);
    bytes.iter().filter_map(|byte| ALPHABET.get(usize::from(byte % 32))).collect()
}
