//! What a person's socket asks for and what its coming and going means.

use roost_model::Id;
use roost_realtime::{ActionCall, ActionError};
use serde_json::{Map, Value};

use crate::{App, Db};

/// Answers one request of a socket.
pub async fn action(_app: &App, _db: &Db, call: ActionCall) -> Result<Map<String, Value>, ActionError> {
    tracing::debug!(action = %call.action, "an action of a socket that is not built yet");
    Err(ActionError::new(roost_model::error::NOT_IMPLEMENTED))
}

/// A connection of the user began.
pub async fn connected(_app: &App, _db: &Db, user: Id) {
    tracing::trace!(%user, "connected");
}

/// The user's last connection to this node ended.
pub async fn last_disconnected(_app: &App, _db: &Db, user: Id, at_ms: i64) {
    tracing::trace!(%user, at_ms, "disconnected");
}

/// A connection of the user is alive.
pub async fn pong(_app: &App, _db: &Db, user: Id, at_ms: i64, last_activity_ms: i64) {
    tracing::trace!(%user, at_ms, last_activity_ms, "pong");
}
