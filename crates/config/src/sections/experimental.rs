use crate::macros::settings;

settings! {
    /// Settings that may move elsewhere.
    pub struct ExperimentalSettings {
        "ClientSideCertEnable" client_side_cert_enable: bool = false;
        /// So long a message with a link waits at most for what it leads to, and as long again for the pictures of that page.
        "LinkMetadataTimeoutMilliseconds" link_metadata_timeout_milliseconds: i64 = 5000;
        "RestrictSystemAdmin" restrict_system_admin: bool = false;
        "EnableSharedChannels" enable_shared_channels: bool = false;
        "EnableRemoteClusterService" enable_remote_cluster_service: bool = false;
        "DisableAppBar" disable_app_bar: bool = false;
        "DisableRefetchingOnBrowserFocus" disable_refetching_on_browser_focus: bool = false;
        "DelayChannelAutocomplete" delay_channel_autocomplete: bool = false;
        "DisableWakeUpReconnectHandler" disable_wake_up_reconnect_handler: bool = false;
        "UsersStatusAndProfileFetchingPollIntervalMilliseconds"
            users_status_and_profile_fetching_poll_interval_milliseconds: i64 = 3000;
        "YoutubeReferrerPolicy" youtube_referrer_policy: bool = false;
        "ExperimentalChannelCategorySorting" experimental_channel_category_sorting: bool = false;
    }
}

settings! {
    /// Moving threads.
    pub struct WranglerSettings {
        "PermittedWranglerRoles" permitted_wrangler_roles: Vec<String> = [];
        "AllowedEmailDomain" allowed_email_domain: Vec<String> = [];
        "MoveThreadMaxCount" move_thread_max_count: i64 = 100;
        "MoveThreadToAnotherTeamEnable" move_thread_to_another_team_enable: bool = false;
        "MoveThreadFromPrivateChannelEnable" move_thread_from_private_channel_enable: bool = false;
        "MoveThreadFromDirectMessageChannelEnable" move_thread_from_direct_message_channel_enable: bool = false;
        "MoveThreadFromGroupMessageChannelEnable" move_thread_from_group_message_channel_enable: bool = false;
    }
}

settings! {
    /// The hosted offering; unused here and kept for tools that read it.
    pub struct CloudSettings {
        "CWSURL" cws_url: String = "https://customers.mattermost.com";
        "CWSAPIURL" cws_api_url: String = "https://portal.internal.prod.cloud.mattermost.com";
        "CWSMock" cws_mock: bool = false;
        "Disable" disable: bool = false;
        "PreviewModalBucketURL" preview_modal_bucket_url: String = "";
    }
}

settings! {
    /// Translation of messages.
    pub struct AutoTranslationSettings {
        "Enable" enable: bool = false;
        "RestrictDMAndGM" restrict_dm_and_gm: bool = false;
        /// Empty, `libretranslate` or `agents`.
        "Provider" provider: String = "";
        "TargetLanguages" target_languages: Vec<String> = ["en"];
        "Workers" workers: i64 = 6;
        "TimeoutMs" timeout_ms: i64 = 5000;
        "LibreTranslate" libre_translate: LibreTranslateSettings;
        "Agents" agents: TranslationAgentSettings;
    }
}

settings! {
    /// The LibreTranslate service.
    pub struct LibreTranslateSettings {
        "URL" url: String = "";
        "APIKey" api_key: String [secret] = "";
    }
}

settings! {
    /// Translation by a language model service.
    pub struct TranslationAgentSettings {
        "LLMServiceID" llm_service_id: String = "";
    }
}
