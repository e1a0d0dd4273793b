//! Membership in channels, with its history.

use std::collections::BTreeMap;

use roost_model::Id;
use roost_model::channel_member::{ChannelMember, ChannelMemberWithTeamData};
use roost_model::user::StringMap;
use tokio_postgres::Row;

use crate::channel_lists::Page;
use crate::row::{RowExt, id_list};
use crate::team_members::{Ungrouped, ungrouped};
use crate::tx::Rows;
use crate::{Db, StoreError, Tx};

crate::statements! {
    ANY_IN_TEAM = "channel_members/any_in_team";
    COUNT_BY_GROUP = "channel_members/count_by_group";
    COUNT_IN_CHANNELS = "channel_members/count_in_channels";
    DEACTIVATED = "channel_members/deactivated";
    GET = "channel_members/get";
    INSERT = "channel_members/insert";
    IN_GROUP = "channel_members/in_group";
    LIST = "channel_members/list";
    LIST_BY_IDS = "channel_members/list_by_ids";
    LIST_FOR_USER = "channel_members/list_for_user";
    LIST_FOR_USER_IN_TEAM = "channel_members/list_for_user_in_team";
    OUTSIDE_GROUPS = "channel_members/outside_groups";
    OUTSIDE_TEAM = "channel_members/outside_team";
    REMOVE = "channel_members/remove";
    SET_NOTIFY_PROPS = "channel_members/set_notify_props";
    SET_ROLES = "channel_members/set_roles";
    TIMEZONES = "channel_members/timezones";
    UNFOLLOW_THREADS = "channel_members/unfollow_threads";
    USER_IDS = "channel_members/user_ids";
}

/// A row with what decides its roles.
#[derive(Clone, Debug)]
pub struct MemberRow {
    /// `roles` and the flags as they are stored.
    pub member: ChannelMember,
    /// Of the channel.
    pub scheme_id: Id,
    /// Of its team.
    pub team_scheme_id: Id,
}

fn member_from(row: &Row) -> MemberRow {
    let member = ChannelMember {
        channel_id: row.id(0),
        user_id: row.id(1),
        roles: row.text(2),
        last_viewed_at: row.int(3),
        msg_count: row.int(4),
        mention_count: row.int(5),
        mention_count_root: row.int(6),
        urgent_mention_count: row.int(7),
        msg_count_root: row.int(8),
        notify_props: row.string_map(9),
        last_update_at: row.int(10),
        scheme_guest: row.flag(11),
        scheme_user: row.flag(12),
        scheme_admin: row.flag(13),
        explicit_roles: String::new(),
        autotranslation_disabled: row.flag(14),
    };
    MemberRow { member, scheme_id: row.id(15), team_scheme_id: row.id(16) }
}

fn members(rows: &[Row]) -> Vec<MemberRow> {
    rows.iter().map(member_from).collect()
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
    new: &[NewMember],
    notify_props: &StringMap,
    now_ms: i64,
) -> Result<Vec<Id>, StoreError> {
    let users: Vec<String> = new.iter().map(|member| member.user_id.to_string()).collect();
    let guests: Vec<bool> = new.iter().map(|member| member.guest).collect();
    let admins: Vec<bool> = new.iter().map(|member| member.admin).collect();
    let props = serde_json::to_value(notify_props).unwrap_or_default();
    let rows = tx.query(INSERT, &[&channel.as_str(), &users, &guests, &admins, &props, &now_ms]).await?;
    Ok(rows.iter().map(|row| row.id(0)).collect())
}

/// Ends memberships with everything that hangs on them, and answers who was a member. `now_ms` is Unix milliseconds.
pub async fn channel_member_remove_in_tx(
    tx: &mut Tx,
    channel: Id,
    users: &[Id],
    now_ms: i64,
) -> Result<Vec<Id>, StoreError> {
    let ids = id_list(users);
    let channel_id = channel.as_str();
    let mut answers =
        tx.query_many(&[(crate::channels::HOLD, &[&channel_id]), (REMOVE, &[&channel_id, &ids, &now_ms])]).await?;
    let rows = answers.pop().unwrap_or_default();
    let gone: Vec<Id> = rows.iter().map(|row| row.id(0)).collect();
    let texts: Vec<String> = gone.iter().map(Id::to_string).collect();
    tx.queue(UNFOLLOW_THREADS, Rows::Any, crate::params![channel.to_string(), texts]);
    Ok(gone)
}

pub async fn channel_member_get(db: &Db, channel: Id, user: Id) -> Result<Option<MemberRow>, StoreError> {
    let row = db.query_opt(GET, &[&channel.as_str(), &user.as_str()]).await?;
    Ok(row.as_ref().map(member_from))
}

/// As [`channel_member_get`], as the transaction sees it.
pub async fn channel_member_get_in_tx(tx: &mut Tx, channel: Id, user: Id) -> Result<Option<MemberRow>, StoreError> {
    let row = tx.query_opt(GET, &[&channel.as_str(), &user.as_str()]).await?;
    Ok(row.as_ref().map(member_from))
}

/// A page of the members, by user id.
pub async fn channel_member_list(db: &Db, channel: Id, page: Page) -> Result<Vec<MemberRow>, StoreError> {
    Ok(members(&db.query(LIST, &[&channel.as_str(), &page.limit, &page.offset]).await?))
}

/// Those of the named users who are members, in any order.
pub async fn channel_member_list_by_ids(db: &Db, channel: Id, users: &[Id]) -> Result<Vec<MemberRow>, StoreError> {
    Ok(members(&db.query(LIST_BY_IDS, &[&channel.as_str(), &id_list(users)]).await?))
}

/// As [`channel_member_list_by_ids`], as the transaction sees it.
pub async fn channel_member_list_by_ids_in_tx(
    tx: &mut Tx,
    channel: Id,
    users: &[Id],
) -> Result<Vec<MemberRow>, StoreError> {
    Ok(members(&tx.query(LIST_BY_IDS, &[&channel.as_str(), &id_list(users)]).await?))
}

/// A user's memberships in a team and in conversations.
pub async fn channel_member_list_for_user_in_team(db: &Db, user: Id, team: Id) -> Result<Vec<MemberRow>, StoreError> {
    Ok(members(&db.query(LIST_FOR_USER_IN_TEAM, &[&user.as_str(), &team.as_str()]).await?))
}

/// A page of a user's memberships in all live teams, or with no limit all of them.
pub async fn channel_member_list_for_user(
    db: &Db,
    user: Id,
    limit: Option<i64>,
    offset: i64,
) -> Result<Vec<(MemberRow, ChannelMemberWithTeamData)>, StoreError> {
    let rows = db.query(LIST_FOR_USER, &[&user.as_str(), &limit, &offset]).await?;
    let with_team = |row: &Row| ChannelMemberWithTeamData {
        member: ChannelMember::default(),
        team_display_name: row.text(17),
        team_name: row.text(18),
        team_update_at: row.int(19),
    };
    Ok(rows.iter().map(|row| (member_from(row), with_team(row))).collect())
}

/// The stored roles and flags of a member. `now_ms` is Unix milliseconds.
pub fn channel_member_set_roles_in_tx(tx: &mut Tx, member: &ChannelMember, explicit_roles: &str, now_ms: i64) {
    let m = member;
    let params = crate::params![
        m.channel_id.to_string(),
        m.user_id.to_string(),
        explicit_roles.to_owned(),
        m.scheme_guest,
        m.scheme_user,
        m.scheme_admin,
        now_ms
    ];
    tx.queue(SET_ROLES, Rows::One, params);
}

/// Changes the named settings of a member and keeps the others; whether there is such a member.
pub async fn channel_member_set_notify_props_in_tx(
    tx: &mut Tx,
    channel: Id,
    user: Id,
    settings: &StringMap,
    now_ms: i64,
) -> Result<bool, StoreError> {
    let settings = serde_json::to_value(settings).unwrap_or_default();
    let count = tx.execute(SET_NOTIFY_PROPS, &[&channel.as_str(), &user.as_str(), &settings, &now_ms]).await?;
    Ok(count == 1)
}

/// Members with a live account of each channel; channels without any are left out.
pub async fn channel_member_count_in(db: &Db, channels: &[Id]) -> Result<BTreeMap<Id, i64>, StoreError> {
    let rows = db.query(COUNT_IN_CHANNELS, &[&id_list(channels)]).await?;
    Ok(rows.iter().map(|row| (row.id(0), row.int(1))).collect())
}

/// Members of one group within a channel.
#[derive(Clone, Copy, Debug)]
pub struct GroupCount {
    pub group_id: Id,
    pub members: i64,
    /// 0 where they were not asked for.
    pub timezones: i64,
}

pub async fn channel_member_count_by_group(
    db: &Db,
    channel: Id,
    with_timezones: bool,
) -> Result<Vec<GroupCount>, StoreError> {
    let rows = db.query(COUNT_BY_GROUP, &[&channel.as_str(), &with_timezones]).await?;
    let count = |row: &Row| GroupCount { group_id: row.id(0), members: row.int(1), timezones: row.int(2) };
    Ok(rows.iter().map(count).collect())
}

/// The time zones of the members, each once, in order.
pub async fn channel_member_timezones(db: &Db, channel: Id) -> Result<Vec<String>, StoreError> {
    Ok(db.query(TIMEZONES, &[&channel.as_str()]).await?.iter().map(|row| row.text(0)).collect())
}

/// Whether the user is in any channel of the team, as the transaction sees it.
pub async fn channel_member_any_in_team_in_tx(tx: &mut Tx, user: Id, team: Id) -> Result<bool, StoreError> {
    let row = tx.query_opt(ANY_IN_TEAM, &[&user.as_str(), &team.as_str()]).await?;
    Ok(row.is_some_and(|row| row.flag(0)))
}

/// Everybody in the channel.
pub async fn channel_member_ids_in_tx(tx: &mut Tx, channel: Id) -> Result<Vec<Id>, StoreError> {
    Ok(tx.query(USER_IDS, &[&channel.as_str()]).await?.iter().map(|row| row.id(0)).collect())
}

/// Members whose account is deactivated.
pub async fn channel_member_deactivated_in_tx(tx: &mut Tx, channel: Id) -> Result<Vec<Id>, StoreError> {
    Ok(tx.query(DEACTIVATED, &[&channel.as_str()]).await?.iter().map(|row| row.id(0)).collect())
}

/// One page of a channel's active members, without bots, who are in none of these groups, and how many there are.
pub async fn channel_member_list_outside_groups(
    db: &Db,
    channel: Id,
    groups: &[Id],
    page: Page,
) -> Result<(Vec<Ungrouped>, i64), StoreError> {
    let rows = db.query(OUTSIDE_GROUPS, &[&channel.as_str(), &id_list(groups), &page.offset, &page.limit]).await?;
    Ok(ungrouped(&rows))
}

/// Members who are not in this team.
pub async fn channel_member_outside_team_in_tx(tx: &mut Tx, channel: Id, team: Id) -> Result<Vec<Id>, StoreError> {
    Ok(tx.query(OUTSIDE_TEAM, &[&channel.as_str(), &team.as_str()]).await?.iter().map(|row| row.id(0)).collect())
}

/// Those of the users who are in a group that the channel is tied to.
pub async fn channel_member_in_groups(db: &Db, channel: Id, users: &[Id]) -> Result<Vec<Id>, StoreError> {
    Ok(db.query(IN_GROUP, &[&channel.as_str(), &id_list(users)]).await?.iter().map(|row| row.id(0)).collect())
}
