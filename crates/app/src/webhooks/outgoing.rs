//! Setting up addresses that are called when somebody posts.

use roost_model::ErrorId;
use roost_model::Id;
use roost_model::channel::ChannelType;
use roost_model::errors::webhook as errors;
use roost_model::permission::Permission::{self, ManageOthersOutgoingWebhooks, ManageOwnOutgoingWebhooks};
use roost_model::webhook::{OutgoingDraft, OutgoingWebhook};
use roost_store::Tx;
use roost_store::channel_lists::Page;
use roost_store::webhooks::{self as store, HookFilter};

use super::gone;
use crate::access::channel::{can_in_channel, channel_get};
use crate::access::team::{can_in_team, require_in_team, team_get};
use crate::record::Kind;
use crate::users::user_get;
use crate::{AppError, Ctx, Record};

/// Errors that creating and changing answer in the same situation.
struct Refusals {
    not_open: &'static ErrorId,
    no_trigger: &'static ErrorId,
    intersect: &'static ErrorId,
}

const ON_CREATE: Refusals =
    Refusals { not_open: errors::OUT_NOT_OPEN, no_trigger: errors::OUT_NO_TRIGGER, intersect: errors::OUT_INTERSECT };

const ON_UPDATE: Refusals = Refusals {
    not_open: errors::OUT_UPDATE_NOT_OPEN,
    no_trigger: errors::OUT_UPDATE_NO_TRIGGER,
    intersect: errors::OUT_UPDATE_INTERSECT,
};

/// A webhook with a fresh token.
pub async fn outgoing_create(ctx: &Ctx, draft: OutgoingDraft) -> Result<OutgoingWebhook, AppError> {
    let team = Id::parse_or_empty(&draft.team_id);
    require_in_team(ctx, team, ManageOwnOutgoingWebhooks).await?;
    team_get(ctx, team).await?;
    let mut creator_id = ctx.user_id();
    if !draft.creator_id.is_empty() {
        require_in_team(ctx, team, ManageOthersOutgoingWebhooks).await?;
        creator_id = user_get(ctx, Id::parse_or_empty(&draft.creator_id)).await?.id;
    }
    require_on(ctx)?;
    if !draft.id.is_empty() {
        return Err(errors::OUT_ID_GIVEN.into());
    }
    let mut hook = OutgoingWebhook {
        id: ctx.new_id(),
        create_at: ctx.now_ms(),
        update_at: ctx.now_ms(),
        creator_id,
        team_id: team,
        ..OutgoingWebhook::default()
    };
    fill(ctx, &mut hook, draft, &ON_CREATE).await?;
    hook.token = ctx.new_id().to_string();
    hook.validate()?;
    let mut tx = ctx.db().begin().await?;
    require_apart(&mut tx, &hook, &ON_CREATE).await?;
    store::outgoing_insert_in_tx(&mut tx, &hook);
    commit(ctx, tx).await?;
    Ok(hook)
}

/// Replaces what may be changed, the token too. Creator and team stay.
pub async fn outgoing_update(ctx: &Ctx, id: Id, draft: OutgoingDraft) -> Result<OutgoingWebhook, AppError> {
    if draft.id != id.as_str() {
        return Err(AppError::invalid_body("hook_id"));
    }
    let mut hook = found(ctx, id).await?;
    if !draft.team_id.is_empty() && draft.team_id != hook.team_id.as_str() {
        return Err(errors::TEAM_MISMATCH.into());
    }
    require_own(ctx, &hook).await?;
    draft.token.clone_into(&mut hook.token);
    hook.update_at = ctx.now_ms().max(hook.update_at + 1);
    fill(ctx, &mut hook, draft, &ON_UPDATE).await?;
    hook.validate()?;
    let mut tx = ctx.db().begin().await?;
    require_apart(&mut tx, &hook, &ON_UPDATE).await?;
    store::outgoing_update_in_tx(&mut tx, &hook);
    commit(ctx, tx).await?;
    Ok(hook)
}

/// Takes over what a client may set, but for the token.
async fn fill(
    ctx: &Ctx,
    hook: &mut OutgoingWebhook,
    draft: OutgoingDraft,
    refusals: &Refusals,
) -> Result<(), AppError> {
    hook.channel_id = Id::EMPTY;
    if !draft.channel_id.is_empty() {
        let channel = channel_get(ctx, Id::parse_or_empty(&draft.channel_id)).await?;
        if channel.channel_type != ChannelType::Open {
            return Err(refusals.not_open.into());
        }
        if channel.team_id != hook.team_id {
            return Err(errors::OUT_OTHER_TEAM.into());
        }
        hook.channel_id = channel.id;
    } else if draft.trigger_words.is_empty() {
        return Err(refusals.no_trigger.into());
    }
    hook.trigger_words = draft.trigger_words;
    hook.trigger_when = draft.trigger_when;
    hook.callback_urls = draft.callback_urls;
    hook.display_name = draft.display_name;
    hook.description = draft.description;
    hook.content_type = draft.content_type;
    hook.username = draft.username;
    hook.icon_url = draft.icon_url;
    Ok(())
}

/// No two webhooks of a channel call the same address for the same word.
async fn require_apart(tx: &mut Tx, hook: &OutgoingWebhook, refusals: &Refusals) -> Result<(), AppError> {
    let others = store::outgoing_of_team_locked_in_tx(tx, hook.team_id).await?;
    if others.iter().any(|other| other.id != hook.id && other.overlaps(hook)) {
        return Err(refusals.intersect.into());
    }
    Ok(())
}

async fn commit(ctx: &Ctx, tx: Tx) -> Result<(), AppError> {
    let mut record = Record::new();
    record.invalidate(Kind::Integrations, Id::EMPTY);
    ctx.commit(tx, record).await.map_err(|error| gone(error, errors::OUT_NOT_FOUND))
}

/// One page of a channel, of a team or of all: one's own, or everybody's for those who manage them.
pub async fn outgoing_list(ctx: &Ctx, team: Id, channel: Id, page: Page) -> Result<Vec<OutgoingWebhook>, AppError> {
    let may = async |permission: Permission| match (channel.some(), team.some()) {
        (Some(channel), _) => can_in_channel(ctx, channel, permission).await,
        (None, Some(team)) => can_in_team(ctx, team, permission).await,
        (None, None) => Ok(ctx.can(permission)),
    };
    if !may(ManageOwnOutgoingWebhooks).await? {
        return Err(AppError::no_permission().because(ManageOwnOutgoingWebhooks.name()));
    }
    let everybody = may(ManageOthersOutgoingWebhooks).await?;
    require_on(ctx)?;
    let team = if channel.is_empty() { team.some() } else { None };
    let filter = HookFilter { team, channel: channel.some(), creator: (!everybody).then(|| ctx.user_id()) };
    Ok(store::outgoing_page(ctx.db(), &filter, page).await?)
}

/// One webhook, for those who may change it.
pub async fn outgoing_get(ctx: &Ctx, id: Id) -> Result<OutgoingWebhook, AppError> {
    let hook = found(ctx, id).await?;
    require_own(ctx, &hook).await?;
    Ok(hook)
}

/// A new token; the old one is worth nothing any more.
pub async fn outgoing_regen_token(ctx: &Ctx, id: Id) -> Result<OutgoingWebhook, AppError> {
    let mut hook = outgoing_get(ctx, id).await?;
    hook.token = ctx.new_id().to_string();
    hook.update_at = ctx.now_ms().max(hook.update_at + 1);
    let mut tx = ctx.db().begin().await?;
    store::outgoing_update_in_tx(&mut tx, &hook);
    commit(ctx, tx).await?;
    Ok(hook)
}

/// Deletes it: nobody is called any more.
pub async fn outgoing_delete(ctx: &Ctx, id: Id) -> Result<(), AppError> {
    outgoing_get(ctx, id).await?;
    let mut tx = ctx.db().begin().await?;
    store::outgoing_delete_in_tx(&mut tx, id, ctx.now_ms());
    commit(ctx, tx).await
}

fn require_on(ctx: &Ctx) -> Result<(), AppError> {
    if ctx.config().service.enable_outgoing_webhooks { Ok(()) } else { Err(errors::OUT_OFF.into()) }
}

async fn found(ctx: &Ctx, id: Id) -> Result<OutgoingWebhook, AppError> {
    require_on(ctx)?;
    store::outgoing_get(ctx.db(), id).await?.ok_or_else(|| errors::OUT_NOT_FOUND.into())
}

async fn require_own(ctx: &Ctx, hook: &OutgoingWebhook) -> Result<(), AppError> {
    require_in_team(ctx, hook.team_id, ManageOwnOutgoingWebhooks).await?;
    if hook.creator_id == ctx.user_id() {
        return Ok(());
    }
    require_in_team(ctx, hook.team_id, ManageOthersOutgoingWebhooks).await
}
