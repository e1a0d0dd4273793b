//! Phones: where people hear of what is for them while they are away.

use roost_model::Id;
use tokio_postgres::Row;

use crate::row::{RowExt, id_list};
use crate::tx::Rows;
use crate::{Db, StoreError, Tx};

crate::statements! {
    CENSUS = "devices/census";
    FACTS = "devices/facts";
    FORGET = "devices/forget";
    LIST = "devices/list";
}

/// The device of a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Device {
    pub session_id: Id,
    pub user_id: Id,
    /// `platform:id`.
    pub stored: String,
}

/// What a notification has to know of its reader.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReaderFacts {
    pub user_id: Id,
    pub locale: String,
    /// Whether the user sees threads apart from their channels; `None`: has not chosen.
    pub collapses: Option<bool>,
    /// How the user wants to see names; empty: has not chosen.
    pub name_format: String,
    /// Unread mentions.
    pub mentions: i64,
    /// Of those, in posts that are no replies.
    pub root_mentions: i64,
    /// In threads that the user follows.
    pub thread_mentions: i64,
}

/// The devices of users, as long as their sessions last at `now_ms`.
pub async fn device_list(db: &Db, users: &[Id], now_ms: i64) -> Result<Vec<Device>, StoreError> {
    let rows = db.query(LIST, &[&id_list(users), &now_ms]).await?;
    let device = |row: &Row| Device { session_id: row.id(0), user_id: row.id(1), stored: row.text(2) };
    Ok(rows.iter().map(device).collect())
}

/// How many phones have an app of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Apps {
    pub version: String,
    /// `ios` or `android`.
    pub platform: String,
    /// Whether the phone keeps the app from showing notifications: `true`, `false`, or empty when it has not said.
    pub notifications_disabled: String,
    pub count: i64,
}

/// The apps of phones whose sessions last at `now_ms`, the most common kinds first.
pub async fn device_census(db: &Db, now_ms: i64, kinds_max: i64) -> Result<Vec<Apps>, StoreError> {
    let rows = db.query(CENSUS, &[&now_ms, &kinds_max]).await?;
    let apps = |row: &Row| Apps {
        version: row.text(0),
        platform: row.text(1),
        notifications_disabled: row.text(2),
        count: row.int(3),
    };
    Ok(rows.iter().map(apps).collect())
}

/// What notifications have to know of these users.
pub async fn reader_facts(db: &Db, users: &[Id]) -> Result<Vec<ReaderFacts>, StoreError> {
    let rows = db.query(FACTS, &[&id_list(users)]).await?;
    let facts = |row: &Row| ReaderFacts {
        user_id: row.id(0),
        locale: row.text(1),
        collapses: row.get::<_, Option<String>>(2).map(|chosen| chosen == "on"),
        name_format: row.text(3),
        mentions: row.int(4),
        root_mentions: row.int(5),
        thread_mentions: row.int(6),
    };
    Ok(rows.iter().map(facts).collect())
}

/// Takes the device from its session, unless it has another by now.
pub fn device_forget_in_tx(tx: &mut Tx, device: &Device) {
    tx.queue(FORGET, Rows::Any, crate::params![device.session_id.to_string(), device.stored.clone()]);
}
