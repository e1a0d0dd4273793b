//! What a visitor is told: enough to show the sign-in page.

use serde_json::Value;

use super::{ClientContext, Told};
use crate::config::Config;
use crate::setting::Setting as _;

const APPS_PLUGIN: &str = "com.mattermost.apps";

pub fn tell(told: &mut Told, config: &Config, context: &ClientContext) {
    build(told, context);
    site(told, config);
    sign_in(told, config);
    providers(told, config);
    apps(told, config);
    feature_flags(told, config);
}

fn build(told: &mut Told, context: &ClientContext) {
    told.texts(&[
        ("Version", &context.version),
        ("BuildNumber", &context.build_number),
        ("BuildDate", &context.build_date),
        ("BuildHash", &context.build_hash),
        ("BuildHashEnterprise", &context.build_hash_enterprise),
        ("ServiceEnvironment", &context.service_environment),
        ("DiagnosticId", &context.diagnostic_id),
        ("TelemetryId", &context.diagnostic_id),
        ("AsymmetricSigningPublicKey", &context.asymmetric_signing_public_key),
        // Members learn where the customer portal is; visitors have no use for it.
        ("CWSURL", ""),
    ]);
    told.flags(&[
        // There is one edition, with everything in it.
        ("BuildEnterpriseReady", true),
        ("IsFipsEnabled", context.is_fips),
        ("NoAccounts", context.no_accounts),
    ]);
}

fn site(told: &mut Told, config: &Config) {
    let (service, team, support, log) = (&config.service, &config.team, &config.support, &config.log);
    told.texts(&[
        ("SiteURL", service.site_url.trim_end_matches('/')),
        ("WebsocketURL", service.websocket_url.trim_end_matches('/')),
        ("SiteName", &team.site_name),
        ("CustomBrandText", &team.custom_brand_text),
        ("CustomDescriptionText", &team.custom_description_text),
        ("DefaultClientLocale", &config.localization.default_client_locale),
        ("FileLevel", &log.file_level),
        ("TermsOfServiceLink", &support.terms_of_service_link),
        ("PrivacyPolicyLink", &support.privacy_policy_link),
        ("AboutLink", &support.about_link),
        ("HelpLink", &support.help_link),
        ("ReportAProblemType", &support.report_a_problem_type),
        ("ReportAProblemLink", &support.report_a_problem_link),
        ("ReportAProblemMail", &support.report_a_problem_mail),
        ("ForgotPasswordLink", &support.forgot_password_link),
        ("SupportEmail", &support.support_email),
    ]);
    told.flags(&[
        ("EnableCustomBrand", team.enable_custom_brand),
        ("EnableUserCreation", team.enable_user_creation),
        ("EnableOpenServer", team.enable_open_server),
        ("EnableJoinLeaveMessageByDefault", team.enable_join_leave_message_by_default),
        ("EnableBotAccountCreation", service.enable_bot_account_creation),
        ("EnableDesktopLandingPage", service.enable_desktop_landing_page),
        ("EnableCustomEmoji", service.enable_custom_emoji),
        ("EnableUserStatuses", service.enable_user_statuses),
        ("EnableFile", log.enable_file),
        ("EnableDiagnostics", log.enable_diagnostics),
        ("DiagnosticsEnabled", log.enable_diagnostics),
        ("EnableClientMetrics", config.metrics.enable_client_metrics),
        ("EnableComplianceExport", config.message_export.enable_export),
        ("HasImageProxy", config.image_proxy.enable),
        ("PluginsEnabled", config.plugin.enable),
        ("AppsPluginEnabled", config.plugin.runs(APPS_PLUGIN)),
        ("AllowDownloadLogs", support.allow_download_logs),
        ("EnableAskCommunityLink", support.enable_ask_community_link),
        ("EnableCustomTermsOfService", support.custom_terms_of_service_enabled),
    ]);
    told.numbers(&[
        ("WebsocketPort", service.websocket_port),
        ("WebsocketSecurePort", service.websocket_secure_port),
        ("CustomTermsOfServiceReAcceptancePeriod", support.custom_terms_of_service_re_acceptance_period),
    ]);
}

fn sign_in(told: &mut Told, config: &Config) {
    let (service, email, password) = (&config.service, &config.email, &config.password);
    let guests = &config.guest_accounts;
    told.texts(&[
        ("EmailLoginButtonColor", &email.login_button_color),
        ("EmailLoginButtonBorderColor", &email.login_button_border_color),
        ("EmailLoginButtonTextColor", &email.login_button_text_color),
    ]);
    told.flags(&[
        ("EnableSignUpWithEmail", email.enable_sign_up_with_email),
        ("EnableSignInWithEmail", email.enable_sign_in_with_email),
        ("EnableSignInWithUsername", email.enable_sign_in_with_username),
        ("PasswordRequireLowercase", password.lowercase),
        ("PasswordRequireUppercase", password.uppercase),
        ("PasswordRequireNumber", password.number),
        ("PasswordRequireSymbol", password.symbol),
        ("PasswordEnableForgotLink", password.enable_forgot_link),
        ("EnableMultifactorAuthentication", service.enable_multifactor_authentication),
        ("EnforceMultifactorAuthentication", service.enforce_multifactor_authentication),
        ("EnableGuestAccounts", guests.enable),
        ("HideGuestTags", guests.hide_tags),
        ("GuestAccountsEnforceMultifactorAuthentication", guests.enforce_multifactor_authentication),
        ("EnableGuestMagicLink", guests.enable_guest_magic_link),
    ]);
    told.numbers(&[("PasswordMinimumLength", password.minimum_length)]);
}

fn providers(told: &mut Told, config: &Config) {
    let (ldap, saml) = (&config.ldap, &config.saml);
    told.texts(&[
        ("LdapLoginFieldName", &ldap.login_field_name),
        ("LdapLoginButtonColor", &ldap.login_button_color),
        ("LdapLoginButtonBorderColor", &ldap.login_button_border_color),
        ("LdapLoginButtonTextColor", &ldap.login_button_text_color),
        ("SamlLoginButtonText", &saml.login_button_text),
        ("SamlLoginButtonColor", &saml.login_button_color),
        ("SamlLoginButtonBorderColor", &saml.login_button_border_color),
        ("SamlLoginButtonTextColor", &saml.login_button_text_color),
        ("OpenIdButtonText", &config.open_id.button_text),
        ("OpenIdButtonColor", &config.open_id.button_color),
        ("GitLabButtonText", &config.gitlab.button_text),
        ("GitLabButtonColor", &config.gitlab.button_color),
    ]);
    told.flags(&[
        ("EnableLdap", ldap.enable),
        ("EnableSaml", saml.enable),
        ("EnableSignUpWithGitLab", config.gitlab.enable),
        ("EnableSignUpWithGoogle", config.google.enable),
        ("EnableSignUpWithOffice365", config.office365.enable),
        ("EnableSignUpWithOpenId", config.open_id.enable),
    ]);
}

fn apps(told: &mut Told, config: &Config) {
    let (app, versions, intune) = (&config.native_app, &config.client_requirements, &config.intune);
    told.texts(&[
        ("AndroidLatestVersion", &versions.android_latest_version),
        ("AndroidMinVersion", &versions.android_min_version),
        ("IosLatestVersion", &versions.ios_latest_version),
        ("IosMinVersion", &versions.ios_min_version),
        ("AppDownloadLink", &app.app_download_link),
        ("AndroidAppDownloadLink", &app.android_app_download_link),
        ("IosAppDownloadLink", &app.ios_app_download_link),
    ]);
    told.flags(&[
        ("MobileExternalBrowser", app.mobile_external_browser),
        ("MobileEnableBiometrics", app.mobile_enable_biometrics),
        ("MobilePreventScreenCapture", app.mobile_prevent_screen_capture),
        ("MobileJailbreakProtection", app.mobile_jailbreak_protection),
        ("IntuneMAMEnabled", intune.enable),
    ]);
    if intune.enable {
        told.texts(&[
            ("IntuneScope", &format!("api://{}/login.mattermost", intune.client_id)),
            ("IntuneAuthService", &intune.auth_service),
        ]);
    }
}

fn feature_flags(told: &mut Told, config: &Config) {
    let Value::Object(flags) = config.feature_flags.to_json() else { return };
    for (name, value) in flags {
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        told.text(&format!("FeatureFlag{name}"), &text);
    }
}
