//! Passwords, directories, sign-in providers, guests and mobile apps.

use super::text::{is_http_url, is_uuid};
use super::{Report, refuse};
use crate::config::Config;
use crate::sections::auth::{GuestAccountsSettings, PasswordSettings};
use crate::sections::ldap::LdapSettings;
use crate::sections::mobile::NativeAppSettings;
use crate::sections::saml::SamlSettings;

const PASSWORD_MIN_LEN: i64 = 5;
const PASSWORD_MAX_LEN: i64 = 72;

pub fn password(report: &mut Report, s: &PasswordSettings) {
    let fits = (PASSWORD_MIN_LEN..=PASSWORD_MAX_LEN).contains(&s.minimum_length);
    let key = "PasswordSettings.MinimumLength";
    let (low, high) = (PASSWORD_MIN_LEN, PASSWORD_MAX_LEN);
    refuse!(report, !fits, "password_length.app_error", key, "must be between {low} and {high}");
}

pub fn ldap(report: &mut Report, s: &LdapSettings) {
    let known = ["", "TLS", "STARTTLS"].contains(&s.connection_security.as_str());
    let key = "LdapSettings.ConnectionSecurity";
    refuse!(report, !known, "ldap_security.app_error", key, "must be empty, TLS or STARTTLS");
    let key = "LdapSettings.SyncIntervalMinutes";
    refuse!(report, s.sync_interval_minutes <= 0, "ldap_sync_interval.app_error", key, "must be above zero");
    let key = "LdapSettings.MaxPageSize";
    refuse!(report, s.max_page_size < 0, "ldap_max_page_size.app_error", key, "must be zero or above");
    if !s.enable {
        return;
    }
    let needed = "sign-in with a directory needs it";
    refuse!(report, s.ldap_server.is_empty(), "ldap_server", "LdapSettings.LdapServer", "{needed}");
    let key = "LdapSettings.MaximumLoginAttempts";
    refuse!(report, s.maximum_login_attempts <= 0, "ldap_max_login_attempts.app_error", key, "must be above zero");
    refuse!(report, s.base_dn.is_empty(), "ldap_basedn", "LdapSettings.BaseDN", "{needed}");
    refuse!(report, s.email_attribute.is_empty(), "ldap_email", "LdapSettings.EmailAttribute", "{needed}");
    refuse!(report, s.username_attribute.is_empty(), "ldap_username", "LdapSettings.UsernameAttribute", "{needed}");
    refuse!(report, s.id_attribute.is_empty(), "ldap_id", "LdapSettings.IdAttribute", "{needed}");
    refuse!(report, s.login_id_attribute.is_empty(), "ldap_login_id", "LdapSettings.LoginIdAttribute", "{needed}");
}

pub fn saml(report: &mut Report, s: &SamlSettings) {
    if !s.enable {
        return;
    }
    let (needed, address) = ("SAML needs it", "must be an http address");
    refuse!(report, !is_http_url(&s.idp_url), "saml_idp_url.app_error", "SamlSettings.IdpURL", "{address}");
    let key = "SamlSettings.IdpDescriptorURL";
    refuse!(report, s.idp_descriptor_url.is_empty(), "saml_idp_descriptor_url.app_error", key, "{needed}");
    let key = "SamlSettings.IdpCertificateFile";
    refuse!(report, s.idp_certificate_file.is_empty(), "saml_idp_cert.app_error", key, "{needed}");
    let key = "SamlSettings.EmailAttribute";
    refuse!(report, s.email_attribute.is_empty(), "saml_email_attribute.app_error", key, "{needed}");
    let key = "SamlSettings.UsernameAttribute";
    refuse!(report, s.username_attribute.is_empty(), "saml_username_attribute.app_error", key, "{needed}");
    let key = "SamlSettings.ServiceProviderIdentifier";
    let nameless = s.service_provider_identifier.is_empty();
    refuse!(report, nameless, "saml_spidentifier_attribute.app_error", key, "{needed}");
    let key = "SamlSettings.AssertionConsumerServiceURL";
    let bad = s.verify && !is_http_url(&s.assertion_consumer_service_url);
    refuse!(report, bad, "saml_assertion_consumer_service_url.app_error", key, "{address}");
    let key = "SamlSettings.PrivateKeyFile";
    let missing = s.encrypt && s.private_key_file.is_empty();
    refuse!(report, missing, "saml_private_key.app_error", key, "encryption needs it");
    let key = "SamlSettings.PublicCertificateFile";
    let missing = s.encrypt && s.public_certificate_file.is_empty();
    refuse!(report, missing, "saml_public_cert.app_error", key, "encryption needs it");
    algorithms(report, s);
    let pair = |text: &str| text.is_empty() || text.split('=').count() == 2;
    let key = "SamlSettings.GuestAttribute";
    refuse!(report, !pair(&s.guest_attribute), "saml_guest_attribute.app_error", key, "must be `attribute=value`");
    let key = "SamlSettings.AdminAttribute";
    refuse!(report, !pair(&s.admin_attribute), "saml_admin_attribute.app_error", key, "must be `attribute=value`");
}

fn algorithms(report: &mut Report, s: &SamlSettings) {
    let known = ["RSAwithSHA1", "RSAwithSHA256", "RSAwithSHA512"].contains(&s.signature_algorithm.as_str());
    let key = "SamlSettings.SignatureAlgorithm";
    let wanted = "must be RSAwithSHA1, RSAwithSHA256 or RSAwithSHA512";
    refuse!(report, !known, "saml_signature_algorithm.app_error", key, "{wanted}");
    let known = ["Canonical1.0", "Canonical1.1"].contains(&s.canonical_algorithm.as_str());
    let key = "SamlSettings.CanonicalAlgorithm";
    refuse!(report, !known, "saml_canonical_algorithm.app_error", key, "must be Canonical1.0 or Canonical1.1");
}

pub fn intune(report: &mut Report, config: &Config) {
    let s = &config.intune;
    if !s.enable {
        return;
    }
    let key = "IntuneSettings.AuthService";
    let service = s.auth_service.as_str();
    refuse!(report, service.is_empty(), "intune_auth_service.app_error", key, "Intune needs it");
    let known = ["", "office365", "saml"].contains(&service);
    refuse!(report, !known, "intune_auth_service_invalid.app_error", key, "must be office365 or saml");
    let key = "IntuneSettings.TenantId";
    let (tenant, client) = (s.tenant_id.as_str(), s.client_id.as_str());
    refuse!(report, tenant.is_empty(), "intune_tenant_id.app_error", key, "Intune needs it");
    let strange = !tenant.is_empty() && !is_uuid(tenant);
    refuse!(report, strange, "intune_tenant_id_format.app_error", key, "must be a UUID");
    let key = "IntuneSettings.ClientId";
    refuse!(report, client.is_empty(), "intune_client_id.app_error", key, "Intune needs it");
    let strange = !client.is_empty() && !is_uuid(client);
    refuse!(report, strange, "intune_client_id_format.app_error", key, "must be a UUID");
    let off = service == "office365" && !config.office365.enable;
    let key = "Office365Settings.Enable";
    refuse!(report, off, "intune_requires_office365.app_error", key, "Intune signs in through it");
    let off = service == "saml" && !config.saml.enable;
    let key = "SamlSettings.Enable";
    refuse!(report, off, "intune_requires_saml.app_error", key, "Intune signs in through it");
}

/// An empty link hides its button.
pub fn native_app(report: &mut Report, s: &NativeAppSettings) {
    for (link, key) in [
        (&s.app_download_link, "NativeAppSettings.AppDownloadLink"),
        (&s.android_app_download_link, "NativeAppSettings.AndroidAppDownloadLink"),
        (&s.ios_app_download_link, "NativeAppSettings.IosAppDownloadLink"),
    ] {
        let safe = link.is_empty() || link.starts_with('/') || is_http_url(link);
        let wanted = "must be an http address or a path of this server";
        refuse!(report, !safe, "native_app_settings.download_link.app_error", key, "{wanted}");
    }
}

pub fn guest_accounts(report: &mut Report, s: &GuestAccountsSettings) {
    refuse!(
        report,
        s.enable_guest_magic_link && s.enforce_multifactor_authentication,
        "guest_accounts.cannot_enforce_multifactor_authentication_when_guest_magic_link_is_enabled.app_error",
        "GuestAccountsSettings.EnforceMultifactorAuthentication",
        "cannot be on together with magic links"
    );
}
