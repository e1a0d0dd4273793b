//! Mail about posts to those who are away: what waits is a row, and whichever node takes the row hands the mail over.

use std::collections::HashSet;
use std::sync::Arc;

use roost_config::Config;
use roost_model::Id;
use roost_model::post::{Post, kind};
use roost_model::status;
use roost_model::user::User;
use roost_store::notification_mail::{self as store, MailWish, WaitingMail};
use roost_store::post_lists;
use roost_store::tx::Quiet;

use super::push::name_of;
use super::{Notice, who};
use crate::access::channel::channel_find;
use crate::ctx::Client;
use crate::mail::{self, Mail, Topic};
use crate::notify::plain::plain;
use crate::posts::Level;
use crate::users::user_find;
use crate::{App, AppError, Ctx, Db, presence};

/// How long mail waits for more where somebody has not chosen, seconds.
const WAIT_S: i64 = 900;

/// No mail waits longer, whatever somebody has stored.
const WAIT_S_MAX: i64 = 86_400;

/// The choice that means: at once.
const AT_ONCE_S: i64 = 30;

/// A mail that no mail server takes is given up after so many tries.
const TRIES_MAX: i32 = 6;

/// Pause after a failed try, times the number of tries.
const RETRY_MS: i64 = 60_000;

/// So many posts stand in one mail; of more it is said how many.
const SHOWN_MAX: usize = 20;

/// Whether mail about posts is sent at all.
pub fn sends_mails(config: &Config) -> bool {
    config.email.send_email_notifications && !config.email.smtp_server.is_empty()
}

/// Whom a post may be for: of most posts nobody.
pub(super) fn candidates(notice: &Notice) -> Vec<Id> {
    who::candidates(notice).into_iter().filter(|user| may_hear(notice, *user)).collect()
}

/// Puts the mails about a post into their rows, for those of its candidates who are away and want them.
pub(super) async fn of_notice(ctx: &Ctx, notice: &Notice, candidates: &[Id]) -> Result<(), AppError> {
    let config = ctx.config();
    let absent: Vec<Id> = presence::statuses_of(ctx.app(), ctx.db(), candidates)
        .await?
        .into_iter()
        .filter(|one| who::is_forced(notice) || matches!(one.status.as_str(), status::AWAY | status::OFFLINE))
        .map(|one| one.user_id)
        .collect();
    if absent.is_empty() {
        return Ok(());
    }
    let mut wishes = store::mail_wishes(ctx.db(), &absent).await?;
    wishes.retain(|wish| wants(notice, wish, collapses(&config, wish)));
    if wishes.is_empty() {
        return Ok(());
    }
    let mut tx = ctx.db().begin().await?;
    for wish in wishes {
        let (user, post) = (wish.user_id, notice.post.id);
        let wait_s = wish.wait_s.unwrap_or(WAIT_S);
        if config.email.enable_email_batching && wait_s != AT_ONCE_S && !who::is_forced(notice) {
            let wait_s = wait_s.min(WAIT_S_MAX).max(config.email.email_batching_interval);
            store::mail_add_in_tx(&mut tx, user.as_str(), user, ctx.now_ms() + wait_s * 1_000, post);
        } else {
            store::mail_add_in_tx(&mut tx, &format!("{user}{post}"), user, ctx.now_ms(), post);
        }
    }
    Ok(tx.commit_quiet(Quiet::Mail).await?)
}

fn collapses(config: &Config, wish: &MailWish) -> bool {
    match config.service.collapsed_threads.as_str() {
        "always_on" => true,
        "disabled" => false,
        other => wish.collapses.unwrap_or(other == "default_on"),
    }
}

/// Whether a post may be for somebody at all.
fn may_hear(notice: &Notice, user: Id) -> bool {
    let wish = notice.audience.members.get(&user).map(|member| member.mail);
    who::is_forced(notice)
        || wish.is_some_and(|wish| wish.on) && (notice.mentions.contains(user) || notice.followers.contains(&user))
}

fn wants(notice: &Notice, wish: &MailWish, collapses: bool) -> bool {
    if who::is_forced(notice) || notice.mentions.contains(wish.user_id) {
        return true;
    }
    let member = notice.audience.members.get(&wish.user_id);
    collapses && member.is_some_and(|member| member.mail.threads == Level::Everything)
}

/// Hands over the next mail that is due. `false` when there is none that another node has not in hand. One that no mail
/// server takes waits for another try. No transaction is open meanwhile: a mail server may take its time, and whoever lost the
/// row by then would send the mail again and again.
pub async fn mail_next(app: &Arc<App>, db: &Db) -> Result<bool, AppError> {
    let mut tx = db.begin().await?;
    let Some(waiting) = store::mail_claim_in_tx(&mut tx, app.clock.now_ms(), RETRY_MS).await? else { return Ok(false) };
    tx.commit_quiet(Quiet::Mail).await?;
    let ctx = Ctx::new(app.clone(), db.for_request(), None, Client::default(), app.random.id()).await?;
    if let Some(mail) = written(&ctx, &waiting).await? {
        match mail::send(&ctx.config(), &mail).await {
            Ok(()) => {
                app.metrics.post_mails.inc();
            }
            Err(error) if waiting.tries < TRIES_MAX => {
                tracing::warn!(%error, user = %waiting.user_id, "a mail about posts was not sent, and waits");
                return Ok(true);
            }
            Err(error) => tracing::error!(%error, user = %waiting.user_id, "a mail about posts was given up"),
        }
    }
    let mut tx = db.begin().await?;
    store::mail_done_in_tx(&mut tx, &waiting, app.clock.now_ms() + RETRY_MS);
    tx.commit_quiet(Quiet::Mail).await?;
    Ok(true)
}

/// The mail; `None` when there is nothing left that its reader should hear of.
async fn written(ctx: &Ctx, waiting: &WaitingMail) -> Result<Option<Mail>, AppError> {
    let config = ctx.config();
    let Some(user) = user_find(ctx, waiting.user_id).await?.filter(|user| user.delete_at == 0) else { return Ok(None) };
    if config.email.require_email_verification && !user.email_verified {
        return Ok(None);
    }
    let wish = store::mail_wishes(ctx.db(), &[user.id]).await?;
    let collapses = wish.first().is_some_and(|wish| collapses(&config, wish));
    let unread = store::mail_unread(ctx.db(), user.id, &waiting.posts, collapses).await?;
    let mut seen = HashSet::new();
    let mut posts = Vec::new();
    for id in unread.iter().take(SHOWN_MAX).filter(|id| seen.insert(**id)) {
        posts.extend(post_lists::post_get(ctx.db(), *id).await?);
    }
    let Some(first) = posts.first() else { return Ok(None) };
    let site = config.service.site_url.trim_end_matches('/');
    let topic = if unread.len() == 1 { Topic::Message } else { Topic::Messages };
    let mut mail = Mail::to_user(&user, topic).with("count", unread.len().to_string());
    mail = mail.with("link", format!("{site}/_redirect/pl/{}", first.id));
    let (sender, place) = about(ctx, first, &user).await?;
    let place_shown = if config.email.use_channel_in_email_notifications { place } else { String::new() };
    mail = mail.with("sender", sender).with("channel", place_shown);
    if config.email.email_notification_contents_type != "generic" {
        for post in &posts {
            let (sender, place) = about(ctx, post, &user).await?;
            let place = if place.is_empty() { String::new() } else { format!(" ({place})") };
            // A text that burns is read in one place only.
            let text = if post.post_type == kind::BURN_ON_READ { String::new() } else { plain(&post.message) };
            mail.paragraphs.push(format!("{sender}{place}: {text}"));
        }
    }
    Ok(Some(mail))
}

/// Who wrote a post, and in which channel: empty in conversations.
async fn about(ctx: &Ctx, post: &Post, reader: &User) -> Result<(String, String), AppError> {
    let author = user_find(ctx, post.user_id).await?;
    let format = ctx.config().team.teammate_name_display.clone();
    let override_name = post.prop_str("override_username");
    let shown = post.is_from_webhook() && ctx.config().service.enable_post_username_override;
    let sender = match author {
        _ if shown && !override_name.is_empty() => override_name.to_owned(),
        Some(author) if author.id != reader.id || post.is_from_webhook() => name_of(&author, &format, "@"),
        _ => String::new(),
    };
    let channel = channel_find(ctx, post.channel_id).await?;
    Ok((sender, channel.map_or_else(String::new, |channel| channel.display_name.clone())))
}
