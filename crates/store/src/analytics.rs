//! Counts for administrators. All of them read much: never on a hot path.

use std::ops::Range;

use roost_model::Id;
use tokio_postgres::Row;

use crate::connect::with_single;
use crate::row::RowExt;
use crate::{Db, Statement, StoreError};

crate::statements! {
    ACTIVE_USERS = "analytics/active_users";
    BOT_POST_DAYS = "analytics/bot_post_days";
    EXTRA = "analytics/extra";
    POST_DAYS = "analytics/post_days";
    STANDARD = "analytics/standard";
    TEAM = "analytics/team";
    USAGE = "analytics/usage";
    USER_DAYS = "analytics/user_days";
}

/// Counts of the whole server.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Standard {
    pub scope: Counts,
    pub teams: i64,
    pub active_day: i64,
    pub active_month: i64,
    pub deactivated: i64,
    /// Connections of all nodes to the database.
    pub connections: i64,
}

/// Counts of the whole server or of one team.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub channels_open: i64,
    pub channels_private: i64,
    /// As of the last refresh of the statistics.
    pub posts: i64,
    pub users: i64,
}

/// Posts by person, by team, of bots by team, and files.
const VIEWS: [&str; 4] = ["poststats", "posts_by_team_day", "bot_posts_by_team_day", "file_stats"];

/// Brings the counts that are kept in views up to date, on a connection of its own: each reads all posts or files. Whoever
/// asks for statistics waits meanwhile.
pub async fn analytics_refresh(dsn: &str) -> Result<(), StoreError> {
    with_single(dsn, async |client| {
        for view in VIEWS {
            client.batch_execute(&format!("refresh materialized view {view}")).await?;
        }
        Ok(())
    })
    .await?
}

/// What grows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    pub posts: i64,
    pub file_bytes: i64,
    pub teams: i64,
}

fn counts(row: &Row) -> Counts {
    Counts { channels_open: row.int(0), channels_private: row.int(1), posts: row.int(2), users: row.int(3) }
}

/// Counts of the whole server.
pub async fn analytics_standard(db: &Db, now_ms: i64) -> Result<Standard, StoreError> {
    let row = db.query_opt(STANDARD, &[&now_ms]).await?;
    Ok(row.map_or_else(Standard::default, |row| Standard {
        scope: counts(&row),
        teams: row.int(4),
        active_day: row.int(5),
        active_month: row.int(6),
        deactivated: row.int(7),
        connections: row.int(8),
    }))
}

/// Counts of one team.
pub async fn analytics_team(db: &Db, team: Id) -> Result<Counts, StoreError> {
    Ok(db.query_opt(TEAM, &[&team.as_str()]).await?.as_ref().map(counts).unwrap_or_default())
}

/// What is counted per day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PerDay {
    Posts,
    BotPosts,
    UsersWithPosts,
}

/// Days in UTC as `2026-01-31` with their counts, the newest first, of a team or (empty id) of all. `ms` begins and ends
/// with a day.
pub async fn analytics_days(db: &Db, what: PerDay, team: Id, ms: Range<i64>) -> Result<Vec<(String, i64)>, StoreError> {
    let statement: &Statement = match what {
        PerDay::Posts => POST_DAYS,
        PerDay::BotPosts => BOT_POST_DAYS,
        PerDay::UsersWithPosts => USER_DAYS,
    };
    let rows = db.query(statement, &[&team.as_str(), &ms.start, &ms.end]).await?;
    Ok(rows.iter().map(|row| (row.text(0), row.int(1))).collect())
}

/// Incoming webhooks, outgoing webhooks, commands and live sessions.
pub async fn analytics_extra(db: &Db, team: Id, now_ms: i64) -> Result<[i64; 4], StoreError> {
    let row = db.query_opt(EXTRA, &[&team.as_str(), &now_ms]).await?;
    Ok(row.map_or([0; 4], |row| [row.int(0), row.int(1), row.int(2), row.int(3)]))
}

/// What grows.
pub async fn usage(db: &Db) -> Result<Usage, StoreError> {
    let row = db.query_opt(USAGE, &[]).await?;
    let read = |row: Row| Usage { posts: row.int(0), file_bytes: row.int(1), teams: row.int(2) };
    Ok(row.map(read).unwrap_or_default())
}

/// Accounts of people that are not deactivated.
pub async fn active_users(db: &Db) -> Result<i64, StoreError> {
    Ok(db.query_opt(ACTIVE_USERS, &[]).await?.map_or(0, |row| row.int(0)))
}
