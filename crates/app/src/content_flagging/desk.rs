//! Where a report is kept, and how people hear of it: from a bot, in a conversation of its own with each of them.

use std::collections::HashMap;
use std::sync::Arc;

use roost_model::Id;
use roost_model::channel::Channel;
use roost_model::content_flagging::{PropertyValue, ReportField, field};
use roost_model::post::{Post, kind};
use roost_model::user::User;
use roost_model::ws::{event, json_text};
use roost_realtime::{Audience as Recipients, Event};
use roost_store::{Tx, content_flagging as store};
use serde_json::{Map, Value, json};

use super::access::told;
use crate::access::channel::channel_find;
use crate::channels::channel_direct_of;
use crate::posts::{Audience, SystemPost, audience_of, system_post_in_tx};
use crate::users::{review_bot, user_find};
use crate::{AppError, Ctx, Record};

/// What every step of a review needs.
pub struct Desk {
    pub bot: Arc<User>,
    fields: HashMap<String, ReportField>,
}

/// A conversation of the bot with somebody.
pub struct Conversation {
    user: Id,
    channel: Arc<Channel>,
    audience: Arc<Audience>,
}

impl Desk {
    pub async fn open(ctx: &Ctx) -> Result<Self, AppError> {
        let fields = store::report_fields(ctx.db()).await?;
        let fields = fields.into_iter().map(|field| (field.name.clone(), field)).collect();
        Ok(Self { bot: review_bot(ctx).await?, fields })
    }

    fn field(&self, name: &str) -> Result<&ReportField, AppError> {
        self.fields.get(name).ok_or_else(|| AppError::internal(format!("reports have no field {name}")))
    }

    /// What is known of a report under a name.
    pub fn value<'a>(&self, values: &'a [PropertyValue], name: &str) -> Result<Option<&'a PropertyValue>, AppError> {
        let field = self.field(name)?.id;
        Ok(values.iter().find(|value| value.field_id == field))
    }

    /// Writes values, each of a post, a field and what it holds.
    pub async fn note(
        &self,
        ctx: &Ctx,
        tx: &mut Tx,
        values: &[(Id, &str, Value)],
    ) -> Result<Vec<PropertyValue>, AppError> {
        let mut rows = Vec::with_capacity(values.len());
        for (post, name, value) in values {
            rows.push(PropertyValue {
                id: ctx.new_id(),
                target_id: *post,
                field_id: self.field(name)?.id,
                value: value.clone(),
                ..PropertyValue::default()
            });
        }
        let group = self.field(field::STATUS)?.group_id;
        Ok(store::report_values_save_in_tx(tx, &rows, group, ctx.now_ms()).await?)
    }

    /// The bot's conversations with these people, made where there is none. Ordered, so that two reports at once take the
    /// channels in one order.
    pub async fn conversations(&self, ctx: &Ctx, users: &[Id]) -> Result<Vec<Conversation>, AppError> {
        let mut users = users.to_vec();
        users.sort_unstable();
        users.dedup();
        let mut out = Vec::with_capacity(users.len());
        for user in users {
            // Programs read no conversations.
            if user_find(ctx, user).await?.is_none_or(|user| user.is_bot || user.delete_at > 0) {
                continue;
            }
            let channel = Arc::new(channel_direct_of(ctx, user, self.bot.id).await?);
            let audience = audience_of(ctx, channel.id).await?;
            out.push(Conversation { user, channel, audience });
        }
        Ok(out)
    }

    /// Those of the author and the reporter who hear of what happens to a report.
    pub async fn conversations_of(
        &self,
        ctx: &Ctx,
        event: &str,
        post: &Post,
        reporter: Id,
    ) -> Result<Vec<Conversation>, AppError> {
        let people = [("author", post.user_id), ("reporter", reporter)];
        let people: Vec<Id> =
            people.into_iter().filter(|(target, _)| told(ctx, event, target)).map(|(_, id)| id).collect();
        self.conversations(ctx, &people).await
    }

    /// Says something in a conversation. Gives the post's id.
    pub async fn say(
        &self,
        ctx: &Ctx,
        tx: &mut Tx,
        record: &mut Record,
        to: &Conversation,
        said: Said<'_>,
    ) -> Result<Id, AppError> {
        let mut props = Map::new();
        props.insert("from_bot".to_owned(), json!("true"));
        if let Some(post) = said.report_of {
            props.insert("reported_post_id".to_owned(), json!(post));
        }
        let post = SystemPost {
            channel: to.channel.clone(),
            author: self.bot.clone(),
            kind: if said.report_of.is_some() { kind::SPILLAGE_REPORT } else { kind::DEFAULT },
            message: said.message.to_owned(),
            props,
            mentioned: vec![to.user],
            root_id: said.below,
            files: Vec::new(),
            audience: to.audience.clone(),
            set_online: false,
        };
        system_post_in_tx(ctx, tx, record, post).await
    }

    /// Says something to the reviewers, below the posts that told them of the report.
    pub async fn say_below_reports(
        &self,
        ctx: &Ctx,
        tx: &mut Tx,
        record: &mut Record,
        post: Id,
        reported_at: i64,
        message: &str,
    ) -> Result<(), AppError> {
        let field = self.field(field::FLAGGED_POST)?.id;
        for (report, channel) in store::report_posts_in_tx(tx, field, post, reported_at).await? {
            let Some(channel) = channel_find(ctx, channel).await? else { continue };
            let Some(user) = channel.other_user(self.bot.id) else { continue };
            let audience = audience_of(ctx, channel.id).await?;
            let to = Conversation { user, channel, audience };
            self.say(ctx, tx, record, &to, Said { message, report_of: None, below: report }).await?;
        }
        Ok(())
    }
}

/// What the bot says.
#[derive(Clone, Copy)]
pub struct Said<'a> {
    pub message: &'a str,
    /// The post that this reports to a reviewer.
    pub report_of: Option<Id>,
    /// The thread it goes into; empty for none.
    pub below: Id,
}

/// `content_flagging_report_value_updated` for each reviewer.
pub fn values_changed(record: &mut Record, reviewers: &[Id], post: Id, values: &[PropertyValue]) {
    let data = json!({"property_values": json_text(&values), "target_id": post});
    for reviewer in reviewers {
        let event = Event::new(event::CONTENT_FLAGGING_REPORT_VALUE_UPDATED, &data, Recipients::user(*reviewer));
        record.event(event);
    }
}
