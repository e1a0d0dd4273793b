//! Membership in channels, with its history.

use roost_model::Id;
use roost_model::user::StringMap;

use crate::row::RowExt;
use crate::{StoreError, Tx};

crate::statements! {
    INSERT = "channel_members/insert";
}

/// Somebody who joins a channel.
#[derive(Clone, Copy, Debug)]
pub struct NewMember {
    pub user_id: Id,
    pub guest: bool,
    pub admin: bool,
}

/// Makes these users members and answers who was none before. `now_ms` is Unix milliseconds.
pub async fn channel_member_insert_in_tx(
    tx: &mut Tx,
    channel: Id,
    members: &[NewMember],
    notify_props: &StringMap,
    now_ms: i64,
) -> Result<Vec<Id>, StoreError> {
    let users: Vec<String> = members.iter().map(|member| member.user_id.to_string()).collect();
    let guests: Vec<bool> = members.iter().map(|member| member.guest).collect();
    let admins: Vec<bool> = members.iter().map(|member| member.admin).collect();
    let props = serde_json::to_value(notify_props).unwrap_or_default();
    let rows = tx.query(INSERT, &[&channel.as_str(), &users, &guests, &admins, &props, &now_ms]).await?;
    Ok(rows.iter().map(|row| row.id(0)).collect())
}
