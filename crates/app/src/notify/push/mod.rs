//! Messages to phones: who gets which, and the way to the proxy.

mod ack;
mod lanes;
mod message;
mod proxy;
mod sign;
mod words;

use std::collections::HashMap;
use std::sync::Arc;

pub use ack::{Acknowledged, push_ack};
pub use lanes::Lanes;
pub(super) use message::name_of;
pub use proxy::{Reach, reach};
use roost_config::Config;
use roost_model::Id;
use roost_model::channel::ChannelType;
use roost_model::push::{self, PushMessage};
use roost_model::user::User;
use roost_store::devices::{Device, ReaderFacts, device_list, reader_facts};
pub use sign::KeyParts;

use super::who;
use super::{Notice, Read};
use crate::users::user_find_many;
use crate::{AppError, Ctx, presence};
use message::{Contents, Reader};

/// A message for one device.
#[derive(Clone, Debug)]
pub struct Outgoing {
    pub device: Device,
    pub message: PushMessage,
}

/// The messages about a post. Nothing is asked of the database for posts that nobody wants to hear of, and no more than
/// who has a phone for those that reach none.
pub(super) async fn of_notice(ctx: &Ctx, notice: &Notice) -> Result<Vec<Outgoing>, AppError> {
    let config = ctx.config();
    let candidates = who::candidates(notice);
    let devices = devices_of(ctx, &candidates, Id::EMPTY).await?;
    if devices.is_empty() {
        return Ok(Vec::new());
    }
    let users: Vec<Id> = candidates.into_iter().filter(|user| devices.contains_key(user)).collect();
    let readers = readers(ctx, &users).await?;
    let mut told = Vec::new();
    for user in users {
        let (Some(reader), Some(member)) = (readers.get(&user), notice.audience.members.get(&user)) else { continue };
        match who::wanted(notice, user, member, reader.collapses) {
            Ok(Some(why)) => told.push((reader, member, why)),
            Ok(None) => {}
            Err(why_not) => ctx.app().metrics.push_not_sent(why_not.name()),
        }
    }
    let ids: Vec<Id> = told.iter().map(|(reader, ..)| reader.id).collect();
    let statuses = presence::statuses_of(ctx.app(), ctx.db(), &ids).await?;
    let statuses: HashMap<Id, _> = statuses.into_iter().map(|status| (status.user_id, status)).collect();
    told.retain(|(reader, member, why)| {
        let Some(status) = statuses.get(&reader.id) else { return false };
        let viewing =
            ctx.app().presence.is_viewing(reader.id, notice.channel.id, status.last_activity_at, ctx.now_ms());
        let allowed = who::present(notice, member, status, viewing, *why);
        if let Err(why_not) = allowed {
            ctx.app().metrics.push_not_sent(why_not.name());
        }
        allowed.is_ok()
    });
    let names = if told.is_empty() { Vec::new() } else { names(ctx, notice).await? };
    let contents = Contents::of(&config);
    let mut out = Vec::new();
    for (reader, _, why) in told {
        let channel_name = channel_name(&config, notice, reader, &names);
        let message = message::message(&config, notice, reader, channel_name, why, contents);
        ctx.app().metrics.post_pushes.inc();
        for device in devices.get(&reader.id).into_iter().flatten() {
            out.push(Outgoing { device: device.clone(), message: message.clone() });
        }
    }
    Ok(out)
}

/// What the other devices of a user are told after something was read.
pub(super) async fn of_read(ctx: &Ctx, read: Read) -> Result<Vec<Outgoing>, AppError> {
    let devices = devices_of(ctx, &[read.user], read.session).await?.remove(&read.user).unwrap_or_default();
    if devices.is_empty() {
        return Ok(Vec::new());
    }
    let Some(reader) = readers(ctx, &[read.user]).await?.remove(&read.user) else { return Ok(Vec::new()) };
    let message = PushMessage {
        content_available: 1,
        badge: reader.badge,
        version: push::VERSION.to_owned(),
        ..PushMessage::default()
    };
    let message = if read.channel.is_empty() {
        PushMessage { kind: push::UPDATE_BADGE.to_owned(), sound: push::SILENT.to_owned(), ..message }
    } else {
        PushMessage {
            kind: push::CLEAR.to_owned(),
            channel_id: read.channel.to_string(),
            root_id: read.root.to_string(),
            is_crt_enabled: reader.collapses,
            ..message
        }
    };
    Ok(devices.into_iter().map(|device| Outgoing { device, message: message.clone() }).collect())
}

/// The devices of users, without that of one session.
async fn devices_of(ctx: &Ctx, users: &[Id], without: Id) -> Result<HashMap<Id, Vec<Device>>, AppError> {
    let mut by_user: HashMap<Id, Vec<Device>> = HashMap::new();
    if users.is_empty() {
        return Ok(by_user);
    }
    for device in device_list(ctx.db(), users, ctx.now_ms()).await? {
        if device.session_id != without {
            by_user.entry(device.user_id).or_default().push(device);
        }
    }
    Ok(by_user)
}

/// How these users read, and how many mentions they have not read.
async fn readers(ctx: &Ctx, users: &[Id]) -> Result<HashMap<Id, Reader>, AppError> {
    let config = ctx.config();
    let facts = reader_facts(ctx.db(), users).await?;
    Ok(facts.into_iter().map(|facts| (facts.user_id, reader(&config, facts))).collect())
}

fn reader(config: &Config, facts: ReaderFacts) -> Reader {
    let collapses = match config.service.collapsed_threads.as_str() {
        "always_on" => true,
        "disabled" => false,
        other => facts.collapses.unwrap_or(other == "default_on"),
    };
    let chosen = !facts.name_format.is_empty() && !config.team.lock_teammate_name_display;
    Reader {
        id: facts.user_id,
        locale: facts.locale,
        collapses,
        name_format: if chosen { facts.name_format } else { config.team.teammate_name_display.clone() },
        badge: if collapses { facts.root_mentions + facts.thread_mentions } else { facts.mentions },
    }
}

/// The accounts after whom a conversation of several is called; of nobody for other channels.
async fn names(ctx: &Ctx, notice: &Notice) -> Result<Vec<Arc<User>>, AppError> {
    if notice.channel.channel_type != ChannelType::Group {
        return Ok(Vec::new());
    }
    let members: Vec<Id> = notice.audience.members.keys().copied().collect();
    user_find_many(ctx, &members).await
}

/// The channel as the reader sees it.
fn channel_name(config: &Config, notice: &Notice, reader: &Reader, names: &[Arc<User>]) -> String {
    match notice.channel.channel_type {
        ChannelType::Direct => message::sender_name(config, notice, &reader.name_format),
        ChannelType::Group => {
            let others = names.iter().filter(|user| user.id != reader.id);
            let mut others: Vec<String> = others.map(|user| message::name_of(user, &reader.name_format, "")).collect();
            others.sort_unstable();
            others.join(", ")
        }
        ChannelType::Open | ChannelType::Private => notice.channel.display_name.clone(),
    }
}
