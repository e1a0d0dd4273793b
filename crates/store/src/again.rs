//! Posts that are told again until somebody answers.

use roost_model::Id;

use crate::row::RowExt;
use crate::tx::Rows;
use crate::{Db, StoreError, Tx};

crate::statements! {
    CLAIM = "again/claim";
    END = "again/end";
    INSERT = "again/insert";
    IS_ON = "again/is_on";
}

/// A new post is told again.
pub fn again_begin_in_tx(tx: &mut Tx, post: Id, create_at: i64) {
    tx.queue(INSERT, Rows::One, crate::params![post.to_string(), create_at]);
}

/// A post is told no more.
pub fn again_end_in_tx(tx: &mut Tx, post: Id) {
    tx.queue(END, Rows::Any, crate::params![post.to_string()]);
}

/// Whether a post is told again.
pub async fn again_is_on(db: &Db, post: Id) -> Result<bool, StoreError> {
    Ok(db.query_opt(IS_ON, &[&post.as_str()]).await?.is_some())
}

/// Takes the next post that was not told since `since_ms`, and of which nobody else has hold; after `times_max` times it is over.
pub async fn again_claim_in_tx(
    tx: &mut Tx,
    now_ms: i64,
    since_ms: i64,
    times_max: i32,
) -> Result<Option<Id>, StoreError> {
    Ok(tx.query_opt(CLAIM, &[&now_ms, &since_ms, &times_max]).await?.map(|row| row.id(0)))
}
