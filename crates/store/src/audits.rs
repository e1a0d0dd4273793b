//! What users did, as their own list and the administrators' show it.

use roost_model::Id;
use roost_model::audit::Audit;
use tokio_postgres::Row;

use crate::row::RowExt;
use crate::tx::Rows;
use crate::{Db, StoreError, Tx};

crate::statements! {
    INSERT = "audits/insert";
    LIST = "audits/list";
    LIST_FOR_USER = "audits/list_for_user";
}

/// Adds rows that differ in id and remark only: `rows` has both, `common` everything else.
pub fn audit_insert_in_tx(tx: &mut Tx, common: &Audit, rows: Vec<(Id, String)>) {
    let (ids, extras): (Vec<String>, Vec<String>) = rows.into_iter().map(|(id, extra)| (id.to_string(), extra)).unzip();
    let session = common.session_id.to_string();
    tx.queue(
        INSERT,
        Rows::Any,
        crate::params![
            ids,
            extras,
            common.create_at,
            common.user_id.to_string(),
            common.action.clone(),
            common.ip_address.clone(),
            session,
        ],
    );
}

/// What a user did, the newest first.
pub async fn audit_list_for_user(db: &Db, user: Id, offset: i64, limit: i64) -> Result<Vec<Audit>, StoreError> {
    let rows = db.primary().query(LIST_FOR_USER, &[&user.as_str(), &offset, &limit]).await?;
    Ok(rows.iter().map(audit).collect())
}

/// What anybody did, the newest first.
pub async fn audit_list(db: &Db, offset: i64, limit: i64) -> Result<Vec<Audit>, StoreError> {
    Ok(db.primary().query(LIST, &[&offset, &limit]).await?.iter().map(audit).collect())
}

fn audit(row: &Row) -> Audit {
    Audit {
        id: row.id(0),
        create_at: row.int(1),
        user_id: row.id(2),
        action: row.text(3),
        extra_info: row.text(4),
        ip_address: row.text(5),
        session_id: row.id(6),
    }
}
