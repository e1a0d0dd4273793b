//! Roles, schemes, emoji and teams.

use roost_model::Id;
use roost_model::role::Role;
use roost_model::scheme::Scheme;
use roost_model::team::Team;

use super::{EMOJI_INSERT, EMOJI_TOUCH, ROLE_SAVE, SCHEME_SAVE, TEAM_UPDATE};
use crate::Tx;
use crate::roles::permissions_text;
use crate::tx::Rows;

/// Makes the role, or brings the one of this name up to date.
pub fn role_save_in_tx(tx: &mut Tx, role: &Role, now_ms: i64) {
    let values = crate::params![
        role.id.to_string(),
        role.name.clone(),
        role.display_name.clone(),
        role.description.clone(),
        now_ms,
        permissions_text(&role.permissions),
        role.scheme_managed,
    ];
    tx.queue(ROLE_SAVE, Rows::One, values);
}

/// Makes the scheme, or brings the one of this name up to date.
pub fn scheme_save_in_tx(tx: &mut Tx, scheme: &Scheme, now_ms: i64) {
    let values = crate::params![
        scheme.id.to_string(),
        scheme.name.clone(),
        scheme.display_name.clone(),
        scheme.description.clone(),
        now_ms,
        scheme.scope.clone(),
        scheme.default_team_admin_role.clone(),
        scheme.default_team_user_role.clone(),
        scheme.default_channel_admin_role.clone(),
        scheme.default_channel_user_role.clone(),
        scheme.default_team_guest_role.clone(),
        scheme.default_channel_guest_role.clone(),
    ];
    tx.queue(SCHEME_SAVE, Rows::One, values);
}

pub fn emoji_insert_in_tx(tx: &mut Tx, id: Id, name: &str, now_ms: i64) {
    tx.queue(EMOJI_INSERT, Rows::One, crate::params![id.to_string(), now_ms, name.to_owned()]);
}

/// The picture of the emoji was replaced.
pub fn emoji_touch_in_tx(tx: &mut Tx, id: Id, now_ms: i64) {
    tx.queue(EMOJI_TOUCH, Rows::One, crate::params![id.to_string(), now_ms]);
}

/// Writes what a line can say of a team.
pub fn team_update_in_tx(tx: &mut Tx, team: &Team) {
    let values = crate::params![
        team.id.to_string(),
        team.update_at,
        team.display_name.clone(),
        team.description.clone(),
        team.team_type.clone(),
        team.allow_open_invite,
        team.scheme_id.map(|id| id.to_string()),
    ];
    tx.queue(TEAM_UPDATE, Rows::One, values);
}
