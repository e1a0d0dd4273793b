use crate::macros::settings;

settings! {
    /// The web server, sessions, integrations and posting.
    pub struct ServiceSettings {
        /// Public address of the server, without a slash at the end; empty until it is set.
        "SiteURL" site_url: String = "";
        "WebsocketURL" websocket_url: String = "";
        "LicenseFileLocation" license_file_location: String = "";
        /// `host:port`; an empty host means every interface.
        "ListenAddress" listen_address: String [restart] = ":8065";
        /// Empty or `TLS`.
        "ConnectionSecurity" connection_security: String [restart] = "";
        "TLSCertFile" tls_cert_file: String [restart] = "";
        "TLSKeyFile" tls_key_file: String [restart] = "";
        "TLSMinVer" tls_min_ver: String [restart] = "1.2";
        "TLSStrictTransport" tls_strict_transport: bool = false;
        /// Seconds.
        "TLSStrictTransportMaxAge" tls_strict_transport_max_age: i64 = 63_072_000;
        "TLSOverwriteCiphers" tls_overwrite_ciphers: Vec<String> [restart] = [];
        "UseLetsEncrypt" use_lets_encrypt: bool [restart] = false;
        "LetsEncryptCertificateCacheFile" lets_encrypt_certificate_cache_file: String [restart] =
            "./config/letsencrypt.cache";
        "Forward80To443" forward_80_to_443: bool [restart] = false;
        "TrustedProxyIPHeader" trusted_proxy_ip_header: Vec<String> = [];
        /// Seconds.
        "ReadTimeout" read_timeout: i64 [restart] = 300;
        /// Seconds.
        "WriteTimeout" write_timeout: i64 [restart] = 300;
        /// Seconds.
        "IdleTimeout" idle_timeout: i64 [restart] = 60;
        "MaximumLoginAttempts" maximum_login_attempts: i64 = 10;
        /// Kept for tools that set it; a server without goroutines has nothing to count.
        "GoroutineHealthThreshold" goroutine_health_threshold: i64 = -1;
        "EnableOAuthServiceProvider" enable_oauth_service_provider: bool = true;
        "EnableDynamicClientRegistration" enable_dynamic_client_registration: bool = false;
        "DCRRedirectURIAllowlist" dcr_redirect_uri_allowlist: Vec<String> = [];
        "EnableIncomingWebhooks" enable_incoming_webhooks: bool = true;
        "EnableOutgoingWebhooks" enable_outgoing_webhooks: bool = true;
        "EnableOutgoingOAuthConnections" enable_outgoing_oauth_connections: bool = false;
        "EnableCommands" enable_commands: bool = true;
        /// Seconds.
        "OutgoingIntegrationRequestsTimeout" outgoing_integration_requests_timeout: i64 = 30;
        "EnablePostUsernameOverride" enable_post_username_override: bool = false;
        "EnablePostIconOverride" enable_post_icon_override: bool = false;
        "GoogleDeveloperKey" google_developer_key: String = "";
        /// Messages show what the first address in them leads to; the server fetches it.
        "EnableLinkPreviews" enable_link_previews: bool = true;
        "EnablePermalinkPreviews" enable_permalink_previews: bool = true;
        /// Nothing is fetched from hosts whose names hold one of these, separated by commas or spaces.
        "RestrictLinkPreviews" restrict_link_previews: String = "";
        "EnableTesting" enable_testing: bool = false;
        "EnableDeveloper" enable_developer: bool = false;
        "DeveloperFlags" developer_flags: String = "";
        "EnableClientPerformanceDebugging" enable_client_performance_debugging: bool = false;
        "EnableSecurityFixAlert" enable_security_fix_alert: bool = true;
        "EnableInsecureOutgoingConnections" enable_insecure_outgoing_connections: bool = false;
        /// Hosts and networks, separated by spaces or commas.
        "AllowedUntrustedInternalConnections" allowed_untrusted_internal_connections: String = "";
        "EnableMultifactorAuthentication" enable_multifactor_authentication: bool = false;
        "EnforceMultifactorAuthentication" enforce_multifactor_authentication: bool = false;
        "EnableUserAccessTokens" enable_user_access_tokens: bool = false;
        "AllowCorsFrom" allow_cors_from: String = "";
        "CorsExposedHeaders" cors_exposed_headers: String = "";
        "CorsAllowCredentials" cors_allow_credentials: bool = false;
        "CorsDebug" cors_debug: bool = false;
        "AllowCookiesForSubdomains" allow_cookies_for_subdomains: bool = false;
        "ExtendSessionLengthWithActivity" extend_session_length_with_activity: bool = false;
        "TerminateSessionsOnPasswordChange" terminate_sessions_on_password_change: bool = false;
        "SessionLengthWebInDays" session_length_web_in_days: i64 = 180;
        "SessionLengthWebInHours" session_length_web_in_hours: i64 = 4320;
        "SessionLengthMobileInDays" session_length_mobile_in_days: i64 = 180;
        "SessionLengthMobileInHours" session_length_mobile_in_hours: i64 = 4320;
        "SessionLengthSSOInDays" session_length_sso_in_days: i64 = 30;
        "SessionLengthSSOInHours" session_length_sso_in_hours: i64 = 720;
        "SessionCacheInMinutes" session_cache_in_minutes: i64 = 10;
        "SessionIdleTimeoutInMinutes" session_idle_timeout_in_minutes: i64 = 43_200;
        "WebsocketSecurePort" websocket_secure_port: i64 = 443;
        "WebsocketPort" websocket_port: i64 = 80;
        "WebserverMode" webserver_mode: String [restart] = "gzip";
        "EnableGifPicker" enable_gif_picker: bool = true;
        "GiphySdkKey" giphy_sdk_key: String = "";
        "EnableCustomEmoji" enable_custom_emoji: bool = true;
        "EnableEmojiPicker" enable_emoji_picker: bool = true;
        /// Seconds; -1 means without limit.
        "PostEditTimeLimit" post_edit_time_limit: i64 = -1;
        "TimeBetweenUserTypingUpdatesMilliseconds" time_between_user_typing_updates_milliseconds: i64 = 5000;
        "EnableCrossTeamSearch" enable_cross_team_search: bool = true;
        "EnablePostSearch" enable_post_search: bool = true;
        "EnableFileSearch" enable_file_search: bool = true;
        "MinimumHashtagLength" minimum_hashtag_length: i64 = 3;
        "EnableUserTypingMessages" enable_user_typing_messages: bool = true;
        "EnableChannelViewedMessages" enable_channel_viewed_messages: bool = true;
        "EnableUserStatuses" enable_user_statuses: bool = true;
        "ExperimentalEnableAuthenticationTransfer" experimental_enable_authentication_transfer: bool = true;
        "ClusterLogTimeoutMilliseconds" cluster_log_timeout_milliseconds: i64 = 2000;
        "EnableTutorial" enable_tutorial: bool = true;
        "EnableOnboardingFlow" enable_onboarding_flow: bool = true;
        "ExperimentalEnableDefaultChannelLeaveJoinMessages"
            experimental_enable_default_channel_leave_join_messages: bool = true;
        /// `disabled`, `default_on` or `default_off`.
        "ExperimentalGroupUnreadChannels" experimental_group_unread_channels: String = "disabled";
        "EnableAPITeamDeletion" enable_api_team_deletion: bool = false;
        "EnableAPITriggerAdminNotifications" enable_api_trigger_admin_notifications: bool = false;
        "EnableAPIUserDeletion" enable_api_user_deletion: bool = false;
        "EnableAPIPostDeletion" enable_api_post_deletion: bool = false;
        "EnableDesktopLandingPage" enable_desktop_landing_page: bool = true;
        "MinimumDesktopAppVersion" minimum_desktop_app_version: String = "";
        "ExperimentalEnableHardenedMode" experimental_enable_hardened_mode: bool = false;
        "ExperimentalStrictCSRFEnforcement" experimental_strict_csrf_enforcement: bool = false;
        "EnableEmailInvitations" enable_email_invitations: bool = true;
        "DisableBotsWhenOwnerIsDeactivated" disable_bots_when_owner_is_deactivated: bool = true;
        "EnableBotAccountCreation" enable_bot_account_creation: bool = false;
        "EnableSVGs" enable_svgs: bool = true;
        "EnableLatex" enable_latex: bool = true;
        "EnableInlineLatex" enable_inline_latex: bool = true;
        "PostPriority" post_priority: bool = true;
        "AllowPersistentNotifications" allow_persistent_notifications: bool = true;
        "AllowPersistentNotificationsForGuests" allow_persistent_notifications_for_guests: bool = false;
        "PersistentNotificationIntervalMinutes" persistent_notification_interval_minutes: i64 = 5;
        "PersistentNotificationMaxCount" persistent_notification_max_count: i64 = 6;
        "PersistentNotificationMaxRecipients" persistent_notification_max_recipients: i64 = 5;
        "EnableBurnOnRead" enable_burn_on_read: bool = true;
        "BurnOnReadDurationSeconds" burn_on_read_duration_seconds: i64 = 600;
        "BurnOnReadMaximumTimeToLiveSeconds" burn_on_read_maximum_time_to_live_seconds: i64 = 604_800;
        "BurnOnReadSchedulerFrequencySeconds" burn_on_read_scheduler_frequency_seconds: i64 = 600;
        "EnableAPIChannelDeletion" enable_api_channel_deletion: bool = false;
        "EnableLocalMode" enable_local_mode: bool [restart] = false;
        "LocalModeSocketLocation" local_mode_socket_location: String [restart] = "/var/tmp/mattermost_local.socket";
        "EnableAWSMetering" enable_aws_metering: bool = false;
        "AWSMeteringTimeoutSeconds" aws_metering_timeout_seconds: i64 = 30;
        "SplitKey" split_key: String [masked] = "";
        "FeatureFlagSyncIntervalSeconds" feature_flag_sync_interval_seconds: i64 = 30;
        "DebugSplit" debug_split: bool = false;
        "ThreadAutoFollow" thread_auto_follow: bool = true;
        /// `disabled`, `default_off`, `default_on` or `always_on`.
        "CollapsedThreads" collapsed_threads: String = "always_on";
        "ManagedResourcePaths" managed_resource_paths: String = "";
        "EnableCustomGroups" enable_custom_groups: bool = true;
        "AllowSyncedDrafts" allow_synced_drafts: bool = true;
        "UniqueEmojiReactionLimitPerPost" unique_emoji_reaction_limit_per_post: i64 = 50;
        /// `HH:MM` in server time.
        "RefreshPostStatsRunTime" refresh_post_stats_run_time: String = "00:00";
        "MaximumPayloadSizeBytes" maximum_payload_size_bytes: i64 = 300_000;
        "MaximumURLLength" maximum_url_length: i64 = 2048;
        "ScheduledPosts" scheduled_posts: bool = true;
        "EnableWebHubChannelIteration" enable_web_hub_channel_iteration: bool = false;
        "FrameAncestors" frame_ancestors: String = "";
        "DeleteAccountLink" delete_account_link: String = "";
    }
}
