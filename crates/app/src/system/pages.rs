//! Which page of the system console a setting stands on: whoever may read or write the page, may the setting. Settings
//! on no page are for those who manage the system.

/// Section, its settings (none: all that have no line of their own), and pages; one of them is enough.
type Line = (&'static str, &'static [&'static str], &'static [&'static str]);

/// Everybody who may see any page at all.
pub const ANY_PAGE: &str = "*";

#[rustfmt::skip]
const LINES: &[Line] = &[
    ("ServiceSettings", &["SiteURL"], &["environment_web_server", "authentication_saml"]),
    ("ServiceSettings", &["ListenAddress", "ConnectionSecurity", "TLSCertFile", "TLSKeyFile", "UseLetsEncrypt",
        "LetsEncryptCertificateCacheFile", "Forward80To443", "ReadTimeout", "WriteTimeout", "WebserverMode",
        "EnableInsecureOutgoingConnections", "AllowedUntrustedInternalConnections", "ManagedResourcePaths"],
        &["environment_web_server"]),
    ("ServiceSettings", &["MaximumLoginAttempts"], &["authentication_password"]),
    ("ServiceSettings", &["EnableOAuthServiceProvider", "EnableDynamicClientRegistration", "DCRRedirectURIAllowlist",
        "EnableIncomingWebhooks", "EnableOutgoingWebhooks", "EnableOutgoingOAuthConnections", "EnableCommands",
        "OutgoingIntegrationRequestsTimeout", "EnablePostUsernameOverride", "EnablePostIconOverride",
        "EnableUserAccessTokens"], &["integrations_integration_management"]),
    ("ServiceSettings", &["EnableBotAccountCreation", "DisableBotsWhenOwnerIsDeactivated"],
        &["integrations_bot_accounts"]),
    ("ServiceSettings", &["EnableGifPicker", "GiphySdkKey"], &["integrations_gif"]),
    ("ServiceSettings", &["AllowCorsFrom", "CorsExposedHeaders", "CorsAllowCredentials", "CorsDebug"],
        &["integrations_cors"]),
    ("ServiceSettings", &["GoogleDeveloperKey", "EnableLinkPreviews", "EnablePermalinkPreviews", "RestrictLinkPreviews",
        "EnableSVGs", "EnableLatex", "EnableInlineLatex", "PostPriority", "AllowPersistentNotifications",
        "AllowPersistentNotificationsForGuests", "PersistentNotificationIntervalMinutes",
        "PersistentNotificationMaxCount", "PersistentNotificationMaxRecipients", "EnableBurnOnRead",
        "BurnOnReadDurationSeconds", "BurnOnReadMaximumTimeToLiveSeconds", "BurnOnReadSchedulerFrequencySeconds",
        "AllowSyncedDrafts", "UniqueEmojiReactionLimitPerPost", "ScheduledPosts"], &["site_posts"]),
    ("ServiceSettings", &["EnableCustomEmoji", "EnableEmojiPicker"], &["site_emoji"]),
    ("ServiceSettings", &["EnableTesting", "EnableDeveloper", "DeveloperFlags", "EnableClientPerformanceDebugging"],
        &["environment_developer"]),
    ("ServiceSettings", &["EnableSecurityFixAlert"], &["environment_smtp"]),
    ("ServiceSettings", &["EnableMultifactorAuthentication", "EnforceMultifactorAuthentication"],
        &["authentication_mfa"]),
    ("ServiceSettings", &["ExtendSessionLengthWithActivity", "TerminateSessionsOnPasswordChange",
        "SessionLengthWebInDays", "SessionLengthWebInHours", "SessionLengthMobileInDays", "SessionLengthMobileInHours",
        "SessionLengthSSOInDays", "SessionLengthSSOInHours", "SessionCacheInMinutes", "SessionIdleTimeoutInMinutes"],
        &["environment_session_lengths"]),
    ("ServiceSettings", &["PostEditTimeLimit"], &["user_management_permissions"]),
    ("ServiceSettings", &["MinimumHashtagLength"], &["environment_database"]),
    ("ServiceSettings", &["EnableEmailInvitations"], &["authentication_signup"]),
    ("ServiceSettings", &["EnableCustomGroups", "RefreshPostStatsRunTime", "DeleteAccountLink",
        "MinimumDesktopAppVersion"], &["site_users_and_teams"]),
    ("ServiceSettings", &["MaximumPayloadSizeBytes", "MaximumURLLength"], &["environment_file_storage"]),
    ("ServiceSettings", &["TimeBetweenUserTypingUpdatesMilliseconds", "EnableUserTypingMessages",
        "EnableChannelViewedMessages", "EnableUserStatuses", "ExperimentalEnableAuthenticationTransfer",
        "EnableTutorial", "EnableOnboardingFlow", "ExperimentalEnableDefaultChannelLeaveJoinMessages",
        "ExperimentalEnableHardenedMode", "ExperimentalStrictCSRFEnforcement", "ThreadAutoFollow", "CollapsedThreads"],
        &["experimental_features"]),

    ("TeamSettings", &["EnableUserCreation", "EnableOpenServer", "RestrictCreationToDomains"],
        &["authentication_signup"]),
    ("TeamSettings", &["SiteName", "EnableCustomBrand", "CustomBrandText", "CustomDescriptionText"],
        &["site_customization"]),
    ("TeamSettings", &["MaxUsersPerTeam", "EnableJoinLeaveMessageByDefault", "EnableCustomUserStatuses",
        "RestrictDirectMessage", "EnableLastActiveTime", "MaxChannelsPerTeam", "TeammateNameDisplay",
        "ExperimentalViewArchivedChannels", "LockTeammateNameDisplay"], &["site_users_and_teams"]),
    ("TeamSettings", &["MaxNotificationsPerChannel"], &["environment_push_notification_server"]),
    ("TeamSettings", &["EnableConfirmNotificationsToChannel"], &["site_notifications"]),
    ("TeamSettings", &[], &["experimental_features"]),

    ("ClientRequirements", &[], &[ANY_PAGE]),
    ("SqlSettings", &[], &["environment_database"]),
    ("LogSettings", &[], &["environment_logging"]),
    ("ExperimentalAuditSettings", &[], &["experimental_features"]),
    ("PasswordSettings", &[], &["authentication_password"]),

    ("FileSettings", &["EnableFileAttachments", "EnableMobileUpload", "EnableMobileDownload"],
        &["site_file_sharing_and_downloads"]),
    ("FileSettings", &["EnablePublicLink", "PublicLinkSalt"], &["site_public_links"]),
    ("FileSettings", &[], &["environment_file_storage"]),

    ("EmailSettings", &["EnableSignUpWithEmail", "EnableSignInWithEmail", "EnableSignInWithUsername",
        "RequireEmailVerification"], &["authentication_email"]),
    ("EmailSettings", &["SMTPUsername", "SMTPPassword", "SMTPServer", "SMTPPort", "ConnectionSecurity", "EnableSMTPAuth",
        "SkipServerCertificateVerification"], &["environment_smtp"]),
    ("EmailSettings", &["SendPushNotifications", "PushNotificationServer"], &["environment_push_notification_server"]),
    ("EmailSettings", &["SendEmailNotifications", "FeedbackName", "FeedbackEmail", "ReplyToAddress",
        "FeedbackOrganization", "PushNotificationContents", "EnableEmailBatching", "EnablePreviewModeBanner",
        "EmailNotificationContentsType"], &["site_notifications"]),
    ("EmailSettings", &[], &["experimental_features"]),

    ("RateLimitSettings", &["VaryByHeader"], &[ANY_PAGE]),
    ("RateLimitSettings", &[], &["environment_rate_limiting"]),
    ("PrivacySettings", &[], &["site_users_and_teams"]),
    ("SupportSettings", &["CustomTermsOfServiceEnabled", "CustomTermsOfServiceReAcceptancePeriod"],
        &["compliance_custom_terms_of_service"]),
    ("SupportSettings", &["SupportEmail"], &["site_notifications", "site_customization"]),
    ("SupportSettings", &[], &["site_customization"]),
    ("AnnouncementSettings", &["AdminNoticesEnabled", "UserNoticesEnabled", "NoticesURL", "NoticesFetchFrequency",
        "NoticesSkipCache"], &["site_notices"]),
    ("AnnouncementSettings", &[], &["site_announcement_banner"]),
    ("ThemeSettings", &[], &["experimental_features"]),

    ("GitLabSettings", &[], &["authentication_openid"]),
    ("GoogleSettings", &[], &["authentication_openid"]),
    ("Office365Settings", &[], &["authentication_openid"]),
    ("OpenIdSettings", &[], &["authentication_openid"]),
    ("LdapSettings", &["EnableAdminFilter", "AdminFilter"], &[]),
    ("LdapSettings", &["LoginButtonColor", "LoginButtonBorderColor", "LoginButtonTextColor"],
        &["experimental_features"]),
    ("LdapSettings", &[], &["authentication_ldap"]),
    ("SamlSettings", &["EnableAdminAttribute", "AdminAttribute"], &[]),
    ("SamlSettings", &["LoginButtonColor", "LoginButtonBorderColor", "LoginButtonTextColor"],
        &["experimental_features"]),
    ("SamlSettings", &[], &["authentication_saml"]),
    ("GuestAccountsSettings", &[], &["authentication_guest_access"]),

    ("ComplianceSettings", &[], &["compliance_compliance_monitoring"]),
    ("LocalizationSettings", &[], &["site_localization"]),
    ("AutoTranslationSettings", &[], &["site_localization"]),
    ("NativeAppSettings", &["MobileEnableBiometrics", "MobilePreventScreenCapture", "MobileJailbreakProtection",
        "MobileEnableSecureFilePreview", "MobileAllowPdfLinkNavigation"],
        &["site_customization", "environment_mobile_security"]),
    ("NativeAppSettings", &[], &["site_customization"]),
    ("IntuneSettings", &[], &["environment_mobile_security"]),
    ("ClusterSettings", &[], &["environment_high_availability"]),
    ("MetricsSettings", &[], &["environment_performance_monitoring"]),
    ("ExperimentalSettings", &["RestrictSystemAdmin"], &[ANY_PAGE]),
    ("ExperimentalSettings", &[], &["experimental_features"]),
    ("ElasticsearchSettings", &[], &["environment_elasticsearch"]),
    ("DataRetentionSettings", &[], &["compliance_data_retention_policy"]),
    ("MessageExportSettings", &[], &["compliance_compliance_export"]),
    ("PluginSettings", &[], &["plugins"]),
    ("DisplaySettings", &[], &["site_customization"]),
    ("ImageProxySettings", &[], &["environment_image_proxy"]),
    ("FeatureFlags", &[], &[ANY_PAGE]),
    ("WranglerSettings", &[], &["experimental_features"]),
    ("ConnectedWorkspacesSettings", &[], &["experimental_features"]),
];

/// The pages of a setting.
pub fn pages(section: &str, key: &str) -> &'static [&'static str] {
    let of_section = || LINES.iter().filter(|(name, _, _)| *name == section);
    let own = of_section().find(|(_, keys, _)| keys.contains(&key));
    let line = own.or_else(|| of_section().find(|(_, keys, _)| keys.is_empty()));
    line.map_or(&[], |(_, _, pages)| pages)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use roost_config::Config;
    use roost_model::permission::Permission;

    use super::{ANY_PAGE, LINES, pages};

    #[test]
    fn every_line_names_settings_and_pages_that_exist() {
        let config = Config::default().to_json();
        let mut seen = HashSet::new();
        for (section, keys, pages) in LINES {
            for key in *keys {
                assert!(config[section].get(key).is_some(), "{section}.{key}");
                assert!(seen.insert((section, key)), "{section}.{key} has two lines");
            }
            assert!(config.get(section).is_some(), "{section}");
            for page in pages.iter().filter(|page| **page != ANY_PAGE) {
                assert!(Permission::from_name(&format!("sysconsole_read_{page}")).is_some(), "{page}");
                assert!(Permission::from_name(&format!("sysconsole_write_{page}")).is_some(), "{page}");
            }
        }
    }

    #[test]
    fn a_settings_own_line_comes_before_that_of_its_section() {
        assert_eq!(pages("FileSettings", "EnablePublicLink"), ["site_public_links"]);
        assert_eq!(pages("FileSettings", "Directory"), ["environment_file_storage"]);
        assert!(pages("LdapSettings", "AdminFilter").is_empty());
        assert!(pages("CloudSettings", "CWSURL").is_empty());
        assert!(pages("ServiceSettings", "SplitKey").is_empty());
    }
}
