//! What a command answered becomes a post, for everybody or for one.

use std::sync::Arc;

use roost_model::Id;
use roost_model::channel::Channel;
use roost_model::command::{Command, CommandResponse, IN_CHANNEL};
use roost_model::post::{Post, PostDraft};
use serde_json::Value;

use crate::access::channel::{self, CreatePost};
use crate::posts::integration::{IntegrationPost, attachments_shown, integration_post, text_shown};
use crate::posts::{attachments, ephemeral, post_create_by_command};
use crate::users::own_user;
use crate::{AppError, Ctx, Record};

/// Shows the answer and those that came along. `command` is `None` for the server's own.
pub(super) async fn respond(
    ctx: &Ctx,
    channel: &Arc<Channel>,
    root_id: Id,
    command: Option<&Command>,
    response: &CommandResponse,
) -> Result<(), AppError> {
    one(ctx, channel, root_id, command, response).await?;
    for extra in response.extra_responses.iter().flatten() {
        one(ctx, channel, root_id, command, extra).await?;
    }
    Ok(())
}

async fn one(
    ctx: &Ctx,
    channel: &Arc<Channel>,
    root_id: Id,
    command: Option<&Command>,
    response: &CommandResponse,
) -> Result<(), AppError> {
    let nothing = response.text.is_empty() && response.attachments.as_array().is_none_or(Vec::is_empty);
    if nothing {
        return Ok(());
    }
    // A program may answer into another channel, but no further than the user may.
    let elsewhere = Id::parse(&response.channel_id).filter(|id| *id != channel.id);
    let (channel, root_id) = match elsewhere {
        Some(id) => (channel::channel::<CreatePost>(ctx, id).await?.channel, Id::EMPTY),
        None => (channel.clone(), root_id),
    };
    if response.response_type != IN_CHANNEL {
        return only_for_the_user(ctx, &channel, root_id, command, response).await;
    }
    let Some(command) = command else {
        let draft = PostDraft {
            channel_id: channel.id.to_string(),
            root_id: if root_id.is_empty() { String::new() } else { root_id.to_string() },
            message: response.text.clone(),
            post_type: response.post_type.clone(),
            props: response.props.clone(),
            ..PostDraft::default()
        };
        return post_create_by_command(ctx, draft).await;
    };
    let author = own_user(ctx).await?;
    integration_post(ctx, channel, &author, said_by(command, response, root_id)).await
}

fn said_by(command: &Command, response: &CommandResponse, root_id: Id) -> IntegrationPost {
    let own = |own: &String, given: &String| if own.is_empty() { given.clone() } else { own.clone() };
    IntegrationPost {
        text: response.text.clone(),
        username: own(&command.username, &response.username),
        icon_url: own(&command.icon_url, &response.icon_url),
        props: response.props.clone(),
        attachments: response.attachments.clone(),
        post_type: response.post_type.clone(),
        root_id,
        as_it_is: response.skip_slack_parsing,
        ..IntegrationPost::default()
    }
}

async fn only_for_the_user(
    ctx: &Ctx,
    channel: &Channel,
    root_id: Id,
    command: Option<&Command>,
    response: &CommandResponse,
) -> Result<(), AppError> {
    let mut post = Post {
        channel_id: channel.id,
        root_id,
        message: response.text.clone(),
        props: response.props.clone(),
        ..Post::default()
    };
    if let Some(command) = command {
        let said = said_by(command, response, root_id);
        post.message = text_shown(ctx, &said).await?;
        let attachments = attachments_shown(ctx, &said).await?;
        post.props = crate::posts::integration::props(ctx, &said);
        if !attachments.is_empty() {
            post.props.insert(attachments::PROP.to_owned(), Value::Array(attachments));
            attachments::complete(&mut post.props);
            attachments::strip_integrations(&mut post);
        }
    }
    let tx = ctx.db().begin().await?;
    let mut record = Record::new();
    ephemeral(ctx, &mut record, ctx.user_id(), post);
    ctx.commit(tx, record).await
}
