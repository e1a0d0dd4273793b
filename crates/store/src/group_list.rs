//! Lists of groups with many optional filters.

use roost_model::Id;
use roost_model::group::{Group, SOURCE_CUSTOM};
use tokio_postgres::Row;

use crate::channel_lists::Page;
use crate::groups::group_from;
use crate::query::{Query, prefix_pattern};
use crate::{Db, StoreError};

/// All filters of a list of groups, and what is told of each.
#[derive(Clone, Debug, Default)]
pub struct GroupFilter {
    /// Stands somewhere in the name or the display name; empty for any.
    pub text: String,
    pub source: Option<String>,
    /// Only groups that come from elsewhere.
    pub synced_only: bool,
    /// Only groups that messages may name.
    pub referenceable_only: bool,
    pub with_member: Option<Id>,
    pub not_of_team: Option<Id>,
    pub not_of_channel: Option<Id>,
    /// Only groups that this team is tied to.
    pub of_team: Option<Id>,
    pub state: State,
    /// Whether the number of members is told.
    pub member_count: bool,
    /// The channel whose members are counted for each group.
    pub count_in_channel: Option<Id>,
    /// Whether their time zones are counted too.
    pub timezones: bool,
}

/// Which groups by their life.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum State {
    #[default]
    Live,
    Deleted,
    Any,
    /// Live or deleted, if changed after this time in ms.
    ChangedSince(i64),
}

const COLUMNS: &str = "select g.id, g.name, g.displayname, g.description, g.source, g.remoteid, g.createat, g.updateat, \
    g.deleteat, g.allowreference";
const MEMBERS: &str = ", (select count(*) from groupmembers m join users u on u.id = m.userid and u.deleteat = 0 \
    where m.groupid = g.id and m.deleteat = 0)";
const IN_CHANNEL: &str = ", (select count(*) from groupmembers m join users u on u.id = m.userid and u.deleteat = 0 \
    join channelmembers c on c.userid = m.userid and c.channelid = ? where m.groupid = g.id and m.deleteat = 0)";
const TIMEZONES: &str = ", (select count(distinct nullif(case when u.timezone ->> 'useAutomaticTimezone' = 'true' \
    then u.timezone ->> 'automaticTimezone' else u.timezone ->> 'manualTimezone' end, '')) \
    from groupmembers m join users u on u.id = m.userid and u.deleteat = 0 \
    join channelmembers c on c.userid = m.userid and c.channelid = ? where m.groupid = g.id and m.deleteat = 0)";
const NONE: &str = ", null::bigint";

/// One page of the groups that pass `filter`, by display name.
pub async fn group_page(db: &Db, filter: &GroupFilter, page: Page) -> Result<Vec<Group>, StoreError> {
    Ok(page_query(filter, page).run(db).await?.iter().map(listed).collect())
}

fn listed(row: &Row) -> Group {
    Group {
        member_count: row.get(10),
        channel_member_count: row.get(11),
        channel_member_timezones_count: row.get(12),
        ..group_from(row)
    }
}

fn page_query(filter: &GroupFilter, page: Page) -> Query {
    let mut query = Query::new(COLUMNS);
    query.text(if filter.member_count { MEMBERS } else { NONE });
    match filter.count_in_channel {
        Some(channel) => query.with(IN_CHANNEL, channel.to_string()),
        None => query.text(NONE),
    };
    match filter.count_in_channel.filter(|_| filter.timezones) {
        Some(channel) => query.with(TIMEZONES, channel.to_string()),
        None => query.text(NONE),
    };
    query.text("from usergroups g where true");
    match filter.state {
        State::Live => query.text("and g.deleteat = 0"),
        State::Deleted => query.text("and g.deleteat > 0"),
        State::Any => &mut query,
        State::ChangedSince(ms) => query.with("and g.updateat > ?", ms),
    };
    if !filter.text.is_empty() {
        let pattern = format!("%{}", prefix_pattern(&filter.text.to_lowercase()));
        query.with("and (lower(g.name) like ? or lower(g.displayname) like ?)", pattern);
    }
    sources(&mut query, filter);
    ties(&mut query, filter);
    query.text("order by g.displayname, g.id").with("offset ?", page.offset).with("limit ?", page.limit);
    query
}

fn sources(query: &mut Query, filter: &GroupFilter) {
    if let Some(source) = &filter.source {
        query.with("and g.source = ?", source.clone());
    }
    if filter.synced_only {
        query.with("and g.source <> ?", SOURCE_CUSTOM);
    }
    if filter.referenceable_only {
        query.text("and g.allowreference");
    }
}

fn ties(query: &mut Query, filter: &GroupFilter) {
    const MEMBER: &str =
        "and exists (select 1 from groupmembers x where x.groupid = g.id and x.userid = ? and x.deleteat = 0)";
    const OF_TEAM: &str =
        "and exists (select 1 from groupteams x where x.groupid = g.id and x.teamid = ? and x.deleteat = 0)";
    const NOT_OF_TEAM: &str =
        "and not exists (select 1 from groupteams x where x.groupid = g.id and x.teamid = ? and x.deleteat = 0)";
    const NOT_OF_CHANNEL: &str =
        "and not exists (select 1 from groupchannels x where x.groupid = g.id and x.channelid = ? and x.deleteat = 0)";
    let ties = [
        (filter.with_member, MEMBER),
        (filter.of_team, OF_TEAM),
        (filter.not_of_team, NOT_OF_TEAM),
        (filter.not_of_channel, NOT_OF_CHANNEL),
    ];
    for (id, text) in ties {
        if let Some(id) = id {
            query.with(text, id.to_string());
        }
    }
}

/// Each filter alone, and all of them.
pub(crate) fn shapes() -> Vec<Query> {
    let id = Some(Id::from_random(1));
    let none = GroupFilter::default();
    let filters = [
        none.clone(),
        GroupFilter { text: "a".to_owned(), ..none.clone() },
        GroupFilter { source: Some("ldap".to_owned()), ..none.clone() },
        GroupFilter { state: State::Deleted, ..none.clone() },
        GroupFilter { state: State::ChangedSince(1), ..none.clone() },
        GroupFilter { with_member: id, count_in_channel: id, ..none.clone() },
        GroupFilter {
            text: "a".to_owned(),
            source: Some("ldap".to_owned()),
            synced_only: true,
            referenceable_only: true,
            with_member: id,
            not_of_team: id,
            not_of_channel: id,
            of_team: id,
            state: State::Any,
            member_count: true,
            count_in_channel: id,
            timezones: true,
        },
    ];
    filters.iter().map(|filter| page_query(filter, Page { limit: 1, offset: 0 })).collect()
}
