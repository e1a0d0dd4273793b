//! Accounts as clients see them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::Id;
use crate::errors::user as errors;
use crate::limits::{
    USER_AUTH_DATA_LEN_MAX, USER_EMAIL_LEN_MAX, USER_FIRST_NAME_RUNES_MAX, USER_LAST_NAME_RUNES_MAX,
    USER_LOCALE_LEN_MAX, USER_NICKNAME_RUNES_MAX, USER_POSITION_RUNES_MAX, USERNAME_LEN_MAX, exceeds_runes,
};
use crate::{ErrorId, skip};

pub mod request;
pub mod sanitize;

pub use request::{
    ActiveChange, AuthChange, EmailRef, EmailVerify, LoginRequest, LoginSwitch, MfaChange, PasswordChange,
    PasswordReset, RolesChange, UserDraft, UserPatch, UserSearch,
};
pub use sanitize::SanitizeOptions;

/// A map of texts, as notification settings and time zones are stored.
pub type StringMap = BTreeMap<String, String>;

/// One account. Times are Unix milliseconds. A new value is what a row of the `users` table holds, before
/// [`User::sanitize`] makes it fit for somebody's eyes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct User {
    pub id: Id,
    #[serde(skip_serializing_if = "skip::zero")]
    pub create_at: i64,
    #[serde(skip_serializing_if = "skip::zero")]
    pub update_at: i64,
    pub delete_at: i64,
    pub username: String,
    /// Key of the account at its login service. `Some("")` is what everybody but the user and administrators is shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub auth_data: Option<String>,
    /// Empty: logs in by password.
    pub auth_service: String,
    pub email: String,
    #[serde(skip_serializing_if = "skip::off")]
    pub email_verified: bool,
    pub nickname: String,
    pub first_name: String,
    pub last_name: String,
    pub position: String,
    /// Names of roles, separated by spaces.
    pub roles: String,
    #[serde(skip_serializing_if = "skip::off")]
    pub allow_marketing: bool,
    #[serde(skip_serializing_if = "StringMap::is_empty")]
    pub props: StringMap,
    #[serde(skip_serializing_if = "StringMap::is_empty")]
    pub notify_props: StringMap,
    #[serde(skip_serializing_if = "skip::zero")]
    pub last_password_update: i64,
    #[serde(skip_serializing_if = "skip::zero")]
    pub last_picture_update: i64,
    #[serde(skip_serializing_if = "skip::zero")]
    pub failed_attempts: i64,
    pub locale: String,
    /// `None` is `null`, as for bots and for the stubs of [`User::stub`].
    pub timezone: Option<StringMap>,
    #[serde(skip_serializing_if = "skip::off")]
    pub mfa_active: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remote_id: Option<Id>,
    #[serde(skip_serializing_if = "skip::zero")]
    pub last_activity_at: i64,
    #[serde(skip_serializing_if = "skip::off")]
    pub is_bot: bool,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub bot_description: String,
    #[serde(skip_serializing_if = "skip::zero")]
    pub bot_last_icon_update: i64,
    #[serde(skip_serializing_if = "Id::is_empty")]
    pub terms_of_service_id: Id,
    #[serde(skip_serializing_if = "skip::zero")]
    pub terms_of_service_create_at: i64,
    pub disable_welcome_email: bool,
    /// Not on the wire of an account; reports tell it.
    #[serde(skip)]
    pub last_login: i64,
}

/// What an account keeps to itself. Not for any wire.
#[derive(Clone, Default)]
pub struct UserSecrets {
    /// Empty for accounts of a login service and for bots.
    pub password_hash: String,
    pub mfa_secret: String,
    /// Time steps whose code has been used, so that it is not taken twice.
    pub mfa_used_timestamps: Vec<i64>,
}

impl std::fmt::Debug for UserSecrets {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("UserSecrets(..)")
    }
}

pub const ROLE_SYSTEM_USER: &str = "system_user";
pub const ROLE_SYSTEM_ADMIN: &str = "system_admin";
pub const ROLE_SYSTEM_GUEST: &str = "system_guest";

impl User {
    /// An account of which no more than the id is told, as the participants of a thread that is not extended.
    pub fn stub(id: Id) -> Self {
        Self { id, auth_data: Some(String::new()), ..Self::default() }
    }

    pub fn role_names(&self) -> impl Iterator<Item = &str> {
        role_names(&self.roles)
    }

    pub fn has_role(&self, name: &str) -> bool {
        self.role_names().any(|role| role == name)
    }

    pub fn is_system_admin(&self) -> bool {
        self.has_role(ROLE_SYSTEM_ADMIN)
    }

    /// Whether the account logs in by a service that speaks OAuth.
    pub fn is_of_oauth(&self) -> bool {
        matches!(self.auth_service.as_str(), "gitlab" | "google" | "office365" | "openid")
    }

    pub fn is_of_saml(&self) -> bool {
        self.auth_service == "saml"
    }

    pub fn is_guest(&self) -> bool {
        self.has_role(ROLE_SYSTEM_GUEST)
    }

    /// The account of a remote server; the empty id stands for "none" as well.
    pub fn is_remote(&self) -> bool {
        self.remote_id.is_some_and(|id| !id.is_empty())
    }

    /// Value of the `ETag` of one account, as far as the privacy settings of the server show it.
    pub fn etag(&self, version: &str, show_full_name: bool, show_email: bool) -> String {
        format!(
            "{version}.{}.{}.{}.{}.{show_full_name}.{show_email}.{}",
            self.id,
            self.update_at,
            self.terms_of_service_id,
            self.terms_of_service_create_at,
            self.bot_last_icon_update,
        )
    }

    /// Checks what needs no data, in the order of the original.
    pub fn validate(&self) -> Result<(), &'static ErrorId> {
        let auth_data = self.auth_data.as_deref().unwrap_or("");
        let checks = [
            (!self.id.is_empty(), errors::INVALID_ID),
            (self.create_at != 0, errors::INVALID_CREATE_AT),
            (self.update_at != 0, errors::INVALID_UPDATE_AT),
            (is_valid_username(&self.username), errors::INVALID_USERNAME),
            (is_valid_email(&self.email), errors::INVALID_EMAIL),
            (!exceeds_runes(&self.nickname, USER_NICKNAME_RUNES_MAX), errors::INVALID_NICKNAME),
            (!exceeds_runes(&self.position, USER_POSITION_RUNES_MAX), errors::INVALID_POSITION),
            (!exceeds_runes(&self.first_name, USER_FIRST_NAME_RUNES_MAX), errors::INVALID_FIRST_NAME),
            (!exceeds_runes(&self.last_name, USER_LAST_NAME_RUNES_MAX), errors::INVALID_LAST_NAME),
            (auth_data.len() <= USER_AUTH_DATA_LEN_MAX, errors::INVALID_AUTH_DATA),
            (auth_data.is_empty() || !self.auth_service.is_empty(), errors::INVALID_AUTH_DATA_TYPE),
            (is_valid_locale(&self.locale), errors::INVALID_LOCALE),
        ];
        checks.into_iter().find(|(ok, _)| !ok).map_or(Ok(()), |(_, error)| Err(error))
    }
}

/// The names of a space-separated list of roles.
pub fn role_names(roles: &str) -> impl Iterator<Item = &str> {
    roles.split_ascii_whitespace()
}

/// A user name has lower-case ASCII letters, digits, `.`, `-` and `_`, and is no word that mentions everybody.
pub fn is_valid_username(name: &str) -> bool {
    (1..=USERNAME_LEN_MAX).contains(&name.len())
        && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'.' | b'-' | b'_'))
        && !matches!(name, "all" | "channel" | "matterbot" | "system")
}

/// A plain lower-case `local@domain` without quotes or comments.
pub fn is_valid_email(email: &str) -> bool {
    let Some((local, domain)) = email.rsplit_once('@') else { return false };
    let atom = |part: &str| {
        !part.is_empty()
            && part.chars().all(|c| !c.is_control() && !c.is_whitespace() && !r#"()<>[]:;@\,""#.contains(c))
    };
    email.len() <= USER_EMAIL_LEN_MAX
        && !email.chars().any(char::is_uppercase)
        && local.split('.').all(atom)
        && domain.split('.').all(atom)
}

/// Empty, or a language tag such as `de` or `pt-BR`.
pub fn is_valid_locale(locale: &str) -> bool {
    let (language, region) = locale.split_once(['-', '_']).map_or((locale, None), |(a, b)| (a, Some(b)));
    let alpha = |text: &str| text.bytes().all(|b| b.is_ascii_alphabetic());
    let language_ok = matches!(language.len(), 2 | 3) && alpha(language);
    let region_ok = region.is_none_or(|region| region.len() == 2 && alpha(region));
    locale.is_empty() || (locale.len() <= USER_LOCALE_LEN_MAX && language_ok && region_ok)
}

/// Notification settings of a fresh account.
pub fn default_notify_props() -> StringMap {
    string_map(&[
        ("channel", "true"),
        ("comments", "never"),
        ("desktop", "mention"),
        ("desktop_sound", "true"),
        ("desktop_threads", "all"),
        ("email", "true"),
        ("email_threads", "all"),
        ("first_name", "false"),
        ("mention_keys", ""),
        ("push", "mention"),
        ("push_status", "online"),
        ("push_threads", "all"),
    ])
}

/// Time zone of an account that has not chosen one.
pub fn default_timezone() -> StringMap {
    string_map(&[("automaticTimezone", ""), ("manualTimezone", ""), ("useAutomaticTimezone", "true")])
}

/// A map of the given pairs.
pub fn string_map(pairs: &[(&str, &str)]) -> StringMap {
    pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
}

/// Answer of `GET /users/stats` and `/users/stats/filtered`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UsersStats {
    pub total_users_count: i64,
}

/// Answer of `GET /users/autocomplete`. `out_of_channel` is there only when a channel was asked for.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct UserAutocomplete {
    pub users: Vec<User>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub out_of_channel: Option<Vec<User>>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn user_names_are_checked_as_recorded() {
        for good in ["a", "u1-abc", "a.b_c", "1x"] {
            assert!(is_valid_username(good), "{good}");
        }
        for bad in ["", "x 7!", "all", "Upper", &"a".repeat(65)] {
            assert!(!is_valid_username(bad), "{bad}");
        }
    }

    #[test]
    fn mail_addresses_are_checked_as_recorded() {
        for good in ["a@b.c", "u1-x@example.com", "bot@localhost", "a+b@x.org"] {
            assert!(is_valid_email(good), "{good}");
        }
        for bad in ["", "notanemail", "A@b.c", "a b@c.d", "<a@b.c>", "a@", "@b", "a..b@c.d", "a@b@c"] {
            assert!(!is_valid_email(bad), "{bad}");
        }
    }

    #[test]
    fn locales_are_checked_as_recorded() {
        for good in ["", "de", "en", "pt-BR", "zh_TW"] {
            assert!(is_valid_locale(good), "{good}");
        }
        for bad in ["xxxxxx", "e", "12", "de-", "de-DEU"] {
            assert!(!is_valid_locale(bad), "{bad}");
        }
    }

    #[test]
    fn the_etag_has_the_recorded_form() {
        let id = Id::from_random(7);
        let user = User { id, update_at: 1_700_000_000_000, ..User::default() };
        assert_eq!(user.etag("11.6.0", true, true), format!("11.6.0.{id}.1700000000000..0.true.true.0"));
    }

    #[test]
    fn roles_are_words() {
        let user = User { roles: "system_user system_admin".to_owned(), ..User::default() };
        assert!(user.is_system_admin() && !user.is_guest() && !user.has_role("system"));
    }

    #[test]
    fn validation_reports_the_first_fault() {
        let mut user = User {
            id: Id::from_random(1),
            create_at: 1,
            update_at: 1,
            username: "ann".to_owned(),
            email: "ann@example.com".to_owned(),
            ..User::default()
        };
        assert_eq!(user.validate(), Ok(()));
        user.position = "p".repeat(129);
        assert_eq!(user.validate(), Err(errors::INVALID_POSITION));
        user.nickname = "n".repeat(65);
        assert_eq!(user.validate(), Err(errors::INVALID_NICKNAME));
        user.username = "all".to_owned();
        assert_eq!(user.validate(), Err(errors::INVALID_USERNAME));
    }
}
