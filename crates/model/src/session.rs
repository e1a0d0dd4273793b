//! Sessions and access tokens. Tokens are in types that cannot be serialised, except where a token is first handed out.

use std::fmt;

use serde::{Deserialize, Serialize, Serializer};

use crate::errors::session as errors;
use crate::limits::ACCESS_TOKEN_DESCRIPTION_LEN_MAX;
use crate::team_member::TeamMember;
use crate::user::{StringMap, role_names};
use crate::{ErrorId, Id};

/// Names of what sessions keep in their props.
pub mod props {
    pub const BROWSER: &str = "browser";
    pub const CSRF: &str = "csrf";
    pub const DEVICE_NOTIFICATION_DISABLED: &str = "device_notification_disabled";
    pub const IS_BOT: &str = "is_bot";
    pub const IS_GUEST: &str = "is_guest";
    pub const IS_MOBILE: &str = "isMobile";
    pub const IS_OAUTH_USER: &str = "isOAuthUser";
    pub const IS_SAML: &str = "isSaml";
    pub const MATTERMOST_APP_ID: &str = "mattermost_app_id";
    pub const MOBILE_VERSION: &str = "mobile_version";
    pub const OAUTH_APP_ID: &str = "oauth_app_id";
    pub const OS: &str = "os";
    pub const PLATFORM: &str = "platform";
    pub const TYPE: &str = "type";
    /// Value of [`TYPE`] for sessions of an access token.
    pub const TYPE_USER_ACCESS_TOKEN: &str = "UserAccessToken";
    pub const USER_ACCESS_TOKEN_ID: &str = "user_access_token_id";
}

/// A session as its owner may list it. Times are Unix milliseconds; `expires_at` 0 is never.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Session {
    pub id: Id,
    /// Always empty: the token itself is in [`SessionWithToken`].
    pub token: Blanked,
    pub create_at: i64,
    pub expires_at: i64,
    pub last_activity_at: i64,
    pub user_id: Id,
    pub device_id: String,
    /// Names of the user's system roles when the session was made, separated by spaces.
    pub roles: String,
    pub is_oauth: bool,
    pub expired_notify: bool,
    pub props: StringMap,
    pub team_members: Vec<TeamMember>,
    /// Made by the local socket of an operator's tool.
    pub local: bool,
}

/// Where the wire shows a secret's field with an empty text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Blanked;

impl Serialize for Blanked {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str("")
    }
}

impl<'de> Deserialize<'de> for Blanked {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        serde::de::IgnoredAny::deserialize(d).map(|_| Self)
    }
}

/// The secret of a session: 26 characters. Not for any wire but the `Token` header of a log-in.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct SessionToken(pub String);

impl fmt::Debug for SessionToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SessionToken(..)")
    }
}

/// A session with its secret, as the `sessions` table has it.
#[derive(Clone, Debug)]
pub struct SessionWithToken {
    pub session: Session,
    pub token: SessionToken,
}

impl Session {
    pub fn is_expired(&self, now_ms: i64) -> bool {
        self.expires_at > 0 && now_ms > self.expires_at
    }

    /// A phone: by its device id, or because the log-in said so.
    pub fn is_mobile(&self) -> bool {
        !self.device_id.is_empty() || self.has_flag(props::IS_MOBILE)
    }

    pub fn is_guest(&self) -> bool {
        self.has_flag(props::IS_GUEST)
    }

    /// Of an access token that the user made; such sessions are not asked for a second factor.
    pub fn is_user_access_token(&self) -> bool {
        self.prop(props::TYPE) == props::TYPE_USER_ACCESS_TOKEN
    }

    pub fn csrf(&self) -> &str {
        self.prop(props::CSRF)
    }

    /// Empty when there is no such entry.
    pub fn prop(&self, name: &str) -> &str {
        self.props.get(name).map_or("", String::as_str)
    }

    pub fn role_names(&self) -> impl Iterator<Item = &str> {
        role_names(&self.roles)
    }

    fn has_flag(&self, name: &str) -> bool {
        self.prop(name) == "true"
    }

    /// Checks what needs no data, in the order of the original.
    pub fn validate(&self) -> Result<(), &'static ErrorId> {
        if self.id.is_empty() {
            return Err(errors::INVALID_ID);
        }
        if self.user_id.is_empty() {
            return Err(errors::INVALID_USER);
        }
        if self.create_at == 0 {
            return Err(errors::INVALID_CREATE_AT);
        }
        Ok(())
    }
}

/// An access token as it is listed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct UserAccessToken {
    pub id: Id,
    pub user_id: Id,
    pub description: String,
    pub is_active: bool,
}

/// Answer of `POST /users/{id}/tokens`: the only time that the token is shown.
#[derive(Clone, Serialize)]
pub struct UserAccessTokenIssued {
    pub id: Id,
    pub token: String,
    pub user_id: Id,
    pub description: String,
    pub is_active: bool,
}

/// `POST /users/{id}/tokens`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct UserAccessTokenDraft {
    pub description: String,
}

/// `POST /users/tokens/{revoke,disable,enable}`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct UserAccessTokenRef {
    pub token_id: String,
}

/// `POST /users/tokens/search`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct UserAccessTokenSearch {
    pub term: String,
}

impl UserAccessTokenDraft {
    pub fn validate(&self) -> Result<(), &'static ErrorId> {
        let ok = self.description.len() <= ACCESS_TOKEN_DESCRIPTION_LEN_MAX;
        if ok { Ok(()) } else { Err(errors::ACCESS_TOKEN_DESCRIPTION) }
    }
}

/// `POST /users/{id}/sessions/revoke`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct SessionRevoke {
    pub session_id: String,
}

/// `PUT /users/sessions/device`. The flag comes as the text `true` or `false`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct SessionDevice {
    pub device_id: String,
    pub device_notification_disabled: String,
    pub mobile_version: String,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{keys, recorded_bodies};

    #[test]
    fn sessions_are_listed_with_the_recorded_keys_and_an_empty_token() {
        let ours = serde_json::to_value(Session::default()).unwrap();
        assert_eq!(ours["token"], "");
        let bodies = recorded_bodies("http/auth.json", "GET", "/api/v4/users/me/sessions", 200);
        let listed: Vec<_> =
            bodies.iter().filter_map(|body| body.get(0).or_else(|| body.pointer("/$contains/0"))).collect();
        assert!(!listed.is_empty());
        for session in listed {
            assert_eq!(keys(session), keys(&ours));
        }
    }

    #[test]
    fn access_tokens_have_the_recorded_keys() {
        let listed = serde_json::to_value(UserAccessToken::default()).unwrap();
        let bodies = recorded_bodies("http/auth.json", "GET", "/api/v4/users/tokens/{{tok1.id}}", 200);
        assert!(!bodies.is_empty() && bodies.iter().all(|body| keys(body) == keys(&listed)));

        let issued = UserAccessTokenIssued {
            id: Id::EMPTY,
            token: String::new(),
            user_id: Id::EMPTY,
            description: String::new(),
            is_active: true,
        };
        let bodies = recorded_bodies("http/auth.json", "POST", "/api/v4/users/me/tokens", 200);
        assert!(!bodies.is_empty());
        assert!(bodies.iter().all(|body| keys(body) == keys(&serde_json::to_value(&issued).unwrap())));
    }

    #[test]
    fn the_token_is_not_in_debug_output() {
        let with = SessionWithToken { session: Session::default(), token: SessionToken("sesame".to_owned()) };
        assert!(!format!("{with:?}").contains("sesame"));
    }

    #[test]
    fn a_session_ends_after_its_last_millisecond() {
        let session = Session { expires_at: 10, ..Session::default() };
        assert!(!session.is_expired(10) && session.is_expired(11));
        assert!(!Session::default().is_expired(i64::MAX));
    }
}
