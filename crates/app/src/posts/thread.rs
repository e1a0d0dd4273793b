//! One thread with its replies.

use roost_model::Id;
use roost_model::errors::post as errors;
use roost_model::post::{Post, PostList};
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
    let (post, _) = get::readable(ctx, id).await?;
    let list = thread_list(ctx, &post, options).await?;
    metadata::list(ctx, list).await
}

/// The post and what is asked for of its thread, without metadata.
pub(super) async fn thread_list(ctx: &Ctx, post: &Post, options: &ThreadOptions) -> Result<PostList, AppError> {
    let mut list = PostList::default();
    let collapsed = options.threads.collapsed;
    if collapsed {
        let listed = store::post_get_for(ctx.db(), ctx.user_id(), post.id).await?.ok_or(errors::NOT_FOUND)?;
        let people = People::load(ctx, listed.participants.iter().copied(), options.threads.extended).await?;
        list.push(people.onto(listed));
    } else {
        list.push(post.clone());
    }
    if options.threads.skip && !collapsed {
        return Ok(list);
    }
    let mut replies = store::post_thread(ctx.db(), &page(post, options)).await?;
    let has_next = options.per_page > 0 && i64::try_from(replies.len()).unwrap_or(i64::MAX) > options.per_page;
    if has_next {
        replies.truncate(usize::try_from(options.per_page).unwrap_or(usize::MAX));
    }
    for mut reply in replies {
        if collapsed {
            reply.reply_count = 0;
        }
        if reply.id != post.id {
            list.push(reply);
        }
    }
    list.has_next = Some(has_next);
    Ok(list)
}

fn page(post: &Post, options: &ThreadOptions) -> ThreadPage {
    let collapsed = options.threads.collapsed;
    ThreadPage {
        root_id: if collapsed { post.id } else { post.thread_id() },
        with_root: !collapsed,
        forwards: options.forwards,
        by_update: options.updates_only,
        from_ms: if options.updates_only { options.from_update_at } else { options.from_create_at },
        from_id: options.from_post,
        // One more shows whether there is more.
        limit: if options.per_page > 0 { options.per_page + 1 } else { 0 },
    }
}
