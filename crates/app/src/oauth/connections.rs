//! Setting up connections to programs that want a token of every call.

use roost_model::ErrorId;
use roost_model::Id;
use roost_model::errors::outgoing_connection as errors;
use roost_model::outgoing_connection::{OutgoingConnection, OutgoingConnectionDraft, OutgoingConnectionShown};
use roost_model::permission::Permission::{
    ManageOutgoingOauthConnections, ManageOwnOutgoingWebhooks, ManageOwnSlashCommands,
};
use roost_store::outgoing_connections as store;
use roost_store::{StoreError, Tx};

use super::prove::{best_fit, granted};
use crate::access::team::can_in_team;
use crate::outgoing::CallError;
use crate::record::Kind;
use crate::{AppError, Ctx, Record};

const PAGE_LEN_MAX: i64 = 100;

/// 403 for whoever may not set up connections; 501 where there are none.
pub fn require_connections_managed(ctx: &Ctx) -> Result<(), AppError> {
    ctx.require(ManageOutgoingOauthConnections)?;
    require_on(ctx)
}

fn require_on(ctx: &Ctx) -> Result<(), AppError> {
    if ctx.config().service.enable_outgoing_oauth_connections { Ok(()) } else { Err(errors::OFF.into()) }
}

/// Whoever sets up webhooks or commands in the team sees which addresses have a connection.
async fn require_read(ctx: &Ctx, team: Id) -> Result<(), AppError> {
    let may = ctx.can(ManageOutgoingOauthConnections)
        || can_in_team(ctx, team, ManageOwnOutgoingWebhooks).await?
        || can_in_team(ctx, team, ManageOwnSlashCommands).await?;
    if may { require_on(ctx) } else { Err(AppError::no_permission().because(ManageOwnOutgoingWebhooks.name())) }
}

/// Connections after an id, by id; with an address, the one that calls to it use.
pub async fn connection_list(
    ctx: &Ctx,
    team: Id,
    after: &str,
    limit: i64,
    audience: &str,
) -> Result<Vec<OutgoingConnectionShown>, AppError> {
    require_read(ctx, team).await?;
    let connections = if audience.is_empty() {
        store::outgoing_connection_page(ctx.db(), after, limit.clamp(1, PAGE_LEN_MAX)).await?
    } else {
        best_fit(ctx, audience).await?.into_iter().collect()
    };
    Ok(connections.into_iter().map(OutgoingConnection::shown).collect())
}

/// One connection, without its secrets.
pub async fn connection_get(ctx: &Ctx, team: Id, id: Id) -> Result<OutgoingConnectionShown, AppError> {
    require_read(ctx, team).await?;
    Ok(found(ctx, id, errors::LIST).await?.shown())
}

async fn found(ctx: &Ctx, id: Id, missing: &'static ErrorId) -> Result<OutgoingConnection, AppError> {
    store::outgoing_connection_get(ctx.db(), id).await?.ok_or_else(|| missing.into())
}

/// Makes a connection.
pub async fn connection_create(ctx: &Ctx, draft: OutgoingConnectionDraft) -> Result<OutgoingConnectionShown, AppError> {
    let now_ms = ctx.now_ms();
    let (id, creator_id) = (ctx.new_id(), ctx.user_id());
    let mut connection =
        OutgoingConnection { id, creator_id, create_at: now_ms, update_at: now_ms, ..OutgoingConnection::default() };
    connection.patch(draft);
    connection.validate()?;
    let mut tx = ctx.db().begin().await?;
    store::outgoing_connection_insert_in_tx(&mut tx, &connection);
    ctx.commit(tx, changed()).await?;
    Ok(connection.shown())
}

/// Changes what a draft says; secrets that it leaves out stay.
pub async fn connection_update(
    ctx: &Ctx,
    id: Id,
    draft: OutgoingConnectionDraft,
) -> Result<OutgoingConnectionShown, AppError> {
    if !draft.id.is_empty() && draft.id != id.as_str() {
        return Err(AppError::invalid_body("id"));
    }
    let mut connection = found(ctx, id, errors::UPDATE).await?;
    connection.patch(draft);
    connection.update_at = ctx.now_ms().max(connection.update_at + 1);
    connection.validate()?;
    let mut tx = ctx.db().begin().await?;
    store::outgoing_connection_update_in_tx(&mut tx, &connection);
    commit(ctx, tx, errors::UPDATE).await?;
    Ok(connection.shown())
}

/// Takes a connection away: calls carry no token from here on.
pub async fn connection_delete(ctx: &Ctx, id: Id) -> Result<(), AppError> {
    let mut tx = ctx.db().begin().await?;
    store::outgoing_connection_delete_in_tx(&mut tx, id);
    commit(ctx, tx, errors::DELETE).await
}

/// Nodes keep the list of connections.
fn changed() -> Record {
    let mut record = Record::new();
    record.invalidate(Kind::Integrations, Id::EMPTY);
    record
}

async fn commit(ctx: &Ctx, tx: Tx, missing: &'static ErrorId) -> Result<(), AppError> {
    ctx.commit(tx, changed()).await.map_err(|error| match error.store() {
        Some(StoreError::Gone) => missing.into(),
        _ => error,
    })
}

/// Asks for a token with what a draft says, and for the rest with what is kept of the connection that it names. The token is
/// thrown away.
pub async fn connection_try(ctx: &Ctx, draft: OutgoingConnectionDraft) -> Result<(), AppError> {
    let mut connection = match draft.id.as_str() {
        "" => OutgoingConnection::default(),
        id => {
            let id = Id::parse(id).ok_or_else(|| AppError::invalid_body("id"))?;
            found(ctx, id, errors::LIST).await?
        }
    };
    connection.patch(draft);
    connection.validate()?;
    match granted(ctx, &connection).await {
        Ok(Some(_)) => Ok(()),
        Ok(None) => Err(errors::VALIDATE.into()),
        Err(error @ CallError::Refused(_)) => Err(AppError::from(errors::VALIDATE).because(error)),
        Err(error) => Err(AppError::from(errors::VALIDATE_UPSTREAM).because(error)),
    }
}
