//! Searching files.

use roost_model::errors::file as errors;
use roost_model::file::{FileInfo, FileInfoList};
use roost_store::file_search::{self as store, Wanted};
use roost_store::post_search::Filter;
use tokio::time::Instant;

use super::SearchRequest;
use super::places::place_names;
use super::tsquery::tsquery;
use crate::text::search::{Search, Terms};
use crate::{AppError, Ctx};

/// Files of posts in channels of the session's user that fit, newest first. The database's search has one page only.
pub async fn file_search(ctx: &Ctx, request: &SearchRequest) -> Result<FileInfoList, AppError> {
    let asked = &request.search;
    let terms = asked.terms.as_deref().filter(|terms| !terms.is_empty());
    let terms = terms.ok_or_else(|| AppError::invalid_body("terms"))?;
    if !ctx.config().service.enable_file_search {
        return Err(errors::SEARCH_OFF.into());
    }
    let offset = i32::try_from(asked.time_zone_offset.unwrap_or(0)).unwrap_or(0);
    let search = Search::parse(terms, offset);
    let mut list = FileInfoList::default();
    if !search.is_empty() && asked.page.unwrap_or(0) == 0 {
        let began = Instant::now();
        let found = found(ctx, request, search).await?;
        ctx.app().metrics.searched_files(began.elapsed());
        for file in found {
            list.order.push(file.id);
            list.file_infos.insert(file.id, file);
        }
    }
    Ok(list)
}

async fn found(ctx: &Ctx, request: &SearchRequest, search: Search) -> Result<Vec<FileInfo>, AppError> {
    let any = request.search.is_or_search.unwrap_or(false);
    let Search { words, hashtags, filters } = search;
    // Files have no tags: there they are words.
    let words = Terms {
        wanted: [words.wanted, hashtags.wanted].concat(),
        unwanted: [words.unwanted, hashtags.unwanted].concat(),
    };
    let wanted = Wanted {
        user_id: ctx.user_id(),
        team_id: request.team_id,
        with_deleted_channels: request.search.include_deleted_channels.unwrap_or(false),
        words: tsquery(&words, any),
        places: Filter {
            only: said(&filters.in_places, place_names(ctx, &filters.in_places).await?),
            not: place_names(ctx, &filters.not_in_places).await?,
        },
        owners: Filter { only: said(&filters.from_users, filters.from_users.clone()), not: filters.not_from_users },
        extensions: Filter { only: said(&filters.extensions, filters.extensions.clone()), not: filters.not_extensions },
        since_ms: filters.since,
        until_ms: filters.until,
        except_ms: filters.except.map(|day| (day.start, day.end)),
    };
    Ok(store::file_search(ctx.db(), &wanted).await?)
}

/// `None` where nothing was said; else only these, even when none of them exists.
fn said<T>(said: &[T], names: Vec<String>) -> Option<Vec<String>> {
    (!said.is_empty()).then_some(names)
}
