//! Buttons, menus and dialogs of programs.

use roost_app::AppError;
use roost_app::interactive::{Submission, dialog_open, dialog_submit, post_action};
use roost_model::interactive::{ActionRequest, DialogOpen, DialogSubmission};

use crate::{Answer, Call, Reply};

crate::routes! {
    POST "/api/v4/posts/{post_id}/actions/{action_id}" => act;
    POST "/api/v4/actions/dialogs/open" => open;
    POST "/api/v4/actions/dialogs/submit" => submit;
    POST "/api/v4/actions/dialogs/lookup" => lookup;
}

async fn act(mut call: Call) -> Answer {
    let post = call.id("post_id")?;
    let request: ActionRequest = call.json_or_default().await?;
    let action = call.param("action_id").to_owned();
    if action.is_empty() {
        return Err(AppError::invalid_url("action_id"));
    }
    Reply::json(&post_action(&call.ctx, post, &action, &request).await?)
}

async fn open(mut call: Call) -> Answer {
    let request: DialogOpen = call.json("openDialogRequest").await?;
    dialog_open(&call.ctx, request).await?;
    Reply::ok()
}

async fn submit(mut call: Call) -> Answer {
    let sent: DialogSubmission = call.json("submitDialogRequest").await?;
    Reply::json(&dialog_submit(&call.ctx, Submission::Whole, sent).await?)
}

async fn lookup(mut call: Call) -> Answer {
    let sent: DialogSubmission = call.json("lookupDialogRequest").await?;
    Reply::json(&dialog_submit(&call.ctx, Submission::Lookup, sent).await?)
}
