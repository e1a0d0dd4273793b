//! Connections with which the server proves itself (OAuth 2.0, RFC 6749) to the programs that it calls.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::errors::outgoing_connection as errors;
use crate::oauth::is_http_url;
use crate::{ErrorId, Id};

pub const GRANT_CLIENT: &str = "client_credentials";
pub const GRANT_PASSWORD: &str = "password";

const TEXT_LEN_MAX: usize = 255;
const NAME_RUNES_MAX: usize = 64;
/// As they are kept: a JSON list.
const AUDIENCES_LEN_MAX: usize = 1_024;

/// A connection with its secrets. Times are Unix milliseconds.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct OutgoingConnection {
    pub id: Id,
    pub creator_id: Id,
    pub create_at: i64,
    pub update_at: i64,
    pub name: String,
    pub client_id: String,
    pub client_secret: String,
    pub credentials_username: Option<String>,
    pub credentials_password: Option<String>,
    pub oauth_token_url: String,
    pub grant_type: String,
    /// Calls to these addresses, and to what is below them, carry a token.
    pub audiences: Vec<String>,
}

/// A connection as it is shown: secrets are never told again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OutgoingConnectionShown {
    pub id: Id,
    pub creator_id: Id,
    pub create_at: i64,
    pub update_at: i64,
    pub name: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub client_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credentials_username: Option<String>,
    pub oauth_token_url: String,
    pub grant_type: String,
    pub audiences: Vec<String>,
}

/// What makes or changes a connection.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct OutgoingConnectionDraft {
    pub id: String,
    pub name: String,
    pub client_id: String,
    pub client_secret: String,
    pub credentials_username: Option<String>,
    pub credentials_password: Option<String>,
    pub oauth_token_url: String,
    pub grant_type: String,
    pub audiences: Vec<String>,
}

impl OutgoingConnection {
    /// Takes over what a draft says; what it leaves empty stays.
    pub fn patch(&mut self, draft: OutgoingConnectionDraft) {
        for (own, said) in [
            (&mut self.name, draft.name),
            (&mut self.client_id, draft.client_id),
            (&mut self.client_secret, draft.client_secret),
            (&mut self.oauth_token_url, draft.oauth_token_url),
            (&mut self.grant_type, draft.grant_type),
        ] {
            if !said.is_empty() {
                *own = said;
            }
        }
        if draft.credentials_username.is_some() {
            self.credentials_username = draft.credentials_username;
        }
        if draft.credentials_password.is_some() {
            self.credentials_password = draft.credentials_password;
        }
        if !draft.audiences.is_empty() {
            self.audiences = draft.audiences;
        }
    }

    pub fn validate(&self) -> Result<(), &'static ErrorId> {
        let fits = |text: &str| (1..=TEXT_LEN_MAX).contains(&text.chars().count());
        if !(1..=NAME_RUNES_MAX).contains(&self.name.chars().count()) {
            return Err(errors::NAME);
        }
        if !fits(&self.client_id) {
            return Err(errors::CLIENT_ID);
        }
        if !fits(&self.client_secret) {
            return Err(errors::CLIENT_SECRET);
        }
        if self.oauth_token_url.len() > 256 || !is_http_url(&self.oauth_token_url) {
            return Err(errors::TOKEN_URL);
        }
        let credentials = [&self.credentials_username, &self.credentials_password];
        match self.grant_type.as_str() {
            GRANT_CLIENT => {}
            GRANT_PASSWORD if credentials.iter().all(|text| text.as_deref().is_some_and(fits)) => {}
            GRANT_PASSWORD => return Err(errors::PASSWORD_CREDENTIALS),
            _ => return Err(errors::GRANT_TYPE),
        }
        if self.audiences.is_empty() {
            return Err(errors::AUDIENCE_EMPTY);
        }
        let length: usize = self.audiences.iter().map(|url| url.chars().count() + 3).sum();
        let valid = length < AUDIENCES_LEN_MAX && self.audiences.iter().all(|url| is_http_url(url));
        if valid { Ok(()) } else { Err(errors::AUDIENCE) }
    }

    /// How much of the address this connection is for: the length of its longest audience that the address is, or is below.
    /// A host that only begins like the audience is another one.
    pub fn fits(&self, url: &str) -> Option<usize> {
        let is_below = |audience: &&String| {
            let audience = audience.strip_suffix('*').unwrap_or(audience);
            url.strip_prefix(audience).is_some_and(|rest| {
                let at_border = audience.ends_with('/') && !audience.ends_with("://");
                at_border || rest.is_empty() || rest.starts_with(['/', '?', '#'])
            })
        };
        self.audiences.iter().filter(is_below).map(String::len).max()
    }

    pub fn shown(self) -> OutgoingConnectionShown {
        OutgoingConnectionShown {
            id: self.id,
            creator_id: self.creator_id,
            create_at: self.create_at,
            update_at: self.update_at,
            name: self.name,
            client_id: self.client_id,
            credentials_username: self.credentials_username,
            oauth_token_url: self.oauth_token_url,
            grant_type: self.grant_type,
            audiences: self.audiences,
        }
    }
}

/// What the token address answers.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct Granted {
    pub access_token: String,
    pub token_type: String,
    /// Seconds. A number, though some servers write it as a text.
    pub expires_in: Value,
}

impl Granted {
    /// For how long the token is good; 0 where nobody says.
    pub fn seconds(&self) -> i64 {
        match &self.expires_in {
            Value::String(text) => text.parse().unwrap_or_default(),
            // Whole seconds only: the rest of one is of no use.
            Value::Number(number) => {
                number.to_string().split('.').next().and_then(|n| n.parse().ok()).unwrap_or_default()
            }
            _ => 0,
        }
    }

    /// What a call carries in `Authorization`.
    pub fn header(&self) -> String {
        let scheme = match self.token_type.as_str() {
            "" => "Bearer",
            other if other.eq_ignore_ascii_case("bearer") => "Bearer",
            other => other,
        };
        format!("{scheme} {}", self.access_token)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn connection(audiences: &[&str]) -> OutgoingConnection {
        OutgoingConnection {
            name: "n".to_owned(),
            client_id: "c".to_owned(),
            client_secret: "s".to_owned(),
            oauth_token_url: "https://id.example.com/token".to_owned(),
            grant_type: GRANT_CLIENT.to_owned(),
            audiences: audiences.iter().map(|url| (*url).to_owned()).collect(),
            ..OutgoingConnection::default()
        }
    }

    #[test]
    fn addresses_that_a_connection_is_for() {
        let one = connection(&["https://x.example.com", "https://x.example.com/api/"]);
        for (url, expected) in [
            ("https://x.example.com", Some(21)),
            ("https://x.example.com/hook", Some(21)),
            ("https://x.example.com?a=b", Some(21)),
            ("https://x.example.com/api/hook", Some(26)),
            ("https://x.example.com.evil.example", None),
            ("https://x.example.com:8443/", None),
            ("https://x.example.com@evil.example/", None),
            ("http://x.example.com/", None),
        ] {
            assert_eq!(one.fits(url), expected, "{url}");
        }
        assert_eq!(connection(&["https://x.example.com/*"]).fits("https://x.example.com/a"), Some(23));
        assert_eq!(connection(&["https://*"]).fits("https://x.example.com/a"), None);
    }

    #[test]
    fn what_is_wrong_is_named() {
        let valid = connection(&["https://x.example.com"]);
        assert_eq!(valid.validate(), Ok(()));
        let with = |change: fn(&mut OutgoingConnection)| {
            let mut one = valid.clone();
            change(&mut one);
            one.validate()
        };
        assert_eq!(with(|one| one.name.clear()), Err(errors::NAME));
        assert_eq!(with(|one| one.client_id = "x".repeat(256)), Err(errors::CLIENT_ID));
        assert_eq!(with(|one| one.client_secret.clear()), Err(errors::CLIENT_SECRET));
        assert_eq!(with(|one| one.oauth_token_url = "ftp://x".to_owned()), Err(errors::TOKEN_URL));
        assert_eq!(with(|one| one.grant_type = "implicit".to_owned()), Err(errors::GRANT_TYPE));
        assert_eq!(with(|one| one.grant_type = GRANT_PASSWORD.to_owned()), Err(errors::PASSWORD_CREDENTIALS));
        assert_eq!(with(|one| one.audiences.clear()), Err(errors::AUDIENCE_EMPTY));
        assert_eq!(with(|one| one.audiences.push("x".to_owned())), Err(errors::AUDIENCE));
    }
}
