//! People with what they did, for administrators.

use roost_model::Id;
use roost_model::errors::report as errors;
use roost_model::permission::Permission;
use roost_model::report::UserReport;
use roost_model::user::SanitizeOptions;
use roost_store::user_report::{self as store, Column, From, Guests, ReportFilter};

use crate::presence;
use crate::{AppError, Ctx};

const DAY_S: i64 = 24 * 3_600;
const PAGE_SIZE_MAX: i64 = 100;

/// What a report was asked for. Empty texts are not asked for.
#[derive(Debug, Default)]
pub struct ReportRequest {
    pub text: String,
    pub role: String,
    pub team: String,
    pub without_team: bool,
    pub hide_active: bool,
    pub hide_inactive: bool,
    pub guests: String,
    pub sort_column: String,
    pub sort_direction: String,
    pub direction: String,
    pub from_value: String,
    pub from_id: String,
    pub date_range: String,
    pub page_size: i64,
}

/// One page of a report.
pub async fn user_report(ctx: &Ctx, asked: &ReportRequest) -> Result<Vec<UserReport>, AppError> {
    ctx.require(Permission::SysconsoleReadUserManagementUsers)?;
    if !(1..=PAGE_SIZE_MAX).contains(&asked.page_size) {
        return Err(errors::PAGE_SIZE.into());
    }
    let filter = ReportFilter {
        column: column(&asked.sort_column)?,
        descending: asked.sort_direction == "desc",
        backwards: asked.direction == "prev",
        from: Id::parse(&asked.from_id).map(|id| From { value: asked.from_value.clone(), id }),
        days: days(&asked.date_range, ctx.now_ms() / 1_000),
        ..filter_of(asked)?
    };
    let mut people = store::report_page(ctx.db(), &filter, asked.page_size).await?;
    let ids: Vec<Id> = people.iter().map(|person| person.user.id).collect();
    let statuses = presence::statuses_of(ctx.app(), ctx.db(), &ids).await?;
    for person in &mut people {
        // What this node knows of late and has not written yet.
        let status = statuses.iter().find(|status| status.user_id == person.user.id);
        person.last_status_at =
            person.last_status_at.max(status.map(|status| status.last_activity_at).filter(|at| *at > 0));
        let user = std::mem::take(&mut person.user);
        person.user = user.sanitized(SanitizeOptions::Admin);
        // Keys at login services are no part of reports, nor is when a password was set.
        person.user.auth_data = None;
    }
    Ok(people)
}

/// How many people are in a report.
pub async fn user_report_count(ctx: &Ctx, asked: &ReportRequest) -> Result<i64, AppError> {
    ctx.require(Permission::SysconsoleReadUserManagementUsers)?;
    Ok(store::report_count(ctx.db(), &filter_of(asked)?).await?)
}

pub(super) fn filter_of(asked: &ReportRequest) -> Result<ReportFilter, AppError> {
    let team = match asked.team.as_str() {
        "" => None,
        text => Some(Id::parse(text).ok_or(errors::TEAM)?),
    };
    Ok(ReportFilter {
        text: asked.text.clone(),
        role: asked.role.clone(),
        team,
        without_team: asked.without_team,
        active: match (asked.hide_active, asked.hide_inactive) {
            (true, true) => return Err(errors::ACTIVE.into()),
            (true, false) => Some(false),
            (false, true) => Some(true),
            (false, false) => None,
        },
        guests: match asked.guests.as_str() {
            "" => None,
            "all" => Some(Guests::All),
            "single_channel" => Some(Guests::SingleChannel),
            "multi_channel" => Some(Guests::MultiChannel),
            _ => return Err(errors::GUESTS.into()),
        },
        ..ReportFilter::default()
    })
}

fn column(name: &str) -> Result<Column, AppError> {
    Ok(match name {
        "" | "Username" => Column::Username,
        "CreateAt" => Column::CreateAt,
        "FirstName" => Column::FirstName,
        "LastName" => Column::LastName,
        "Nickname" => Column::Nickname,
        "Email" => Column::Email,
        _ => return Err(errors::SORT.into()),
    })
}

/// The days whose posts count, as seconds since 1970; unknown names are all time.
pub(super) fn days(range: &str, now_s: i64) -> (i64, i64) {
    let today = now_s - now_s.rem_euclid(DAY_S);
    match range {
        "last_30_days" | "last30days" => (today - 30 * DAY_S, 0),
        "previous_month" | "previousmonth" => {
            let this = first_of_month(today);
            (first_of_month(this - DAY_S), this)
        }
        "last_6_months" | "last6months" => {
            let mut first = first_of_month(today);
            for _ in 0..6 {
                first = first_of_month(first - DAY_S);
            }
            (first, 0)
        }
        _ => (0, 0),
    }
}

/// Midnight of the first day of the month of a day.
fn first_of_month(day_s: i64) -> i64 {
    // The civil calendar by days since 1970, with years that begin in March.
    let days = day_s.div_euclid(DAY_S) + 719_468;
    let of_era = days.rem_euclid(146_097);
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let of_month = of_year - (153 * month + 2) / 5;
    day_s.div_euclid(DAY_S) * DAY_S - of_month * DAY_S
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_of_days() {
        // 2024-03-15 10:00, 2024-03-01, 2024-02-01, 2023-09-01, 2024-02-14.
        let (now, march, february, september, month_ago) =
            (1_710_496_800, 1_709_251_200, 1_706_745_600, 1_693_526_400, 1_707_868_800);
        assert_eq!(days("last_30_days", now), (month_ago, 0));
        assert_eq!(days("previous_month", now), (february, march));
        assert_eq!(days("last6months", now), (september, 0));
        assert_eq!(days("zzz", now), (0, 0));
        assert_eq!(first_of_month(march), march);
        assert_eq!(first_of_month(0), 0);
    }
}
