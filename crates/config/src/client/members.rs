//! What somebody who is signed in is told on top.

use super::{ClientContext, Told};
use crate::config::Config;
use crate::sections::plugin::DEFAULT_MARKETPLACE_URL;

pub fn tell(told: &mut Told, config: &Config, context: &ClientContext) {
    installation(told, config, context);
    teams(told, config);
    posting(told, config);
    integrations(told, config);
    directories(told, config);
    compliance(told, config);
    appearance(told, config);
    experimental(told, config);
}

fn installation(told: &mut Told, config: &Config, context: &ClientContext) {
    let (metrics, cloud) = (&config.metrics, &config.cloud);
    let installed = context.installation_date_ms.map_or(String::new(), |ms| ms.to_string());
    told.texts(&[
        ("InstallationDate", &installed),
        ("SQLDriverName", &config.sql.driver_name),
        ("CWSURL", &cloud.cws_url),
        ("CWSMock", if cloud.cws_mock { "true" } else { "" }),
    ]);
    told.numbers(&[
        ("SchemaVersion", context.schema_version),
        ("MaxPostSize", context.max_post_size),
        ("MaxFileSize", config.file.max_file_size),
    ]);
    told.flags(&[
        // There is no other edition to come from.
        ("UpgradedFromTE", false),
        ("EnableCluster", config.cluster.enable),
        ("RunJobs", config.job.run_jobs),
        ("EnableMetrics", metrics.enable),
        ("EnableClientMetrics", metrics.enable && metrics.enable_client_metrics),
        (
            "EnableNotificationMetrics",
            config.feature_flags.notification_monitoring && metrics.enable_notification_metrics,
        ),
    ]);
}

fn teams(told: &mut Told, config: &Config) {
    let (team, privacy, service) = (&config.team, &config.privacy, &config.service);
    told.texts(&[
        ("RestrictDirectMessage", &team.restrict_direct_message),
        ("TeammateNameDisplay", &team.teammate_name_display),
        ("ExperimentalPrimaryTeam", &team.experimental_primary_team),
        ("DeleteAccountLink", &service.delete_account_link),
    ]);
    told.numbers(&[("MaxNotificationsPerChannel", team.max_notifications_per_channel)]);
    told.flags(&[
        ("EnableCustomUserStatuses", team.enable_custom_user_statuses),
        ("EnableLastActiveTime", team.enable_last_active_time),
        ("EnableUserDeactivation", team.enable_user_deactivation),
        ("LockTeammateNameDisplay", team.lock_teammate_name_display),
        ("ExperimentalEnableAutomaticReplies", team.experimental_enable_automatic_replies),
        ("EnableConfirmNotificationsToChannel", team.enable_confirm_notifications_to_channel),
        ("ShowEmailAddress", privacy.show_email_address),
        ("ShowFullName", privacy.show_full_name),
        ("UseAnonymousURLs", privacy.use_anonymous_urls),
        ("EnableCustomGroups", service.enable_custom_groups),
        ("EnableEmailInvitations", service.enable_email_invitations),
        ("EnableTutorial", service.enable_tutorial),
        ("EnableOnboardingFlow", service.enable_onboarding_flow),
        ("ExtendSessionLengthWithActivity", service.extend_session_length_with_activity),
        (
            "ExperimentalEnableDefaultChannelLeaveJoinMessages",
            service.experimental_enable_default_channel_leave_join_messages,
        ),
    ]);
}

fn posting(told: &mut Told, config: &Config) {
    let (service, file) = (&config.service, &config.file);
    told.texts(&[
        ("CollapsedThreads", &service.collapsed_threads),
        ("ExperimentalGroupUnreadChannels", &service.experimental_group_unread_channels),
        ("GiphySdkKey", &service.giphy_sdk_key),
        ("ManagedResourcePaths", &service.managed_resource_paths),
    ]);
    told.numbers(&[
        ("PostEditTimeLimit", service.post_edit_time_limit),
        ("MinimumHashtagLength", service.minimum_hashtag_length),
        ("TimeBetweenUserTypingUpdatesMilliseconds", service.time_between_user_typing_updates_milliseconds),
        ("PersistentNotificationMaxCount", service.persistent_notification_max_count),
        ("PersistentNotificationIntervalMinutes", service.persistent_notification_interval_minutes),
        ("PersistentNotificationMaxRecipients", service.persistent_notification_max_recipients),
        ("BurnOnReadDurationSeconds", service.burn_on_read_duration_seconds),
        ("BurnOnReadMaximumTimeToLiveSeconds", service.burn_on_read_maximum_time_to_live_seconds),
        ("UniqueEmojiReactionLimitPerPost", service.unique_emoji_reaction_limit_per_post),
        ("MaxMarkdownNodes", config.display.max_markdown_nodes),
    ]);
    told.flags(&[
        ("EnableLinkPreviews", service.enable_link_previews),
        ("EnablePermalinkPreviews", service.enable_permalink_previews),
        ("EnableSVGs", service.enable_svgs),
        ("EnableLatex", service.enable_latex),
        ("EnableInlineLatex", service.enable_inline_latex),
        ("EnableEmojiPicker", service.enable_emoji_picker),
        ("EnableGifPicker", service.enable_gif_picker),
        ("EnableUserTypingMessages", service.enable_user_typing_messages),
        ("EnableChannelViewedMessages", service.enable_channel_viewed_messages),
        ("EnableCrossTeamSearch", service.enable_cross_team_search),
        // The name mobile apps know it by.
        ("FeatureFlagExperimentalCrossTeamSearch", service.enable_cross_team_search),
        ("AllowSyncedDrafts", service.allow_synced_drafts),
        ("ScheduledPosts", service.scheduled_posts),
        ("PostPriority", service.post_priority),
        // Part of every server here, without a setting of their own.
        ("PostAcknowledgements", true),
        ("ExperimentalEnablePostMetadata", true),
        ("ExperimentalTimezone", true),
        ("AllowPersistentNotifications", service.allow_persistent_notifications),
        ("AllowPersistentNotificationsForGuests", service.allow_persistent_notifications_for_guests),
        ("EnableBurnOnRead", service.enable_burn_on_read),
        ("EnableFileAttachments", file.enable_file_attachments),
        ("EnablePublicLink", file.enable_public_link),
        ("EnableMobileFileDownload", file.enable_mobile_download),
        ("EnableMobileFileUpload", file.enable_mobile_upload),
    ]);
}

fn integrations(told: &mut Told, config: &Config) {
    let (service, email, plugin) = (&config.service, &config.email, &config.plugin);
    told.texts(&[
        ("GoogleDeveloperKey", &service.google_developer_key),
        ("EmailNotificationContentsType", &email.email_notification_contents_type),
    ]);
    told.flags(&[
        ("EnableOAuthServiceProvider", service.enable_oauth_service_provider),
        ("EnableIncomingWebhooks", service.enable_incoming_webhooks),
        ("EnableOutgoingWebhooks", service.enable_outgoing_webhooks),
        ("EnableOutgoingOAuthConnections", service.enable_outgoing_oauth_connections),
        ("EnableCommands", service.enable_commands),
        ("EnablePostUsernameOverride", service.enable_post_username_override),
        ("EnablePostIconOverride", service.enable_post_icon_override),
        ("EnableUserAccessTokens", service.enable_user_access_tokens),
        ("EnableTesting", service.enable_testing),
        ("EnableDeveloper", service.enable_developer),
        ("EnableClientPerformanceDebugging", service.enable_client_performance_debugging),
        ("SendEmailNotifications", email.send_email_notifications),
        ("SendPushNotifications", email.send_push_notifications),
        ("RequireEmailVerification", email.require_email_verification),
        ("EnableEmailBatching", email.enable_email_batching),
        ("EnablePreviewModeBanner", email.enable_preview_mode_banner),
        ("EnableMarketplace", plugin.enable_marketplace),
        ("IsDefaultMarketplace", plugin.marketplace_url == DEFAULT_MARKETPLACE_URL),
    ]);
}

fn directories(told: &mut Told, config: &Config) {
    let (ldap, saml) = (&config.ldap, &config.saml);
    told.flags(&[
        ("ExperimentalEnableAuthenticationTransfer", config.service.experimental_enable_authentication_transfer),
        ("LdapFirstNameAttributeSet", !ldap.first_name_attribute.is_empty()),
        ("LdapLastNameAttributeSet", !ldap.last_name_attribute.is_empty()),
        ("LdapNicknameAttributeSet", !ldap.nickname_attribute.is_empty()),
        ("LdapPictureAttributeSet", !ldap.picture_attribute.is_empty()),
        ("LdapPositionAttributeSet", !ldap.position_attribute.is_empty()),
        ("SamlFirstNameAttributeSet", !saml.first_name_attribute.is_empty()),
        ("SamlLastNameAttributeSet", !saml.last_name_attribute.is_empty()),
        ("SamlNicknameAttributeSet", !saml.nickname_attribute.is_empty()),
        ("SamlPositionAttributeSet", !saml.position_attribute.is_empty()),
    ]);
}

fn compliance(told: &mut Told, config: &Config) {
    let (retention, access, flags) = (&config.data_retention, &config.access_control, &config.feature_flags);
    let app = &config.native_app;
    told.numbers(&[
        ("DataRetentionMessageRetentionHours", retention.message_hours()),
        ("DataRetentionFileRetentionHours", retention.file_hours()),
    ]);
    told.flags(&[
        ("EnableCompliance", config.compliance.enable),
        ("DataRetentionEnableMessageDeletion", retention.enable_message_deletion),
        ("DataRetentionEnableFileDeletion", retention.enable_file_deletion),
        ("EnableAttributeBasedAccessControl", access.enable_attribute_based_access_control),
        ("EnableUserManagedAttributes", access.enable_user_managed_attributes),
        ("ContentFlaggingEnabled", flags.content_flagging && config.content_flagging.enable_content_flagging),
        ("MobileEnableSecureFilePreview", app.mobile_enable_secure_file_preview),
        ("MobileAllowPdfLinkNavigation", app.mobile_allow_pdf_link_navigation),
    ]);
}

fn appearance(told: &mut Told, config: &Config) {
    let (banner, theme, locales) = (&config.announcement, &config.theme, &config.localization);
    let translation = &config.auto_translation;
    let translates = config.feature_flags.auto_translation;
    told.texts(&[
        ("BannerText", &banner.banner_text),
        ("BannerColor", &banner.banner_color),
        ("BannerTextColor", &banner.banner_text_color),
        ("DefaultTheme", &theme.default_theme),
        ("AvailableLocales", &locales.available_locales),
    ]);
    told.lists(&[
        ("AllowedThemes", &theme.allowed_themes),
        ("CustomUrlSchemes", &config.display.custom_url_schemes),
        ("AutoTranslationLanguages", if translates { &translation.target_languages } else { &[] }),
    ]);
    told.flags(&[
        ("EnableBanner", banner.enable_banner),
        ("AllowBannerDismissal", banner.allow_banner_dismissal),
        ("EnableThemeSelection", theme.enable_theme_selection),
        ("AllowCustomThemes", theme.allow_custom_themes),
        ("EnableExperimentalLocales", locales.enable_experimental_locales),
        ("EnableAutoTranslation", translates && translation.enable),
        ("RestrictDMAndGMAutotranslation", translation.restrict_dm_and_gm),
    ]);
}

fn experimental(told: &mut Told, config: &Config) {
    let (experimental, wrangler, shared) = (&config.experimental, &config.wrangler, &config.connected_workspaces);
    let secure_connections = config.feature_flags.enable_remote_cluster_service;
    told.numbers(&[
        ("WranglerMoveThreadMaxCount", wrangler.move_thread_max_count),
        (
            "UsersStatusAndProfileFetchingPollIntervalMilliseconds",
            experimental.users_status_and_profile_fetching_poll_interval_milliseconds,
        ),
    ]);
    told.lists(&[
        ("WranglerPermittedWranglerRoles", &wrangler.permitted_wrangler_roles),
        ("WranglerAllowedEmailDomain", &wrangler.allowed_email_domain),
    ]);
    let direct = wrangler.move_thread_from_direct_message_channel_enable;
    let group = wrangler.move_thread_from_group_message_channel_enable;
    told.flags(&[
        ("WranglerMoveThreadToAnotherTeamEnable", wrangler.move_thread_to_another_team_enable),
        ("WranglerMoveThreadFromPrivateChannelEnable", wrangler.move_thread_from_private_channel_enable),
        ("WranglerMoveThreadFromDirectMessageChannelEnable", direct),
        ("WranglerMoveThreadFromGroupMessageChannelEnable", group),
        ("DisableAppBar", experimental.disable_app_bar),
        ("DisableRefetchingOnBrowserFocus", experimental.disable_refetching_on_browser_focus),
        ("DisableWakeUpReconnectHandler", experimental.disable_wake_up_reconnect_handler),
        ("DelayChannelAutocomplete", experimental.delay_channel_autocomplete),
        ("ExperimentalChannelCategorySorting", experimental.experimental_channel_category_sorting),
        ("YoutubeReferrerPolicy", experimental.youtube_referrer_policy),
        ("ExperimentalSharedChannels", shared.enable_shared_channels),
        ("ExperimentalRemoteClusterService", secure_connections && shared.enable_remote_cluster_service),
    ]);
}
