use crate::macros::settings;

settings! {
    /// Switches of single features, set by `MM_FEATUREFLAGS_*` alone and never written to the file.
    pub struct FeatureFlags {
        "TestFeature" test_feature: String = "off";
        "TestBoolFeature" test_bool_feature: bool = false;
        "EnableRemoteClusterService" enable_remote_cluster_service: bool = true;
        "EnableSharedChannelsDMs" enable_shared_channels_d_ms: bool = false;
        "EnableSharedChannelsPlugins" enable_shared_channels_plugins: bool = true;
        "EnableSharedChannelsMemberSync" enable_shared_channels_member_sync: bool = false;
        "EnableSyncAllUsersForRemoteCluster" enable_sync_all_users_for_remote_cluster: bool = false;
        "AppsEnabled" apps_enabled: bool = false;
        "PermalinkPreviews" permalink_previews: bool = false;
        "NormalizeLdapDNs" normalize_ldap_dns: bool = false;
        "WysiwygEditor" wysiwyg_editor: bool = false;
        "OnboardingTourTips" onboarding_tour_tips: bool = true;
        "DeprecateCloudFree" deprecate_cloud_free: bool = false;
        "EnableExportDirectDownload" enable_export_direct_download: bool = false;
        "MoveThreadsEnabled" move_threads_enabled: bool = true;
        "StreamlinedMarketplace" streamlined_marketplace: bool = true;
        "CloudIPFiltering" cloud_ip_filtering: bool = false;
        "ConsumePostHook" consume_post_hook: bool = false;
        "CloudAnnualRenewals" cloud_annual_renewals: bool = false;
        "CloudDedicatedExportUI" cloud_dedicated_export_ui: bool = false;
        "ChannelBookmarks" channel_bookmarks: bool = true;
        "WebSocketEventScope" web_socket_event_scope: bool = true;
        "NotificationMonitoring" notification_monitoring: bool = true;
        "ExperimentalAuditSettingsSystemConsoleUI" experimental_audit_settings_system_console_ui: bool = true;
        "CustomProfileAttributes" custom_profile_attributes: bool = true;
        "AttributeBasedAccessControl" attribute_based_access_control: bool = true;
        "ContentFlagging" content_flagging: bool = true;
        "InteractiveDialogAppsForm" interactive_dialog_apps_form: bool = true;
        "EnableMattermostEntry" enable_mattermost_entry: bool = true;
        "MobileSSOCodeExchange" mobile_sso_code_exchange: bool = false;
        "AutoTranslation" auto_translation: bool = true;
        "BurnOnRead" burn_on_read: bool = true;
        "EnableAIPluginBridge" enable_ai_plugin_bridge: bool = false;
        "EnableAIRecaps" enable_ai_recaps: bool = false;
        "CJKSearch" cjk_search: bool = false;
    }
}
