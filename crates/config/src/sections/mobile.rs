use crate::macros::settings;

settings! {
    /// The mobile and desktop apps.
    pub struct NativeAppSettings {
        "AppCustomURLSchemes" app_custom_url_schemes: Vec<String> = ["mmauth://", "mmauthbeta://"];
        "AppDownloadLink" app_download_link: String = "https://mattermost.com/pl/download-apps";
        "AndroidAppDownloadLink" android_app_download_link: String = "https://mattermost.com/pl/android-app/";
        "IosAppDownloadLink" ios_app_download_link: String = "https://mattermost.com/pl/ios-app/";
        "MobileExternalBrowser" mobile_external_browser: bool = false;
        "MobileEnableBiometrics" mobile_enable_biometrics: bool = false;
        "MobilePreventScreenCapture" mobile_prevent_screen_capture: bool = false;
        "MobileJailbreakProtection" mobile_jailbreak_protection: bool = false;
        "MobileEnableSecureFilePreview" mobile_enable_secure_file_preview: bool = false;
        "MobileAllowPdfLinkNavigation" mobile_allow_pdf_link_navigation: bool = false;
        "EnableIntuneMAM" enable_intune_mam: bool = false;
    }
}

settings! {
    /// Sign-in of mobile apps managed by Intune.
    pub struct IntuneSettings {
        "Enable" enable: bool = false;
        "TenantId" tenant_id: String = "";
        "ClientId" client_id: String = "";
        /// Empty, `office365` or `saml`.
        "AuthService" auth_service: String = "";
    }
}
