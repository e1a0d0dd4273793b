use crate::macros::settings;

settings! {
    /// Teams, sign-up and how people are shown.
    pub struct TeamSettings {
        "SiteName" site_name: String = "Mattermost";
        "MaxUsersPerTeam" max_users_per_team: i64 = 50;
        "EnableJoinLeaveMessageByDefault" enable_join_leave_message_by_default: bool = true;
        "EnableUserCreation" enable_user_creation: bool = true;
        "EnableOpenServer" enable_open_server: bool = false;
        "EnableUserDeactivation" enable_user_deactivation: bool = false;
        /// Domains, separated by commas.
        "RestrictCreationToDomains" restrict_creation_to_domains: String = "";
        "EnableCustomUserStatuses" enable_custom_user_statuses: bool = true;
        "EnableCustomBrand" enable_custom_brand: bool = false;
        "CustomBrandText" custom_brand_text: String = "";
        "CustomDescriptionText" custom_description_text: String = "";
        /// `any` or `team`.
        "RestrictDirectMessage" restrict_direct_message: String = "any";
        "EnableLastActiveTime" enable_last_active_time: bool = true;
        /// Seconds.
        "UserStatusAwayTimeout" user_status_away_timeout: i64 = 300;
        "MaxChannelsPerTeam" max_channels_per_team: i64 = 2000;
        "MaxNotificationsPerChannel" max_notifications_per_channel: i64 = 1000;
        "EnableConfirmNotificationsToChannel" enable_confirm_notifications_to_channel: bool = true;
        /// `username`, `nickname_full_name` or `full_name`.
        "TeammateNameDisplay" teammate_name_display: String = "username";
        "ExperimentalViewArchivedChannels" experimental_view_archived_channels: bool = true;
        "ExperimentalEnableAutomaticReplies" experimental_enable_automatic_replies: bool = false;
        "LockTeammateNameDisplay" lock_teammate_name_display: bool = false;
        "ExperimentalPrimaryTeam" experimental_primary_team: String = "";
        "ExperimentalDefaultChannels" experimental_default_channels: Vec<String> = [];
    }
}

settings! {
    /// Versions of the mobile apps that may connect.
    pub struct ClientRequirements {
        "AndroidLatestVersion" android_latest_version: String = "";
        "AndroidMinVersion" android_min_version: String = "";
        "IosLatestVersion" ios_latest_version: String = "";
        "IosMinVersion" ios_min_version: String = "";
    }
}

settings! {
    /// What people see of each other.
    pub struct PrivacySettings {
        "ShowEmailAddress" show_email_address: bool = true;
        "ShowFullName" show_full_name: bool = true;
        "UseAnonymousURLs" use_anonymous_urls: bool = false;
    }
}

settings! {
    /// Themes people may choose.
    pub struct ThemeSettings {
        "EnableThemeSelection" enable_theme_selection: bool = true;
        "DefaultTheme" default_theme: String = "default";
        "AllowCustomThemes" allow_custom_themes: bool = true;
        "AllowedThemes" allowed_themes: Vec<String> = [];
    }
}

settings! {
    /// How posts are rendered.
    pub struct DisplaySettings {
        "CustomURLSchemes" custom_url_schemes: Vec<String> = [];
        "MaxMarkdownNodes" max_markdown_nodes: i64 = 0;
    }
}

settings! {
    /// Languages.
    pub struct LocalizationSettings {
        "DefaultServerLocale" default_server_locale: String = "en";
        "DefaultClientLocale" default_client_locale: String = "en";
        "AvailableLocales" available_locales: String = "";
        "EnableExperimentalLocales" enable_experimental_locales: bool = false;
    }
}
