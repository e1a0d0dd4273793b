//! Schemes of permissions, with their roles and the teams and channels that have them.

use roost_model::Id;
use roost_model::channel::Channel;
use roost_model::role::Role;
use roost_model::scheme::Scheme;
use roost_model::team::Team;

use crate::channel_lists::Page;
use crate::channels::channel_from;
use crate::roles::{permissions_text, scheme_from};
use crate::row::RowExt;
use crate::teams::team_from;
use crate::tx::Rows;
use crate::{Db, StoreError, Tx};

crate::statements! {
    GET = "schemes/get";
    PAGE = "schemes/page";
    INSERT = "schemes/insert";
    INSERT_ROLE = "schemes/insert_role";
    UPDATE = "schemes/update";
    DELETE = "schemes/delete";
    DELETE_ROLES = "schemes/delete_roles";
    CLEAR_TEAMS = "schemes/clear_teams";
    CLEAR_CHANNELS = "schemes/clear_channels";
    TEAMS = "schemes/teams";
    CHANNELS = "schemes/channels";
}

/// A scheme, deleted ones too.
pub async fn scheme_get(db: &Db, id: Id) -> Result<Option<Scheme>, StoreError> {
    Ok(db.query_opt(GET, &[&id.as_str()]).await?.map(|row| scheme_from(&row)))
}

/// Live schemes of a scope (empty: of all), the newest first.
pub async fn scheme_page(db: &Db, scope: &str, page: Page) -> Result<Vec<Scheme>, StoreError> {
    Ok(db.query(PAGE, &[&scope, &page.limit, &page.offset]).await?.iter().map(scheme_from).collect())
}

/// The teams that have a scheme, by name.
pub async fn scheme_teams(db: &Db, id: Id, page: Page) -> Result<Vec<Team>, StoreError> {
    let rows = db.query(TEAMS, &[&id.as_str(), &page.limit, &page.offset]).await?;
    Ok(rows.iter().map(|row| team_from(row, 0)).collect())
}

/// The channels that have a scheme, by name.
pub async fn scheme_channels(db: &Db, id: Id, page: Page) -> Result<Vec<Channel>, StoreError> {
    let rows = db.query(CHANNELS, &[&id.as_str(), &page.limit, &page.offset]).await?;
    Ok(rows.iter().map(|row| channel_from(row, 0)).collect())
}

/// A new scheme with its roles, which carry its id.
pub fn scheme_insert_in_tx(tx: &mut Tx, scheme: &Scheme, roles: &[Role]) {
    let s = scheme.clone();
    tx.queue(
        INSERT,
        Rows::One,
        crate::params![
            s.id.to_string(),
            s.name,
            s.display_name,
            s.description,
            s.create_at,
            s.scope,
            s.default_team_admin_role,
            s.default_team_user_role,
            s.default_channel_admin_role,
            s.default_channel_user_role,
            s.default_team_guest_role,
            s.default_channel_guest_role,
            s.default_playbook_admin_role,
            s.default_playbook_member_role,
            s.default_run_admin_role,
            s.default_run_member_role
        ],
    );
    for role in roles {
        let permissions = permissions_text(&role.permissions);
        tx.queue(
            INSERT_ROLE,
            Rows::One,
            crate::params![
                role.id.to_string(),
                role.name.clone(),
                role.display_name.clone(),
                role.create_at,
                permissions,
                scheme.id.to_string()
            ],
        );
    }
}

/// Writes name, display name, description and time of change.
pub fn scheme_update_in_tx(tx: &mut Tx, scheme: &Scheme) {
    let s = scheme.clone();
    tx.queue(UPDATE, Rows::One, crate::params![s.id.to_string(), s.name, s.display_name, s.description, s.update_at]);
}

/// Takes a scheme and its roles away. Returns the teams and the channels that had it.
pub async fn scheme_delete_in_tx(tx: &mut Tx, id: Id, now_ms: i64) -> Result<(Vec<Id>, Vec<Id>), StoreError> {
    tx.queue(DELETE, Rows::One, crate::params![id.to_string(), now_ms]);
    tx.queue(DELETE_ROLES, Rows::Any, crate::params![id.to_string(), now_ms]);
    let id = id.as_str();
    let mut answers = tx.query_many(&[(CLEAR_TEAMS, &[&id]), (CLEAR_CHANNELS, &[&id])]).await?.into_iter();
    let mut ids = || answers.next().unwrap_or_default().iter().map(|row| row.id(0)).collect();
    Ok((ids(), ids()))
}
