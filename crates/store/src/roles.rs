//! Roles and schemes.

use roost_model::Id;
use roost_model::role::Role;
use roost_model::scheme::Scheme;
use tokio_postgres::Row;

use crate::row::RowExt;
use crate::tx::Rows;
use crate::{Db, StoreError, Tx};

crate::statements! {
    LIST = "roles/list";
    SCHEMES = "roles/schemes";
    SET_PERMISSIONS = "roles/set_permissions";
}

pub(crate) fn role_from(row: &Row) -> Role {
    Role {
        id: row.id(0),
        name: row.text(1),
        display_name: row.text(2),
        description: row.text(3),
        create_at: row.int(4),
        update_at: row.int(5),
        delete_at: row.int(6),
        permissions: row.text(7).split_ascii_whitespace().map(str::to_owned).collect(),
        scheme_managed: row.flag(8),
        built_in: row.flag(9),
        scheme_id: row.id(10).some(),
    }
}

pub(crate) fn scheme_from(row: &Row) -> Scheme {
    Scheme {
        id: row.id(0),
        name: row.text(1),
        display_name: row.text(2),
        description: row.text(3),
        create_at: row.int(4),
        update_at: row.int(5),
        delete_at: row.int(6),
        scope: row.text(7),
        default_team_admin_role: row.text(8),
        default_team_user_role: row.text(9),
        default_channel_admin_role: row.text(10),
        default_channel_user_role: row.text(11),
        default_team_guest_role: row.text(12),
        default_channel_guest_role: row.text(13),
        default_playbook_admin_role: row.text(14),
        default_playbook_member_role: row.text(15),
        default_run_admin_role: row.text(16),
        default_run_member_role: row.text(17),
    }
}

/// Every role, deleted ones too.
pub async fn role_list(db: &Db) -> Result<Vec<Role>, StoreError> {
    Ok(db.query(LIST, &[]).await?.iter().map(role_from).collect())
}

/// Every live scheme.
pub async fn scheme_list(db: &Db) -> Result<Vec<Scheme>, StoreError> {
    Ok(db.query(SCHEMES, &[]).await?.iter().map(scheme_from).collect())
}

/// Gives a role other permissions.
pub fn role_set_permissions_in_tx(tx: &mut Tx, role: Id, permissions: &[String], now_ms: i64) {
    tx.queue(SET_PERMISSIONS, Rows::One, crate::params![role.to_string(), permissions_text(permissions), now_ms]);
}

/// Permissions as the column holds them: the original stores a blank before each name.
pub(crate) fn permissions_text(names: &[String]) -> String {
    names.iter().flat_map(|name| [" ", name]).collect()
}
