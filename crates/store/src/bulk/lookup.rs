//! What is there already, by name.

use roost_model::Id;
use roost_model::channel::Channel;
use roost_model::role::Role;
use roost_model::scheme::Scheme;
use roost_model::team::Team;
use roost_model::user::User;

use super::{BOTS, CHANNELS, DIRECT_CHANNELS, EMOJI, FIRST_ADMIN, ROLES, SCHEMES, TEAMS, USER_IDS, USERS};
use crate::channels::channel_from;
use crate::roles::{role_from, scheme_from};
use crate::row::{RowExt, id_list};
use crate::teams::team_from;
use crate::users::user_from;
use crate::{Db, StoreError};

/// Deleted ones too.
pub async fn role_list(db: &Db, names: &[&str]) -> Result<Vec<Role>, StoreError> {
    Ok(db.query(ROLES, &[&names]).await?.iter().map(role_from).collect())
}

/// Live ones.
pub async fn scheme_list(db: &Db, names: &[&str]) -> Result<Vec<Scheme>, StoreError> {
    Ok(db.query(SCHEMES, &[&names]).await?.iter().map(scheme_from).collect())
}

/// Archived ones too.
pub async fn team_list(db: &Db, names: &[&str]) -> Result<Vec<Team>, StoreError> {
    Ok(db.query(TEAMS, &[&names]).await?.iter().map(|row| team_from(row, 0)).collect())
}

/// A channel with the name of its team.
#[derive(Clone, Debug)]
pub struct NamedChannel {
    pub team_name: String,
    pub channel: Channel,
}

/// By team and name, archived ones too.
pub async fn channel_list(db: &Db, names: &[(&str, &str)]) -> Result<Vec<NamedChannel>, StoreError> {
    let (teams, channels): (Vec<&str>, Vec<&str>) = names.iter().copied().unzip();
    let rows = db.query(CHANNELS, &[&teams, &channels]).await?;
    Ok(rows.iter().map(|row| NamedChannel { team_name: row.text(0), channel: channel_from(row, 1) }).collect())
}

/// Direct and group channels by the names that the server gives them.
pub async fn direct_list(db: &Db, names: &[&str]) -> Result<Vec<Channel>, StoreError> {
    Ok(db.query(DIRECT_CHANNELS, &[&names]).await?.iter().map(|row| channel_from(row, 0)).collect())
}

/// User names, in lower case, with their ids.
pub async fn user_ids(db: &Db, names: &[&str]) -> Result<Vec<(String, Id)>, StoreError> {
    Ok(db.query(USER_IDS, &[&names]).await?.iter().map(|row| (row.text(0), row.id(1))).collect())
}

/// Users with the stored forms of their passwords.
pub async fn user_list(db: &Db, names: &[&str]) -> Result<Vec<(User, String)>, StoreError> {
    Ok(db.query(USERS, &[&names]).await?.iter().map(|row| (user_from(row, 1), row.text(0))).collect())
}

/// What makes a user a bot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BotRow {
    pub user_id: Id,
    pub description: String,
    /// A user id, or the id of a plugin.
    pub owner_id: String,
    pub delete_at: i64,
}

pub async fn bot_list(db: &Db, users: &[Id]) -> Result<Vec<BotRow>, StoreError> {
    let rows = db.query(BOTS, &[&id_list(users)]).await?;
    let bot = |row: &tokio_postgres::Row| BotRow {
        user_id: row.id(0),
        description: row.text(1),
        owner_id: row.text(2),
        delete_at: row.int(3),
    };
    Ok(rows.iter().map(bot).collect())
}

/// The administrator who has been there longest.
pub async fn first_admin(db: &Db) -> Result<Option<Id>, StoreError> {
    Ok(db.query_opt(FIRST_ADMIN, &[]).await?.map(|row| row.id(0)))
}

/// Live custom emoji by name, with their ids.
pub async fn emoji_list(db: &Db, names: &[&str]) -> Result<Vec<(String, Id)>, StoreError> {
    Ok(db.query(EMOJI, &[&names]).await?.iter().map(|row| (row.text(0), row.id(1))).collect())
}
