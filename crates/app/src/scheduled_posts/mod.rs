//! Posts that are to be sent later: kept for their author alone, and sent by whichever node comes first.

mod change;
mod create;
mod list;
mod send;

pub use change::{scheduled_delete, scheduled_update};
pub use create::scheduled_create;
pub use list::{Scheduled, scheduled_list};
pub use send::send_next;

use roost_model::errors::{draft as draft_errors, scheduled_post as errors};
use roost_model::post::PostPriority;
use roost_model::scheduled_post::ScheduledPost;
use roost_model::ws::scheduled_post::ScheduledPostChanged;
use roost_realtime::{Audience, Event};

use crate::posts::priority;
use crate::users::own_user;
use crate::{AppError, Ctx};

/// Longest name of a priority, in characters: what a post's row holds.
const PRIORITY_RUNES_MAX: usize = 32;

/// 400 where posts cannot be scheduled.
fn require_on(ctx: &Ctx) -> Result<(), AppError> {
    if ctx.config().service.scheduled_posts { Ok(()) } else { Err(errors::OFF.into()) }
}

/// Whether a post in this place may have the priority.
async fn check_priority(ctx: &Ctx, priority: Option<&PostPriority>, root_id: &str) -> Result<(), AppError> {
    let Some(wanted) = priority else { return Ok(()) };
    let name = wanted.priority.as_deref().unwrap_or_default();
    priority::require(ctx, wanted, !root_id.is_empty(), own_user(ctx).await?.as_ref())?;
    if name.chars().count() > PRIORITY_RUNES_MAX { Err(draft_errors::INVALID_PRIORITY.into()) } else { Ok(()) }
}

/// To all windows of its author: the original leaves none out.
fn changed(name: &str, post: &ScheduledPost) -> Event {
    Event::new(name, &ScheduledPostChanged::new(post), Audience::user(post.draft.user_id))
}
