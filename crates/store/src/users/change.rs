//! Changes of accounts. What the caches hold of an account is the caller's to invalidate.

use roost_model::Id;
use roost_model::user::{StringMap, User};
use serde_json::json;

use super::user_from;
use crate::row::RowExt;
use crate::tx::Rows;
use crate::{StoreError, Tx};

crate::statements! {
    BOT_SET_ACTIVE = "users/bot_set_active";
    DELETE = "users/delete";
    FILE_PATHS = "users/file_paths";
    FIRST_PREFERENCES = "users/first_preferences";
    GET_PREFERENCE = "users/get_preference";
    GUEST_FLAGS_CHANNELS = "users/guest_flags_channels";
    GUEST_FLAGS_TEAMS = "users/guest_flags_teams";
    LOCK = "users/lock";
    LOCK_ADMINISTRATORS = "users/lock_administrators";
    MFA_USED = "users/mfa_used";
    PASSWORD_RIGHT = "users/password_right";
    RESET_ATTEMPTS = "users/reset_attempts";
    SET_ACTIVE = "users/set_active";
    SET_AUTH = "users/set_auth";
    SET_MFA = "users/set_mfa";
    SET_MFA_SECRET = "users/set_mfa_secret";
    SET_PASSWORD = "users/set_password";
    SET_ROLES = "users/set_roles";
    SET_VERIFIED = "users/set_verified";
    SET_PREFERENCE = "users/set_preference";
    UPDATE = "users/update";
}

/// The account, held until the transaction ends: two changes at once follow one another.
pub async fn user_lock_in_tx(tx: &mut Tx, id: Id) -> Result<Option<User>, StoreError> {
    Ok(tx.query_opt(LOCK, &[&id.as_str()]).await?.map(|row| user_from(&row, 0)))
}

/// How many people administrate the server. They are held until the transaction ends.
pub async fn user_administrators_lock_in_tx(tx: &mut Tx) -> Result<usize, StoreError> {
    Ok(tx.query(LOCK_ADMINISTRATORS, &[]).await?.len())
}

/// Writes what a user or an administrator may change. Conflicts: `users_username_key`, `users_email_key`.
pub fn user_update_in_tx(tx: &mut Tx, user: &User) {
    let json = |map: &StringMap| json!(map);
    tx.queue(
        UPDATE,
        Rows::One,
        crate::params![
            user.id.to_string(),
            user.update_at,
            user.username.clone(),
            user.email.clone(),
            user.email_verified,
            user.nickname.clone(),
            user.first_name.clone(),
            user.last_name.clone(),
            user.position.clone(),
            user.allow_marketing,
            json(&user.props),
            json(&user.notify_props),
            user.last_picture_update,
            user.locale.clone(),
            user.timezone.as_ref().map(json),
            user.remote_id.map(|id| id.to_string()),
        ],
    );
}

/// The first preferences of a new account.
pub fn user_first_preferences_in_tx(tx: &mut Tx, id: Id) {
    tx.queue(FIRST_PREFERENCES, Rows::Any, crate::params![id.to_string()]);
}

pub fn user_set_roles_in_tx(tx: &mut Tx, id: Id, roles: &str, now_ms: i64) {
    tx.queue(SET_ROLES, Rows::One, crate::params![id.to_string(), roles.to_owned(), now_ms]);
}

/// `delete_at_ms` 0 brings the account back. A bot's own row follows.
pub fn user_set_active_in_tx(tx: &mut Tx, id: Id, delete_at_ms: i64, now_ms: i64) {
    tx.queue(SET_ACTIVE, Rows::One, crate::params![id.to_string(), delete_at_ms, now_ms]);
    tx.queue(BOT_SET_ACTIVE, Rows::Any, crate::params![id.to_string(), delete_at_ms, now_ms]);
}

/// The account logs in by this password from now on; failed attempts are forgotten.
pub fn user_set_password_in_tx(tx: &mut Tx, id: Id, hash: String, now_ms: i64) {
    tx.queue(SET_PASSWORD, Rows::One, crate::params![id.to_string(), hash, now_ms]);
}

/// The account logs in by another service from now on. Conflict: `users_authdata_key`.
pub fn user_set_auth_in_tx(tx: &mut Tx, id: Id, auth_data: Option<String>, service: &str, now_ms: i64) {
    tx.queue(SET_AUTH, Rows::One, crate::params![id.to_string(), auth_data, service.to_owned(), now_ms]);
}

/// Conflict: `users_email_key`.
pub fn user_set_verified_in_tx(tx: &mut Tx, id: Id, email: &str, now_ms: i64) {
    tx.queue(SET_VERIFIED, Rows::One, crate::params![id.to_string(), email.to_owned(), now_ms]);
}

/// A secret that is not in force before [`user_set_mfa_in_tx`].
pub fn user_set_mfa_secret_in_tx(tx: &mut Tx, id: Id, secret: &str, now_ms: i64) {
    tx.queue(SET_MFA_SECRET, Rows::One, crate::params![id.to_string(), secret.to_owned(), now_ms]);
}

pub fn user_set_mfa_in_tx(tx: &mut Tx, id: Id, active: bool, used: &[i64], now_ms: i64) {
    tx.queue(SET_MFA, Rows::One, crate::params![id.to_string(), active, json!(used), now_ms]);
}

/// Notes the time steps whose codes were used; [`StoreError::Gone`] when somebody used one meanwhile.
pub fn user_mfa_used_in_tx(tx: &mut Tx, id: Id, used: &[i64], before: &[i64]) {
    tx.queue(MFA_USED, Rows::One, crate::params![id.to_string(), json!(used), json!(before)]);
}

pub fn user_reset_attempts_in_tx(tx: &mut Tx, id: Id) {
    tx.queue(RESET_ATTEMPTS, Rows::One, crate::params![id.to_string()]);
}

/// Notes a right password outside a log-in; [`StoreError::Gone`] when failed attempts locked the account meanwhile.
pub fn user_password_right_in_tx(tx: &mut Tx, id: Id, attempts_max: i32) {
    tx.queue(PASSWORD_RIGHT, Rows::One, crate::params![id.to_string(), attempts_max]);
}

/// Turns every membership of the user into that of a guest, or of a member.
pub fn user_guest_flags_in_tx(tx: &mut Tx, id: Id, guest: bool) {
    tx.queue(GUEST_FLAGS_TEAMS, Rows::Any, crate::params![id.to_string(), guest]);
    tx.queue(GUEST_FLAGS_CHANNELS, Rows::Any, crate::params![id.to_string(), guest]);
}

/// Deletes an account and everything in it, and says where its files lie.
pub async fn user_delete_in_tx(tx: &mut Tx, id: Id) -> Result<Vec<String>, StoreError> {
    let rows = tx.query(FILE_PATHS, &[&id.as_str()]).await?;
    tx.queue(DELETE, Rows::One, crate::params![id.to_string()]);
    let paths = rows.iter().flat_map(|row| [row.text(0), row.text(1), row.text(2)]);
    Ok(paths.filter(|path| !path.is_empty()).collect())
}

/// One preference of the user; `None` when it is not set.
pub async fn user_preference_in_tx(
    tx: &mut Tx,
    id: Id,
    category: &str,
    name: &str,
) -> Result<Option<String>, StoreError> {
    Ok(tx.query_opt(GET_PREFERENCE, &[&id.as_str(), &category, &name]).await?.map(|row| row.text(0)))
}

/// Writes one preference of the user.
pub fn user_set_preference_in_tx(tx: &mut Tx, id: Id, category: &str, name: &str, value: String) {
    let (category, name) = (category.to_owned(), name.to_owned());
    tx.queue(SET_PREFERENCE, Rows::One, crate::params![id.to_string(), category, name, value]);
}
