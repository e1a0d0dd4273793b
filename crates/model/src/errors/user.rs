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
