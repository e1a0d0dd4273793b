//! Membership in teams.

use roost_model::Id;
use tokio_postgres::Row;

use crate::memberships::MemberRoles;
use crate::row::{RowExt, id_list};
use crate::{Db, StoreError, Tx};

crate::statements! {
    COUNT = "team_members/count";
    GET = "team_members/get";
    INSERT = "team_members/insert";
}

/// Somebody who joins a team.
#[derive(Clone, Copy, Debug)]
pub struct NewTeamMember {
    pub user_id: Id,
    pub guest: bool,
    pub admin: bool,
}

/// A membership row.
#[derive(Clone, Debug)]
pub struct TeamMemberRow {
    pub team_id: Id,
    pub user_id: Id,
    pub roles: MemberRoles,
    /// Unix milliseconds at which the user left; 0 for a member.
    pub delete_at: i64,
    pub create_at: i64,
}

/// Reads the columns of `team_members/get.sql`.
pub(crate) fn member_from(row: &Row) -> TeamMemberRow {
    TeamMemberRow {
        team_id: row.id(0),
        user_id: row.id(1),
        roles: MemberRoles { explicit: row.text(2).into(), guest: row.flag(4), user: row.flag(5), admin: row.flag(6) },
        delete_at: row.int(3),
        create_at: row.int(7),
    }
}

/// Live members with active accounts; locks the team's row until the transaction ends.
pub async fn team_member_count_in_tx(tx: &mut Tx, team: Id) -> Result<i64, StoreError> {
    Ok(tx.query_opt(COUNT, &[&team.as_str()]).await?.map_or(0, |row| row.int(0)))
}

/// Makes these users members and answers who was none before. `now_ms` is Unix milliseconds.
pub async fn team_member_insert_in_tx(
    tx: &mut Tx,
    team: Id,
    members: &[NewTeamMember],
    now_ms: i64,
) -> Result<Vec<Id>, StoreError> {
    let users: Vec<String> = members.iter().map(|member| member.user_id.to_string()).collect();
    let guests: Vec<bool> = members.iter().map(|member| member.guest).collect();
    let admins: Vec<bool> = members.iter().map(|member| member.admin).collect();
    let rows = tx.query(INSERT, &[&team.as_str(), &users, &guests, &admins, &now_ms]).await?;
    Ok(rows.iter().map(|row| row.id(0)).collect())
}

/// Membership rows of these users, former ones too.
pub async fn team_member_list(db: &Db, team: Id, users: &[Id]) -> Result<Vec<TeamMemberRow>, StoreError> {
    Ok(db.query(GET, &[&team.as_str(), &id_list(users)]).await?.iter().map(member_from).collect())
}
