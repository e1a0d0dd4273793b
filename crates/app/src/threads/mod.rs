//! Threads as their followers see them.

mod follow;
mod list;
mod read;

pub use follow::thread_follow;
pub use list::{ThreadWindow, thread_get, thread_list};
pub use read::{thread_read, thread_unread_at, threads_read};
