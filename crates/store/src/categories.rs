//! Sidebar categories and the channels in them.

use roost_model::Id;
use roost_model::category::SidebarCategory;
use roost_model::channel::ChannelType;
use tokio_postgres::Row;

use crate::row::{RowExt, id_list};
use crate::tx::Rows;
use crate::{Db, StoreError, Tx};

crate::statements! {
    CLEAR = "categories/clear";
    DELETE = "categories/delete";
    FAVORITE_IN = "categories/favorite_in";
    FAVORITE_OUT = "categories/favorite_out";
    FILL = "categories/fill";
    FORGET_CHANNEL = "categories/forget_channel";
    INSERT = "categories/insert";
    INSERT_DEFAULTS = "categories/insert_defaults";
    LIST = "categories/list";
    LOCK = "categories/lock";
    LOOSE = "categories/loose";
    MUTE = "categories/mute";
    OWN_CHANNELS = "categories/own_channels";
    SET_FAVORITES = "categories/set_favorites";
    SET_ORDER = "categories/set_order";
    UNSET_FAVORITES = "categories/unset_favorites";
    UPDATE = "categories/update";
}

/// The sidebar of a user in a team as it is stored.
#[derive(Clone, Debug, Default)]
pub struct Sidebar {
    /// From top to bottom, with the channels that were put into them.
    pub categories: Vec<SidebarCategory>,
    /// Channels that were put nowhere, by display name.
    pub loose: Vec<(Id, ChannelType)>,
    /// While there are no categories: the channels that the preferences name as favourites, by display name.
    pub favorites: Vec<Id>,
}

fn sidebar(user: Id, team: Id, categories: &[Row], loose: &[Row]) -> Sidebar {
    let channels = |row: &Row| -> Vec<Id> { row.get::<_, Vec<&str>>(7).into_iter().map(Id::parse_or_empty).collect() };
    let category = |row: &Row| SidebarCategory {
        id: row.text(0),
        user_id: user,
        team_id: team,
        sort_order: row.int(1),
        sorting: row.text(2),
        category_type: row.text(3),
        display_name: row.text(4),
        muted: row.flag(5),
        collapsed: row.flag(6),
        channel_ids: channels(row),
    };
    let channel = |row: &Row| (row.id(0), ChannelType::parse(&row.text(1)).unwrap_or_default());
    let (without_id, stored): (Vec<&Row>, Vec<&Row>) = categories.iter().partition(|row| row.text(0).is_empty());
    Sidebar {
        categories: stored.into_iter().map(category).collect(),
        loose: loose.iter().map(channel).collect(),
        favorites: without_id.into_iter().flat_map(channels).collect(),
    }
}

pub async fn sidebar_get(db: &Db, user: Id, team: Id) -> Result<Sidebar, StoreError> {
    let (u, t) = (user.as_str(), team.as_str());
    let answers = db.query_many(&[(LIST, &[&u, &t]), (LOOSE, &[&u, &t])]).await?;
    let [categories, loose] = answers.as_slice() else { return Ok(Sidebar::default()) };
    Ok(sidebar(user, team, categories, loose))
}

/// As [`sidebar_get`]; nobody else changes it until the transaction ends. Makes the built-in categories, named so, where
/// there are none yet.
pub async fn sidebar_lock_in_tx(tx: &mut Tx, user: Id, team: Id, names: [&str; 3]) -> Result<Sidebar, StoreError> {
    let (u, t) = (user.as_str(), team.as_str());
    if tx.query(LOCK, &[&u, &t]).await?.is_empty() {
        sidebar_defaults_in_tx(tx, user, team, names);
    }
    let answers = tx.query_many(&[(LOCK, &[&u, &t]), (LIST, &[&u, &t]), (LOOSE, &[&u, &t])]).await?;
    let [_, categories, loose] = answers.as_slice() else { return Ok(Sidebar::default()) };
    Ok(sidebar(user, team, categories, loose))
}

/// Makes the built-in categories (favourites, channels, direct messages; named so) where there are none.
pub fn sidebar_defaults_in_tx(tx: &mut Tx, user: Id, team: Id, names: [&str; 3]) {
    let [favorites, channels, direct] = names.map(str::to_owned);
    let params = crate::params![user.to_string(), team.to_string(), favorites, channels, direct];
    tx.queue(INSERT_DEFAULTS, Rows::Any, params);
}

/// Those of the channels that the user has in the team or as conversations, in the order given.
pub async fn sidebar_own_channels_in_tx(
    tx: &mut Tx,
    user: Id,
    team: Id,
    channels: &[Id],
) -> Result<Vec<Id>, StoreError> {
    let rows = tx.query(OWN_CHANNELS, &[&user.as_str(), &team.as_str(), &id_list(channels)]).await?;
    let own: Vec<Id> = rows.iter().map(|row| row.id(0)).collect();
    Ok(channels.iter().copied().filter(|id| own.contains(id)).collect())
}

/// Adds a category of the user's own.
pub fn category_insert_in_tx(tx: &mut Tx, category: &SidebarCategory) {
    let c = category.clone();
    let params = crate::params![
        c.id,
        c.user_id.to_string(),
        c.team_id.to_string(),
        c.sort_order,
        c.sorting,
        c.display_name,
        c.muted,
        c.collapsed
    ];
    tx.queue(INSERT, Rows::One, params);
}

/// Writes what may change of a category.
pub fn category_update_in_tx(tx: &mut Tx, category: &SidebarCategory) {
    let c = category.clone();
    tx.queue(UPDATE, Rows::One, crate::params![c.id, c.display_name, c.sorting, c.muted, c.collapsed]);
}

/// Puts exactly these channels into a category, out of the user's others in that team.
pub fn category_fill_in_tx(tx: &mut Tx, category: &SidebarCategory, channels: &[Id]) {
    let ids: Vec<String> = channels.iter().map(Id::to_string).collect();
    let (user, team) = (category.user_id.to_string(), category.team_id.to_string());
    tx.queue(CLEAR, Rows::Any, crate::params![user.clone(), team, ids.clone(), category.id.clone()]);
    tx.queue(FILL, Rows::Any, crate::params![user, category.id.clone(), ids]);
}

/// Positions from top to bottom.
pub fn category_set_order_in_tx(tx: &mut Tx, order: &[String]) {
    tx.queue(SET_ORDER, Rows::Any, crate::params![order.to_vec()]);
}

pub fn category_delete_in_tx(tx: &mut Tx, id: &str) {
    tx.queue(DELETE, Rows::One, crate::params![id.to_owned()]);
}

/// Keeps the preferences in step: these channels are favourites, or are none.
pub fn category_favorites_in_tx(tx: &mut Tx, user: Id, channels: &[Id], favorites: bool) {
    let ids: Vec<String> = channels.iter().map(Id::to_string).collect();
    let statement = if favorites { SET_FAVORITES } else { UNSET_FAVORITES };
    tx.queue(statement, Rows::Any, crate::params![user.to_string(), ids]);
}

/// Keeps the sidebar in step with the preferences: these channels became favourites, or are none any more.
pub fn sidebar_favorites_in_tx(tx: &mut Tx, user: Id, channels: &[Id], favorites: bool) {
    let ids: Vec<String> = channels.iter().map(Id::to_string).collect();
    tx.queue(FAVORITE_OUT, Rows::Any, crate::params![user.to_string(), ids.clone(), !favorites]);
    if favorites {
        tx.queue(FAVORITE_IN, Rows::Any, crate::params![user.to_string(), ids]);
    }
}

/// Mutes or unmutes channels of a user and answers which changed. `now_ms` is Unix milliseconds.
pub async fn category_mute_in_tx(
    tx: &mut Tx,
    user: Id,
    channels: &[Id],
    muted: bool,
    now_ms: i64,
) -> Result<Vec<Id>, StoreError> {
    let value = if muted { "mention" } else { "all" };
    let rows = tx.query(MUTE, &[&user.as_str(), &id_list(channels), &value, &now_ms]).await?;
    Ok(rows.iter().map(|row| row.id(0)).collect())
}

/// Takes a channel that moved to a team out of the categories of other teams.
pub fn sidebar_forget_channel_in_tx(tx: &mut Tx, channel: Id, team: Id) {
    tx.queue(FORGET_CHANNEL, Rows::Any, crate::params![channel.to_string(), team.to_string()]);
}
