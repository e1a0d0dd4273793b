//! Speaking to the push proxy.

use std::sync::atomic::Ordering;
use std::time::Duration;

use roost_model::push::{self, PushAck, PushAnswer, PushMessage};
use roost_store::devices::{Device, device_forget_in_tx};

use super::Outgoing;
use super::sign::signature;
use crate::outgoing::{CallAnswer, CallError};
use crate::record::Kind;
use crate::{App, AppError, Db, Record};

/// A message that finds no proxy is tried again after each of these.
const PAUSES: [Duration; 2] = [Duration::from_millis(500), Duration::from_secs(2)];

/// What became of a message.
#[derive(Debug, thiserror::Error)]
enum Failure {
    /// May be tried again.
    #[error("no answer: {0}")]
    NoAnswer(String),
    #[error("the proxy answered {0}")]
    Refused(u16),
    #[error("the answer of the proxy cannot be read")]
    Unreadable,
    #[error("the proxy could not pass it on: {0}")]
    Failed(String),
}

impl Failure {
    /// As the metrics call it.
    fn name(&self) -> &'static str {
        match self {
            Self::NoAnswer(_) | Self::Refused(_) => "push_proxy_send_error",
            Self::Unreadable => "json_parse_error",
            Self::Failed(_) => "push_proxy_error",
        }
    }
}

/// Whether a device can be reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    Yes,
    No,
    Unknown,
}

/// Hands a message to the proxy. A device that the proxy knows to be gone is forgotten.
pub(super) async fn deliver(app: &App, db: &Db, one: Outgoing) {
    let mut message = one.message.for_device(&one.device.stored);
    message.ack_id = app.random.id().to_string();
    message.server_id.clone_from(&app.installation.id);
    if let Some(key) = &app.installation.signing_key {
        message.signature = signature(key, &message.ack_id, &message.device_id).unwrap_or_else(|| {
            tracing::error!(
                ack_id = message.ack_id,
                "a notification goes out unsigned: the key of this server is not usable"
            );
            String::new()
        });
    }
    let platform = message.platform.clone();
    app.metrics.push_begun(&platform);
    match tried(app, &message).await {
        Ok(answer) if answer.status == "REMOVE" => {
            app.metrics.push_failed("push_proxy_remove_device", &platform);
            if let Err(error) = forget(app, db, &one.device).await {
                tracing::warn!(%error, "a device that is gone could not be forgotten");
            }
        }
        Ok(_) => app.metrics.push_succeeded(&platform),
        Err(failure) => {
            app.metrics.push_failed(failure.name(), &platform);
            tracing::warn!(error = %failure, ack_id = message.ack_id, kind = message.kind, "a notification was not sent");
        }
    }
}

/// Asks the proxy whether it can reach a device, by a message that nobody sees.
pub async fn reach(app: &App, stored: &str) -> Reach {
    if !super::super::sends_pushes(&app.config.current()) {
        return Reach::No;
    }
    let message = PushMessage {
        version: push::VERSION_TEST.to_owned(),
        kind: push::TEST.to_owned(),
        server_id: app.installation.id.clone(),
        badge: -1,
        ..PushMessage::default()
    };
    match sent(app, &message.for_device(stored)).await {
        Ok(answer) if answer.status == "OK" => Reach::Yes,
        Ok(answer) if answer.status == "REMOVE" => Reach::No,
        Ok(_) => Reach::Unknown,
        Err(failure) => {
            tracing::warn!(error = %failure, "a device could not be tried");
            Reach::Unknown
        }
    }
}

/// Tells the proxy that a device has its message.
pub(super) async fn acknowledge(app: &App, ack: &PushAck) -> Result<(), CallError> {
    called(app, "ack", &serde_json::to_vec(ack).unwrap_or_default()).await.map(drop)
}

/// Tries until there is an answer. Once nobody answered, others are tried once until somebody does: a queue that waits for
/// a proxy that is down would be told too late in any case.
async fn tried(app: &App, message: &PushMessage) -> Result<PushAnswer, Failure> {
    let notifier = &app.notifier;
    let mut pauses = PAUSES.into_iter();
    loop {
        let outcome = sent(app, message).await;
        let lost = matches!(outcome, Err(Failure::NoAnswer(_)));
        if !lost {
            notifier.down.store(false, Ordering::Relaxed);
            return outcome;
        }
        let Some(pause) = pauses.next().filter(|_| !notifier.down.load(Ordering::Relaxed)) else {
            notifier.down.store(true, Ordering::Relaxed);
            return outcome;
        };
        let paused = notifier.closing.run_until_cancelled(tokio::time::sleep(pause)).await;
        if paused.is_none() {
            return outcome;
        }
    }
}

async fn sent(app: &App, message: &PushMessage) -> Result<PushAnswer, Failure> {
    let body = serde_json::to_vec(message).unwrap_or_default();
    let answer = called(app, "send_push", &body).await.map_err(|error| Failure::NoAnswer(error.to_string()))?;
    if answer.status >= 500 {
        return Err(Failure::NoAnswer(format!("status {}", answer.status)));
    }
    if !answer.is_ok() {
        return Err(Failure::Refused(answer.status));
    }
    let answer: PushAnswer = serde_json::from_slice(&answer.body).map_err(|_| Failure::Unreadable)?;
    if answer.status == "FAIL" { Err(Failure::Failed(answer.error)) } else { Ok(answer) }
}

async fn called(app: &App, what: &str, body: &[u8]) -> Result<CallAnswer, CallError> {
    let config = app.config.current();
    let url = format!("{}/api/v1/{what}", config.email.push_notification_server.trim_end_matches('/'));
    app.outgoing.proxy(&url, body.to_vec()).await
}

async fn forget(app: &App, db: &Db, device: &Device) -> Result<(), AppError> {
    let mut tx = db.begin().await?;
    device_forget_in_tx(&mut tx, device);
    let mut record = Record::new();
    record.invalidate(Kind::Session, device.session_id);
    app.commit(tx, record).await
}
