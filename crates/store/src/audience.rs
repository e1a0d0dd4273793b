//! Who is in a channel and what they want to be told.

use roost_model::Id;
use roost_model::user::StringMap;
use tokio_postgres::Row;

use crate::row::RowExt;
use crate::{Db, StoreError};

crate::statements! {
    LOAD = "audience/load";
    ONE = "audience/one";
}

/// A member of a channel.
#[derive(Clone, Debug, Default)]
pub struct AudienceMember {
    pub user_id: Id,
    pub username: String,
    pub first_name: String,
    /// Notification settings of the account.
    pub notify_props: StringMap,
    /// Notification settings in this channel.
    pub channel_notify_props: StringMap,
    pub is_bot: bool,
    /// False for deactivated accounts.
    pub active: bool,
}

fn member_from(row: &Row) -> AudienceMember {
    AudienceMember {
        user_id: row.id(0),
        username: row.text(1),
        first_name: row.text(2),
        notify_props: row.string_map(3),
        channel_notify_props: row.string_map(4),
        is_bot: row.flag(5),
        active: row.flag(6),
    }
}

/// Everybody in a channel, deactivated accounts too.
pub async fn audience_load(db: &Db, channel: Id) -> Result<Vec<AudienceMember>, StoreError> {
    Ok(db.query(LOAD, &[&channel.as_str()]).await?.iter().map(member_from).collect())
}

/// One member of a channel.
pub async fn audience_member(db: &Db, channel: Id, user: Id) -> Result<Option<AudienceMember>, StoreError> {
    Ok(db.query_opt(ONE, &[&channel.as_str(), &user.as_str()]).await?.as_ref().map(member_from))
}
