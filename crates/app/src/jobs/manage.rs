//! Making jobs, looking at them and ending them.

use roost_model::Id;
use roost_model::errors::job as errors;
use roost_model::job::{Job, JobDraft, JobRights, JobStatusChange, PERFORMED, TYPES, rights, status};
use roost_model::permission::Permission;
use roost_store::channel_lists::Page;
use roost_store::jobs as store;

use crate::{AppError, Ctx, Record};

/// Makes a job of a kind that this server performs.
pub async fn job_create(ctx: &Ctx, draft: JobDraft) -> Result<Job, AppError> {
    let JobRights { create, .. } = rights(&draft.job_type).ok_or(errors::UNKNOWN_TYPE)?;
    ctx.require(create)?;
    if !PERFORMED.contains(&draft.job_type.as_str()) {
        return Err(errors::UNKNOWN_TYPE.into());
    }
    let job = Job {
        id: ctx.new_id(),
        job_type: draft.job_type,
        create_at: ctx.now_ms(),
        status: status::PENDING.to_owned(),
        data: draft.data,
        ..Job::default()
    };
    let mut tx = ctx.db().begin().await?;
    store::job_insert_in_tx(&mut tx, &job);
    ctx.commit(tx, Record::new()).await?;
    ctx.app().jobs.wake();
    Ok(job)
}

/// A job, or 404.
pub(super) async fn find(ctx: &Ctx, id: Id) -> Result<Job, AppError> {
    store::job_get(ctx.db(), id).await?.ok_or_else(|| errors::NOT_FOUND.into())
}

/// One job.
pub async fn job_get(ctx: &Ctx, id: Id) -> Result<Job, AppError> {
    let job = find(ctx, id).await?;
    let rights = rights(&job.job_type).ok_or(errors::TYPE_NOT_READABLE)?;
    ctx.require(rights.read)?;
    Ok(job)
}

/// What `GET /jobs` was asked for. Empty texts are not asked for.
#[derive(Debug)]
pub struct JobList {
    pub job_type: String,
    pub status: String,
    pub page: Page,
}

/// Jobs that the session may see, the newest first. An unknown state is an error that comes after the empty list, as
/// clients know it: then there is no list here.
pub async fn job_list(ctx: &Ctx, listing: &JobList) -> Result<Option<Vec<Job>>, AppError> {
    let types: Vec<&str> = if listing.job_type.is_empty() {
        TYPES.iter().filter(|(_, rights)| ctx.can(rights.read)).map(|(name, _)| *name).collect()
    } else {
        vec![readable_type(ctx, &listing.job_type)?]
    };
    if types.is_empty() {
        return Err(AppError::no_permission().because(Permission::ReadJobs.name()));
    }
    let statuses: Vec<&str> = match listing.status.as_str() {
        "" => status::ALL.to_vec(),
        known if status::ALL.contains(&known) => vec![known],
        _ => return Ok(None),
    };
    Ok(Some(store::job_page(ctx.db(), &types, &statuses, listing.page).await?))
}

/// The kind, if the session may see jobs of it.
fn readable_type<'a>(ctx: &Ctx, job_type: &'a str) -> Result<&'a str, AppError> {
    ctx.require(rights(job_type).ok_or(errors::TYPE_NOT_READABLE)?.read)?;
    Ok(job_type)
}

/// Jobs of one kind, the newest first.
pub async fn job_list_of_type(ctx: &Ctx, job_type: &str, page: Page) -> Result<Vec<Job>, AppError> {
    let job_type = readable_type(ctx, job_type)?;
    Ok(store::job_page(ctx.db(), &[job_type], &status::ALL, page).await?)
}

async fn managed(ctx: &Ctx, id: Id) -> Result<Job, AppError> {
    let job = find(ctx, id).await?;
    ctx.require(rights(&job.job_type).ok_or(errors::UNMANAGEABLE)?.manage)?;
    Ok(job)
}

/// Ends a job: at once when it waits, as soon as its node notices when it is at work.
pub async fn job_cancel(ctx: &Ctx, id: Id) -> Result<(), AppError> {
    let job = managed(ctx, id).await?;
    let next = match job.status.as_str() {
        status::PENDING => status::CANCELED,
        status::IN_PROGRESS => status::CANCEL_REQUESTED,
        _ => return Err(errors::NOT_CANCELABLE.into()),
    };
    change(ctx, &job, next).await
}

/// Moves a job to another state.
pub async fn job_set_status(ctx: &Ctx, id: Id, asked: &JobStatusChange) -> Result<(), AppError> {
    if asked.status.is_empty() {
        return Err(AppError::invalid_body("status"));
    }
    let job = managed(ctx, id).await?;
    let settable = [status::PENDING, status::CANCEL_REQUESTED, status::CANCELED].contains(&asked.status.as_str());
    if !settable || !(asked.force || job.may_become(&asked.status)) {
        return Err(errors::STATUS_INVALID.into());
    }
    change(ctx, &job, &asked.status).await?;
    if asked.status == status::PENDING {
        ctx.app().jobs.wake();
    }
    Ok(())
}

/// Moves a job on, unless somebody else did since it was looked at.
async fn change(ctx: &Ctx, job: &Job, next: &str) -> Result<(), AppError> {
    let mut tx = ctx.db().begin().await?;
    if !store::job_set_status_in_tx(&mut tx, job.id, &job.status, next, ctx.now_ms()).await? {
        return Err(errors::STATUS_INVALID.into());
    }
    ctx.commit(tx, Record::new()).await
}
