use crate::macros::settings;

settings! {
    /// Links and addresses for help, and the terms of service.
    pub struct SupportSettings {
        "TermsOfServiceLink" terms_of_service_link: String = "https://mattermost.com/pl/terms-of-use/";
        "PrivacyPolicyLink" privacy_policy_link: String = "https://mattermost.com/pl/privacy-policy/";
        "AboutLink" about_link: String = "https://mattermost.com/pl/about-mattermost";
        "HelpLink" help_link: String = "https://mattermost.com/pl/help/";
        "ReportAProblemLink" report_a_problem_link: String = "https://mattermost.com/pl/report-a-bug";
        "ReportAProblemType" report_a_problem_type: String = "default";
        "ReportAProblemMail" report_a_problem_mail: String = "";
        "AllowDownloadLogs" allow_download_logs: bool = true;
        "ForgotPasswordLink" forgot_password_link: String = "";
        "SupportEmail" support_email: String = "";
        "CustomTermsOfServiceEnabled" custom_terms_of_service_enabled: bool = false;
        /// Days.
        "CustomTermsOfServiceReAcceptancePeriod" custom_terms_of_service_re_acceptance_period: i64 = 365;
        "EnableAskCommunityLink" enable_ask_community_link: bool = true;
    }
}

settings! {
    /// The banner, and product notices.
    pub struct AnnouncementSettings {
        "EnableBanner" enable_banner: bool = false;
        "BannerText" banner_text: String = "";
        "BannerColor" banner_color: String = "#f2a93b";
        "BannerTextColor" banner_text_color: String = "#333333";
        "AllowBannerDismissal" allow_banner_dismissal: bool = true;
        "AdminNoticesEnabled" admin_notices_enabled: bool = true;
        "UserNoticesEnabled" user_notices_enabled: bool = true;
        "NoticesURL" notices_url: String = "https://notices.mattermost.com/";
        /// Seconds.
        "NoticesFetchFrequency" notices_fetch_frequency: i64 = 3600;
        "NoticesSkipCache" notices_skip_cache: bool = false;
    }
}
