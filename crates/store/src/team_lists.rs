//! Lists with optional filters: teams of the server, members of a team.

use roost_model::Id;
use roost_model::team::Team;

use crate::channel_lists::Page;
use crate::query::Query;
use crate::row::RowExt;
use crate::team_members::{TeamMemberRow, member_from};
use crate::teams::team_from;
use crate::users::list::Visible;
use crate::{Db, StoreError};

/// Which teams a list has. A filter that is `None` lets all pass.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TeamFilter {
    /// Found anywhere in name and display name, in any case; empty: all.
    pub term: String,
    /// Whether anybody may join.
    pub open: Option<bool>,
    /// Whether groups decide who is in.
    pub group_constrained: Option<bool>,
    /// One of the two filters above is enough.
    pub either: bool,
}

/// Finds `term` anywhere: its wildcards are made plain.
fn pattern(term: &str) -> String {
    format!("%{}", crate::query::prefix_pattern(term))
}

const TEAMS: &str = "select id, createat, updateat, deleteat, displayname, name, description, email, type::text, \
    companyname, alloweddomains, inviteid, allowopeninvite, lastteamiconupdate, schemeid, groupconstrained, \
    cloudlimitsarchived from teams where true";

fn conditions(query: &mut Query, filter: &TeamFilter) {
    if !filter.term.is_empty() {
        query.with("and (name ilike ? or displayname ilike ?)", pattern(&filter.term));
    }
    match (filter.open, filter.group_constrained) {
        (Some(open), Some(grouped)) if filter.either => {
            query.with("and (coalesce(allowopeninvite, false) = ?", open);
            query.with("or coalesce(groupconstrained, false) = ?)", grouped);
        }
        (open, grouped) => {
            if let Some(open) = open {
                query.with("and coalesce(allowopeninvite, false) = ?", open);
            }
            if let Some(grouped) = grouped {
                query.with("and coalesce(groupconstrained, false) = ?", grouped);
            }
        }
    }
}

fn page_query(filter: &TeamFilter, page: Page) -> Query {
    let mut query = Query::new(TEAMS);
    conditions(&mut query, filter);
    query.text("order by displayname, id").with("limit ?", page.limit).with("offset ?", page.offset);
    query
}

fn count_query(filter: &TeamFilter) -> Query {
    let mut query = Query::new("select count(*) from teams where true");
    conditions(&mut query, filter);
    query
}

/// One page of the teams that pass, archived ones too, by display name.
pub async fn team_page(db: &Db, filter: &TeamFilter, page: Page) -> Result<Vec<Team>, StoreError> {
    Ok(page_query(filter, page).run(db).await?.iter().map(|row| team_from(row, 0)).collect())
}

/// How many teams pass.
pub async fn team_count(db: &Db, filter: &TeamFilter) -> Result<i64, StoreError> {
    Ok(count_query(filter).run(db).await?.first().map_or(0, |row| row.int(0)))
}

/// Which members of a team a list has, and in what order.
#[derive(Clone, Debug, Default)]
pub struct MemberFilter {
    pub by_username: bool,
    /// Without deactivated accounts.
    pub active: bool,
    pub visible: Option<Visible>,
}

fn visible_condition(query: &mut Query, visible: Option<&Visible>) {
    let Some(visible) = visible else { return };
    let ids = |ids: &[Id]| ids.iter().map(Id::to_string).collect::<Vec<_>>();
    query.with(
        "and (exists (select 1 from channelmembers v where v.userid = m.userid and v.channelid = any(?))",
        ids(&visible.channels),
    );
    query.with(
        "or exists (select 1 from teammembers v where v.userid = m.userid and v.deleteat = 0 and v.teamid = any(?)))",
        ids(&visible.teams),
    );
}

fn member_query(team: Id, filter: &MemberFilter, page: Page) -> Query {
    let mut query = Query::new(
        "select m.teamid, m.userid, m.roles, m.deleteat, m.schemeguest, m.schemeuser, m.schemeadmin, m.createat \
         from teammembers m",
    );
    if filter.by_username || filter.active {
        query.text("join users u on u.id = m.userid");
    }
    query.with("where m.teamid = ? and m.deleteat = 0", team.to_string());
    if filter.active {
        query.text("and u.deleteat = 0");
    }
    visible_condition(&mut query, filter.visible.as_ref());
    query.text(if filter.by_username { "order by u.username" } else { "order by m.userid" });
    query.with("limit ?", page.limit).with("offset ?", page.offset);
    query
}

/// One page of the live members of a team.
pub async fn team_member_page(
    db: &Db,
    team: Id,
    filter: &MemberFilter,
    page: Page,
) -> Result<Vec<TeamMemberRow>, StoreError> {
    Ok(member_query(team, filter, page).run(db).await?.iter().map(member_from).collect())
}

/// How many live members a team has, as far as they are visible.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MemberCounts {
    pub total: i64,
    /// With active accounts.
    pub active: i64,
}

fn counts_query(team: Id, visible: Option<&Visible>) -> Query {
    let mut query = Query::new(
        "select count(*), count(*) filter (where u.deleteat = 0) from teammembers m join users u on u.id = m.userid",
    );
    query.with("where m.teamid = ? and m.deleteat = 0", team.to_string());
    visible_condition(&mut query, visible);
    query
}

/// Counts the members of a team.
pub async fn team_member_counts(db: &Db, team: Id, visible: Option<&Visible>) -> Result<MemberCounts, StoreError> {
    let rows = counts_query(team, visible).run(db).await?;
    Ok(rows.first().map_or_else(MemberCounts::default, |row| MemberCounts { total: row.int(0), active: row.int(1) }))
}

/// Every shape of these statements, for the test that prepares them.
pub fn shapes() -> Vec<String> {
    let page = Page { limit: 1, offset: 0 };
    let flags = [None, Some(true)];
    let mut out = Vec::new();
    for term in ["", "x"] {
        for (open, group_constrained) in flags.into_iter().flat_map(|a| flags.map(|b| (a, b))) {
            for either in [false, true] {
                let filter = TeamFilter { term: term.to_owned(), open, group_constrained, either };
                out.push(page_query(&filter, page).sql().to_owned());
                out.push(count_query(&filter).sql().to_owned());
            }
        }
    }
    for visible in [None, Some(Visible::default())] {
        for (by_username, active) in [(false, false), (false, true), (true, false), (true, true)] {
            let filter = MemberFilter { by_username, active, visible: visible.clone() };
            out.push(member_query(Id::EMPTY, &filter, page).sql().to_owned());
        }
        out.push(counts_query(Id::EMPTY, visible.as_ref()).sql().to_owned());
    }
    out.sort_unstable();
    out.dedup();
    out
}
