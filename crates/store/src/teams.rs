//! Teams.

use roost_model::Id;
use roost_model::team::Team;
use tokio_postgres::Row;

use crate::row::RowExt;
use crate::tx::Rows;
use crate::{Db, StoreError, Tx};

crate::statements! {
    GET = "teams/get";
    INSERT = "teams/insert";
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
