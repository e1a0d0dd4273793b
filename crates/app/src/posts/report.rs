//! Posts of a channel one after the other, for administrators.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use roost_model::Id;
use roost_model::errors::report as errors;
use roost_model::permission::Permission;
use roost_model::report::{NextCursor, PostReport, PostReportCursor, PostReportRequest};
use roost_store::post_report as store;

use super::metadata;
use crate::access::channel::channel_get;
use crate::{AppError, Ctx};

const PER_PAGE_DEFAULT: i64 = 100;
const PER_PAGE_MAX: i64 = 1_000;

/// 403 for whoever may not have reports on posts.
pub fn require_post_report(ctx: &Ctx) -> Result<(), AppError> {
    ctx.require(Permission::ManageSystem)
}

/// One page of a report.
pub async fn post_report(ctx: &Ctx, asked: &PostReportRequest) -> Result<PostReport, AppError> {
    require_post_report(ctx)?;
    let mut cursor = if asked.cursor.is_empty() { begin(asked)? } else { read(&asked.cursor)? };
    channel_get(ctx, cursor.channel_id).await?;
    let per_page = if asked.per_page > 0 { asked.per_page.min(PER_PAGE_MAX) } else { PER_PAGE_DEFAULT };
    let mut posts = store::post_report(ctx.db(), &cursor, per_page + 1).await?;
    let more = i64::try_from(posts.len()).unwrap_or(i64::MAX) > per_page;
    posts.truncate(usize::try_from(per_page).unwrap_or(usize::MAX));
    let next_cursor = match posts.last().filter(|_| more) {
        Some(last) => {
            cursor.time = if cursor.by_update { last.update_at } else { last.create_at };
            cursor.id = last.id;
            Some(NextCursor { cursor: written(&cursor)? })
        }
        None => None,
    };
    if asked.include_metadata {
        posts = metadata::all(ctx, posts).await?;
    }
    Ok(PostReport { posts, next_cursor })
}

/// The first page of what was asked for.
fn begin(asked: &PostReportRequest) -> Result<PostReportCursor, AppError> {
    let descending = asked.sort_direction == "desc";
    let time = match (asked.start_time, descending) {
        (start, true) if start > 0 => start.saturating_add(1),
        (_, true) => i64::MAX,
        // Posts of this time too: every id is greater than none.
        (start, false) => start,
    };
    Ok(PostReportCursor {
        channel_id: Id::parse(&asked.channel_id).ok_or(errors::CHANNEL)?,
        by_update: asked.time_field == "update_at",
        descending,
        include_deleted: asked.include_deleted,
        exclude_system_posts: asked.exclude_system_posts,
        end_time: asked.end_time,
        time,
        id: Id::EMPTY,
    })
}

fn written(cursor: &PostReportCursor) -> Result<String, AppError> {
    Ok(URL_SAFE_NO_PAD.encode(serde_json::to_vec(cursor).map_err(AppError::internal)?))
}

fn read(text: &str) -> Result<PostReportCursor, AppError> {
    let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|error| AppError::new(errors::CURSOR).because(error))?;
    serde_json::from_slice(&bytes).map_err(|error| AppError::new(errors::CURSOR).because(error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_read_as_it_was_written() {
        let asked = PostReportRequest {
            channel_id: Id::from_random(1).to_string(),
            sort_direction: "desc".to_owned(),
            ..PostReportRequest::default()
        };
        let cursor = begin(&asked).unwrap();
        assert_eq!((cursor.descending, cursor.time), (true, i64::MAX));
        assert_eq!(read(&written(&cursor).unwrap()).unwrap(), cursor);
        for bad in ["zzz", "", "e30", "!"] {
            assert_eq!(read(bad).unwrap_err().id, *errors::CURSOR, "{bad}");
        }
    }
}
