//! Users, bots, memberships and preferences.

use roost_model::Id;
use roost_model::user::{StringMap, User};
use serde_json::Value;

use super::{
    BOT_SAVE, CHANNEL_MEMBERS_INSERT, CHANNEL_MEMBERS_UPDATE, HISTORY_INSERT, PREFERENCES_SAVE, TEAM_MEMBERS_SAVE,
    TEAM_MEMBERS_UPDATE, USER_LIFECYCLE, USER_UPDATE,
};
use crate::row::RowExt;
use crate::tx::Rows;
use crate::{StoreError, Tx};

/// Writes what a line can say of a user.
pub fn user_update_in_tx(tx: &mut Tx, user: &User, password_hash: &str) {
    let json = |map: &StringMap| serde_json::json!(map);
    let values = crate::params![
        user.id.to_string(),
        user.update_at,
        user.delete_at,
        password_hash.to_owned(),
        user.auth_data.clone().filter(|data| !data.is_empty()),
        user.auth_service.clone(),
        user.email.clone(),
        user.email_verified,
        user.nickname.clone(),
        user.first_name.clone(),
        user.last_name.clone(),
        user.position.clone(),
        user.roles.clone(),
        json(&user.props),
        json(&user.notify_props),
        user.last_password_update,
        user.locale.clone(),
        user.last_picture_update,
    ];
    tx.queue(USER_UPDATE, Rows::One, values);
}

/// Writes what a new account cannot be made with.
pub fn user_lifecycle_in_tx(tx: &mut Tx, user: &User) {
    tx.queue(USER_LIFECYCLE, Rows::One, crate::params![user.id.to_string(), user.delete_at, user.last_picture_update]);
}

/// Makes a bot of an account, or brings it up to date.
pub fn bot_save_in_tx(tx: &mut Tx, bot: &super::lookup::BotRow, now_ms: i64, icon_at: i64) {
    let values = crate::params![
        bot.user_id.to_string(),
        bot.description.clone(),
        bot.owner_id.clone(),
        now_ms,
        bot.delete_at,
        icon_at,
    ];
    tx.queue(BOT_SAVE, Rows::One, values);
}

/// Explicit roles, and those that come with the scheme.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MemberRoles {
    /// Whether a line says them; a new member has the others all the same, one who is there keeps theirs.
    pub given: bool,
    /// Separated by blanks.
    pub explicit: String,
    pub user: bool,
    pub admin: bool,
    pub guest: bool,
}

/// A membership in a team.
#[derive(Clone, Debug)]
pub struct TeamMembership {
    pub team_id: Id,
    pub user_id: Id,
    pub roles: MemberRoles,
}

/// Makes memberships or brings them up to date; how many that were.
pub async fn team_members_save_in_tx(
    tx: &mut Tx,
    members: &[TeamMembership],
    now_ms: i64,
) -> Result<usize, StoreError> {
    if members.is_empty() {
        return Ok(0);
    }
    let columns = TeamColumns::of(members.iter());
    let (t, u, r) = (&columns.teams, &columns.users, &columns.roles);
    let added = tx
        .query(TEAM_MEMBERS_SAVE, &[t, u, r, &columns.is_user, &columns.is_admin, &columns.is_guest, &now_ms])
        .await?;
    let columns = TeamColumns::of(members.iter().filter(|member| member.roles.given));
    if added.len() == members.len() || columns.teams.is_empty() {
        return Ok(added.len());
    }
    let (t, u, r) = (&columns.teams, &columns.users, &columns.roles);
    let changed =
        tx.query(TEAM_MEMBERS_UPDATE, &[t, u, r, &columns.is_user, &columns.is_admin, &columns.is_guest]).await?;
    Ok(added.len() + changed.len())
}

#[derive(Default)]
struct TeamColumns<'a> {
    teams: Vec<&'a str>,
    users: Vec<&'a str>,
    roles: Vec<&'a str>,
    is_user: Vec<bool>,
    is_admin: Vec<bool>,
    is_guest: Vec<bool>,
}

impl<'a> TeamColumns<'a> {
    fn of(members: impl Iterator<Item = &'a TeamMembership>) -> Self {
        let mut columns = Self::default();
        for member in members {
            columns.teams.push(member.team_id.as_str());
            columns.users.push(member.user_id.as_str());
            columns.roles.push(&member.roles.explicit);
            columns.is_user.push(member.roles.user);
            columns.is_admin.push(member.roles.admin);
            columns.is_guest.push(member.roles.guest);
        }
        columns
    }
}

/// A membership in a channel. `None` keeps what is there, and is nothing in a new one.
#[derive(Clone, Debug, Default)]
pub struct ChannelMembership {
    pub channel_id: Id,
    pub user_id: Id,
    pub roles: MemberRoles,
    /// Settings that differ from those of a fresh membership.
    pub notify_props: Option<Value>,
    pub last_viewed_at: Option<i64>,
    pub msg_count: Option<i64>,
    pub msg_count_root: Option<i64>,
    pub mention_count: Option<i64>,
    pub mention_count_root: Option<i64>,
    pub urgent_mention_count: Option<i64>,
}

/// Makes memberships (the answer's first: channel and user of each), or brings them up to date (how many).
pub async fn channel_members_save_in_tx(
    tx: &mut Tx,
    members: &[ChannelMembership],
    default_props: &StringMap,
    now_ms: i64,
) -> Result<(Vec<(Id, Id)>, usize), StoreError> {
    if members.is_empty() {
        return Ok((Vec::new(), 0));
    }
    let flag = |is: fn(&MemberRoles) -> bool| members.iter().map(|m| is(&m.roles)).collect::<Vec<_>>();
    let number = |of: fn(&ChannelMembership) -> Option<i64>| members.iter().map(of).collect::<Vec<_>>();
    let channels: Vec<&str> = members.iter().map(|m| m.channel_id.as_str()).collect();
    let users: Vec<&str> = members.iter().map(|m| m.user_id.as_str()).collect();
    let explicit: Vec<&str> = members.iter().map(|m| m.roles.explicit.as_str()).collect();
    let props: Vec<Option<&Value>> = members.iter().map(|m| m.notify_props.as_ref()).collect();
    let (is_user, is_admin, is_guest) = (flag(|r| r.user), flag(|r| r.admin), flag(|r| r.guest));
    let viewed = number(|m| m.last_viewed_at);
    let (msgs, msgs_root) = (number(|m| m.msg_count), number(|m| m.msg_count_root));
    let (mentions, mentions_root) = (number(|m| m.mention_count), number(|m| m.mention_count_root));
    let urgent = number(|m| m.urgent_mention_count);
    let defaults = serde_json::json!(default_props);
    let added = tx
        .query(
            CHANNEL_MEMBERS_INSERT,
            &[
                &channels,
                &users,
                &explicit,
                &defaults,
                &props,
                &is_user,
                &is_admin,
                &is_guest,
                &viewed,
                &msgs,
                &msgs_root,
                &mentions,
                &mentions_root,
                &urgent,
                &now_ms,
            ],
        )
        .await?;
    let added: Vec<(Id, Id)> = added.iter().map(|row| (row.id(0), row.id(1))).collect();
    if added.len() == members.len() {
        return Ok((added, 0));
    }
    let given = |is: fn(&MemberRoles) -> bool| {
        members.iter().map(|m| m.roles.given.then(|| is(&m.roles))).collect::<Vec<Option<bool>>>()
    };
    let explicit: Vec<Option<&str>> =
        members.iter().map(|m| m.roles.given.then_some(m.roles.explicit.as_str())).collect();
    let (is_user, is_admin, is_guest) = (given(|r| r.user), given(|r| r.admin), given(|r| r.guest));
    let changed = tx
        .query(
            CHANNEL_MEMBERS_UPDATE,
            &[
                &channels,
                &users,
                &explicit,
                &props,
                &is_user,
                &is_admin,
                &is_guest,
                &viewed,
                &msgs,
                &msgs_root,
                &mentions,
                &mentions_root,
                &urgent,
                &now_ms,
            ],
        )
        .await?;
    Ok((added, changed.len()))
}

/// Notes that users joined channels.
pub fn history_insert_in_tx(tx: &mut Tx, joined: &[(Id, Id)], now_ms: i64) {
    let column = |pick: fn(&(Id, Id)) -> Id| joined.iter().map(|pair| pick(pair).to_string()).collect::<Vec<_>>();
    tx.queue(HISTORY_INSERT, Rows::Any, crate::params![column(|pair| pair.0), column(|pair| pair.1), now_ms]);
}

/// One preference.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PreferenceRow {
    pub user_id: Id,
    pub category: &'static str,
    pub name: String,
    pub value: String,
}

/// Makes preferences or changes them; how many that were. Of several for one name the last counts.
pub async fn preferences_save_in_tx(tx: &mut Tx, rows: &mut Vec<PreferenceRow>) -> Result<usize, StoreError> {
    if rows.is_empty() {
        return Ok(0);
    }
    // One statement may touch a row only once.
    rows.reverse();
    rows.sort_by(|a, b| (a.user_id, a.category, &a.name).cmp(&(b.user_id, b.category, &b.name)));
    rows.dedup_by(|a, b| (a.user_id, a.category, &a.name) == (b.user_id, b.category, &b.name));
    let users: Vec<&str> = rows.iter().map(|row| row.user_id.as_str()).collect();
    let categories: Vec<&str> = rows.iter().map(|row| row.category).collect();
    let names: Vec<&str> = rows.iter().map(|row| row.name.as_str()).collect();
    let values: Vec<&str> = rows.iter().map(|row| row.value.as_str()).collect();
    Ok(tx.query(PREFERENCES_SAVE, &[&users, &categories, &names, &values]).await?.len())
}
