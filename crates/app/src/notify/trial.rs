//! A message that people have sent to themselves, to try their settings.

use std::sync::Arc;

use roost_model::Id;
use roost_model::errors::status as errors;
use serde_json::{Map, Value};

use super::FORCED_PROP;
use crate::channels::channel_direct_of;
use crate::posts::{SystemPost, audience_of, system_post_in_tx};
use crate::users::system_bot;
use crate::{AppError, Ctx, Record};

/// The server's bot writes to the session's user, who is told of it on every way there is, whatever their settings and
/// presence.
pub async fn notification_test(ctx: &Ctx) -> Result<(), AppError> {
    let bot = system_bot(ctx).await.map_err(|error| AppError::from(errors::TEST_NO_BOT).because(error))?;
    let channel = channel_direct_of(ctx, ctx.user_id(), bot.id).await;
    let channel = channel.map_err(|error| AppError::from(errors::TEST_NO_CHANNEL).because(error))?;
    let audience = audience_of(ctx, channel.id).await?;
    let mut props = Map::new();
    props.insert("from_bot".to_owned(), Value::from("true"));
    props.insert(FORCED_PROP.to_owned(), Value::from(ctx.new_id().as_str()));
    let said = SystemPost {
        channel: Arc::new(channel),
        author: bot,
        kind: "",
        message: "This is a test: if your devices have told you of it, your notifications work.".to_owned(),
        props,
        mentioned: vec![ctx.user_id()],
        root_id: Id::EMPTY,
        files: Vec::new(),
        audience,
        set_online: true,
    };
    let (mut tx, mut record) = (ctx.db().begin().await?, Record::new());
    let written = system_post_in_tx(ctx, &mut tx, &mut record, said).await;
    written.map_err(|error| AppError::from(errors::TEST_NO_POST).because(error))?;
    ctx.commit(tx, record).await
}
