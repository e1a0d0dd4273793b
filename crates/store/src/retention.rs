//! Policies on old messages, as a database that was taken over has them.

use roost_model::Id;

use crate::row::RowExt;
use crate::{Db, StoreError};

crate::statements! {
    OF_CHANNELS = "retention/of_channels";
    OF_TEAMS = "retention/of_teams";
}

/// Days for which the messages of a person's teams are kept, for teams under a policy of their own; `None`: for ever.
pub async fn retention_of_teams(db: &Db, user: Id) -> Result<Vec<(Id, Option<i64>)>, StoreError> {
    Ok(db.query(OF_TEAMS, &[&user.as_str()]).await?.iter().map(|row| (row.id(0), row.get(1))).collect())
}

/// The same for a person's channels.
pub async fn retention_of_channels(db: &Db, user: Id) -> Result<Vec<(Id, Option<i64>)>, StoreError> {
    Ok(db.query(OF_CHANNELS, &[&user.as_str()]).await?.iter().map(|row| (row.id(0), row.get(1))).collect())
}
