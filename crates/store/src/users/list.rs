//! Lists of accounts with many optional filters: `GET /users`, search, autocomplete, counts.

use roost_model::Id;
use roost_model::user::User;
use tokio_postgres::Row;

use super::user_from;
use crate::query::{Query, prefix_pattern};
use crate::row::RowExt;
use crate::{Db, StoreError};

/// Whom a list is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scope {
    #[default]
    Everybody,
    InTeam(Id),
    NotInTeam(Id),
    InChannel(Id),
    /// Members of the team who are not in the channel.
    NotInChannel {
        team: Id,
        channel: Id,
    },
    WithoutTeam,
    InGroup(Id),
    NotInGroup(Id),
}

/// Ties are broken by user name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    #[default]
    Username,
    /// Latest activity first; people without a status row are left out.
    Activity,
    /// Newest account first.
    Created,
    /// Online, away, do not disturb, the others. Only with a channel.
    Status,
    /// Administrators of the channel first. Only with a channel.
    ChannelAdmin,
}

/// What a search looks at beside user name and nickname.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fields {
    pub full_name: bool,
    pub email: bool,
}

/// The words of a search: each must begin a field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    pub words: Vec<String>,
    pub fields: Fields,
}

/// Roles by name, of which one is enough. Unknown names are passed over.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Roles {
    pub system: Vec<String>,
    /// Only with a team.
    pub team: Vec<String>,
    /// Only with a channel.
    pub channel: Vec<String>,
}

/// What a viewer without the permission to see everybody may see: whoever is in one of these.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Visible {
    pub teams: Vec<Id>,
    pub channels: Vec<Id>,
}

/// All filters of a list of accounts.
#[derive(Clone, Debug, Default)]
pub struct UserFilter {
    pub scope: Scope,
    pub order: Order,
    pub search: Option<Words>,
    /// A role that stands in the user's roles; empty for any.
    pub role: String,
    pub roles: Roles,
    /// Only active (`true`) or only deactivated accounts.
    pub active: Option<bool>,
    /// Only those whom the groups of the team or channel let in.
    pub group_constrained: bool,
    pub without_bots: bool,
    pub without_remote: bool,
    pub visible: Option<Visible>,
}

const COLUMNS: &str = "select u.id, u.createat, u.updateat, u.deleteat, u.username, u.authdata, u.authservice, u.email, \
    u.emailverified, u.nickname, u.firstname, u.lastname, u.position, u.roles, u.allowmarketing, u.props, \
    u.notifyprops, u.lastpasswordupdate, u.lastpictureupdate, u.failedattempts, u.locale, u.timezone, u.mfaactive, \
    u.remoteid, u.lastlogin, b.userid is not null, b.description, b.lasticonupdate";
const FROM: &str = "from users u left join bots b on b.userid = u.id";
const COUNT: &str = "select count(*) from users u left join bots b on b.userid = u.id";

/// One page of the accounts that pass `filter`.
pub async fn user_page(db: &Db, filter: &UserFilter, offset: i64, limit: i64) -> Result<Vec<User>, StoreError> {
    let with_activity = filter.order == Order::Activity;
    Ok(page_query(filter, offset, limit).run(db).await?.iter().map(|row| listed(row, with_activity)).collect())
}

/// How many accounts pass `filter`. A viewer who may not see everybody gets a person counted once per channel and team
/// that both are in: that is the number clients know.
pub async fn user_count(db: &Db, filter: &UserFilter) -> Result<i64, StoreError> {
    Ok(count_query(filter).run(db).await?.first().map_or(0, |row| row.int(0)))
}

fn page_query(filter: &UserFilter, offset: i64, limit: i64) -> Query {
    let mut query = list_query(filter);
    query.with("offset ?", offset).with("limit ?", limit);
    query
}

fn count_query(filter: &UserFilter) -> Query {
    let mut query = Query::new(COUNT);
    joins(&mut query, filter);
    match &filter.visible {
        None => conditions(&mut query, filter),
        Some(visible) => {
            meetings(&mut query, visible);
            conditions(&mut query, &UserFilter { visible: None, ..filter.clone() });
        }
    }
    query
}

fn listed(row: &Row, with_activity: bool) -> User {
    let mut user = user_from(row, 0);
    if with_activity {
        user.last_activity_at = row.int(28);
    }
    user
}

fn list_query(filter: &UserFilter) -> Query {
    let mut query = Query::new(COLUMNS);
    if filter.order == Order::Activity {
        query.text(", s.lastactivityat");
    }
    query.text(FROM);
    joins(&mut query, filter);
    match filter.order {
        Order::Activity => query.text("join status s on s.userid = u.id"),
        Order::Status => query.text("left join status s on s.userid = u.id"),
        _ => &mut query,
    };
    conditions(&mut query, filter);
    query.text(match filter.order {
        Order::Username => "order by u.username",
        Order::Activity => "order by s.lastactivityat desc, u.username",
        Order::Created => "order by u.createat desc, u.username",
        Order::Status => {
            "order by case s.status when 'online' then 1 when 'away' then 2 when 'dnd' then 3 else 4 end, u.username"
        }
        Order::ChannelAdmin => "order by cm.schemeadmin desc nulls last, u.username",
    });
    query
}

fn joins(query: &mut Query, filter: &UserFilter) {
    const IN_TEAM: &str = "join teammembers tm on tm.userid = u.id and tm.deleteat = 0 and tm.teamid = ?";
    match filter.scope {
        Scope::InTeam(team) | Scope::NotInChannel { team, .. } => query.with(IN_TEAM, team.to_string()),
        Scope::InChannel(channel) => {
            query.with("join channelmembers cm on cm.userid = u.id and cm.channelid = ?", channel.to_string())
        }
        Scope::InGroup(group) => query
            .with("join groupmembers gm on gm.userid = u.id and gm.deleteat = 0 and gm.groupid = ?", group.to_string()),
        Scope::Everybody | Scope::NotInTeam(_) | Scope::WithoutTeam | Scope::NotInGroup(_) => query,
    };
}

fn conditions(query: &mut Query, filter: &UserFilter) {
    query.text("where true");
    match filter.scope {
        Scope::NotInTeam(team) => query.with(
            "and not exists (select 1 from teammembers x where x.userid = u.id and x.deleteat = 0 and x.teamid = ?)",
            team.to_string(),
        ),
        Scope::NotInChannel { channel, .. } => query.with(
            "and not exists (select 1 from channelmembers x where x.userid = u.id and x.channelid = ?)",
            channel.to_string(),
        ),
        Scope::WithoutTeam => {
            query.text("and not exists (select 1 from teammembers x where x.userid = u.id and x.deleteat = 0)")
        }
        Scope::NotInGroup(group) => query.with(
            "and not exists (select 1 from groupmembers x where x.userid = u.id and x.deleteat = 0 and x.groupid = ?)",
            group.to_string(),
        ),
        _ => query,
    };
    match filter.active {
        Some(true) => query.text("and u.deleteat = 0"),
        Some(false) => query.text("and u.deleteat <> 0"),
        None => query,
    };
    if filter.without_bots {
        query.text("and b.userid is null");
    }
    if filter.without_remote {
        query.text("and coalesce(u.remoteid, '') = ''");
    }
    group_constraint(query, filter);
    role_conditions(query, filter);
    if let Some(search) = &filter.search {
        search_conditions(query, search);
    }
    if let Some(visible) = &filter.visible {
        visible_condition(query, visible);
    }
}

fn group_constraint(query: &mut Query, filter: &UserFilter) {
    const OF_TEAM: &str = "and exists (select 1 from groupteams g join groupmembers gm on gm.groupid = g.groupid \
        where g.teamid = ? and g.deleteat = 0 and gm.deleteat = 0 and gm.userid = u.id)";
    const OF_CHANNEL: &str = "and exists (select 1 from groupchannels g join groupmembers gm on gm.groupid = g.groupid \
        where g.channelid = ? and g.deleteat = 0 and gm.deleteat = 0 and gm.userid = u.id)";
    if !filter.group_constrained {
        return;
    }
    match filter.scope {
        Scope::NotInTeam(team) => query.with(OF_TEAM, team.to_string()),
        Scope::NotInChannel { channel, .. } => query.with(OF_CHANNEL, channel.to_string()),
        _ => query,
    };
}

/// Administrators of the system are no plain users anywhere, and neither are administrators of a team or channel.
fn role_conditions(query: &mut Query, filter: &UserFilter) {
    match filter.role.as_str() {
        "" => {}
        "system_user" => {
            query.text("and u.roles = 'system_user'");
        }
        role => {
            query.with("and u.roles like '%' || ?", prefix_pattern(role));
        }
    }
    let has_team = matches!(filter.scope, Scope::InTeam(_) | Scope::NotInChannel { .. });
    let has_channel = matches!(filter.scope, Scope::InChannel(_));
    let mut parts: Vec<&'static str> = Vec::new();
    for role in &filter.roles.system {
        match role.as_str() {
            "system_user" => parts.push("u.roles = 'system_user'"),
            "system_guest" => parts.push("u.roles like '%system_guest%'"),
            "system_admin" => parts.push("u.roles like '%system_admin%'"),
            "system_user_manager" => parts.push("u.roles like '%system_user_manager%'"),
            "system_manager" => parts.push("u.roles like '%system_manager%'"),
            "system_read_only_admin" => parts.push("u.roles like '%system_read_only_admin%'"),
            _ => {}
        }
    }
    for role in filter.roles.team.iter().filter(|_| has_team) {
        match role.as_str() {
            "team_admin" => parts.push("(tm.schemeadmin and u.roles not like '%system_admin%')"),
            "team_user" => {
                parts.push("(tm.schemeuser and not tm.schemeadmin and u.roles not like '%system_admin%')");
            }
            "team_guest" => parts.push("tm.schemeguest"),
            _ => {}
        }
    }
    for role in filter.roles.channel.iter().filter(|_| has_channel) {
        match role.as_str() {
            "channel_admin" => parts.push("(cm.schemeadmin and u.roles not like '%system_admin%')"),
            "channel_user" => {
                parts.push("(cm.schemeuser and not cm.schemeadmin and u.roles not like '%system_admin%')");
            }
            "channel_guest" => parts.push("cm.schemeguest"),
            _ => {}
        }
    }
    let Some((first, rest)) = parts.split_first() else { return };
    query.text("and (").text(first);
    for part in rest {
        query.text("or").text(part);
    }
    query.text(")");
}

/// Indexes idx_users_*_lower_textpattern.
fn search_conditions(query: &mut Query, search: &Words) {
    let text = match search.fields {
        Fields { full_name: false, email: false } => "and (lower(u.username) like ? or lower(u.nickname) like ?)",
        Fields { full_name: true, email: false } => {
            "and (lower(u.username) like ? or lower(u.nickname) like ? or lower(u.firstname) like ? \
             or lower(u.lastname) like ?)"
        }
        Fields { full_name: false, email: true } => {
            "and (lower(u.username) like ? or lower(u.nickname) like ? or lower(u.email) like ?)"
        }
        Fields { full_name: true, email: true } => {
            "and (lower(u.username) like ? or lower(u.nickname) like ? or lower(u.firstname) like ? \
             or lower(u.lastname) like ? or lower(u.email) like ?)"
        }
    };
    for word in &search.words {
        query.with(text, prefix_pattern(&word.to_lowercase()));
    }
}

/// One row per place where the viewer meets somebody.
fn meetings(query: &mut Query, visible: &Visible) {
    let ids = |ids: &[Id]| ids.iter().map(Id::to_string).collect::<Vec<_>>();
    if !visible.teams.is_empty() {
        let text = "join teammembers vt on vt.userid = u.id and vt.deleteat = 0 and vt.teamid = any(?)";
        query.with(text, ids(&visible.teams));
    }
    if !visible.channels.is_empty() || visible.teams.is_empty() {
        let text = "join channelmembers vc on vc.userid = u.id and vc.channelid = any(?)";
        query.with(text, ids(&visible.channels));
    }
}

fn visible_condition(query: &mut Query, visible: &Visible) {
    let ids = |ids: &[Id]| ids.iter().map(Id::to_string).collect::<Vec<_>>();
    query.with(
        "and (exists (select 1 from channelmembers v where v.userid = u.id and v.channelid = any(?))",
        ids(&visible.channels),
    );
    query.with(
        "or exists (select 1 from teammembers v where v.userid = u.id and v.deleteat = 0 and v.teamid = any(?)))",
        ids(&visible.teams),
    );
}

/// Every shape that a list can have: each scope and order with each filter alone, and with all of them.
pub(crate) fn shapes() -> Vec<Query> {
    let id = Id::from_random(1);
    let scopes = [
        Scope::Everybody,
        Scope::InTeam(id),
        Scope::NotInTeam(id),
        Scope::InChannel(id),
        Scope::NotInChannel { team: id, channel: id },
        Scope::WithoutTeam,
        Scope::InGroup(id),
        Scope::NotInGroup(id),
    ];
    let text = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    let roles = Roles {
        system: text(&["system_user", "system_guest", "system_admin", "system_user_manager", "system_manager"]),
        team: text(&["team_admin", "team_user", "team_guest"]),
        channel: text(&["channel_admin", "channel_user", "channel_guest"]),
    };
    let search = |full_name, email| Some(Words { words: text(&["a", "b"]), fields: Fields { full_name, email } });
    let visible = Some(Visible { teams: vec![id], channels: vec![id] });
    let none = UserFilter::default();
    let filters = [
        none.clone(),
        UserFilter { search: search(false, false), ..none.clone() },
        UserFilter { search: search(true, false), ..none.clone() },
        UserFilter { search: search(false, true), ..none.clone() },
        UserFilter { role: "system_user".to_owned(), ..none.clone() },
        UserFilter { role: "system_guest".to_owned(), ..none.clone() },
        UserFilter { roles: roles.clone(), ..none.clone() },
        UserFilter { active: Some(false), ..none.clone() },
        UserFilter {
            search: search(true, true),
            role: "system_guest".to_owned(),
            roles,
            active: Some(true),
            group_constrained: true,
            without_bots: true,
            without_remote: true,
            visible,
            ..none
        },
    ];
    let mut all = Vec::new();
    for scope in scopes {
        for filter in &filters {
            for order in [Order::Username, Order::Activity, Order::Created, Order::Status, Order::ChannelAdmin] {
                if order != Order::ChannelAdmin || matches!(scope, Scope::InChannel(_)) {
                    all.push(page_query(&UserFilter { scope, order, ..filter.clone() }, 0, 1));
                }
            }
            all.push(count_query(&UserFilter { scope, ..filter.clone() }));
        }
    }
    all
}
