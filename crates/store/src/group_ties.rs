//! Changes of what groups are tied to, and who should be in a team or channel by them.

use roost_model::Id;
use tokio_postgres::Row;

use crate::row::RowExt;
use crate::tx::Rows;
use crate::{Db, StoreError, Tx};

crate::statements! {
    CHANNEL_ADMINS_WRONG = "groups/channel_admins_wrong";
    CHANNEL_NEWCOMERS = "groups/channel_newcomers";
    CHANNEL_STRANGERS = "groups/channel_strangers";
    CHANNEL_TIES_OF_TEAM_END = "groups/channel_ties_of_team_end";
    CHANNEL_TIE_END = "groups/channel_tie_end";
    CHANNEL_TIE_SAVE = "groups/channel_tie_save";
    TEAM_ADMINS_WRONG = "groups/team_admins_wrong";
    TEAM_NEWCOMERS = "groups/team_newcomers";
    TEAM_STRANGERS = "groups/team_strangers";
    TEAM_TIE_END = "groups/team_tie_end";
    TEAM_TIE_SAVE = "groups/team_tie_save";
    WAS_TIED = "groups/was_tied";
}

/// What a group is tied to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    Team(Id),
    Channel(Id),
}

impl Place {
    /// Of the team or channel.
    pub fn id(self) -> Id {
        match self {
            Self::Team(id) | Self::Channel(id) => id,
        }
    }
}

/// Ties a group to a place, or changes the tie.
pub fn tie_save_in_tx(tx: &mut Tx, group: Id, place: Place, auto_add: bool, scheme_admin: bool, now_ms: i64) {
    let statement = if let Place::Team(_) = place { TEAM_TIE_SAVE } else { CHANNEL_TIE_SAVE };
    let params = crate::params![group.to_string(), place.id().to_string(), auto_add, scheme_admin, now_ms];
    tx.queue(statement, Rows::One, params);
}

/// Ends the tie of a group to a place. False when there is none.
pub async fn tie_end_in_tx(tx: &mut Tx, group: Id, place: Place, now_ms: i64) -> Result<bool, StoreError> {
    let statement = if let Place::Team(_) = place { TEAM_TIE_END } else { CHANNEL_TIE_END };
    Ok(tx.execute(statement, &[&group.as_str(), &place.id().as_str(), &now_ms]).await? == 1)
}

/// Ends the ties of a group to the channels of a team, and says to which.
pub async fn tie_end_of_channels_in_tx(tx: &mut Tx, group: Id, team: Id, now_ms: i64) -> Result<Vec<Id>, StoreError> {
    let rows = tx.query(CHANNEL_TIES_OF_TEAM_END, &[&group.as_str(), &team.as_str(), &now_ms]).await?;
    Ok(ids(&rows))
}

/// Whether the group has ever been tied to the team or channel.
pub async fn was_tied(db: &Db, group: Id, place: Place) -> Result<bool, StoreError> {
    Ok(db.query_opt(WAS_TIED, &[&group.as_str(), &place.id().as_str()]).await?.is_some())
}

/// Whom its groups bring into a place, and who were never there. Into a channel only those who are in its team.
pub async fn newcomers(db: &Db, place: Place) -> Result<Vec<Id>, StoreError> {
    let statement = if let Place::Team(_) = place { TEAM_NEWCOMERS } else { CHANNEL_NEWCOMERS };
    Ok(ids(&db.query(statement, &[&place.id().as_str()]).await?))
}

/// Who are in a place and in none of its groups.
pub async fn strangers(db: &Db, place: Place) -> Result<Vec<Id>, StoreError> {
    let statement = if let Place::Team(_) = place { TEAM_STRANGERS } else { CHANNEL_STRANGERS };
    Ok(ids(&db.query(statement, &[&place.id().as_str()]).await?))
}

/// The members who administrate a place, or not, otherwise than its groups say; each with what they should.
pub async fn admins_wrong(db: &Db, place: Place) -> Result<Vec<(Id, bool)>, StoreError> {
    let statement = if let Place::Team(_) = place { TEAM_ADMINS_WRONG } else { CHANNEL_ADMINS_WRONG };
    let rows = db.query(statement, &[&place.id().as_str()]).await?;
    Ok(rows.iter().map(|row| (row.id(0), row.flag(1))).collect())
}

fn ids(rows: &[Row]) -> Vec<Id> {
    rows.iter().map(|row| row.id(0)).collect()
}
