//! Teams.

use roost_model::Id;
use roost_model::team::Team;
use tokio_postgres::Row;

use crate::row::RowExt;
use crate::tx::Rows;
use crate::{Db, StoreError, Tx};

crate::statements! {
    BY_INVITE = "teams/by_invite";
    BY_NAME = "teams/by_name";
    CHANNEL_MEMBERS = "teams/channel_members";
    GET = "teams/get";
    INSERT = "teams/insert";
    LOCK = "teams/lock";
    OF_USER = "teams/of_user";
    PURGE = "teams/purge";
    UPDATE = "teams/update";
}

/// Reads the columns of `teams/get.sql`, in that order, from column `at` on.
pub(crate) fn team_from(row: &Row, at: usize) -> Team {
    Team {
        id: row.id(at),
        create_at: row.int(at + 1),
        update_at: row.int(at + 2),
        delete_at: row.int(at + 3),
        display_name: row.text(at + 4),
        name: row.text(at + 5),
        description: row.text(at + 6),
        email: row.text(at + 7),
        team_type: row.text(at + 8),
        company_name: row.text(at + 9),
        allowed_domains: row.text(at + 10),
        invite_id: row.text(at + 11),
        allow_open_invite: row.flag(at + 12),
        last_team_icon_update: row.int(at + 13),
        scheme_id: row.optional_id(at + 14),
        group_constrained: row.get(at + 15),
        policy_id: None,
        cloud_limits_archived: row.flag(at + 16),
    }
}

/// One team, deleted ones too.
pub async fn team_get(db: &Db, id: Id) -> Result<Option<Team>, StoreError> {
    Ok(db.query_opt(GET, &[&id.as_str()]).await?.map(|row| team_from(&row, 0)))
}

/// One team by its name, archived ones too.
pub async fn team_get_by_name(db: &Db, name: &str) -> Result<Option<Team>, StoreError> {
    Ok(db.query_opt(BY_NAME, &[&name]).await?.map(|row| team_from(&row, 0)))
}

/// One team by its invitation, archived ones too.
pub async fn team_get_by_invite(db: &Db, invite_id: &str) -> Result<Option<Team>, StoreError> {
    Ok(db.query_opt(BY_INVITE, &[&invite_id]).await?.map(|row| team_from(&row, 0)))
}

/// The live teams that a user is in.
pub async fn team_list_for_user(db: &Db, user: Id) -> Result<Vec<Team>, StoreError> {
    Ok(db.query(OF_USER, &[&user.as_str()]).await?.iter().map(|row| team_from(row, 0)).collect())
}

/// One team, taken until the transaction ends.
pub async fn team_lock_in_tx(tx: &mut Tx, id: Id) -> Result<Option<Team>, StoreError> {
    Ok(tx.query_opt(LOCK, &[&id.as_str()]).await?.map(|row| team_from(&row, 0)))
}

/// Writes whatever of a team can change.
pub fn team_update_in_tx(tx: &mut Tx, team: &Team) {
    let t = team.clone();
    let params = crate::params![
        t.id.to_string(),
        t.update_at,
        t.delete_at,
        t.display_name,
        t.description,
        t.team_type,
        t.company_name,
        t.allowed_domains,
        t.invite_id,
        t.allow_open_invite,
        t.last_team_icon_update,
        t.scheme_id.map(|id| id.to_string()),
        t.group_constrained,
        t.cloud_limits_archived,
    ];
    tx.queue(UPDATE, Rows::One, params);
}

/// The channels of a team, archived ones too, each with its members.
pub async fn team_channel_members_in_tx(tx: &mut Tx, team: Id) -> Result<Vec<(Id, Vec<Id>)>, StoreError> {
    let rows = tx.query(CHANNEL_MEMBERS, &[&team.as_str()]).await?;
    let members = |row: &Row| row.get::<_, Vec<&str>>(1).into_iter().map(Id::parse_or_empty).collect();
    Ok(rows.iter().map(|row| (row.id(0), members(row))).collect())
}

/// Deletes a team and what belongs to it alone. Its channels go before.
pub fn team_purge_in_tx(tx: &mut Tx, team: Id) {
    tx.queue(PURGE, Rows::One, crate::params![team.to_string()]);
}

/// Adds a team. Conflict: `teams_name_key`.
pub fn team_insert_in_tx(tx: &mut Tx, team: &Team) {
    tx.queue(
        INSERT,
        Rows::One,
        crate::params![
            team.id.to_string(),
            team.create_at,
            team.display_name.clone(),
            team.name.clone(),
            team.description.clone(),
            team.email.clone(),
            team.team_type.clone(),
            team.company_name.clone(),
            team.allowed_domains.clone(),
            team.invite_id.clone(),
            team.allow_open_invite,
            team.scheme_id.map(|id| id.to_string()),
            team.group_constrained,
        ],
    );
}
