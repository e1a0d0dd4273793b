//! Handing a mail to the mail server.

use std::time::Duration;

use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart, SinglePart};
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use lettre::{Address, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use roost_config::Config;

use super::template::Parts;

const IMPLICIT_TLS: &str = "TLS";
const STARTTLS: &str = "STARTTLS";

/// Seconds when the setting makes no sense.
const TIMEOUT_S_DEFAULT: u64 = 10;

/// Why a mail did not leave.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    #[error("{0} is no address for mail")]
    Address(String),
    #[error("the mail cannot be written: {0}")]
    Content(String),
    #[error("the settings of the mail server cannot be used: {0}")]
    Settings(String),
    /// With what the server said.
    #[error("the mail server did not take it: {0}")]
    Server(String),
}

/// Sends over a connection of its own, for `SMTPServerTimeout` at most.
pub(super) async fn deliver(config: &Config, to: &str, parts: Parts) -> Result<(), MailError> {
    let message = message(config, to, parts)?;
    let transport = transport(config)?;
    let timeout = timeout(config);
    match tokio::time::timeout(timeout, transport.send(message)).await {
        Ok(Ok(_)) => Ok(()),
        Ok(Err(error)) => Err(MailError::Server(error.to_string())),
        Err(_) => Err(MailError::Server(format!("no answer within {} seconds", timeout.as_secs()))),
    }
}

fn timeout(config: &Config) -> Duration {
    let seconds = u64::try_from(config.email.smtp_server_timeout).ok().filter(|seconds| *seconds > 0);
    Duration::from_secs(seconds.unwrap_or(TIMEOUT_S_DEFAULT))
}

fn message(config: &Config, to: &str, parts: Parts) -> Result<Message, MailError> {
    let settings = &config.email;
    let named = (!settings.feedback_name.is_empty()).then(|| settings.feedback_name.clone());
    let mut message = Message::builder()
        .from(Mailbox::new(named, address(&settings.feedback_email)?))
        .to(Mailbox::new(None, address(to)?))
        .message_id(None)
        .raw_header(header("Auto-Submitted", "auto-generated"))
        .raw_header(header("Precedence", "bulk"))
        .subject(parts.subject);
    if !settings.reply_to_address.is_empty() {
        message = message.reply_to(Mailbox::new(None, address(&settings.reply_to_address)?));
    }
    let part = |kind: ContentType, body: String| SinglePart::builder().header(kind).body(body);
    let body = MultiPart::alternative()
        .singlepart(part(ContentType::TEXT_PLAIN, parts.text))
        .singlepart(part(ContentType::TEXT_HTML, parts.html));
    message.multipart(body).map_err(|error| MailError::Content(error.to_string()))
}

fn header(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
}

fn address(text: &str) -> Result<Address, MailError> {
    text.parse().map_err(|_| MailError::Address(text.to_owned()))
}

fn transport(config: &Config) -> Result<AsyncSmtpTransport<Tokio1Executor>, MailError> {
    let settings = &config.email;
    let host = settings.smtp_server.as_str();
    let port = settings.smtp_port.trim();
    let port: u16 = port.parse().map_err(|_| MailError::Settings(format!("{port} is no port")))?;
    let tls = || {
        TlsParameters::builder(host.to_owned())
            .dangerous_accept_invalid_certs(settings.skip_server_certificate_verification)
            .dangerous_accept_invalid_hostnames(settings.skip_server_certificate_verification)
            .build_rustls()
            .map_err(|error| MailError::Settings(error.to_string()))
    };
    let tls = match settings.connection_security.as_str() {
        IMPLICIT_TLS => Tls::Wrapper(tls()?),
        STARTTLS => Tls::Required(tls()?),
        _ => Tls::None,
    };
    let mut transport = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(host)
        .port(port)
        .tls(tls)
        .hello_name(hello_name(&config.service.site_url))
        .timeout(Some(timeout(config)));
    if settings.enable_smtp_auth {
        let credentials = Credentials::new(settings.smtp_username.clone(), settings.smtp_password.clone());
        transport = transport.credentials(credentials).authentication(vec![Mechanism::Plain, Mechanism::Login]);
    }
    Ok(transport.build())
}

/// The server as it is known outside, where that is set.
fn hello_name(site_url: &str) -> ClientId {
    let host = url::Url::parse(site_url).ok().and_then(|url| url.host_str().map(str::to_owned));
    host.map_or_else(ClientId::default, ClientId::Domain)
}
