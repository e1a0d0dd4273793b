//! What a person's socket asks for and what its coming and going means.

use roost_model::errors::system as errors;
use roost_model::{Id, error as ids};
use roost_realtime::{ActionCall, ActionError};
use serde_json::{Map, Value};

use crate::access::team::memberships_outside;
use crate::presence;
use crate::{App, AppError, Db};

/// Ids in one question for statuses at most.
const STATUS_IDS_MAX: usize = 1_000;

/// Answers one request of a socket.
pub async fn action(app: &App, db: &Db, call: ActionCall) -> Result<Map<String, Value>, ActionError> {
    let user = call.identity.user_id;
    let answer = match call.action.as_str() {
        "user_typing" => user_typing(app, db, user, &call.data).await,
        "user_update_active_status" => update_active(app, db, user, &call.data).await,
        "get_statuses" => statuses(app, db, &[user]).await,
        "get_statuses_by_ids" => statuses_by_ids(app, db, user, &call.data).await,
        // What a client did about a post: counted by the metrics issue, answered from the start.
        "posted_notify_ack" => Ok(Map::new()),
        _ => Err(ids::NOT_IMPLEMENTED.into()),
    };
    answer.map_err(|error| {
        if error.id.status >= 500 {
            tracing::warn!(action = %call.action, %error, "a request of a socket failed");
        }
        ActionError { id: error.id.id.to_owned(), status: error.id.status, message: error.message() }
    })
}

async fn user_typing(app: &App, db: &Db, user: Id, data: &Map<String, Value>) -> Result<Map<String, Value>, AppError> {
    if app.busy.is_on(app.clock.now_ms()) {
        return Err(errors::SOCKET_BUSY.into());
    }
    let channel = id_in(data, "channel_id").ok_or_else(|| invalid("channel_id"))?;
    let member_of = memberships_outside(app, db, user).await?;
    if !member_of.channels.contains_key(&channel) {
        return Err(invalid("channel_id"));
    }
    presence::typing(app, user, channel, id_in(data, "parent_id").unwrap_or_default());
    Ok(Map::new())
}

async fn update_active(
    app: &App,
    db: &Db,
    user: Id,
    data: &Map<String, Value>,
) -> Result<Map<String, Value>, AppError> {
    let is_active = data.get("user_is_active").and_then(Value::as_bool).ok_or_else(|| invalid("user_is_active"))?;
    let by_hand = data.get("manual").and_then(Value::as_bool).unwrap_or(false);
    presence::active(app, db, user, is_active, by_hand).await?;
    Ok(Map::new())
}

async fn statuses_by_ids(
    app: &App,
    db: &Db,
    user: Id,
    data: &Map<String, Value>,
) -> Result<Map<String, Value>, AppError> {
    let list = data.get("user_ids").and_then(Value::as_array).ok_or_else(|| invalid("user_ids"))?;
    let users: Vec<Id> = list.iter().filter_map(Value::as_str).filter_map(Id::parse).collect();
    if users.is_empty() || users.len() != list.len() || users.len() > STATUS_IDS_MAX {
        return Err(invalid("user_ids"));
    }
    app.presence.watch(app, user, &users);
    statuses(app, db, &users).await
}

async fn statuses(app: &App, db: &Db, users: &[Id]) -> Result<Map<String, Value>, AppError> {
    let all = presence::statuses_of(app, db, users).await?;
    Ok(all.iter().map(|one| (one.user_id.to_string(), Value::String(one.status.clone()))).collect())
}

fn id_in(data: &Map<String, Value>, name: &str) -> Option<Id> {
    Id::parse(data.get(name)?.as_str()?)
}

fn invalid(name: &'static str) -> AppError {
    AppError::new(errors::SOCKET_INVALID_PARAM).with("name", name)
}

/// A connection of the user began.
pub async fn connected(app: &App, db: &Db, user: Id) {
    note(presence::connected(app, db, user).await);
}

/// The user's last connection to this node ended.
pub async fn last_disconnected(app: &App, db: &Db, user: Id) {
    note(presence::disconnected(app, db, user).await);
}

/// A connection of the user is alive.
pub async fn pong(app: &App, db: &Db, user: Id, last_activity_ms: i64) {
    note(presence::alive(app, db, user, last_activity_ms).await);
}

fn note(done: Result<(), AppError>) {
    if let Err(error) = done {
        tracing::warn!(%error, "a status could not be determined");
    }
}
