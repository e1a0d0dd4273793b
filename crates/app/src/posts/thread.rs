//! One thread with its replies.

use roost_model::Id;
use roost_model::errors::post as errors;
use roost_model::post::PostList;
use roost_store::post_lists::{self as store, ThreadPage};

use super::people::People;
use super::window::Threads;
use super::{get, metadata};
use crate::{AppError, Ctx};

/// Which replies are asked for.
#[derive(Clone, Copy, Debug, Default)]
pub struct ThreadOptions {
    pub threads: Threads,
    /// 0: all.
    pub per_page: i64,
    /// `None`: in no order.
    pub forwards: Option<bool>,
    /// Beyond this post, when it was created or changed at the given time.
    pub from_post: Id,
    pub from_create_at: i64,
    pub from_update_at: i64,
    /// By the time of change.
    pub updates_only: bool,
}

/// The thread that a post belongs to.
pub async fn post_thread(ctx: &Ctx, id: Id, options: &ThreadOptions) -> Result<PostList, AppError> {
    let collapsed = options.threads.collapsed;
    let mut list = PostList::default();
    if options.threads.skip && !collapsed {
        let (post, _) = get::readable(ctx, id).await?;
        list.push(post);
        return metadata::list(ctx, list).await;
    }
    let viewer = collapsed.then(|| ctx.user_id());
    // Most ask by the first post: a page of what belongs to it is read along, and shown only to who may read it.
    let (post, along) = if options.per_page > 0 {
        let (post, along) = store::post_and_thread(ctx.db(), viewer, id, &page(id, options)).await?;
        (post, Some(along))
    } else {
        (store::post_get_for(ctx.db(), viewer, id).await?, None)
    };
    let listed = post.filter(|listed| listed.post.delete_at == 0).ok_or(errors::NOT_FOUND)?;
    get::of(ctx, &listed.post).await?;
    let root = if collapsed { id } else { listed.post.thread_id() };
    let mut replies = match along.filter(|_| root == id) {
        Some(along) => along,
        None => store::post_thread(ctx.db(), &page(root, options)).await?,
    };
    if collapsed {
        let people = People::load(ctx, listed.participants.iter().copied(), options.threads.extended).await?;
        list.push(people.onto(listed));
    } else {
        list.push(listed.post);
    }
    let has_next = options.per_page > 0 && i64::try_from(replies.len()).unwrap_or(i64::MAX) > options.per_page;
    if has_next {
        replies.truncate(usize::try_from(options.per_page).unwrap_or(usize::MAX));
    }
    for mut reply in replies {
        if collapsed {
            reply.reply_count = 0;
        }
        if reply.id != id {
            list.push(reply);
        }
    }
    list.has_next = Some(has_next);
    metadata::list(ctx, list).await
}

/// Which posts of the thread that begins with `root_id`.
fn page(root_id: Id, options: &ThreadOptions) -> ThreadPage {
    let collapsed = options.threads.collapsed;
    ThreadPage {
        root_id,
        with_root: !collapsed,
        forwards: options.forwards,
        by_update: options.updates_only,
        from_ms: if options.updates_only { options.from_update_at } else { options.from_create_at },
        from_id: options.from_post,
        // One more shows whether there is more.
        limit: if options.per_page > 0 { options.per_page + 1 } else { 0 },
    }
}
