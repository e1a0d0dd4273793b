//! "Do not disturb" that was meant until a certain time.

use roost_store::status::status_expire_in_tx;

use super::status_change;
use crate::record::Kind;
use crate::{App, AppError, Db, Record};

/// Brings back the status of before for everybody whose time is over. Several nodes doing so at once is harmless: each
/// row is changed by one of them.
pub async fn expire(app: &App, db: &Db) -> Result<(), AppError> {
    let mut tx = db.begin().await?;
    let back = status_expire_in_tx(&mut tx, app.clock.now_ms() / 1_000).await?;
    if back.is_empty() {
        return Ok(());
    }
    let mut record = Record::new();
    for status in &back {
        record.invalidate(Kind::Status, status.user_id).event(status_change(status));
    }
    app.commit(tx, record).await
}
