//! Membership in teams.

use roost_model::Id;
use roost_model::channel::Channel;
use roost_model::team_member::TeamUnread;
use roost_model::user::{StringMap, User};
use tokio_postgres::Row;

use crate::channel_lists::Page;
use crate::channels::channel_from;
use crate::memberships::MemberRoles;
use crate::row::{RowExt, id_list};
use crate::tx::Rows;
use crate::users::user_from;
use crate::{Db, StoreError, Tx};

crate::statements! {
    COUNT = "team_members/count";
    DEFAULT_CHANNELS = "team_members/default_channels";
    GET = "team_members/get";
    IN_GROUPS = "team_members/in_groups";
    INSERT = "team_members/insert";
    HOLD_CHANNELS = "team_members/hold_channels";
    HOLD_MEMBERSHIPS = "team_members/hold_memberships";
    JOIN_CHANNELS = "team_members/join_channels";
    LEAVE = "team_members/leave";
    LEAVE_CHANNELS = "team_members/leave_channels";
    LOCK = "team_members/lock";
    OF_TEAM = "team_members/of_team";
    OF_USER = "team_members/of_user";
    OUTSIDE_GROUPS = "team_members/outside_groups";
    SET_ROLES = "team_members/set_roles";
    TOUCH_USER = "team_members/touch_user";
    UNREAD = "team_members/unread";
    UNREAD_THREADS = "team_members/unread_threads";
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

/// Somebody who joins a team and its default channels.
#[derive(Clone, Copy, Debug)]
pub struct Joining<'a> {
    pub team: Id,
    pub member: NewTeamMember,
    /// Names of the default channels; those that are no live public channels are left out.
    pub channels: &'a [&'a str],
    /// Members are counted no further than this.
    pub count_max: i64,
    pub now_ms: i64,
}

/// What came of it.
#[derive(Debug)]
pub struct Joined {
    /// `false` when the user was a member already.
    pub new: bool,
    /// Live members with active accounts, the new one included.
    pub count: i64,
    /// The default channels, in the order of their names.
    pub channels: Vec<Channel>,
}

/// Makes a user a member of a team whose row this transaction holds from here on, in one round trip.
pub async fn team_join_in_tx(tx: &mut Tx, joining: &Joining<'_>) -> Result<Joined, StoreError> {
    let team = joining.team.as_str();
    let NewTeamMember { user_id, guest, admin } = joining.member;
    let (users, guests, admins) = (vec![user_id.as_str()], vec![guest], vec![admin]);
    // The lock is a statement of its own: the count after it sees whoever joined while this one waited.
    let mut answers = tx
        .query_many(&[
            (crate::teams::LOCK, &[&team]),
            (INSERT, &[&team, &users, &guests, &admins, &joining.now_ms]),
            (COUNT, &[&team, &joining.count_max]),
            (DEFAULT_CHANNELS, &[&team, &joining.channels]),
        ])
        .await?
        .into_iter()
        .skip(1);
    let mut next = || answers.next().unwrap_or_default();
    let (inserted, counted, channels) = (next(), next(), next());
    Ok(Joined {
        new: !inserted.is_empty(),
        count: counted.first().map_or(0, |row| row.int(0)),
        channels: channels.iter().map(|row| channel_from(row, 0)).collect(),
    })
}

/// Makes a new member of a team one of its default channels too.
pub fn team_join_channels_in_tx(tx: &mut Tx, member: NewTeamMember, channels: &[Id], props: &StringMap, now_ms: i64) {
    let channels: Vec<String> = channels.iter().map(Id::to_string).collect();
    let props = serde_json::json!(props);
    tx.queue(
        JOIN_CHANNELS,
        Rows::Any,
        crate::params![channels, member.user_id.to_string(), member.admin, props, now_ms],
    );
}

/// Moves the time of the last change of an account.
pub fn user_touch_in_tx(tx: &mut Tx, user: Id, now_ms: i64) {
    tx.queue(TOUCH_USER, Rows::Any, crate::params![user.to_string(), now_ms]);
}

/// One membership, taken until the transaction ends; former ones too.
pub async fn team_member_lock_in_tx(tx: &mut Tx, team: Id, user: Id) -> Result<Option<TeamMemberRow>, StoreError> {
    Ok(tx.query_opt(LOCK, &[&team.as_str(), &user.as_str()]).await?.as_ref().map(member_from))
}

/// Writes the named roles and the flags of a membership.
pub fn team_member_set_roles_in_tx(tx: &mut Tx, row: &TeamMemberRow) {
    let roles = &row.roles;
    let params = crate::params![
        row.team_id.to_string(),
        row.user_id.to_string(),
        roles.explicit.to_string(),
        roles.guest,
        roles.user,
        roles.admin
    ];
    tx.queue(SET_ROLES, Rows::One, params);
}

/// Ends a membership and those in the channels of the team. `None`: the user was no member; else the channels.
pub async fn team_leave_in_tx(tx: &mut Tx, team: Id, user: Id, now_ms: i64) -> Result<Option<Vec<Id>>, StoreError> {
    let (team, user) = (team.as_str(), user.as_str());
    let mut answers = tx
        .query_many(&[
            (crate::teams::LOCK, &[&team]),
            (HOLD_CHANNELS, &[&team, &user]),
            (HOLD_MEMBERSHIPS, &[&team, &user]),
            (LEAVE, &[&team, &user, &now_ms]),
            (LEAVE_CHANNELS, &[&team, &user, &now_ms]),
        ])
        .await?
        .into_iter()
        .skip(3);
    let (left, channels) = (answers.next().unwrap_or_default(), answers.next().unwrap_or_default());
    Ok((!left.is_empty()).then(|| channels.iter().map(|row| row.id(0)).collect()))
}

/// All live memberships of a team.
pub async fn team_member_list_all_in_tx(tx: &mut Tx, team: Id) -> Result<Vec<TeamMemberRow>, StoreError> {
    Ok(tx.query(OF_TEAM, &[&team.as_str()]).await?.iter().map(member_from).collect())
}

/// All memberships of a user, former ones too, each with the scheme of its team.
pub async fn team_member_list_for_user(db: &Db, user: Id) -> Result<Vec<(TeamMemberRow, Id)>, StoreError> {
    Ok(db.query(OF_USER, &[&user.as_str()]).await?.iter().map(|row| (member_from(row), row.id(8))).collect())
}

/// Which of these users the groups of a team let in.
pub async fn team_member_in_groups(db: &Db, team: Id, users: &[Id]) -> Result<Vec<Id>, StoreError> {
    Ok(db.query(IN_GROUPS, &[&team.as_str(), &id_list(users)]).await?.iter().map(|row| row.id(0)).collect())
}

/// What a user has not read, by team and in one of them only unless `team` is empty; without threads.
pub async fn team_unread_list(db: &Db, user: Id, team: Id) -> Result<Vec<TeamUnread>, StoreError> {
    let unread = |row: &Row| TeamUnread {
        team_id: row.id(0),
        msg_count: row.int(1),
        mention_count: row.int(2),
        mention_count_root: row.int(3),
        msg_count_root: row.int(4),
        ..TeamUnread::default()
    };
    Ok(db.query(UNREAD, &[&user.as_str(), &team.as_str()]).await?.iter().map(unread).collect())
}

/// Adds what is unread in the followed threads of those teams.
pub async fn team_unread_add_threads(db: &Db, user: Id, list: &mut [TeamUnread]) -> Result<(), StoreError> {
    let teams: Vec<Id> = list.iter().map(|unread| unread.team_id).collect();
    for row in db.query(UNREAD_THREADS, &[&user.as_str(), &id_list(&teams)]).await? {
        let team = row.id(0);
        for unread in list.iter_mut().filter(|unread| unread.team_id == team) {
            unread.thread_count = row.int(1);
            unread.thread_mention_count = row.int(2);
            unread.thread_urgent_mention_count = row.int(3);
        }
    }
    Ok(())
}

/// A member who is in none of some groups.
#[derive(Debug)]
pub struct Ungrouped {
    pub user: User,
    pub roles: MemberRoles,
}

/// One page of a team's active members, without bots, who are in none of these groups, and how many there are.
pub async fn team_member_list_outside_groups(
    db: &Db,
    team: Id,
    groups: &[Id],
    page: Page,
) -> Result<(Vec<Ungrouped>, i64), StoreError> {
    let rows = db.query(OUTSIDE_GROUPS, &[&team.as_str(), &id_list(groups), &page.offset, &page.limit]).await?;
    Ok(ungrouped(&rows))
}

/// The members of a page and how many there are in all.
pub(crate) fn ungrouped(rows: &[Row]) -> (Vec<Ungrouped>, i64) {
    let total = rows.first().map_or(0, |row| row.int(31));
    let member = |row: &Row| Ungrouped {
        user: user_from(row, 0),
        roles: MemberRoles { explicit: "".into(), guest: row.flag(28), user: row.flag(29), admin: row.flag(30) },
    };
    (rows.iter().map(member).collect(), total)
}

/// Membership rows of these users, former ones too.
pub async fn team_member_list(db: &Db, team: Id, users: &[Id]) -> Result<Vec<TeamMemberRow>, StoreError> {
    Ok(db.query(GET, &[&team.as_str(), &id_list(users)]).await?.iter().map(member_from).collect())
}
