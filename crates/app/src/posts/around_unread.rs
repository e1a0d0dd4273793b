//! The posts around the oldest one that a member has not read.

use roost_model::Id;
use roost_model::errors::channel as errors;
use roost_model::post::PostList;
use roost_store::post_lists::{self as store, ListedPost, ThreadPage};
use roost_store::unread_window::{Around, unread_window};

use super::metadata;
use super::window::{Context, Tagged, Threads, etag_at, with_threads};
use crate::access::channel::{self, ReadContent};
use crate::{AppError, Ctx};

/// How many posts are asked for.
#[derive(Clone, Copy, Debug)]
pub struct UnreadWindow {
    pub before: i64,
    /// The unread one included.
    pub after: i64,
    pub threads: Threads,
}

/// The posts around what is unread; with nothing unread the newest ones.
pub async fn channel_unread_posts(
    ctx: &Ctx,
    user: Id,
    channel: Id,
    window: &UnreadWindow,
    held: &str,
) -> Result<Tagged<PostList>, AppError> {
    crate::users::access::require_self_or_edit(ctx, user)?;
    let access = channel::channel::<ReadContent>(ctx, channel).await?;
    let channel = &*access.channel;
    let threads = window.threads;
    let of = Around {
        channel_id: channel.id,
        user_id: user,
        collapsed_for: threads.collapsed.then(|| ctx.user_id()),
        // One more on both sides tells what comes next; on this one the unread post is counted already.
        before: window.before + 1,
        after: window.after,
        held_ms: changed_at(ctx, held),
    };
    let mut found = unread_window(ctx.db(), &of).await?.ok_or(errors::MEMBER_NOT_FOUND)?;
    let older = beyond(&mut found.before, window.before);
    let Some(unread) = found.unread else {
        let etag = etag_at(ctx, found.changed_at);
        if held == etag {
            return Ok(Tagged { etag, value: None });
        }
        let mut list = with_threads(ctx, channel, found.before, threads, Context::Page).await?;
        list.prev_post_id = if list.order.is_empty() { Id::EMPTY } else { older };
        return Ok(Tagged { etag, value: Some(metadata::list(ctx, list).await?) });
    };
    found.after.reverse();
    let newer = beyond(&mut found.after, window.after - 1);
    found.after.reverse();
    let apart = (threads.collapsed && unread.post.reply_count > 0).then_some(unread.post.id);
    let posts = found.after.into_iter().chain([unread]).chain(found.before).collect();
    let mut list = with_threads(ctx, channel, posts, threads, Context::Around).await?;
    if let Some(root) = apart {
        add_replies(ctx, &mut list, root).await?;
    }
    (list.prev_post_id, list.next_post_id) = (older, newer);
    Ok(Tagged { etag: String::new(), value: Some(metadata::list(ctx, list).await?) })
}

/// Cuts a list off behind so many posts, and gives the first one beyond.
fn beyond(posts: &mut Vec<ListedPost>, len: i64) -> Id {
    let len = usize::try_from(len).unwrap_or(0);
    posts.drain(len.min(posts.len())..).next().map_or(Id::EMPTY, |more| more.post.id)
}

/// The time of the last change in an etag of ours; 0: there is none.
fn changed_at(ctx: &Ctx, etag: &str) -> i64 {
    let version = etag.strip_prefix(ctx.app().node.version).and_then(|rest| rest.strip_prefix('.'));
    version.and_then(|time| time.parse().ok()).unwrap_or_default()
}

/// Where threads stand apart, the one that is unread comes with its replies all the same.
async fn add_replies(ctx: &Ctx, list: &mut PostList, root_id: Id) -> Result<(), AppError> {
    let all = ThreadPage { root_id, ..ThreadPage::default() };
    for mut reply in store::post_thread(ctx.db(), &all).await? {
        reply.reply_count = 0;
        list.add_context(reply);
    }
    Ok(())
}
