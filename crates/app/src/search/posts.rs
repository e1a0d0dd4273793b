//! Searching posts.

use roost_model::Id;
use roost_model::errors::post as errors;
use roost_model::permission::Permission;
use roost_model::post::{Post, PostList, PostSearch, PostSearchResults};
use roost_store::post_search::{self as store, FOUND_LEN_MAX, Filter, Wanted};
use tokio::time::Instant;

use super::places::place_names;
use super::tsquery::tsquery;
use crate::access::team::require_in_team;
use crate::posts::metadata;
use crate::text::search::{Search, Term};
use crate::{AppError, Ctx};

/// A search as it was sent.
#[derive(Clone, Debug, Default)]
pub struct SearchRequest {
    /// Empty: in all teams.
    pub team_id: Id,
    pub search: PostSearch,
}

/// Whether the session's user may search in the team. Before the body is read.
pub async fn require_search(ctx: &Ctx, team_id: Id) -> Result<(), AppError> {
    if team_id.is_empty() { Ok(()) } else { require_in_team(ctx, team_id, Permission::ViewTeam).await }
}

/// Posts in channels of the session's user that fit, newest first. The database's search has one page only.
pub async fn post_search(ctx: &Ctx, request: &SearchRequest) -> Result<PostSearchResults, AppError> {
    let asked = &request.search;
    let terms = asked.terms.as_deref().filter(|terms| !terms.is_empty());
    let terms = terms.ok_or_else(|| AppError::invalid_body("terms"))?;
    if !ctx.config().service.enable_post_search {
        return Err(errors::SEARCH_OFF.into());
    }
    let offset = i32::try_from(asked.time_zone_offset.unwrap_or(0)).unwrap_or(0);
    let search = Search::parse(terms, offset);
    let mut list = PostList::default();
    if !search.is_empty() && asked.page.unwrap_or(0) == 0 {
        let began = Instant::now();
        let found = found(ctx, request, &search).await?;
        ctx.app().metrics.searched_posts(began.elapsed());
        for post in found {
            list.push(post);
        }
    }
    Ok(metadata::list(ctx, list).await?.into())
}

async fn found(ctx: &Ctx, request: &SearchRequest, search: &Search) -> Result<Vec<Post>, AppError> {
    let any = request.search.is_or_search.unwrap_or(false);
    let filters = &search.filters;
    let common = Wanted {
        user_id: ctx.user_id(),
        team_id: request.team_id,
        with_deleted_channels: request.search.include_deleted_channels.unwrap_or(false),
        places: Filter {
            only: only(&filters.in_places, place_names(ctx, &filters.in_places).await?),
            not: place_names(ctx, &filters.not_in_places).await?,
        },
        authors: Filter {
            only: only(&filters.from_users, filters.from_users.clone()),
            not: filters.not_from_users.clone(),
        },
        since_ms: filters.since,
        until_ms: filters.until,
        except_ms: filters.except.as_ref().map(|day| (day.start, day.end)),
        ..Wanted::default()
    };
    let (words, tags) = (tsquery(&search.words, any), tsquery(&search.hashtags, any));
    // Words and tags are searched apart, and what either finds counts.
    let mut posts = Vec::new();
    if !words.is_empty() || tags.is_empty() {
        posts = store::post_search(ctx.db(), &Wanted { words, ..common.clone() }).await?;
    }
    if !tags.is_empty() {
        let exact_tags =
            search.hashtags.wanted.iter().map(|(Term::Word(t) | Term::Prefix(t) | Term::Phrase(t))| t.to_lowercase());
        let exact_tags = exact_tags.collect();
        let tagged = store::post_search(ctx.db(), &Wanted { tags, exact_tags, any_tag: any, ..common }).await?;
        posts.extend(
            tagged.into_iter().filter(|post| !posts.iter().any(|other| other.id == post.id)).collect::<Vec<_>>(),
        );
        posts.sort_by_key(|post| std::cmp::Reverse((post.create_at, post.id)));
        posts.truncate(usize::try_from(FOUND_LEN_MAX).unwrap_or(usize::MAX));
    }
    Ok(posts)
}

/// `None` where nothing was said; else only these, even when none of them exists.
fn only<T>(said: &[T], names: Vec<String>) -> Option<Vec<String>> {
    (!said.is_empty()).then_some(names)
}
