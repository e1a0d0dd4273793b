//! Reminders of posts.

use roost_model::Id;

use crate::row::RowExt;
use crate::tx::Rows;
use crate::{StoreError, Tx};

crate::statements! {
    CLAIM = "reminders/claim";
    DROP = "reminders/drop";
    SAVE = "reminders/save";
}

/// Notes that a user wants to be reminded of a post at a time in Unix seconds.
pub fn reminder_save_in_tx(tx: &mut Tx, post: Id, user: Id, at_s: i64) {
    tx.queue(SAVE, Rows::One, crate::params![post.to_string(), user.to_string(), at_s]);
}

/// Takes the next reminder that is due and that nobody else has in hand: its post and whom to remind.
pub async fn reminder_claim_in_tx(tx: &mut Tx, now_s: i64) -> Result<Option<(Id, Id)>, StoreError> {
    Ok(tx.query_opt(CLAIM, &[&now_s]).await?.map(|row| (row.id(0), row.id(1))))
}

/// Gives up a reminder that is due, unless it was set anew.
pub fn reminder_drop_in_tx(tx: &mut Tx, post: Id, user: Id, now_s: i64) {
    tx.queue(DROP, Rows::Any, crate::params![post.to_string(), user.to_string(), now_s]);
}
