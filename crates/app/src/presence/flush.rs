//! Writing automatic statuses in batches.

use std::sync::Arc;

use roost_store::status::status_save_automatic_in_tx;

use crate::record::Kind;
use crate::{App, AppError, Db, Record};

/// Rows per transaction: the record of each invalidates as many cached statuses.
const BATCH_LEN_MAX: usize = 500;

/// Writes what is pending. On an error it stays pending.
pub async fn flush(app: &App, db: &Db) -> Result<(), AppError> {
    loop {
        let batch: Vec<Arc<_>> = app.presence.pending.lock().values().take(BATCH_LEN_MAX).cloned().collect();
        if batch.is_empty() {
            return Ok(());
        }
        let mut tx = db.begin().await?;
        let mut record = Record::new();
        for status in &batch {
            record.invalidate(Kind::Status, status.user_id);
        }
        status_save_automatic_in_tx(&mut tx, &batch);
        app.commit(tx, record).await?;
        let mut pending = app.presence.pending.lock();
        for written in &batch {
            // A newer one that came meanwhile waits for the next time.
            if pending.get(&written.user_id).is_some_and(|now| Arc::ptr_eq(now, written)) {
                pending.remove(&written.user_id);
            }
        }
    }
}
