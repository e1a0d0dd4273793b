//! People with what they did, for administrators. Statements are put together here: a report has many optional filters.

use roost_model::Id;
use roost_model::report::UserReport;
use tokio_postgres::Row;

use crate::query::{Query, prefix_pattern};
use crate::row::RowExt;
use crate::users::user_from;
use crate::{Db, StoreError};

/// What people are sorted by; ties are broken by id.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Column {
    CreateAt,
    #[default]
    Username,
    FirstName,
    LastName,
    Nickname,
    Email,
}

/// Which guests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Guests {
    All,
    /// In one channel.
    SingleChannel,
    /// In several channels.
    MultiChannel,
}

/// Where a page begins: behind the person with this value and id.
#[derive(Clone, Debug)]
pub struct From {
    /// A whole number where people are sorted by time.
    pub value: String,
    pub id: Id,
}

/// Who is in a report, and which page of it.
#[derive(Clone, Debug, Default)]
pub struct ReportFilter {
    /// Stands somewhere in a name or the mail address; empty for any.
    pub text: String,
    /// Empty for any.
    pub role: String,
    pub team: Option<Id>,
    pub without_team: bool,
    /// Only active (`true`) or only deactivated people.
    pub active: Option<bool>,
    pub guests: Option<Guests>,
    pub column: Column,
    pub descending: bool,
    /// Whether the page is the one before `from`.
    pub backwards: bool,
    pub from: Option<From>,
    /// Days on which posts count, as Unix seconds: from, and to but without it; 0 for no limit.
    pub days: (i64, i64),
}

const COLUMNS: &str = "select u.id, u.createat, u.updateat, u.deleteat, u.username, u.authdata, u.authservice, u.email, \
    u.emailverified, u.nickname, u.firstname, u.lastname, u.position, u.roles, u.allowmarketing, u.props, \
    u.notifyprops, u.lastpasswordupdate, u.lastpictureupdate, u.failedattempts, u.locale, u.timezone, u.mfaactive, \
    u.remoteid, u.lastlogin, false, null::text, null::bigint, s.lastactivityat, p.lastpostdate, p.days, p.posts, \
    (select count(*) from channelmembers m join channels c on c.id = m.channelid \
    where m.userid = u.id and c.type in ('O', 'P'))";
const POSTS: &str = "left join lateral (select max(x.lastpostdate) as lastpostdate, count(*) as days, \
    sum(x.numposts)::bigint as posts from poststats x where x.userid = u.id";

/// One page of a report, in the order of the report.
pub async fn report_page(db: &Db, filter: &ReportFilter, limit: i64) -> Result<Vec<UserReport>, StoreError> {
    let mut people: Vec<UserReport> = page_query(filter, limit).run(db).await?.iter().map(report_from).collect();
    if filter.backwards {
        people.reverse();
    }
    Ok(people)
}

/// How many people are in a report.
pub async fn report_count(db: &Db, filter: &ReportFilter) -> Result<i64, StoreError> {
    Ok(count_query(filter).run(db).await?.first().map_or(0, |row| row.int(0)))
}

fn report_from(row: &Row) -> UserReport {
    let user = user_from(row, 0);
    UserReport {
        last_login: user.last_login,
        user,
        last_status_at: row.get(28),
        last_post_date: row.get(29),
        days_active: row.int(30),
        total_posts: row.get(31),
        channel_count: row.int(32),
    }
}

fn page_query(filter: &ReportFilter, limit: i64) -> Query {
    let mut query = Query::new(COLUMNS);
    query.text("from users u left join status s on s.userid = u.id").text(POSTS);
    let (first, end) = filter.days;
    if first > 0 {
        query.with("and x.day >= to_timestamp(?)::date", seconds(first));
    }
    if end > 0 {
        query.with("and x.day < to_timestamp(?)::date", seconds(end));
    }
    query.text(") p on true");
    conditions(&mut query, filter);
    // Before the person, or behind them the other way round.
    let falling = filter.descending != filter.backwards;
    if let Some(from) = &filter.from {
        begin(&mut query, filter.column, falling, from);
    }
    query.text(match (filter.column, falling) {
        (Column::CreateAt, false) => "order by u.createat, u.id",
        (Column::CreateAt, true) => "order by u.createat desc, u.id desc",
        (Column::Username, false) => "order by u.username, u.id",
        (Column::Username, true) => "order by u.username desc, u.id desc",
        (Column::FirstName, false) => "order by u.firstname, u.id",
        (Column::FirstName, true) => "order by u.firstname desc, u.id desc",
        (Column::LastName, false) => "order by u.lastname, u.id",
        (Column::LastName, true) => "order by u.lastname desc, u.id desc",
        (Column::Nickname, false) => "order by u.nickname, u.id",
        (Column::Nickname, true) => "order by u.nickname desc, u.id desc",
        (Column::Email, false) => "order by u.email, u.id",
        (Column::Email, true) => "order by u.email desc, u.id desc",
    });
    query.with("limit ?", limit);
    query
}

#[expect(clippy::cast_precision_loss, reason = "seconds of this age are exact")]
fn seconds(s: i64) -> f64 {
    s as f64
}

fn begin(query: &mut Query, column: Column, falling: bool, from: &From) {
    let sign = if falling { "<" } else { ">" };
    match column {
        Column::CreateAt => query.text("and (u.createat, u.id)").text(sign).with("(?,", number(&from.value)),
        Column::Username => query.text("and (u.username, u.id)").text(sign).with("(?,", from.value.clone()),
        Column::FirstName => query.text("and (u.firstname, u.id)").text(sign).with("(?,", from.value.clone()),
        Column::LastName => query.text("and (u.lastname, u.id)").text(sign).with("(?,", from.value.clone()),
        Column::Nickname => query.text("and (u.nickname, u.id)").text(sign).with("(?,", from.value.clone()),
        Column::Email => query.text("and (u.email, u.id)").text(sign).with("(?,", from.value.clone()),
    };
    query.with("?)", from.id.to_string());
}

fn number(text: &str) -> i64 {
    text.parse().unwrap_or_default()
}

fn count_query(filter: &ReportFilter) -> Query {
    let mut query = Query::new("select count(*) from users u");
    conditions(&mut query, filter);
    query
}

fn conditions(query: &mut Query, filter: &ReportFilter) {
    query.text("where not exists (select 1 from bots b where b.userid = u.id)");
    if !filter.text.is_empty() {
        let pattern = format!("%{}", prefix_pattern(&filter.text.to_lowercase()));
        query.with(
            "and (lower(u.username) like ? or lower(u.firstname) like ? or lower(u.lastname) like ? \
             or lower(u.nickname) like ? or lower(u.email) like ?)",
            pattern,
        );
    }
    match filter.role.as_str() {
        "system_user" => query.text("and u.roles = 'system_user'"),
        "" => query,
        role => query.with("and ? = any(string_to_array(u.roles, ' '))", role.to_owned()),
    };
    if filter.without_team {
        query.text("and not exists (select 1 from teammembers t where t.userid = u.id and t.deleteat = 0)");
    } else if let Some(team) = filter.team {
        let text = "and exists (select 1 from teammembers t where t.userid = u.id and t.deleteat = 0 and t.teamid = ?)";
        query.with(text, team.to_string());
    }
    match filter.active {
        Some(true) => query.text("and u.deleteat = 0"),
        Some(false) => query.text("and u.deleteat <> 0"),
        None => query,
    };
    if let Some(guests) = filter.guests {
        query.text("and 'system_guest' = any(string_to_array(u.roles, ' '))");
        match guests {
            Guests::SingleChannel => {
                query.text("and (select count(*) from channelmembers c where c.userid = u.id) = 1")
            }
            Guests::MultiChannel => query.text("and (select count(*) from channelmembers c where c.userid = u.id) > 1"),
            Guests::All => query,
        };
    }
}

/// Each column in both directions, each filter alone, and all of them.
pub(crate) fn shapes() -> Vec<Query> {
    let id = Id::from_random(1);
    let none = ReportFilter::default();
    let columns =
        [Column::CreateAt, Column::Username, Column::FirstName, Column::LastName, Column::Nickname, Column::Email];
    let mut filters = vec![
        none.clone(),
        ReportFilter { text: "a".to_owned(), ..none.clone() },
        ReportFilter { role: "system_user".to_owned(), without_team: true, ..none.clone() },
        ReportFilter { active: Some(false), guests: Some(Guests::SingleChannel), ..none.clone() },
        ReportFilter {
            text: "a".to_owned(),
            role: "system_admin".to_owned(),
            team: Some(id),
            active: Some(true),
            guests: Some(Guests::MultiChannel),
            days: (1, 2),
            ..none.clone()
        },
    ];
    for column in columns {
        for (descending, backwards) in [(false, false), (false, true), (true, false)] {
            let from = Some(From { value: "1".to_owned(), id });
            filters.push(ReportFilter { column, descending, backwards, from, ..none.clone() });
        }
    }
    filters.iter().flat_map(|filter| [page_query(filter, 1), count_query(filter)]).collect()
}
