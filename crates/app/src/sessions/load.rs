//! From a token to its session.

use std::sync::Arc;

use roost_model::Id;
use roost_model::session::Session;
use roost_store::{Db, sessions as store};

use crate::{App, AppError};

/// The live session behind `token`; `None` when there is none or its time is over.
pub async fn session_by_token(app: &App, db: &Db, token: &str) -> Result<Option<Arc<Session>>, AppError> {
    if token.is_empty() {
        return Ok(None);
    }
    let load = async || Ok::<_, AppError>(store::session_by_token(db, token).await?.map(|found| found.session));
    let session = app.caches.sessions.get_or_load(&token.to_owned(), load).await?;
    Ok(session.filter(|session| !session.is_expired(app.clock.now_ms())))
}

/// The live session with this id, from the database.
pub async fn session_by_id(app: &App, db: &Db, id: Id) -> Result<Option<Session>, AppError> {
    let found = store::session_by_id(db, id).await?.map(|found| found.session);
    Ok(found.filter(|session| !session.is_expired(app.clock.now_ms())))
}
