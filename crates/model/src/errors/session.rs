//! Log-in, sessions, access tokens, second factor.

crate::errors! {
    LOGIN_INVALID = 401 "api.user.login.invalid_credentials_email_username" "the name or the password is wrong";
    LOGIN_INVALID_USERNAME = 401 "api.user.login.invalid_credentials_username" "the user name or the password is wrong";
    LOGIN_INVALID_EMAIL = 401 "api.user.login.invalid_credentials_email" "the e-mail address or the password is wrong";
    LOGIN_INVALID_SSO = 401 "api.user.login.invalid_credentials_sso" "logging in failed; use the single sign-on";
    LOGIN_BOT = 401 "api.user.login.bot_login_forbidden.app_error" "bots do not log in; they use access tokens";
    LOGIN_LINKS_OFF = 401 "api.user.login.guest_magic_link.disabled.error" "guests do not sign in by links here";
    SWITCH_LINK = 400 "api.user.oauth_to_email.magic_link.app_error" "accounts that sign in by links do not change to passwords";
    LOGIN_GUESTS_OFF = 401 "api.user.login.guest_accounts.disabled.error" "guest accounts are switched off";
    LOGIN_REMOTE = 401 "api.user.login.remote_users.login.error" "accounts of other servers cannot log in here";
    LOGIN_NOT_VERIFIED = 401 "api.user.login.not_verified.app_error" "the e-mail address of this account is not verified yet";
    LOGIN_MFA_MISSING = 401 "mfa.validate_token.authenticate.app_error" "the code of the second factor is needed";
    LOGIN_MFA_BAD = 401 "api.user.check_user_mfa.bad_code.app_error" "the code of the second factor is wrong";
    LOGIN_BLANK_PASSWORD = 400 "api.user.login.blank_pwd.app_error" "the password is empty";
    LOGIN_INACTIVE = 401 "api.user.login.inactive.app_error" "this account is not active";
    LOGIN_ATTEMPTS = 401 "api.user.check_user_login_attempts.too_many.app_error" "too many failed log-ins; the password must be reset";
    LOGIN_CWS = 401 "api.user.login_cws.license.error" "this log-in is offered by hosted installations only";
    CODE_EXCHANGE_GONE = 410 "api.user.login_sso_code_exchange.deprecated.app_error" "this way of logging in is no longer offered";
    DESKTOP_TOKEN_INVALID = 401 "app.desktop_token.validate.invalid" "the token of the desktop log-in is not valid";
    DESKTOP_TOKEN_NO_USER = 500 "app.desktop_token.validate.no_user" "nobody is the owner of the token of the desktop log-in";
    DESKTOP_TOKEN_SERVICE = 401 "api.user.login_with_desktop_token.not_oauth_or_saml_user.app_error" "this account does not log in by a service";
    SWITCH_TO_SERVICE_OFF = 403 "api.user.email_to_oauth.not_available.app_error" "accounts do not change to another log-in service on this server";
    SWITCH_TO_EMAIL_OFF = 403 "api.user.oauth_to_email.not_available.app_error" "accounts do not change to a password on this server";
    SWITCH_OF_ANOTHER = 403 "api.user.oauth_to_email.context.app_error" "only the owner of an account changes how it logs in";
    SWITCH_SIGN_UP_OFF = 403 "api.user.auth_switch.not_available.email_signup_disabled.app_error" "there are no accounts with a password on this server";
    SWITCH_SIGN_IN_OFF = 403 "api.user.auth_switch.not_available.login_disabled.app_error" "nobody logs in with a password on this server";
    SWITCH_UNSUPPORTED = 501 "api.user.authorize_oauth_user.unsupported.app_error" "the log-in service {service} is not set up";
    SWITCH_NOT_OAUTH = 400 "api.user.oauth_to_email.not_oauth_user.app_error" "this account does not log in by that service";
    NOT_FOUND = 400 "app.session.get.app_error" "there is no such session";
    ACCESS_TOKEN_NOT_FOUND = 404 "app.user_access_token.get_by_user.app_error" "there is no such access token";
    ACCESS_TOKEN_DESCRIPTION = 400 "model.user_access_token.is_valid.description.app_error" "the description has more than 255 characters";
    MFA_BAD_CODE = 401 "mfa.activate.bad_token.app_error" "the code of the second factor is wrong";

    LDAP_MISSING = 501 "api.admin.ldap.not_available.app_error" "no directory is set up";
    SAML_MISSING = 501 "api.admin.saml.not_available.app_error" "no single sign-on by SAML is set up";
    MFA_OFF = 501 "mfa.mfa_disabled.app_error" "the second factor is switched off";
    MFA_OF_SERVICE = 400 "api.user.activate_mfa.email_and_ldap_only.app_error" "the login service of this account has its own second factor";
    ACCESS_TOKENS_OFF = 501 "app.user_access_token.disabled" "access tokens are switched off";
    ACCESS_TOKEN_INVALID = 401 "app.user_access_token.invalid_or_missing" "the access token is not valid";

    INVALID_ID = 400 "model.session.is_valid.id.app_error" "the id of the session is malformed";
    INVALID_USER = 400 "model.session.is_valid.user_id.app_error" "the session needs a user";
    INVALID_CREATE_AT = 400 "model.session.is_valid.create_at.app_error" "the session needs a time of creation";
}
