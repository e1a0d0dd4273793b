//! Reading statuses.

use std::sync::Arc;

use roost_model::Id;
use roost_model::status::Status;
use roost_store::status::status_list;

use crate::{App, AppError, Db};

/// The statuses of these users, each once, from the cache where they are there; offline for who was never seen.
pub async fn statuses_of(app: &App, db: &Db, users: &[Id]) -> Result<Vec<Arc<Status>>, AppError> {
    let mut found = Vec::with_capacity(users.len());
    let mut missing = Vec::new();
    for user in users {
        match app.presence.known(*user).or_else(|| app.caches.statuses.get(user)) {
            Some(status) => found.push(status),
            None => missing.push((*user, app.caches.statuses.ticket(user))),
        }
    }
    if missing.is_empty() {
        return Ok(found);
    }
    let ids: Vec<Id> = missing.iter().map(|(user, _)| *user).collect();
    let mut stored = status_list(db, &ids).await?;
    for (user, ticket) in missing {
        let at = stored.iter().position(|status| status.user_id == user);
        let status = Arc::new(at.map_or_else(|| Status::offline(user), |at| stored.swap_remove(at)));
        app.caches.statuses.insert(ticket, user, status.clone());
        found.push(status);
    }
    Ok(found)
}

/// The status of one user.
pub async fn status_of(app: &App, db: &Db, user: Id) -> Result<Arc<Status>, AppError> {
    let mut all = statuses_of(app, db, &[user]).await?;
    Ok(all.pop().unwrap_or_else(|| Arc::new(Status::offline(user))))
}
