//! Groups, their members, and the teams and channels they are tied to.

use roost_model::Id;
use roost_model::group::{Group, GroupMember, Tie, TiedGroup};
use tokio_postgres::Row;

use crate::row::{RowExt, id_list};
use crate::tx::Rows;
use crate::{Db, StoreError, Tx};

crate::statements! {
    ADD_MEMBERS = "groups/add_members";
    BY_NAMES = "groups/by_names";
    CHANNEL_TIES = "groups/channel_ties";
    COUNT = "groups/count";
    COUNT_MEMBERS = "groups/count_members";
    DELETE = "groups/delete";
    EXISTS_BY_NAME = "groups/exists_by_name";
    GET = "groups/get";
    INSERT = "groups/insert";
    IS_MEMBER = "groups/is_member";
    MEMBER_IDS = "groups/member_ids";
    NAME_TAKEN = "groups/name_taken";
    OF_CHANNEL = "groups/of_channel";
    OF_CHANNELS_OF_TEAM = "groups/of_channels_of_team";
    OF_TEAM = "groups/of_team";
    OF_USER = "groups/of_user";
    REMOVE_MEMBERS = "groups/remove_members";
    RESTORE = "groups/restore";
    TEAM_TIES = "groups/team_ties";
    UPDATE = "groups/update";
}

/// The first ten columns of a row.
pub(crate) fn group_from(row: &Row) -> Group {
    Group {
        id: row.id(0),
        name: row.get(1),
        display_name: row.text(2),
        description: row.text(3),
        source: row.text(4),
        remote_id: row.get(5),
        create_at: row.int(6),
        update_at: row.int(7),
        delete_at: row.int(8),
        allow_reference: row.flag(9),
        ..Group::default()
    }
}

/// A group, deleted ones too.
pub async fn group_get(db: &Db, id: Id) -> Result<Option<Group>, StoreError> {
    Ok(db.query_opt(GET, &[&id.as_str()]).await?.as_ref().map(group_from))
}

/// Live groups with these names that messages may name.
pub async fn group_list_by_names(db: &Db, names: &[String]) -> Result<Vec<Group>, StoreError> {
    Ok(db.query(BY_NAMES, &[&names]).await?.iter().map(group_from).collect())
}

/// The live groups that somebody is in.
pub async fn group_list_of_user(db: &Db, user: Id) -> Result<Vec<Group>, StoreError> {
    Ok(db.query(OF_USER, &[&user.as_str()]).await?.iter().map(group_from).collect())
}

/// How many live groups there are.
pub async fn group_count(db: &Db) -> Result<i64, StoreError> {
    Ok(db.query_opt(COUNT, &[]).await?.map_or(0, |row| row.int(0)))
}

/// Whether a live group has this name.
pub async fn group_exists_by_name(db: &Db, name: &str) -> Result<bool, StoreError> {
    Ok(db.query_opt(EXISTS_BY_NAME, &[&name]).await?.is_some())
}

/// Whether a person has this name.
pub async fn group_name_is_of_user(db: &Db, name: &str) -> Result<bool, StoreError> {
    Ok(db.query_opt(NAME_TAKEN, &[&name]).await?.is_some())
}

/// Whether somebody is in a group.
pub async fn group_has_member(db: &Db, group: Id, user: Id) -> Result<bool, StoreError> {
    Ok(db.query_opt(IS_MEMBER, &[&group.as_str(), &user.as_str()]).await?.is_some())
}

/// How many active people are in a group.
pub async fn group_member_count(db: &Db, group: Id) -> Result<i64, StoreError> {
    Ok(db.query_opt(COUNT_MEMBERS, &[&group.as_str()]).await?.map_or(0, |row| row.int(0)))
}

/// Who is in these groups: pairs of group and person.
pub async fn group_member_ids(db: &Db, groups: &[Id]) -> Result<Vec<(Id, Id)>, StoreError> {
    let rows = db.query(MEMBER_IDS, &[&id_list(groups)]).await?;
    Ok(rows.iter().map(|row| (row.id(0), row.id(1))).collect())
}

/// A new group.
pub fn group_insert_in_tx(tx: &mut Tx, group: &Group) {
    let g = group.clone();
    let params = crate::params![
        g.id.to_string(),
        g.name,
        g.display_name,
        g.description,
        g.source,
        g.remote_id,
        g.create_at,
        g.allow_reference
    ];
    tx.queue(INSERT, Rows::One, params);
}

/// Writes the words of a group.
pub fn group_update_in_tx(tx: &mut Tx, group: &Group) {
    let g = group.clone();
    let params =
        crate::params![g.id.to_string(), g.name, g.display_name, g.description, g.allow_reference, g.update_at];
    tx.queue(UPDATE, Rows::One, params);
}

/// Marks a live group as deleted. False when there is none.
pub async fn group_delete_in_tx(tx: &mut Tx, id: Id, now_ms: i64) -> Result<bool, StoreError> {
    Ok(tx.execute(DELETE, &[&id.as_str(), &now_ms]).await? == 1)
}

/// Brings a deleted group back. False when there is none.
pub async fn group_restore_in_tx(tx: &mut Tx, id: Id, now_ms: i64) -> Result<bool, StoreError> {
    Ok(tx.execute(RESTORE, &[&id.as_str(), &now_ms]).await? == 1)
}

/// Puts people into a group. Those without an active account are passed over: they are missing in what is returned.
pub async fn group_add_members_in_tx(
    tx: &mut Tx,
    group: Id,
    users: &[Id],
    now_ms: i64,
) -> Result<Vec<GroupMember>, StoreError> {
    let rows = tx.query(ADD_MEMBERS, &[&group.as_str(), &id_list(users), &now_ms]).await?;
    let member = |row: &Row| GroupMember { group_id: group, user_id: row.id(0), create_at: now_ms, delete_at: 0 };
    Ok(rows.iter().map(member).collect())
}

/// Takes people out of a group. Those who are not in it are missing in what is returned.
pub async fn group_remove_members_in_tx(
    tx: &mut Tx,
    group: Id,
    users: &[Id],
    now_ms: i64,
) -> Result<Vec<GroupMember>, StoreError> {
    let rows = tx.query(REMOVE_MEMBERS, &[&group.as_str(), &id_list(users), &now_ms]).await?;
    let member =
        |row: &Row| GroupMember { group_id: group, user_id: row.id(0), create_at: row.int(1), delete_at: now_ms };
    Ok(rows.iter().map(member).collect())
}

fn tied_from(row: &Row) -> TiedGroup {
    TiedGroup { group: group_from(row), scheme_admin: row.get(10) }
}

fn tied_with_count(row: &Row) -> TiedGroup {
    let mut tied = tied_from(row);
    tied.group.member_count = Some(row.int(11));
    tied
}

/// The groups that a team is tied to, with the number of their members.
pub async fn group_list_of_team(db: &Db, team: Id) -> Result<Vec<TiedGroup>, StoreError> {
    Ok(db.query(OF_TEAM, &[&team.as_str()]).await?.iter().map(tied_with_count).collect())
}

/// The groups that a channel is tied to, with the number of their members.
pub async fn group_list_of_channel(db: &Db, channel: Id) -> Result<Vec<TiedGroup>, StoreError> {
    Ok(db.query(OF_CHANNEL, &[&channel.as_str()]).await?.iter().map(tied_with_count).collect())
}

/// The groups that the channels of a team are tied to, each with its channel.
pub async fn group_list_of_channels_of_team(db: &Db, team: Id) -> Result<Vec<(Id, TiedGroup)>, StoreError> {
    let rows = db.query(OF_CHANNELS_OF_TEAM, &[&team.as_str()]).await?;
    Ok(rows.iter().map(|row| (row.id(11), tied_from(row))).collect())
}

fn tie_from(row: &Row) -> Tie {
    Tie {
        group_id: row.id(0),
        auto_add: row.flag(1),
        scheme_admin: row.flag(2),
        create_at: row.int(3),
        delete_at: row.int(4),
        update_at: row.int(5),
        ..Tie::default()
    }
}

/// The teams that a group is tied to: all, or one.
pub async fn group_team_ties(db: &Db, group: Id, team: Id) -> Result<Vec<Tie>, StoreError> {
    let rows = db.query(TEAM_TIES, &[&group.as_str(), &team.as_str()]).await?;
    let tie = |row: &Row| Tie {
        team_id: Some(row.id(6)),
        team_display_name: Some(row.text(7)),
        team_type: Some(row.text(8)),
        ..tie_from(row)
    };
    Ok(rows.iter().map(tie).collect())
}

/// The channels that a group is tied to: all, or one.
pub async fn group_channel_ties(db: &Db, group: Id, channel: Id) -> Result<Vec<Tie>, StoreError> {
    let rows = db.query(CHANNEL_TIES, &[&group.as_str(), &channel.as_str()]).await?;
    let tie = |row: &Row| Tie {
        channel_id: Some(row.id(6)),
        channel_display_name: Some(row.text(7)),
        channel_type: Some(row.text(8)),
        team_id: Some(row.id(9)),
        team_display_name: Some(row.text(10)),
        team_type: Some(row.text(11)),
        ..tie_from(row)
    };
    Ok(rows.iter().map(tie).collect())
}
