//! Passwords, directories, sign-in providers, guests and apps.

use serde_json::json;

use super::{Rule, given, rule};

pub fn rules() -> Vec<Rule> {
    let ldap = json!({"LdapSettings": {"Enable": true, "LdapServer": "a", "BaseDN": "a", "EmailAttribute": "a",
        "UsernameAttribute": "a", "IdAttribute": "a", "LoginIdAttribute": "a"}});
    let saml = json!({"SamlSettings": {"Enable": true, "IdpURL": "http://a", "IdpDescriptorURL": "a",
        "IdpCertificateFile": "a", "EmailAttribute": "a", "UsernameAttribute": "a", "ServiceProviderIdentifier": "a",
        "AssertionConsumerServiceURL": "http://a", "PrivateKeyFile": "a", "PublicCertificateFile": "a"}});
    let uuid = "123e4567-e89b-12d3-a456-426614174000";
    let intune = |service: &str| {
        json!({"IntuneSettings": {"Enable": true, "TenantId": uuid, "ClientId": uuid, "AuthService": service},
            "Office365Settings": {"Enable": true}})
    };
    let mut rules = vec![
        rule("password_length.app_error", "PasswordSettings.MinimumLength", json!([4, 73]), json!([5, 72])),
        rule(
            "ldap_security.app_error",
            "LdapSettings.ConnectionSecurity",
            json!(["PLAIN"]),
            json!(["", "TLS", "STARTTLS"]),
        ),
        rule("ldap_sync_interval.app_error", "LdapSettings.SyncIntervalMinutes", json!([0]), json!([1])),
        rule("ldap_max_page_size.app_error", "LdapSettings.MaxPageSize", json!([-1]), json!([0])),
        rule("ldap_server", "LdapSettings.LdapServer", json!([]), json!([""])),
        given(
            ldap.clone(),
            "ldap_max_login_attempts.app_error",
            "LdapSettings.MaximumLoginAttempts",
            json!([0]),
            json!([1]),
        ),
        rule(
            "guest_accounts.cannot_enforce_multifactor_authentication_when_guest_magic_link_is_enabled.app_error",
            "GuestAccountsSettings.EnforceMultifactorAuthentication",
            json!([]),
            json!([true]),
        ),
        given(
            json!({"GuestAccountsSettings": {"EnableGuestMagicLink": true}}),
            "guest_accounts.cannot_enforce_multifactor_authentication_when_guest_magic_link_is_enabled.app_error",
            "GuestAccountsSettings.EnforceMultifactorAuthentication",
            json!([true]),
            json!([false]),
        ),
        given(intune("office365"), "intune_tenant_id.app_error", "IntuneSettings.TenantId", json!([""]), json!([uuid])),
        given(
            intune("office365"),
            "intune_tenant_id_format.app_error",
            "IntuneSettings.TenantId",
            json!(["x", "123e4567-e89b-12d3-a456-42661417400g"]),
            json!([uuid]),
        ),
        given(intune("office365"), "intune_client_id.app_error", "IntuneSettings.ClientId", json!([""]), json!([uuid])),
        given(
            intune("office365"),
            "intune_client_id_format.app_error",
            "IntuneSettings.ClientId",
            json!(["x"]),
            json!([uuid]),
        ),
        given(
            intune(""),
            "intune_auth_service.app_error",
            "IntuneSettings.AuthService",
            json!([""]),
            json!(["office365"]),
        ),
        given(
            intune(""),
            "intune_auth_service_invalid.app_error",
            "IntuneSettings.AuthService",
            json!(["ldap"]),
            json!(["office365"]),
        ),
        given(
            intune("office365"),
            "intune_requires_office365.app_error",
            "Office365Settings.Enable",
            json!([false]),
            json!([true]),
        ),
        given(intune("saml"), "intune_requires_saml.app_error", "SamlSettings.Enable", json!([false]), json!([])),
    ];
    for (id, key) in [
        ("ldap_server", "LdapSettings.LdapServer"),
        ("ldap_basedn", "LdapSettings.BaseDN"),
        ("ldap_email", "LdapSettings.EmailAttribute"),
        ("ldap_username", "LdapSettings.UsernameAttribute"),
        ("ldap_id", "LdapSettings.IdAttribute"),
        ("ldap_login_id", "LdapSettings.LoginIdAttribute"),
    ] {
        rules.push(given(ldap.clone(), id, key, json!([""]), json!(["a"])));
    }
    for (id, key, bad, fine) in [
        ("saml_idp_url.app_error", "SamlSettings.IdpURL", json!(["", "a"]), json!(["https://a"])),
        ("saml_idp_descriptor_url.app_error", "SamlSettings.IdpDescriptorURL", json!([""]), json!(["urn:a"])),
        ("saml_idp_cert.app_error", "SamlSettings.IdpCertificateFile", json!([""]), json!(["a"])),
        ("saml_email_attribute.app_error", "SamlSettings.EmailAttribute", json!([""]), json!(["a"])),
        ("saml_username_attribute.app_error", "SamlSettings.UsernameAttribute", json!([""]), json!(["a"])),
        ("saml_spidentifier_attribute.app_error", "SamlSettings.ServiceProviderIdentifier", json!([""]), json!(["a"])),
        (
            "saml_assertion_consumer_service_url.app_error",
            "SamlSettings.AssertionConsumerServiceURL",
            json!(["a"]),
            json!(["http://a"]),
        ),
        ("saml_private_key.app_error", "SamlSettings.PrivateKeyFile", json!([""]), json!(["a"])),
        ("saml_public_cert.app_error", "SamlSettings.PublicCertificateFile", json!([""]), json!(["a"])),
        (
            "saml_signature_algorithm.app_error",
            "SamlSettings.SignatureAlgorithm",
            json!(["MD5"]),
            json!(["RSAwithSHA512"]),
        ),
        (
            "saml_canonical_algorithm.app_error",
            "SamlSettings.CanonicalAlgorithm",
            json!(["x"]),
            json!(["Canonical1.1"]),
        ),
        ("saml_guest_attribute.app_error", "SamlSettings.GuestAttribute", json!(["a", "a=b=c"]), json!(["", "a=b"])),
        ("saml_admin_attribute.app_error", "SamlSettings.AdminAttribute", json!(["a", "a=b=c"]), json!(["", "a=b"])),
    ] {
        rules.push(given(saml.clone(), id, key, bad, fine));
    }
    for key in [
        "NativeAppSettings.AppDownloadLink",
        "NativeAppSettings.AndroidAppDownloadLink",
        "NativeAppSettings.IosAppDownloadLink",
    ] {
        let bad = json!(["javascript:alert(1)", "a"]);
        rules.push(rule("native_app_settings.download_link.app_error", key, bad, json!(["", "/a", "https://a"])));
    }
    rules
}
