use crate::macros::settings;

settings! {
    /// Sign-in and synchronisation with a directory.
    pub struct LdapSettings {
        "Enable" enable: bool = false;
        "EnableSync" enable_sync: bool = false;
        "LdapServer" ldap_server: String = "";
        "LdapPort" ldap_port: i64 = 389;
        /// Empty, `TLS` or `STARTTLS`.
        "ConnectionSecurity" connection_security: String = "";
        "BaseDN" base_dn: String = "";
        "BindUsername" bind_username: String = "";
        "BindPassword" bind_password: String [secret] = "";
        "MaximumLoginAttempts" maximum_login_attempts: i64 = 10;
        "UserFilter" user_filter: String = "";
        "GroupFilter" group_filter: String = "";
        "GuestFilter" guest_filter: String = "";
        "EnableAdminFilter" enable_admin_filter: bool = false;
        "AdminFilter" admin_filter: String = "";
        "GroupDisplayNameAttribute" group_display_name_attribute: String = "";
        "GroupIdAttribute" group_id_attribute: String = "";
        "FirstNameAttribute" first_name_attribute: String = "";
        "LastNameAttribute" last_name_attribute: String = "";
        "EmailAttribute" email_attribute: String = "";
        "UsernameAttribute" username_attribute: String = "";
        "NicknameAttribute" nickname_attribute: String = "";
        "IdAttribute" id_attribute: String = "";
        "PositionAttribute" position_attribute: String = "";
        "LoginIdAttribute" login_id_attribute: String = "";
        "PictureAttribute" picture_attribute: String = "";
        "SyncIntervalMinutes" sync_interval_minutes: i64 = 60;
        "ReAddRemovedMembers" re_add_removed_members: bool = false;
        "SkipCertificateVerification" skip_certificate_verification: bool = false;
        "PublicCertificateFile" public_certificate_file: String = "";
        "PrivateKeyFile" private_key_file: String = "";
        /// Seconds.
        "QueryTimeout" query_timeout: i64 = 60;
        /// Entries per page; 0 means without pages.
        "MaxPageSize" max_page_size: i64 = 0;
        "LoginFieldName" login_field_name: String = "";
        "LoginButtonColor" login_button_color: String = "#0000";
        "LoginButtonBorderColor" login_button_border_color: String = "#2389D7";
        "LoginButtonTextColor" login_button_text_color: String = "#2389D7";
    }
}
