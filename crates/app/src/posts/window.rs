//! The posts of a channel, page by page.

use roost_model::Id;
use roost_model::channel::Channel;
use roost_model::post::{Post, PostList};
use roost_store::post_lists::{self as store, From, ListedPost, PageOf};

use super::metadata;
use super::people::People;
use crate::access::channel::{self, ReadContent};
use crate::{AppError, Ctx};

/// Which posts of a channel are asked for.
#[derive(Clone, Copy, Debug, Default)]
pub struct Window {
    pub page: i64,
    pub per_page: i64,
    /// Unix milliseconds; 0: not asked for.
    pub since_ms: i64,
    /// Only what is older than this post; empty: not asked for.
    pub before: Id,
    /// Only what is newer than this post; empty: not asked for. Goes before `before`.
    pub after: Id,
    pub include_deleted: bool,
    pub threads: Threads,
}

/// How lists deal with threads.
#[derive(Clone, Copy, Debug, Default)]
pub struct Threads {
    /// Leaves replies out of the list and tells about threads at their first posts.
    pub collapsed: bool,
    /// With whole accounts of participants.
    pub extended: bool,
    /// Does not add the other posts of the threads that the list touches.
    pub skip: bool,
}

/// An answer that clients may keep.
pub struct Tagged<T> {
    /// Empty: not to be kept.
    pub etag: String,
    /// `None`: the client has this version.
    pub value: Option<T>,
}

/// The posts of a channel, newest first. `held` is the version that the client has; empty: none.
pub async fn channel_posts(ctx: &Ctx, channel: Id, window: &Window, held: &str) -> Result<Tagged<PostList>, AppError> {
    let access = channel::channel_or_404::<ReadContent>(ctx, channel).await?;
    metadata::require_deleted(ctx, window.include_deleted)?;
    let channel = &*access.channel;
    let collapsed_for = window.threads.collapsed.then(|| ctx.user_id());
    if window.since_ms > 0 {
        let posts = store::post_since(ctx.db(), channel.id, window.since_ms, collapsed_for).await?;
        let list = with_threads(ctx, channel, posts, window.threads, Context::Roots).await?;
        return Ok(Tagged { etag: String::new(), value: Some(metadata::list(ctx, list).await?) });
    }
    let from = match (window.after.some(), window.before.some()) {
        (Some(id), _) => From::After(id),
        (None, Some(id)) => From::Before(id),
        (None, None) => From::Newest,
    };
    // One post more than is asked for tells what comes next. Neighbours are never deleted ones, which the page may have.
    let one_more = window.per_page > 0 && !window.include_deleted;
    let of = page_of(ctx, channel, from, window, i64::from(one_more));
    let (etag, mut posts) = if held.is_empty() {
        let (changed_at, posts) = store::post_page_and_change(ctx.db(), &of).await?;
        (etag_at(ctx, changed_at), posts)
    } else {
        let etag = etag(ctx, channel.id).await?;
        if held == etag {
            return Ok(Tagged { etag, value: None });
        }
        (etag, store::post_page(ctx.db(), &of).await?)
    };
    let whole = usize::try_from(window.per_page).unwrap_or(0);
    let beyond = one_more.then(|| posts.drain(whole.min(posts.len())..).next().map_or(Id::EMPTY, |more| more.post.id));
    let list = listed(ctx, channel, from, window.threads, posts).await?;
    let list = with_neighbours(ctx, channel.id, list, window, beyond).await?;
    Ok(Tagged { etag, value: Some(metadata::list(ctx, list).await?) })
}

/// The version of a channel's posts.
async fn etag(ctx: &Ctx, channel: Id) -> Result<String, AppError> {
    Ok(etag_at(ctx, store::post_newest_change(ctx.db(), channel).await?))
}

/// The version of posts of which one changed at this time and none later; 0: there is none.
pub(super) fn etag_at(ctx: &Ctx, changed_at: i64) -> String {
    let newest = if changed_at == 0 { ctx.now_ms() } else { changed_at };
    format!("{}.{newest}", ctx.app().node.version)
}

/// Which posts are added to a list besides its own.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Context {
    /// Around a post: the threads of all of them, and what they count.
    Around,
    /// A plain page: the threads of its replies.
    Page,
    /// The first posts of its replies, nothing else.
    Roots,
}

/// What is read for a page; `more` posts beyond it.
fn page_of(ctx: &Ctx, channel: &Channel, from: From, window: &Window, more: i64) -> PageOf {
    PageOf {
        channel_id: channel.id,
        from,
        collapsed_for: window.threads.collapsed.then(|| ctx.user_id()),
        include_deleted: window.include_deleted,
        limit: window.per_page + more,
        offset: window.page.saturating_mul(window.per_page),
    }
}

/// A list of what was read for a page.
async fn listed(
    ctx: &Ctx,
    channel: &Channel,
    from: From,
    threads: Threads,
    mut posts: Vec<ListedPost>,
) -> Result<PostList, AppError> {
    if matches!(from, From::After(_)) {
        posts.reverse();
    }
    let context = if from == From::Newest { Context::Page } else { Context::Around };
    with_threads(ctx, channel, posts, threads, context).await
}

/// Makes a list of posts, with what it shows of threads.
pub(super) async fn with_threads(
    ctx: &Ctx,
    channel: &Channel,
    posts: Vec<ListedPost>,
    threads: Threads,
    context: Context,
) -> Result<PostList, AppError> {
    let mut list = PostList::default();
    if threads.collapsed {
        let people = posts.iter().flat_map(|listed| listed.participants.iter().copied());
        let people = People::load(ctx, people, threads.extended).await?;
        for listed in posts {
            list.push(people.onto(listed));
        }
        return Ok(list);
    }
    let counted = threads.skip || context == Context::Around;
    let mut roots: Vec<Id> = Vec::new();
    for ListedPost { mut post, .. } in posts {
        if !counted {
            post.reply_count = 0;
        }
        match context {
            Context::Around => roots.extend([Some(post.id), post.root_id.some()].into_iter().flatten()),
            Context::Page | Context::Roots => roots.extend(post.root_id.some()),
        }
        list.push(post);
    }
    roots = crate::text::runes::without_duplicates(roots);
    let replies = !threads.skip && context != Context::Roots;
    if !replies {
        roots.retain(|id| !list.posts.contains_key(id));
    }
    if !roots.is_empty() {
        for mut post in store::post_threads(ctx.db(), channel.id, &roots, replies).await? {
            if !counted {
                post.reply_count = 0;
            }
            list.add_context(post);
        }
    }
    Ok(list)
}

/// Tells which posts are right before and after the list. `beyond` is the one after its far end, if that is known; a list
/// that is shorter than was asked for ends where the channel does.
async fn with_neighbours(
    ctx: &Ctx,
    channel: Id,
    mut list: PostList,
    window: &Window,
    beyond: Option<Id>,
) -> Result<PostList, AppError> {
    let first_page = window.page == 0;
    let short = i64::try_from(list.order.len()).unwrap_or(i64::MAX) < window.per_page;
    let far = Known(if short { Some(Id::EMPTY) } else { beyond });
    let (prev, next) = match (window.after.some(), window.before.some()) {
        (Some(after), _) => (Known::when(first_page, after), far),
        (None, Some(before)) => (far, Known::when(first_page, before)),
        (None, None) => (far, Known::when(first_page, Id::EMPTY)),
    };
    let (oldest, newest) = ends(&list);
    let oldest = oldest.filter(|_| prev.0.is_none());
    let newest = newest.filter(|_| next.0.is_none());
    let found = store::post_neighbours(ctx.db(), channel, oldest, newest, window.threads.collapsed).await?;
    list.prev_post_id = prev.0.unwrap_or(found.0);
    list.next_post_id = next.0.unwrap_or(found.1);
    Ok(list)
}

/// A neighbour that is known without asking.
struct Known(Option<Id>);

impl Known {
    fn when(condition: bool, id: Id) -> Self {
        Self(condition.then_some(id))
    }
}

/// When the oldest and the newest post of the list were created.
fn ends(list: &PostList) -> (Option<i64>, Option<i64>) {
    let created = |id: Option<&Id>| id.and_then(|id| list.posts.get(id)).map(|post| post.create_at);
    (created(list.order.last()), created(list.order.first()))
}

/// The pinned posts of a channel.
pub async fn channel_pinned(ctx: &Ctx, channel: Id) -> Result<PostList, AppError> {
    let access = channel::channel_or_404::<ReadContent>(ctx, channel).await?;
    let mut list = PostList::default();
    let posts: Vec<Post> = store::post_pinned(ctx.db(), access.channel.id).await?;
    for post in posts {
        list.push(post);
    }
    metadata::list(ctx, list).await
}
