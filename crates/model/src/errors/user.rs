//! Accounts: creation, change, search, profile images, guests.

crate::errors! {
    MISSING_ACCOUNT = 404 "app.user.missing_account.const" "there is no such user";
    MISSING_ACCOUNT_IN_BODY = 400 "app.user.missing_account.const" "there is no such user";
    BY_USERNAME_NOT_FOUND = 404 "app.user.get_by_username.app_error" "nobody has this user name";
    EMAIL_EXISTS = 400 "app.user.save.email_exists.app_error" "an account with this e-mail address exists already";
    USERNAME_EXISTS = 400 "app.user.save.username_exists.app_error" "an account with this user name exists already";
    SIGNUP_LINK_INVALID = 400 "api.user.create_user.signup_link_invalid.app_error" "the invitation is not valid";
    SIGNUP_LINK_UNKNOWN = 404 "api.user.create_user.signup_link_invalid.app_error" "the invitation is not known";
    PASSWORD_WRONG = 401 "api.user.check_user_password.invalid.app_error" "the password is wrong";
    PASSWORD_CHANGE_DENIED = 403 "api.user.update_password.context.app_error" "you may not change this user's password";
    RESET_ATTEMPTS_DENIED = 403 "api.user.reset_password_failed_attempts.permissions.app_error" "you may not reset the failed log-ins of this user";
    VERIFY_LINK_BAD = 400 "api.user.verify_email.bad_link.app_error" "the verification link is not valid";
    IMAGE_LIMITS = 400 "api.user.upload_profile_user.check_image_limits.app_error" "the picture is too large or cannot be read";
    ALREADY_GUEST = 501 "api.user.demote_user_to_guest.already_guest.app_error" "this user is a guest already";
    NOT_A_GUEST = 501 "api.user.promote_guest_to_user.no_guest.app_error" "this user is not a guest";
    GUEST_INVITE_EMAILS = 400 "model.guest.is_valid.emails.app_error" "name at least one e-mail address to invite";
    GUEST_INVITE_EMAIL = 400 "model.guest.is_valid.email.app_error" "an e-mail address of the invitation is not valid";
    GUEST_INVITE_CHANNELS = 400 "model.guest.is_valid.channels.app_error" "name at least one channel of this team";
    GUEST_INVITE_CHANNEL = 400 "model.guest.is_valid.channel.app_error" "a channel of the invitation is not valid";
    GROUP_NOT_FOUND = 404 "app.group.no_rows" "there is no such group";
    TERMS_NOT_FOUND = 404 "app.terms_of_service.get.no_rows.app_error" "there are no such terms of service";
    TERMS_NOT_ACCEPTED = 404 "app.user_terms_of_service.get_by_user.no_rows.app_error" "this user has not accepted any terms of service";
    UPLOADS_DENIED = 403 "api.user.get_uploads_for_user.forbidden.app_error" "you may only list your own uploads";
    /// Sent for `GET /users/invalid_emails` while sign-up is open: the original has no text for this case.
    INVALID_EMAILS_UNAVAILABLE = 400 "<untranslated>" "this report needs sign-up to be closed";
    DATA_RETENTION_MISSING = 501 "ent.data_retention.generic.license.error" "data retention is not offered";
    NOTIFY_ADMIN_CLOUD_ONLY = 403 "api.cloud.app_error" "this is offered by hosted installations only";

    ID_GIVEN = 400 "app.user.save.existing.app_error" "a new account gets its id from the server";
    SIGNUP_OFF = 501 "api.user.create_user.signup_email_disabled.app_error" "signing up by e-mail is switched off";
    NO_OPEN_SERVER = 403 "api.user.create_user.no_open_server" "this server takes new accounts by invitation only";
    SIGNUP_DOMAIN = 400 "api.user.create_user.accepted_domain.app_error" "e-mail addresses of this domain may not sign up";
    SIGNUP_LINK_EXPIRED = 400 "api.user.create_user.signup_link_expired.app_error" "the invitation has expired";
    SIGNUP_GUESTS_OFF = 400 "api.user.create_user.guest_accounts.disabled.app_error" "guest accounts are switched off";
    UPDATE_DOMAIN = 400 "api.user.update_user.accepted_domain.app_error" "e-mail addresses of this domain are not accepted";
    UPDATE_GUEST_DOMAIN = 400 "api.user.update_user.accepted_guest_domain.app_error" "e-mail addresses of this domain are not accepted for guests";
    SERVICE_FIELD = 409 "api.user.patch_user.login_provider_attribute_set.app_error" "the login service decides about the {field} of this account";
    ACTIVE_DENIED = 403 "api.user.update_active.permissions.app_error" "you may not deactivate or activate this account";
    SELF_DEACTIVATION_OFF = 401 "api.user.update_active.not_enable.app_error" "deactivating one's own account is switched off";
    GUESTS_OFF = 401 "api.user.update_active.cannot_enable_guest_when_guest_feature_is_disabled.app_error" "guest accounts are switched off, so this one cannot be activated";
    ACTIVE_BY_DIRECTORY = 403 "api.user.update_active.cannot_modify_status_when_user_is_managed_by_ldap.app_error" "the directory decides whether this account is active";
    DELETION_OFF = 401 "api.user.delete_user.not_enabled.app_error" "deleting accounts for good is switched off";
    DEMOTE_OFF = 501 "api.team.demote_user_to_guest.disabled.error" "guest accounts are switched off";
    PASSWORD_INCORRECT = 400 "api.user.update_password.incorrect.app_error" "the current password is wrong";
    PASSWORD_OF_SERVICE = 400 "api.user.update_password.oauth.app_error" "this account logs in by another service and has no password here";
    PASSWORD_HASHED_OWN = 401 "api.user.update_password.user_and_hashed.app_error" "only administrators may set a password in its stored form";
    RESET_LINK_INVALID = 400 "api.user.reset_password.invalid_link.app_error" "the link for a new password is not valid";
    RESET_LINK_EXPIRED = 400 "api.user.reset_password.link_expired.app_error" "the link for a new password has expired";
    RESET_SSO = 400 "api.user.reset_password.sso.app_error" "this account logs in by another service and has no password here";
    SEND_RESET_SSO = 400 "api.user.send_password_reset.sso.app_error" "this account logs in by another service and has no password here";
    RESET_ATTEMPTS_SERVICE = 400 "api.user.reset_password_failed_attempts.ldap_and_email_only.app_error" "this account logs in by another service";
    EMAIL_LOOKUP_DENIED = 403 "api.user.get_user_by_email.permissions.app_error" "this server does not show e-mail addresses";
    AUTH_INVALID = 400 "api.user.update_user_auth.invalid_request" "name both the login service and the key of the account there";
    AUTH_DATA_EXISTS = 400 "app.user.update_auth_data.email_exists.app_error" "another account has this key of the login service";

    INVALID_ID = 400 "model.user.is_valid.id.app_error" "the id of the user is malformed";
    INVALID_CREATE_AT = 400 "model.user.is_valid.create_at.app_error" "the user needs a time of creation";
    INVALID_UPDATE_AT = 400 "model.user.is_valid.update_at.app_error" "the user needs a time of change";
    INVALID_USERNAME = 400 "model.user.is_valid.username.app_error" "a user name has 1 to 64 lower-case letters, digits, dots, dashes or underscores and is not a reserved word";
    INVALID_EMAIL = 400 "model.user.is_valid.email.app_error" "the e-mail address is missing or malformed";
    INVALID_NICKNAME = 400 "model.user.is_valid.nickname.app_error" "the nickname has more than 64 characters";
    INVALID_POSITION = 400 "model.user.is_valid.position.app_error" "the position has more than 128 characters";
    INVALID_FIRST_NAME = 400 "model.user.is_valid.first_name.app_error" "the first name has more than 64 characters";
    INVALID_LAST_NAME = 400 "model.user.is_valid.last_name.app_error" "the last name has more than 64 characters";
    INVALID_AUTH_DATA = 400 "model.user.is_valid.auth_data.app_error" "the key of the login service has more than 128 bytes";
    INVALID_AUTH_DATA_TYPE = 400 "model.user.is_valid.auth_data_type.app_error" "a key of a login service needs the name of the service";
    INVALID_LOCALE = 400 "model.user.is_valid.locale.app_error" "the language is not a valid locale";
    PASSWORD_TOO_LONG = 400 "model.user.is_valid.pwd_max_length.app_error" "the password has more than 72 bytes";
    PASSWORD_TOO_SHORT = 400 "model.user.is_valid.pwd_min_length.app_error" "the password needs at least {min} characters";
    PASSWORD_LOWERCASE = 400 "model.user.is_valid.pwd_lowercase.app_error" "the password needs a lower-case letter";
    PASSWORD_UPPERCASE = 400 "model.user.is_valid.pwd_uppercase.app_error" "the password needs an upper-case letter";
    PASSWORD_NUMBER = 400 "model.user.is_valid.pwd_number.app_error" "the password needs a digit";
    PASSWORD_SYMBOL = 400 "model.user.is_valid.pwd_symbol.app_error" "the password needs a symbol";
}
