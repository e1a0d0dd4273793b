//! Mail of the server to people, about their accounts and invitations.
//!
//! A use case puts a [`Mail`] into its record, and it leaves once the change is committed; nobody waits for it. What has to
//! be known to have left is sent by [`send`].

mod smtp;
mod template;
mod test;

use std::collections::BTreeMap;

use roost_config::Config;
use roost_model::user::User;

pub use smtp::MailError;
pub use test::email_test;

use crate::App;

/// What a mail is about: the name of its texts in `texts/*.json`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Topic {
    Test,
    /// Values: `link`.
    VerifyAddress,
    /// To the former address. Values: `address`.
    AddressChanged,
    /// Values: `former`.
    NameChanged,
    /// Values: `link`.
    PasswordReset,
    PasswordChanged,
    MfaOn,
    MfaOff,
    Deactivated,
    TokenCreated,
    Welcome,
    /// Welcome, and the address is still to be proved. Values: `link`.
    WelcomeVerify,
    /// Values: `sender`, `team`, `message`, `link`.
    Invitation,
    /// As for people, and `channels`.
    GuestInvitation,
    /// Values: `link`.
    SignInLink,
    /// Somebody wrote. Values: `sender`, `channel` (may be empty), `link`; `paragraphs` if contents are shown.
    Message,
    /// Several posts; also `count`.
    Messages,
}

/// Every topic.
pub const TOPICS: [Topic; 17] = [
    Topic::Test,
    Topic::VerifyAddress,
    Topic::AddressChanged,
    Topic::NameChanged,
    Topic::PasswordReset,
    Topic::PasswordChanged,
    Topic::MfaOn,
    Topic::MfaOff,
    Topic::Deactivated,
    Topic::TokenCreated,
    Topic::Welcome,
    Topic::WelcomeVerify,
    Topic::Invitation,
    Topic::GuestInvitation,
    Topic::SignInLink,
    Topic::Message,
    Topic::Messages,
];

impl Topic {
    fn name(self) -> &'static str {
        match self {
            Self::Test => "test",
            Self::VerifyAddress => "verify_address",
            Self::AddressChanged => "address_changed",
            Self::NameChanged => "name_changed",
            Self::PasswordReset => "password_reset",
            Self::PasswordChanged => "password_changed",
            Self::MfaOn => "mfa_on",
            Self::MfaOff => "mfa_off",
            Self::Deactivated => "deactivated",
            Self::TokenCreated => "token_created",
            Self::Welcome => "welcome",
            Self::WelcomeVerify => "welcome_verify",
            Self::Invitation => "invitation",
            Self::GuestInvitation => "guest_invitation",
            Self::SignInLink => "sign_in_link",
            Self::Message => "message",
            Self::Messages => "messages",
        }
    }
}

/// A mail to one address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    pub to: String,
    /// Locale of whoever reads it.
    pub locale: String,
    pub topic: Topic,
    /// What the texts of the topic name, as it is; templates escape it where they have to.
    pub values: BTreeMap<&'static str, String>,
    /// Texts of people, below those of the topic.
    pub paragraphs: Vec<String>,
}

impl Mail {
    pub fn new(to: &str, locale: &str, topic: Topic) -> Self {
        Self { to: to.to_owned(), locale: locale.to_owned(), topic, values: BTreeMap::new(), paragraphs: Vec::new() }
    }

    /// To the address that the account has now.
    pub fn to_user(user: &User, topic: Topic) -> Self {
        Self::new(&user.email, &user.locale, topic).with("username", &user.username)
    }

    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.values.insert(name, value.into());
        self
    }
}

/// An address of the server with a query.
pub fn link(config: &Config, path: &str, query: &[(&str, &str)]) -> String {
    let mut text = url::form_urlencoded::Serializer::new(String::new());
    text.extend_pairs(query);
    format!("{}{path}?{}", config.service.site_url.trim_end_matches('/'), text.finish())
}

/// Sends and waits until the mail server has taken it. Nothing is sent where no mail server is set.
pub async fn send(config: &Config, mail: &Mail) -> Result<(), MailError> {
    if config.email.smtp_server.is_empty() {
        return Ok(());
    }
    let parts = template::render(config, mail)?;
    smtp::deliver(config, &mail.to, parts).await
}

/// Sends in the background. What cannot be sent is in the log.
pub fn post(app: &App, mail: Mail) {
    let config = app.config.current();
    let topic = mail.topic;
    let accepted = app.outgoing.in_background(async move {
        if let Err(error) = send(&config, &mail).await {
            tracing::error!(%error, topic = mail.topic.name(), "a mail was not sent");
        }
    });
    if !accepted {
        tracing::error!(topic = topic.name(), "a mail was not sent: too much waits to be sent");
    }
}
