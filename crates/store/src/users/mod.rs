//! Users.

use roost_model::Id;
use roost_model::user::{StringMap, User, UserSecrets};
use tokio_postgres::Row;

pub mod change;
pub mod list;

use crate::row::{RowExt, id_list};
use crate::tx::Rows;
use crate::{Db, StoreError, Tx};

crate::statements! {
    ADMINISTRATORS = "users/administrators";
    ANY = "users/any";
    ATTEMPT_FAILED = "users/attempt_failed";
    BOTS_OWNED = "users/bots_owned";
    BOT_OWNER = "users/bot_owner";
    BY_EMAIL = "users/by_email";
    BY_USERNAMES = "users/by_usernames";
    GET = "users/get";
    GROUP_CHANNELS = "users/group_channels";
    GROUP_SOURCE = "users/group_source";
    GUESTS_ACTIVE = "users/guests_active";
    GUESTS_WHO_SEE = "users/guests_who_see";
    INSERT = "users/insert";
    KNOWN = "users/known";
    LOCK_FIRST = "users/lock_first";
    LOGGED_IN = "users/logged_in";
    OUTSIDE_DOMAINS = "users/outside_domains";
    REHASH = "users/rehash";
    SECRETS = "users/secrets";
    SECRETS_BY_ID = "users/secrets_by_id";
    TEAM_BY_INVITE = "users/team_by_invite";
}

/// Reads the columns of `users/get.sql`, in that order, from column `at` on.
pub(crate) fn user_from(row: &Row, at: usize) -> User {
    User {
        id: row.id(at),
        create_at: row.int(at + 1),
        update_at: row.int(at + 2),
        delete_at: row.int(at + 3),
        username: row.text(at + 4),
        auth_data: row.get(at + 5),
        auth_service: row.text(at + 6),
        email: row.text(at + 7),
        email_verified: row.flag(at + 8),
        nickname: row.text(at + 9),
        first_name: row.text(at + 10),
        last_name: row.text(at + 11),
        position: row.text(at + 12),
        roles: row.text(at + 13),
        allow_marketing: row.flag(at + 14),
        props: row.string_map(at + 15),
        notify_props: row.string_map(at + 16),
        last_password_update: row.int(at + 17),
        last_picture_update: row.int(at + 18),
        failed_attempts: i64::from(row.int4(at + 19)),
        locale: row.text(at + 20),
        timezone: row
            .get::<_, Option<serde_json::Value>>(at + 21)
            .is_some_and(|json| json.is_object())
            .then(|| row.string_map(at + 21)),
        mfa_active: row.flag(at + 22),
        remote_id: row.optional_id(at + 23),
        last_login: row.int(at + 24),
        is_bot: row.flag(at + 25),
        bot_description: row.text(at + 26),
        bot_last_icon_update: row.int(at + 27),
        ..User::default()
    }
}

/// The users with these ids, in any order; unknown ids are left out.
pub async fn user_list(db: &Db, ids: &[Id]) -> Result<Vec<User>, StoreError> {
    Ok(db.query(GET, &[&id_list(ids)]).await?.iter().map(|row| user_from(row, 0)).collect())
}

/// As [`user_list`], inside a transaction.
pub async fn user_list_in_tx(tx: &mut Tx, ids: &[Id]) -> Result<Vec<User>, StoreError> {
    Ok(tx.query(GET, &[&id_list(ids)]).await?.iter().map(|row| user_from(row, 0)).collect())
}

/// One user, deactivated ones too.
pub async fn user_get(db: &Db, id: Id) -> Result<Option<User>, StoreError> {
    Ok(user_list(db, &[id]).await?.pop())
}

/// The accounts with these user names (in lower case), by name; unknown ones are left out.
pub async fn user_list_by_usernames(db: &Db, names: &[String]) -> Result<Vec<User>, StoreError> {
    Ok(db.query(BY_USERNAMES, &[&names]).await?.iter().map(|row| user_from(row, 0)).collect())
}

/// The account with this mail address (in lower case).
pub async fn user_get_by_email(db: &Db, email: &str) -> Result<Option<User>, StoreError> {
    Ok(db.query_opt(BY_EMAIL, &[&email]).await?.map(|row| user_from(&row, 0)))
}

/// Whether somebody has the mail address (in lower case).
pub async fn user_email_taken_in_tx(tx: &mut Tx, email: &str) -> Result<bool, StoreError> {
    Ok(tx.query_opt(BY_EMAIL, &[&email]).await?.is_some())
}

/// Everybody who shares a channel with the user.
pub async fn user_known(db: &Db, id: Id) -> Result<Vec<Id>, StoreError> {
    Ok(db.query(KNOWN, &[&id.as_str()]).await?.iter().map(|row| row.id(0)).collect())
}

/// The guests who share a channel with the user, and so may hear of it.
pub async fn user_guests_who_see(db: &Db, id: Id) -> Result<Vec<Id>, StoreError> {
    Ok(db.query(GUESTS_WHO_SEE, &[&id.as_str()]).await?.iter().map(|row| row.id(0)).collect())
}

/// The other members of those of these group channels that `viewer` is in, with the channel of each.
pub async fn user_list_in_group_channels(db: &Db, channels: &[Id], viewer: Id) -> Result<Vec<(Id, User)>, StoreError> {
    let rows = db.query(GROUP_CHANNELS, &[&id_list(channels), &viewer.as_str()]).await?;
    Ok(rows.iter().map(|row| (row.id(28), user_from(row, 0))).collect())
}

/// Active people whose mail address is of none of these domains (in lower case), by name.
pub async fn user_list_outside_domains(
    db: &Db,
    domains: &[String],
    offset: i64,
    limit: i64,
) -> Result<Vec<User>, StoreError> {
    let rows = db.query(OUTSIDE_DOMAINS, &[&domains, &offset, &limit]).await?;
    Ok(rows.iter().map(|row| user_from(row, 0)).collect())
}

/// The live team with this invite id.
pub async fn team_by_invite(db: &Db, invite_id: &str) -> Result<Option<Id>, StoreError> {
    Ok(db.query_opt(TEAM_BY_INVITE, &[&invite_id]).await?.map(|row| row.id(0)))
}

/// Where a group comes from (`ldap`, `custom`); `None` when there is none.
pub async fn group_source(db: &Db, id: Id) -> Result<Option<String>, StoreError> {
    Ok(db.query_opt(GROUP_SOURCE, &[&id.as_str()]).await?.map(|row| row.text(0)))
}

/// The active bots of an owner.
pub async fn user_bots_owned(db: &Db, owner: Id) -> Result<Vec<Id>, StoreError> {
    Ok(db.query(BOTS_OWNED, &[&owner.as_str()]).await?.iter().map(|row| row.id(0)).collect())
}

/// Owner of a bot: a user id or the id of a plugin; `None` when the account is no bot.
pub async fn user_bot_owner(db: &Db, id: Id) -> Result<Option<String>, StoreError> {
    Ok(db.query_opt(BOT_OWNER, &[&id.as_str()]).await?.map(|row| row.text(0)))
}

/// What decides a log-in.
#[derive(Debug)]
pub struct LoginRow {
    pub user_id: Id,
    pub secrets: UserSecrets,
    pub failed_attempts: i32,
    pub mfa_active: bool,
}

fn login_from(row: &Row) -> LoginRow {
    LoginRow {
        user_id: row.id(0),
        secrets: UserSecrets {
            password_hash: row.text(1),
            mfa_secret: row.text(2),
            mfa_used_timestamps: serde_json::from_value(row.json(3)).unwrap_or_default(),
        },
        failed_attempts: row.int4(4),
        mfa_active: row.flag(5),
    }
}

/// The account with this user name or e-mail address, both in lower case.
pub async fn user_login_get(db: &Db, name: &str) -> Result<Option<LoginRow>, StoreError> {
    Ok(db.query_opt(SECRETS, &[&name]).await?.as_ref().map(login_from))
}

pub async fn user_login_get_by_id(db: &Db, id: Id) -> Result<Option<LoginRow>, StoreError> {
    Ok(db.query_opt(SECRETS_BY_ID, &[&id.as_str()]).await?.as_ref().map(login_from))
}

/// Whether anybody but bots has an account.
pub async fn user_any(db: &Db) -> Result<bool, StoreError> {
    Ok(db.query_opt(ANY, &[]).await?.is_some_and(|row| row.get(0)))
}

/// As [`user_any`], with everybody else who asks so waiting until this transaction ends.
pub async fn user_any_locked_in_tx(tx: &mut Tx) -> Result<bool, StoreError> {
    let mut answers = tx.query_many(&[(LOCK_FIRST, &[]), (ANY, &[])]).await?;
    Ok(answers.pop().and_then(|rows| rows.first().map(|row| row.get(0))).unwrap_or(false))
}

/// The guests who are not deactivated.
pub async fn user_guests_active(db: &Db) -> Result<Vec<Id>, StoreError> {
    Ok(db.query(GUESTS_ACTIVE, &[]).await?.iter().map(|row| row.id(0)).collect())
}

/// Adds an account. Conflicts: `users_username_key`, `users_email_key`, `users_authdata_key`.
pub fn user_insert_in_tx(tx: &mut Tx, user: &User, secrets: &UserSecrets) {
    let json = |map: &StringMap| serde_json::json!(map);
    tx.queue(
        INSERT,
        Rows::One,
        crate::params![
            user.id.to_string(),
            user.create_at,
            user.update_at,
            user.username.clone(),
            secrets.password_hash.clone(),
            user.auth_data.clone().filter(|data| !data.is_empty()),
            user.auth_service.clone(),
            user.email.clone(),
            user.email_verified,
            user.nickname.clone(),
            user.first_name.clone(),
            user.last_name.clone(),
            user.position.clone(),
            user.roles.clone(),
            user.allow_marketing,
            json(&user.props),
            json(&user.notify_props),
            user.last_password_update,
            user.locale.clone(),
            json(&user.timezone.clone().unwrap_or_default()),
            user.remote_id.map(|id| id.to_string()),
        ],
    );
}

/// Counts a failed log-in.
pub fn user_attempt_failed_in_tx(tx: &mut Tx, id: Id) {
    tx.queue(ATTEMPT_FAILED, Rows::One, crate::params![id.to_string()]);
}

/// Notes a log-in that worked; [`StoreError::Gone`] when `attempts_max` failed ones locked the account meanwhile, or it
/// was deactivated.
pub fn user_logged_in_in_tx(tx: &mut Tx, id: Id, now_ms: i64, attempts_max: i32) {
    tx.queue(LOGGED_IN, Rows::One, crate::params![id.to_string(), now_ms, attempts_max]);
}

/// Replaces the stored form of the same password.
pub fn user_rehash_in_tx(tx: &mut Tx, id: Id, new: String, old: String) {
    tx.queue(REHASH, Rows::Any, crate::params![id.to_string(), new, old]);
}

/// The people who administrate the server, the oldest account first.
pub async fn user_administrators(db: &Db) -> Result<Vec<Id>, StoreError> {
    Ok(db.query(ADMINISTRATORS, &[]).await?.iter().map(|row| row.id(0)).collect())
}
