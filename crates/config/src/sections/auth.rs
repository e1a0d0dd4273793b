use crate::macros::settings;

settings! {
    /// What a password must look like.
    pub struct PasswordSettings {
        "MinimumLength" minimum_length: i64 = 8;
        "Lowercase" lowercase: bool = false;
        "Number" number: bool = false;
        "Uppercase" uppercase: bool = false;
        "Symbol" symbol: bool = false;
        "EnableForgotLink" enable_forgot_link: bool = true;
    }
}

settings! {
    /// Guests.
    pub struct GuestAccountsSettings {
        "Enable" enable: bool = false;
        "HideTags" hide_tags: bool = false;
        "AllowEmailAccounts" allow_email_accounts: bool = true;
        "EnforceMultifactorAuthentication" enforce_multifactor_authentication: bool = false;
        "RestrictCreationToDomains" restrict_creation_to_domains: String = "";
        "EnableGuestMagicLink" enable_guest_magic_link: bool = false;
    }
}

settings! {
    /// Sign-in with an OAuth 2.0 or OpenID Connect provider (GitLab, Google, OpenID Connect).
    pub struct SsoSettings {
        "Enable" enable: bool = false;
        "Secret" secret: String [secret] = "";
        "Id" id: String = "";
        "Scope" scope: String = "";
        "AuthEndpoint" auth_endpoint: String = "";
        "TokenEndpoint" token_endpoint: String = "";
        "UserAPIEndpoint" user_api_endpoint: String = "";
        "DiscoveryEndpoint" discovery_endpoint: String = "";
        "ButtonText" button_text: String = "";
        "ButtonColor" button_color: String = "";
        "UsePreferredUsername" use_preferred_username: bool = false;
    }
}

settings! {
    /// Sign-in with Entra ID (Office 365).
    pub struct Office365Settings {
        "Enable" enable: bool = false;
        "Secret" secret: String [secret] = "";
        "Id" id: String = "";
        "Scope" scope: String = "User.Read";
        "AuthEndpoint" auth_endpoint: String = "https://login.microsoftonline.com/common/oauth2/v2.0/authorize";
        "TokenEndpoint" token_endpoint: String = "https://login.microsoftonline.com/common/oauth2/v2.0/token";
        "UserAPIEndpoint" user_api_endpoint: String = "https://graph.microsoft.com/v1.0/me";
        "DiscoveryEndpoint" discovery_endpoint: String = "";
        "DirectoryId" directory_id: String = "";
        "UsePreferredUsername" use_preferred_username: bool = false;
    }
}

settings! {
    /// Access by attributes.
    pub struct AccessControlSettings {
        "EnableAttributeBasedAccessControl" enable_attribute_based_access_control: bool = false;
        "EnableUserManagedAttributes" enable_user_managed_attributes: bool = false;
    }
}

impl SsoSettings {
    /// Google's addresses.
    pub fn google() -> Self {
        Self {
            scope: "profile email".to_owned(),
            auth_endpoint: "https://accounts.google.com/o/oauth2/v2/auth".to_owned(),
            token_endpoint: "https://www.googleapis.com/oauth2/v4/token".to_owned(),
            user_api_endpoint: concat!(
                "https://people.googleapis.com/v1/people/me",
                "?personFields=names,emailAddresses,nicknames,metadata"
            )
            .to_owned(),
            ..Self::default()
        }
    }

    /// A provider that describes itself at its discovery address.
    pub fn open_id() -> Self {
        Self { scope: "profile openid email".to_owned(), button_color: "#145DBF".to_owned(), ..Self::default() }
    }
}
