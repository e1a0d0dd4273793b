//! Facts about the installation, by name.

use std::collections::HashMap;

use crate::row::RowExt;
use crate::{Db, StoreError};

crate::statements! {
    LIST = "systems/list";
    PING = "systems/ping";
}

/// Every row.
pub async fn system_list(db: &Db) -> Result<HashMap<String, String>, StoreError> {
    Ok(db.query(LIST, &[]).await?.iter().map(|row| (row.text(0), row.text(1))).collect())
}

/// Succeeds when the database answers.
pub async fn answers(db: &Db) -> Result<(), StoreError> {
    db.query(PING, &[]).await.map(drop)
}
