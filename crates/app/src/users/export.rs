//! The report on people as a file: a job writes it, and the server's bot hands it to who asked.

use std::io;
use std::sync::Arc;

use bytes::Bytes;
use futures_util::stream;
use roost_model::Id;
use roost_model::errors::report as errors;
use roost_model::file::{FileInfo, StoredFile};
use roost_model::job::{EXPORT_USERS, Job, status};
use roost_model::permission::Permission;
use roost_model::report::UserReport;
use roost_model::user::StringMap;
use roost_store::channel_lists::Page;
use roost_store::user_report::{Column, From, ReportFilter, report_page};
use roost_store::{files, jobs as store};

use super::report::{ReportRequest, days, filter_of};
use super::system_bot;
use crate::channels::channel_direct_of;
use crate::ctx::Client;
use crate::posts::{SystemPost, audience_of, system_post_in_tx};
use crate::system::busy::written_as_time;
use crate::{App, AppError, Ctx, Db, Record};

/// People that are read and written at a time.
const PAGE: i64 = 1_000;

/// Jobs that are looked through for one that does the same.
const JOBS_MAX: i64 = 1_000;

const HEAD: &str =
    "Id,Username,Email,CreateAt,Name,Roles,LastLogin,LastStatusAt,LastPostDate,DaysActive,TotalPosts,DeletedAt\n";

/// What two jobs have in common that do the same for the same person. The range is taken as it was asked for: none and
/// `all_time` are two, as for the original.
const SAME: [&str; 7] =
    ["requesting_user_id", "date_range", "role", "team", "hide_active", "hide_inactive", "guest_filter"];

/// Makes the job, unless one that waits or is at work does the same for the same person. The bot says that it has been asked for.
///
/// Nobody is woken: nodes come across it at their next look, as in the original, and who asks twice is told so.
pub async fn user_export(ctx: &Ctx, asked: &ReportRequest) -> Result<(), AppError> {
    ctx.require(Permission::SysconsoleReadUserManagementUsers)?;
    filter_of(asked)?;
    let job = Job {
        id: ctx.new_id(),
        job_type: EXPORT_USERS.to_owned(),
        create_at: ctx.now_ms(),
        status: status::PENDING.to_owned(),
        data: Some(data(ctx, asked)),
        ..Job::default()
    };
    let message = format!(
        "The report on the people of this server ({}) is being written. I send it to you here as soon as it is done.",
        range_text(&asked.date_range)
    );
    let said = message_to(ctx, ctx.user_id(), message, Vec::new()).await?;
    let (mut tx, mut record) = (ctx.db().begin().await?, Record::new());
    let page = Page { limit: JOBS_MAX, offset: 0 };
    let others =
        store::job_page_alone_in_tx(&mut tx, EXPORT_USERS, &[status::PENDING, status::IN_PROGRESS], page).await?;
    if others.iter().any(|other| SAME.iter().all(|name| named(other, name) == named(&job, name))) {
        return Err(errors::EXPORT_EXISTS.into());
    }
    store::job_insert_in_tx(&mut tx, &job);
    system_post_in_tx(ctx, &mut tx, &mut record, said).await?;
    ctx.commit(tx, record).await
}

fn data(ctx: &Ctx, asked: &ReportRequest) -> StringMap {
    let (first, end) = days(&asked.date_range, ctx.now_ms() / 1_000);
    let flag = |on: bool| on.to_string();
    [
        ("requesting_user_id", ctx.user_id().to_string()),
        ("date_range", asked.date_range.clone()),
        ("start_at", (first * 1_000).to_string()),
        ("end_at", (end * 1_000).to_string()),
        ("role", asked.role.clone()),
        ("team", asked.team.clone()),
        ("hide_active", flag(asked.hide_active)),
        ("hide_inactive", flag(asked.hide_inactive)),
        ("guest_filter", asked.guests.clone()),
    ]
    .into_iter()
    .map(|(name, value)| (name.to_owned(), value))
    .collect()
}

/// A value of the job's data; jobs of an earlier server have fewer of them.
fn named<'a>(job: &'a Job, name: &str) -> &'a str {
    job.data.as_ref().and_then(|data| data.get(name)).map_or("", String::as_str)
}

fn filter(job: &Job) -> Result<ReportFilter, AppError> {
    let text = |name: &str| named(job, name).to_owned();
    let flag = |name: &str| named(job, name) == "true";
    let seconds = |name: &str| named(job, name).parse::<i64>().unwrap_or(0) / 1_000;
    let asked = ReportRequest {
        role: text("role"),
        team: text("team"),
        hide_active: flag("hide_active"),
        hide_inactive: flag("hide_inactive"),
        guests: text("guest_filter"),
        ..ReportRequest::default()
    };
    Ok(ReportFilter { column: Column::CreateAt, days: (seconds("start_at"), seconds("end_at")), ..filter_of(&asked)? })
}

/// Does the job. False when it was ended, or is another node's by now: nothing is left then.
pub(crate) async fn users_export(app: &Arc<App>, db: &Db, job: &Job) -> Result<bool, AppError> {
    let asker =
        Id::parse(named(job, "requesting_user_id")).ok_or_else(|| AppError::internal("nobody asked for this"))?;
    let path = format!("admin_exports/batch_report_{}.csv", job.id);
    let state = Some((filter(job)?, HEAD.to_owned()));
    let pages = stream::try_unfold(state, |state| async move {
        let Some((mut filter, mut text)) = state else { return Ok(None) };
        if !store::job_touch(db, job, app.clock.now_ms(), job.progress).await.map_err(io::Error::other)? {
            return Err(io::ErrorKind::Interrupted.into());
        }
        let people = report_page(db, &filter, PAGE).await.map_err(io::Error::other)?;
        text.extend(people.iter().map(line));
        let last = people.last().map(|person| From { value: person.user.create_at.to_string(), id: person.user.id });
        filter.from = last;
        let next = filter.from.is_some().then(|| (filter, String::new()));
        Ok(Some((Bytes::from(text), next)))
    });
    let size = match app.blobs.put_stream(&path, pages, u64::MAX).await {
        Ok(size) => size,
        Err(roost_blob::BlobError::Interrupted(error)) if error.kind() == io::ErrorKind::Interrupted => {
            return Ok(false);
        }
        Err(error) => return Err(AppError::internal(error)),
    };
    hand_over(app, db, job, asker, (path, size)).await?;
    Ok(true)
}

async fn hand_over(app: &Arc<App>, db: &Db, job: &Job, asker: Id, file: (String, u64)) -> Result<(), AppError> {
    let ctx = Ctx::new(app.clone(), db.clone(), None, Client::default(), app.random.id()).await?;
    let bot = system_bot(&ctx).await?;
    let info = FileInfo {
        id: ctx.new_id(),
        user_id: bot.id.to_string(),
        create_at: ctx.now_ms(),
        update_at: ctx.now_ms(),
        name: format!("batch_report_{}.csv", job.id),
        extension: "csv".to_owned(),
        size: i64::try_from(file.1).unwrap_or(i64::MAX),
        mime_type: "text/csv".to_owned(),
        remote_id: Some(Id::EMPTY),
        ..FileInfo::default()
    };
    let id = info.id;
    let message =
        format!("The report on the people of this server ({}) is done.", range_text(named(job, "date_range")));
    let said = message_to(&ctx, asker, message, vec![id]).await?;
    let (mut tx, mut record) = (ctx.db().begin().await?, Record::new());
    files::file_insert_in_tx(&mut tx, &StoredFile { info, path: file.0, ..StoredFile::default() });
    system_post_in_tx(&ctx, &mut tx, &mut record, said).await?;
    ctx.commit(tx, record).await
}

/// What the bot says to somebody, with files.
async fn message_to(ctx: &Ctx, to: Id, message: String, files: Vec<Id>) -> Result<SystemPost, AppError> {
    let bot = system_bot(ctx).await?;
    let channel = channel_direct_of(ctx, to, bot.id).await?;
    let audience = audience_of(ctx, channel.id).await?;
    Ok(SystemPost {
        channel: Arc::new(channel),
        author: bot,
        kind: "",
        message,
        props: serde_json::Map::new(),
        mentioned: vec![to],
        root_id: Id::EMPTY,
        files,
        audience,
        set_online: true,
    })
}

fn range_text(range: &str) -> &'static str {
    match range {
        "last_30_days" | "last30days" => "last 30 days",
        "previous_month" | "previousmonth" => "previous month",
        "last_6_months" | "last6months" => "last 6 months",
        _ => "all time",
    }
}

/// A person as a line of the file.
fn line(person: &UserReport) -> String {
    let user = &person.user;
    let time = |ms: i64| if ms == 0 { String::new() } else { written_as_time(ms) };
    let maybe = |ms: Option<i64>| ms.map(time).unwrap_or_default();
    let fields = [
        user.id.to_string(),
        user.username.clone(),
        user.email.clone(),
        time(user.create_at),
        name(person),
        user.roles.clone(),
        time(person.last_login),
        maybe(person.last_status_at),
        maybe(person.last_post_date),
        person.days_active.to_string(),
        person.total_posts.unwrap_or(0).to_string(),
        time(user.delete_at),
    ];
    fields.map(|field| quoted(&field)).join(",") + "\n"
}

fn name(person: &UserReport) -> String {
    let user = &person.user;
    let full = [user.first_name.as_str(), user.last_name.as_str()].join(" ").trim().to_owned();
    [user.nickname.as_str(), full.as_str(), user.username.as_str()]
        .into_iter()
        .find(|name| !name.is_empty())
        .unwrap_or_default()
        .to_owned()
}

/// A field of a line: in quotes where it has what parts fields or lines, or blanks at its start.
fn quoted(field: &str) -> String {
    if field.contains(['"', ',', '\n', '\r']) || field.starts_with([' ', '\t']) {
        return format!("\"{}\"", field.replace('"', "\"\""));
    }
    field.to_owned()
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn fields_stay_one_field() {
        for (field, written) in [
            ("a b", "a b"),
            ("a,b", "\"a,b\""),
            ("say \"a\"", "\"say \"\"a\"\"\""),
            ("a\nb", "\"a\nb\""),
            (" a", "\" a\""),
        ] {
            assert_eq!(quoted(field), written);
        }
    }
}
