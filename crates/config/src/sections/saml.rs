use crate::macros::settings;

settings! {
    /// Sign-in by SAML 2.0.
    pub struct SamlSettings {
        "Enable" enable: bool = false;
        "EnableSyncWithLdap" enable_sync_with_ldap: bool = false;
        "EnableSyncWithLdapIncludeAuth" enable_sync_with_ldap_include_auth: bool = false;
        "IgnoreGuestsLdapSync" ignore_guests_ldap_sync: bool = false;
        "Verify" verify: bool = true;
        "Encrypt" encrypt: bool = true;
        "SignRequest" sign_request: bool = false;
        "IdpURL" idp_url: String = "";
        "IdpDescriptorURL" idp_descriptor_url: String = "";
        "IdpMetadataURL" idp_metadata_url: String = "";
        "ServiceProviderIdentifier" service_provider_identifier: String = "";
        "AssertionConsumerServiceURL" assertion_consumer_service_url: String = "";
        "SignatureAlgorithm" signature_algorithm: String = "RSAwithSHA256";
        "CanonicalAlgorithm" canonical_algorithm: String = "Canonical1.0";
        "ScopingIDPProviderId" scoping_idp_provider_id: String = "";
        "ScopingIDPName" scoping_idp_name: String = "";
        "IdpCertificateFile" idp_certificate_file: String = "";
        "PublicCertificateFile" public_certificate_file: String = "";
        "PrivateKeyFile" private_key_file: String = "";
        "IdAttribute" id_attribute: String = "";
        "GuestAttribute" guest_attribute: String = "";
        "EnableAdminAttribute" enable_admin_attribute: bool = false;
        "AdminAttribute" admin_attribute: String = "";
        "FirstNameAttribute" first_name_attribute: String = "";
        "LastNameAttribute" last_name_attribute: String = "";
        "EmailAttribute" email_attribute: String = "";
        "UsernameAttribute" username_attribute: String = "";
        "NicknameAttribute" nickname_attribute: String = "";
        "LocaleAttribute" locale_attribute: String = "";
        "PositionAttribute" position_attribute: String = "";
        "LoginButtonText" login_button_text: String = "SAML";
        "LoginButtonColor" login_button_color: String = "#34a28b";
        "LoginButtonBorderColor" login_button_border_color: String = "#2389D7";
        "LoginButtonTextColor" login_button_text_color: String = "#ffffff";
    }
}
