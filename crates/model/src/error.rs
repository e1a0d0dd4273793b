//! The catalogue of wire errors: ids and statuses are the original's facts, the sentences are ours. Ids that begin with
//! `roost.` are our own, for situations that the original does not have.

/// One entry of the catalogue. The same id may stand in it with several statuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ErrorId {
    pub id: &'static str,
    /// HTTP status that it is sent with.
    pub status: u16,
    /// Sentence for people. `{name}` is replaced by the parameter of that name.
    pub message: &'static str,
}

/// Declares a module's errors and its `ALL`, which the catalogue test reads.
///
/// ```ignore
/// errors! {
///     BLANK_PASSWORD = 400 "api.user.login.blank_pwd.app_error" "the password is empty";
/// }
/// ```
#[macro_export]
macro_rules! errors {
    ($($(#[$doc:meta])* $name:ident = $status:literal $id:literal $message:literal;)*) => {
        $($(#[$doc])* pub const $name: &$crate::error::ErrorId =
            &$crate::error::ErrorId { id: $id, status: $status, message: $message };)*
        /// Every error of this module.
        pub const ALL: &[&$crate::error::ErrorId] = &[$($name),*];
    };
}

/// What goes over the wire for every refused request.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct ErrorBody {
    pub id: String,
    pub message: String,
    pub detailed_error: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    pub status_code: u16,
}

errors! {
    SESSION_EXPIRED = 401 "api.context.session_expired.app_error" "the session is missing, invalid or has expired; log in again";
    TOKEN_PROVIDED = 401 "api.context.token_provided.app_error" "a session token may not stand in this request's query";
    MFA_REQUIRED = 403 "api.context.mfa_required.app_error" "this server asks for multi-factor authentication; set it up first";
    PERMISSIONS = 403 "api.context.permissions.app_error" "you do not have the permission for this";
    INVALID_URL_PARAM = 400 "api.context.invalid_url_param.app_error" "the part {name} of the address is missing or malformed";
    INVALID_BODY_PARAM = 400 "api.context.invalid_body_param.app_error" "{name} in the body is missing or malformed";
    INVALID_PARAM = 400 "api.context.invalid_param.app_error" "the parameter {name} is missing or malformed";
    INVALID_TOKEN = 401 "api.context.invalid_token.error" "the session token is not valid";
    BODY_TOO_LARGE = 413 "api.context.request_body_too_large.app_error" "the body of the request is larger than this server accepts";
    NOT_FOUND = 404 "api.context.404.app_error" "there is nothing at this address";
    NOT_IMPLEMENTED = 501 "roost.not_implemented" "this server does not offer this operation yet";
    INTERNAL = 500 "roost.internal" "something went wrong on the server; the request id names the log line";
    UNAVAILABLE = 503 "roost.unavailable" "the database does not answer; try again in a moment";
}
