//! Buttons and menus below messages, and the dialogs that programs open.

mod action;
mod dialog;
mod trigger;

pub use action::post_action;
pub use dialog::{Submission, dialog_open, dialog_submit};
pub(crate) use trigger::issue as trigger_issue;
