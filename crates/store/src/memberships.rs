//! Which teams and channels a user is in, and with which roles.

use std::collections::HashMap;

use roost_model::Id;
use tokio_postgres::Row;

use crate::row::RowExt;
use crate::{Db, StoreError};

crate::statements! {
    TEAMS = "memberships/teams";
    CHANNELS = "memberships/channels";
}

/// What decides the roles of a member.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MemberRoles {
    /// Roles given by name, separated by spaces; mostly empty.
    pub explicit: Box<str>,
    pub guest: bool,
    pub user: bool,
    pub admin: bool,
}

/// Everything a user is a member of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Memberships {
    pub teams: HashMap<Id, MemberRoles>,
    pub channels: HashMap<Id, MemberRoles>,
}

fn entry(row: &Row) -> (Id, MemberRoles) {
    let explicit = row.get::<_, Option<&str>>(1).unwrap_or_default().into();
    (row.id(0), MemberRoles { explicit, guest: row.flag(2), user: row.flag(3), admin: row.flag(4) })
}

/// The memberships of a user, in one round trip.
pub async fn memberships_of(db: &Db, user: Id) -> Result<Memberships, StoreError> {
    let id = user.as_str();
    let mut answers = db.query_many(&[(TEAMS, &[&id]), (CHANNELS, &[&id])]).await?.into_iter();
    let (teams, channels) = (answers.next().unwrap_or_default(), answers.next().unwrap_or_default());
    Ok(Memberships { teams: teams.iter().map(entry).collect(), channels: channels.iter().map(entry).collect() })
}
