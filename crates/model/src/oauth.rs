//! Applications that people let act for them, and what these applications ask (RFC 6749, 7591, 7636, 8414).

use serde::{Deserialize, Serialize};

use crate::errors::oauth as errors;
use crate::{ErrorId, Id};

/// What an application may do: everything that the person may. There is no other scope.
pub const SCOPE_USER: &str = "user";
/// The only way to prove a code verifier that is accepted.
pub const CHALLENGE_S256: &str = "S256";
/// How an application proves itself that has a secret, and one that has none.
pub const AUTH_METHOD_POST: &str = "client_secret_post";
pub const AUTH_METHOD_NONE: &str = "none";

const URL_LEN_MAX: usize = 256;

/// An application. Times are Unix milliseconds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct OAuthApp {
    /// Also its `client_id`.
    pub id: Id,
    /// Empty for applications that registered themselves.
    pub creator_id: Id,
    pub create_at: i64,
    pub update_at: i64,
    /// For those who manage the application; empty for everybody else, and when it is a public one, without a secret.
    pub client_secret: String,
    pub name: String,
    pub description: String,
    pub icon_url: String,
    pub callback_urls: Vec<String>,
    pub homepage: String,
    /// People are not asked whether they let it act for them.
    pub is_trusted: bool,
    pub mattermost_app_id: String,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub is_dynamically_registered: bool,
}

/// What makes or changes an application.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct OAuthAppDraft {
    pub id: String,
    pub name: String,
    pub description: String,
    pub icon_url: String,
    pub callback_urls: Vec<String>,
    pub homepage: String,
    pub is_trusted: bool,
    pub is_public: bool,
    pub mattermost_app_id: String,
}

/// An absolute http or https address.
pub(crate) fn is_http_url(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let host = rest.and_then(|rest| rest.split(['/', '?', '#']).next());
    host.is_some_and(|host| !host.is_empty()) && !text.contains(|c: char| c.is_whitespace() || c.is_control())
}

/// Where an application may send people back to: an address of the web, or of an app on their device.
pub fn is_callback(text: &str) -> bool {
    let custom = || {
        let (scheme, rest) = text.split_once("://")?;
        let scheme_fits = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'));
        let plain = !rest.is_empty() && !rest.contains(|c: char| c.is_whitespace() || c.is_control());
        let script = ["javascript", "data", "vbscript", "file", "http", "https"];
        (scheme_fits && plain && !script.iter().any(|name| scheme.eq_ignore_ascii_case(name))).then_some(())
    };
    is_http_url(text) || custom().is_some()
}

impl OAuthApp {
    /// Whether it has no secret: an app on somebody's device, which could not keep one.
    pub fn is_public(&self) -> bool {
        self.client_secret.is_empty()
    }

    /// As those see it who do not manage it.
    #[must_use]
    pub fn sanitized(mut self) -> Self {
        self.client_secret.clear();
        self
    }

    pub fn validate(&self) -> Result<(), &'static ErrorId> {
        if !(1..=64).contains(&self.name.chars().count()) {
            return Err(errors::NAME);
        }
        let length: usize = self.callback_urls.iter().map(|url| url.len() + 3).sum();
        if self.callback_urls.is_empty() || length > 1_000 || !self.callback_urls.iter().all(|url| is_callback(url)) {
            return Err(errors::CALLBACK);
        }
        // Applications that registered themselves need no page.
        let no_homepage = self.is_dynamically_registered && self.homepage.is_empty();
        if !no_homepage && (self.homepage.len() > URL_LEN_MAX || !is_http_url(&self.homepage)) {
            return Err(errors::HOMEPAGE);
        }
        if self.description.chars().count() > 512 {
            return Err(errors::DESCRIPTION);
        }
        if !self.icon_url.is_empty() && (self.icon_url.len() > 512 || !is_http_url(&self.icon_url)) {
            return Err(errors::ICON_URL);
        }
        if self.mattermost_app_id.len() > 32 { Err(errors::MATTERMOST_APP_ID) } else { Ok(()) }
    }
}

/// What an application asks of a person: to act for them.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct AuthorizeRequest {
    pub response_type: String,
    pub client_id: String,
    pub redirect_uri: String,
    pub scope: String,
    pub state: String,
    pub code_challenge: String,
    pub code_challenge_method: String,
    pub resource: String,
}

impl AuthorizeRequest {
    pub fn validate(&self) -> Result<(), &'static ErrorId> {
        if Id::parse(&self.client_id).is_none() {
            return Err(errors::AUTHORIZE_CLIENT_ID);
        }
        if self.response_type.is_empty() {
            return Err(errors::AUTHORIZE_RESPONSE_TYPE);
        }
        if self.redirect_uri.len() > URL_LEN_MAX || !is_callback(&self.redirect_uri) {
            return Err(errors::AUTHORIZE_REDIRECT_URI);
        }
        if self.state.chars().count() > 1_024 {
            return Err(errors::AUTHORIZE_STATE);
        }
        if self.scope.len() > 128 {
            return Err(errors::AUTHORIZE_SCOPE);
        }
        self.valid_resource()?;
        self.valid_challenge()
    }

    fn valid_resource(&self) -> Result<(), &'static ErrorId> {
        match self.resource.as_str() {
            "" => Ok(()),
            resource if resource.len() > 512 => Err(errors::RESOURCE_LENGTH),
            resource if resource.contains('#') => Err(errors::RESOURCE_FRAGMENT),
            resource if !is_callback(resource) => Err(errors::RESOURCE_NOT_ABSOLUTE),
            _ => Ok(()),
        }
    }

    fn valid_challenge(&self) -> Result<(), &'static ErrorId> {
        let challenge = self.code_challenge.as_str();
        match (challenge, self.code_challenge_method.as_str()) {
            ("", "") => Ok(()),
            ("", _) => Err(errors::CHALLENGE),
            (_, "") => Err(errors::CHALLENGE_METHOD),
            (_, method) if method != CHALLENGE_S256 => Err(errors::CHALLENGE_METHOD_UNSUPPORTED),
            _ if !(43..=128).contains(&challenge.len()) => Err(errors::CHALLENGE_LENGTH),
            _ if !challenge.bytes().all(is_unreserved) => Err(errors::CHALLENGE_FORMAT),
            _ => Ok(()),
        }
    }
}

/// Characters of code verifiers and challenges.
pub fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~')
}

/// A code that was given out and not redeemed yet.
#[derive(Clone, Debug, Default)]
pub struct AuthCode {
    pub client_id: Id,
    pub user_id: Id,
    pub code: String,
    /// Seconds.
    pub expires_in: i32,
    pub create_at: i64,
    pub redirect_uri: String,
    pub state: String,
    pub scope: String,
    pub code_challenge: String,
    pub code_challenge_method: String,
    pub resource: String,
}

impl AuthCode {
    pub fn is_expired(&self, now_ms: i64) -> bool {
        now_ms > self.create_at + i64::from(self.expires_in) * 1_000
    }
}

/// What an application holds for a person: one pair of tokens.
#[derive(Clone, Default)]
pub struct AccessData {
    pub client_id: Id,
    pub user_id: Id,
    pub token: String,
    /// Empty for public applications.
    pub refresh_token: String,
    pub redirect_uri: String,
    pub expires_at: i64,
    pub scope: String,
    pub audience: String,
}

/// What the token endpoint was asked.
#[derive(Clone, Default)]
pub struct TokenRequest {
    pub grant_type: String,
    pub client_id: String,
    pub client_secret: String,
    pub code: String,
    pub redirect_uri: String,
    pub refresh_token: String,
    pub code_verifier: String,
    pub resource: String,
}

/// What the token endpoint answers; the one time that the tokens are handed out.
#[derive(Clone, Serialize)]
pub struct TokenIssued {
    pub access_token: String,
    pub token_type: &'static str,
    /// Seconds.
    pub expires_in: i64,
    pub scope: String,
    pub refresh_token: String,
    pub id_token: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub audience: String,
}

/// RFC 7591: what an application that registers itself says of itself.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Registration {
    pub redirect_uris: Vec<String>,
    pub token_endpoint_auth_method: Option<String>,
    pub client_name: Option<String>,
    pub client_uri: Option<String>,
}

/// RFC 7591: the application that came of it.
#[derive(Clone, Debug, Serialize)]
pub struct Registered {
    pub client_id: Id,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_secret: Option<String>,
    pub redirect_uris: Vec<String>,
    pub token_endpoint_auth_method: &'static str,
    pub grant_types: Vec<&'static str>,
    pub response_types: Vec<&'static str>,
    pub scope: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_uri: Option<String>,
}

/// RFC 7591: why there is none.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct RegistrationRefused {
    pub error: &'static str,
    pub error_description: &'static str,
}

/// RFC 8414: where applications find what.
#[derive(Clone, Debug, Serialize)]
pub struct ServerMetadata {
    pub issuer: String,
    pub authorization_endpoint: String,
    pub token_endpoint: String,
    pub response_types_supported: Vec<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registration_endpoint: Option<String>,
    pub scopes_supported: Vec<&'static str>,
    pub grant_types_supported: Vec<&'static str>,
    pub token_endpoint_auth_methods_supported: Vec<&'static str>,
    pub code_challenge_methods_supported: Vec<&'static str>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn app() -> OAuthApp {
        OAuthApp {
            name: "App".to_owned(),
            callback_urls: vec!["http://127.0.0.1/cb".to_owned()],
            homepage: "https://example.com".to_owned(),
            ..OAuthApp::default()
        }
    }

    #[test]
    fn applications() {
        assert_eq!(app().validate(), Ok(()));
        let with = |change: fn(&mut OAuthApp)| {
            let mut app = app();
            change(&mut app);
            app.validate().map_err(|error| error.id)
        };
        for (change, error) in [
            ((|app| app.name.clear()) as fn(&mut OAuthApp), errors::NAME),
            (|app| app.name = "n".repeat(65), errors::NAME),
            (|app| app.callback_urls.clear(), errors::CALLBACK),
            (|app| app.callback_urls.push("javascript://alert(1)".to_owned()), errors::CALLBACK),
            (|app| app.callback_urls.push("/cb".to_owned()), errors::CALLBACK),
            (|app| app.callback_urls = vec![format!("http://a/{}", "b".repeat(1_000))], errors::CALLBACK),
            (|app| app.homepage.clear(), errors::HOMEPAGE),
            (|app| app.homepage = "myapp://home".to_owned(), errors::HOMEPAGE),
            (|app| app.description = "d".repeat(513), errors::DESCRIPTION),
            (|app| app.icon_url = "i.png".to_owned(), errors::ICON_URL),
            (|app| app.mattermost_app_id = "x".repeat(33), errors::MATTERMOST_APP_ID),
        ] {
            assert_eq!(with(change), Err(error.id));
        }
        assert_eq!(with(|app| app.callback_urls.push("myapp://cb".to_owned())), Ok(()));
    }

    #[test]
    fn what_applications_ask() {
        let asked = AuthorizeRequest {
            response_type: "code".to_owned(),
            client_id: Id::from_random(1).to_string(),
            redirect_uri: "http://127.0.0.1/cb".to_owned(),
            ..AuthorizeRequest::default()
        };
        assert_eq!(asked.validate(), Ok(()));
        let s256 = |challenge: &str| AuthorizeRequest {
            code_challenge: challenge.to_owned(),
            code_challenge_method: CHALLENGE_S256.to_owned(),
            ..asked.clone()
        };
        assert_eq!(s256(&"a".repeat(43)).validate(), Ok(()));
        let plain = AuthorizeRequest { code_challenge_method: "plain".to_owned(), ..s256(&"a".repeat(43)) };
        for (asked, error) in [
            (AuthorizeRequest { client_id: "x".to_owned(), ..asked.clone() }, errors::AUTHORIZE_CLIENT_ID),
            (AuthorizeRequest { response_type: String::new(), ..asked.clone() }, errors::AUTHORIZE_RESPONSE_TYPE),
            (AuthorizeRequest { redirect_uri: "x".to_owned(), ..asked.clone() }, errors::AUTHORIZE_REDIRECT_URI),
            (AuthorizeRequest { state: "s".repeat(1_025), ..asked.clone() }, errors::AUTHORIZE_STATE),
            (AuthorizeRequest { scope: "s".repeat(129), ..asked.clone() }, errors::AUTHORIZE_SCOPE),
            (AuthorizeRequest { resource: "http://a/#b".to_owned(), ..asked.clone() }, errors::RESOURCE_FRAGMENT),
            (AuthorizeRequest { resource: "a/b".to_owned(), ..asked.clone() }, errors::RESOURCE_NOT_ABSOLUTE),
            (s256(&"a".repeat(42)), errors::CHALLENGE_LENGTH),
            (s256(&"a+".repeat(30)), errors::CHALLENGE_FORMAT),
            (s256(""), errors::CHALLENGE),
            (plain, errors::CHALLENGE_METHOD_UNSUPPORTED),
        ] {
            assert_eq!(asked.validate(), Err(error));
        }
    }
}
