//! Channels.

use roost_model::Id;
use roost_model::channel::{Channel, ChannelStats, ChannelType};
use serde_json::Value;
use tokio_postgres::Row;

use crate::row::RowExt;
use crate::tx::Rows;
use crate::{Db, StoreError, Tx};

crate::statements! {
    BY_NAME = "channels/by_name";
    COMMON_TEAMS = "channels/common_teams";
    COUNT_IN_TEAM = "channels/count_in_team";
    DELETE_HOOKS = "channels/delete_hooks";
    DELETE_OUTGOING_HOOKS = "channels/delete_outgoing_hooks";
    GET = "channels/get";
    INSERT = "channels/insert";
    HOLD = "channels/hold";
    LOCK = "channels/lock";
    MOVE_HOOKS = "channels/move_hooks";
    MOVE_OUTGOING_HOOKS = "channels/move_outgoing_hooks";
    MOVE_THREADS = "channels/move_threads";
    PUBLISH = "channels/publish";
    PURGE = "channels/purge";
    PURGE_POSTS = "channels/purge_posts";
    STATS = "channels/stats";
    TEAM_BY_NAME = "channels/team_by_name";
    UNPUBLISH = "channels/unpublish";
    UPDATE = "channels/update";
}

/// Reads the columns of `channels/get.sql`, in that order, from column `at` on.
pub(crate) fn channel_from(row: &Row, at: usize) -> Channel {
    Channel {
        id: row.id(at),
        create_at: row.int(at + 1),
        update_at: row.int(at + 2),
        delete_at: row.int(at + 3),
        team_id: row.id(at + 4),
        channel_type: ChannelType::parse(row.get::<_, Option<&str>>(at + 5).unwrap_or_default()).unwrap_or_default(),
        display_name: row.text(at + 6),
        name: row.text(at + 7),
        header: row.text(at + 8),
        purpose: row.text(at + 9),
        last_post_at: row.int(at + 10),
        total_msg_count: row.int(at + 11),
        extra_update_at: row.int(at + 12),
        creator_id: row.id(at + 13),
        scheme_id: row.optional_id(at + 14),
        props: None,
        group_constrained: row.get(at + 15),
        autotranslation: row.flag(at + 16),
        shared: row.get(at + 17),
        total_msg_count_root: row.int(at + 18),
        policy_id: None,
        last_root_post_at: row.int(at + 19),
        banner_info: row.get::<_, Option<Value>>(at + 20).and_then(|banner| serde_json::from_value(banner).ok()),
        policy_enforced: false,
        policy_is_active: false,
        default_category_name: row.text(at + 21),
    }
}

/// One channel, deleted ones too.
pub async fn channel_get(db: &Db, id: Id) -> Result<Option<Channel>, StoreError> {
    Ok(db.query_opt(GET, &[&id.as_str()]).await?.map(|row| channel_from(&row, 0)))
}

/// One channel by its name in a team, deleted ones too; direct and group channels stand in no team.
pub async fn channel_get_by_name(db: &Db, team: Id, name: &str) -> Result<Option<Channel>, StoreError> {
    Ok(db.query_opt(BY_NAME, &[&name, &team.as_str()]).await?.map(|row| channel_from(&row, 0)))
}

/// As [`channel_get_by_name`], within a transaction.
pub async fn channel_get_by_name_in_tx(tx: &mut Tx, team: Id, name: &str) -> Result<Option<Channel>, StoreError> {
    Ok(tx.query_opt(BY_NAME, &[&name, &team.as_str()]).await?.map(|row| channel_from(&row, 0)))
}

/// One channel, deleted ones too; nobody else changes it until the transaction ends.
pub async fn channel_lock_in_tx(tx: &mut Tx, id: Id) -> Result<Option<Channel>, StoreError> {
    Ok(tx.query_opt(LOCK, &[&id.as_str()]).await?.map(|row| channel_from(&row, 0)))
}

/// What came of the attempt to make a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Inserted {
    /// Whether it is there now; `false` when its name is taken in the team.
    pub made: bool,
    /// Live public and private channels of its team before.
    pub team_count: i64,
}

/// Makes a channel, and its public copy if it is open, in one round trip.
pub async fn channel_insert_in_tx(tx: &mut Tx, channel: &Channel) -> Result<Inserted, StoreError> {
    let c = channel;
    let (id, team, creator) = (c.id.as_str(), c.team_id.as_str(), c.creator_id.as_str());
    let scheme = c.scheme_id.map(|id| id.to_string());
    let channel_type = c.channel_type.as_str();
    let banner = banner_json(c);
    let mut answers = tx
        .query_many(&[
            (COUNT_IN_TEAM, &[&team]),
            (
                INSERT,
                &[
                    &id,
                    &c.create_at,
                    &team,
                    &channel_type,
                    &c.display_name,
                    &c.name,
                    &c.header,
                    &c.purpose,
                    &creator,
                    &scheme,
                    &c.group_constrained,
                    &c.shared,
                    &banner,
                    &c.default_category_name,
                    &c.autotranslation,
                ],
            ),
        ])
        .await?
        .into_iter();
    let count = answers.next().unwrap_or_default().first().map_or(0, |row| row.int(0));
    let made = !answers.next().unwrap_or_default().is_empty();
    if made && channel.is_open() {
        channel_publish_in_tx(tx, channel);
    }
    Ok(Inserted { made, team_count: count })
}

fn banner_json(channel: &Channel) -> Option<serde_json::Value> {
    channel.banner_info.as_ref().and_then(|banner| serde_json::to_value(banner).ok())
}

/// Brings the public copy of an open channel up to date.
pub fn channel_publish_in_tx(tx: &mut Tx, channel: &Channel) {
    let c = channel.clone();
    let params = crate::params![
        c.id.to_string(),
        c.delete_at,
        c.team_id.to_string(),
        c.display_name,
        c.name,
        c.header,
        c.purpose
    ];
    tx.queue(PUBLISH, Rows::Any, params);
}

/// Writes what may change of a channel that is there, and keeps its public copy in step.
pub async fn channel_update_in_tx(tx: &mut Tx, channel: &Channel) -> Result<(), StoreError> {
    let c = channel;
    let (id, team, creator) = (c.id.as_str(), c.team_id.as_str(), c.creator_id.as_str());
    let scheme = c.scheme_id.map(|id| id.to_string());
    let channel_type = c.channel_type.as_str();
    let banner = banner_json(c);
    let count = tx
        .execute(
            UPDATE,
            &[
                &id,
                &c.update_at,
                &c.delete_at,
                &team,
                &channel_type,
                &c.display_name,
                &c.name,
                &c.header,
                &c.purpose,
                &creator,
                &scheme,
                &c.group_constrained,
                &banner,
                &c.default_category_name,
                &c.autotranslation,
            ],
        )
        .await?;
    if count != 1 {
        return Err(StoreError::Gone);
    }
    if channel.is_open() {
        channel_publish_in_tx(tx, channel);
    } else {
        tx.queue(UNPUBLISH, Rows::Any, crate::params![channel.id.to_string()]);
    }
    Ok(())
}

/// Ends the webhooks of a channel that goes.
pub fn channel_hooks_delete_in_tx(tx: &mut Tx, channel: Id, now_ms: i64) {
    for statement in [DELETE_HOOKS, DELETE_OUTGOING_HOOKS] {
        tx.queue(statement, Rows::Any, crate::params![channel.to_string(), now_ms]);
    }
}

/// Takes the webhooks of a channel along to another team.
pub fn channel_hooks_move_in_tx(tx: &mut Tx, channel: Id, team: Id, now_ms: i64) {
    for statement in [MOVE_HOOKS, MOVE_OUTGOING_HOOKS] {
        tx.queue(statement, Rows::Any, crate::params![channel.to_string(), team.to_string(), now_ms]);
    }
}

/// Members, guests, pinned posts and files; without `with_files` the last is -1.
pub async fn channel_stats(db: &Db, channel: Id, with_files: bool) -> Result<ChannelStats, StoreError> {
    let row = db.query_opt(STATS, &[&channel.as_str(), &with_files]).await?;
    let count = |at: usize| row.as_ref().map_or(0, |row| row.int(at));
    Ok(ChannelStats {
        channel_id: channel,
        member_count: count(0),
        guest_count: count(1),
        pinnedpost_count: count(2),
        files_count: count(3),
    })
}

/// Live teams in which every member of the channel is.
pub async fn channel_common_teams(db: &Db, channel: Id) -> Result<Vec<Id>, StoreError> {
    Ok(db.query(COMMON_TEAMS, &[&channel.as_str()]).await?.iter().map(|row| row.id(0)).collect())
}

/// Takes the threads of a channel along to another team.
pub fn channel_threads_move_in_tx(tx: &mut Tx, channel: Id, team: Id) {
    tx.queue(MOVE_THREADS, Rows::Any, crate::params![channel.to_string(), team.to_string()]);
}

/// Deletes a channel with everything in it, for good.
pub fn channel_delete_in_tx(tx: &mut Tx, channel: Id) {
    tx.queue(PURGE_POSTS, Rows::Any, crate::params![channel.to_string()]);
    tx.queue(PURGE, Rows::One, crate::params![channel.to_string()]);
}

/// The team with this name, deleted ones too.
pub async fn channel_team_by_name(db: &Db, name: &str) -> Result<Option<Id>, StoreError> {
    Ok(db.query_opt(TEAM_BY_NAME, &[&name]).await?.map(|row| row.id(0)))
}
