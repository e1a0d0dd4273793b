//! Counts: for the system console, and for clients that compare them with limits, of which there are none.

use roost_model::Id;
use roost_model::permission::Permission;
use roost_model::system::{AnalyticsRow, ServerLimits};
use roost_store::analytics::{self as store, PerDay};

use crate::{AppError, Ctx};

const DAY_MS: i64 = 86_400_000;

/// Days in the lists of counts per day.
const DAYS: i64 = 31;

/// What clients know for "not counted".
const UNCOUNTED: i64 = -1;

/// Clients warn about guests beyond so many; there is no such limit here.
const GUESTS_WARNED_AT: i64 = 1_000_000;

/// The list with this name (empty: `standard`), of a team or (empty id) of the whole server.
pub async fn analytics(ctx: &Ctx, name: &str, team: Id) -> Result<Vec<AnalyticsRow>, AppError> {
    ctx.require(Permission::GetAnalytics)?;
    match name {
        "post_counts_day" | "bot_post_counts_day" | "user_counts_with_posts_day" if is_large(ctx).await? => {
            Ok(vec![row(("", UNCOUNTED))])
        }
        "" | "standard" => standard(ctx, team).await,
        "post_counts_day" => days(ctx, PerDay::Posts, team).await,
        "bot_post_counts_day" => days(ctx, PerDay::BotPosts, team).await,
        "user_counts_with_posts_day" => days(ctx, PerDay::UsersWithPosts, team).await,
        "extra_counts" => {
            let counts = store::analytics_extra(ctx.db(), team, ctx.now_ms()).await?;
            let names = ["incoming_webhook_count", "outgoing_webhook_count", "command_count", "session_count"];
            Ok(names.into_iter().zip(counts).map(row).collect())
        }
        _ => Err(AppError::invalid_body("name")),
    }
}

/// Whether there are more accounts than `MaxUsersForStatistics`, beyond which posts are not counted.
async fn is_large(ctx: &Ctx) -> Result<bool, AppError> {
    Ok(are_many(ctx, store::active_users(ctx.db()).await?))
}

fn are_many(ctx: &Ctx, users: i64) -> bool {
    users > ctx.config().analytics.max_users_for_statistics
}

async fn standard(ctx: &Ctx, team: Id) -> Result<Vec<AnalyticsRow>, AppError> {
    let all = store::analytics_standard(ctx.db(), ctx.now_ms()).await?;
    let whole = team.is_empty();
    let large = are_many(ctx, all.scope.users);
    let scope = if whole { all.scope } else { store::analytics_team(ctx.db(), team).await? };
    let posts = if large { UNCOUNTED } else { scope.posts };
    let sockets = i64::try_from(ctx.app().hub.counts().connections).unwrap_or(i64::MAX);
    let rows = [
        ("channel_open_count", scope.channels_open),
        ("channel_private_count", scope.channels_private),
        ("post_count", posts),
        ("unique_user_count", scope.users),
        ("team_count", all.teams),
        ("total_websocket_connections", sockets),
        ("total_master_db_connections", all.connections),
        ("total_read_db_connections", 0),
        ("daily_active_users", all.active_day),
        ("monthly_active_users", all.active_month),
        // Not known per team.
        ("inactive_user_count", if whole { all.deactivated } else { -1 }),
        // Guests take no seats here, so nobody counts them apart.
        ("single_channel_guest_count", 0),
    ];
    Ok(rows.into_iter().map(row).collect())
}

async fn days(ctx: &Ctx, what: PerDay, team: Id) -> Result<Vec<AnalyticsRow>, AppError> {
    // Whole days only: the list ends with yesterday.
    let today_ms = ctx.now_ms() / DAY_MS * DAY_MS;
    let rows = store::analytics_days(ctx.db(), what, team, today_ms - DAYS * DAY_MS..today_ms).await?;
    Ok(rows.into_iter().map(|(name, value)| AnalyticsRow { name, value }).collect())
}

fn row((name, value): (&str, i64)) -> AnalyticsRow {
    AnalyticsRow { name: name.to_owned(), value }
}

/// The limits of the server: none. Administrators are told how many accounts there are.
pub async fn limits(ctx: &Ctx) -> Result<ServerLimits, AppError> {
    if !ctx.can(Permission::SysconsoleReadUserManagementUsers) {
        return Ok(ServerLimits::default());
    }
    Ok(ServerLimits {
        active_user_count: store::active_users(ctx.db()).await?,
        single_channel_guest_limit: GUESTS_WARNED_AT,
        ..ServerLimits::default()
    })
}

/// Posts of people, rounded down to their first digit: everybody may ask, nobody needs to know exactly.
pub async fn usage_posts(ctx: &Ctx) -> Result<i64, AppError> {
    Ok(rounded(store::usage(ctx.db()).await?.posts, 1))
}

/// Bytes of files, rounded down to their first digit and to 100 MB.
pub async fn usage_storage(ctx: &Ctx) -> Result<i64, AppError> {
    Ok(rounded(store::usage(ctx.db()).await?.file_bytes, 8))
}

/// Live teams.
pub async fn usage_teams(ctx: &Ctx) -> Result<i64, AppError> {
    Ok(store::usage(ctx.db()).await?.teams)
}

/// `count` with zeros for all digits but the first, and for at least so many.
fn rounded(count: i64, zeros_min: u32) -> i64 {
    let zeros = count.max(1).ilog10().max(zeros_min);
    let unit = 10_i64.saturating_pow(zeros);
    count / unit * unit
}

#[cfg(test)]
mod tests {
    use super::rounded;

    #[test]
    fn usage_is_rounded_down() {
        assert_eq!([0, 9, 10, 1_234, 99].map(|n| rounded(n, 1)), [0, 0, 10, 1_000, 90]);
        assert_eq!([99_999_999, 250_000_000, 7_654_000_000].map(|n| rounded(n, 8)), [0, 200_000_000, 7_000_000_000]);
    }
}
