//! The nodes that serve this database together.

use roost_model::console::{ClusterView, NodeView};
use roost_model::errors::system as errors;
use roost_model::permission::Permission;
use roost_model::system::ClusterNode;
use roost_store::log::log_head;
use roost_store::member::{self, ALIVE_MS, Member};

use crate::sight::{Glimpse, Told};
use crate::{AppError, Ctx, Record, audit};

/// A member that has not proved its life for so long is not shown.
const SILENT_MS_MAX: i64 = 30_000;

/// The members, oldest first; nobody when the node was not told to be one. What gossip hears of them is fresher than what they
/// have written, and one that it does not hear any more is gone as soon as PostgreSQL misses it too.
pub async fn cluster_status(ctx: &Ctx) -> Result<Vec<ClusterNode>, AppError> {
    ctx.require(Permission::SysconsoleReadEnvironmentHighAvailability)?;
    if !ctx.config().cluster.enable {
        return Ok(Vec::new());
    }
    let members = member::members(ctx.db()).await?.into_iter();
    let seen = members.map(|member| (ctx.app().sight.of(member.identity.id), member));
    let shown = seen.filter(|(seen, member)| {
        let silent_ms_max = if seen.suspect { ALIVE_MS } else { SILENT_MS_MAX };
        !member.fenced && member.unseen_ms < silent_ms_max
    });
    Ok(shown
        .map(|(seen, member)| ClusterNode {
            id: member.identity.discovery_id,
            version: member.identity.version,
            schema_version: member.identity.schema_version,
            config_hash: seen.told.map_or(member.identity.config_hash, |told| told.config_hash),
            ipaddress: host(&member.identity.api_address).to_owned(),
            hostname: member.identity.hostname,
        })
        .collect())
}

/// A node that was taken for dead is shown for so long.
const DEAD_MS_MAX: i64 = 10 * 60 * 1_000;

/// The members as Roost knows them, oldest first, those that died lately among them; and the standbys of the database.
pub async fn cluster_view(ctx: &Ctx) -> Result<ClusterView, AppError> {
    ctx.require(Permission::SysconsoleReadEnvironmentHighAvailability)?;
    let enabled = ctx.config().cluster.enable;
    let head = log_head(ctx.db()).await?;
    let members = if enabled { member::members(ctx.db()).await? } else { Vec::new() };
    let own = ctx.app().node.member;
    let answered_by =
        members.iter().find(|member| member.identity.id == own).map(|member| member.identity.name.clone());
    Ok(ClusterView {
        enabled,
        answered_by: answered_by.unwrap_or_default(),
        roost_version: ctx.app().node.roost_version.to_owned(),
        log_head: head,
        nodes: members
            .into_iter()
            .filter(|member| member.unseen_ms < DEAD_MS_MAX)
            .map(|one| view(ctx.app().sight.of(one.identity.id), one, head))
            .collect(),
        replicas: member::replicas(ctx.db()).await?,
    })
}

/// What gossip hears is at most a second old; what a node has written is as old as its last proof of life.
fn view(seen: Glimpse, mut member: Member, head: i64) -> NodeView {
    if let Some(Told { version, config_hash, connections, applied_g }) = seen.told {
        (member.identity.version, member.identity.config_hash) = (version, config_hash);
        (member.connections, member.applied_g) = (connections, applied_g);
    }
    let (state, log_behind) = (member.state(), member.log_behind(head));
    let who = member.identity;
    NodeView {
        id: who.discovery_id,
        name: who.name,
        hostname: who.hostname,
        address: who.api_address,
        version: who.version,
        schema_version: who.schema_version,
        config_hash: who.config_hash,
        state,
        drain: member.drain,
        up_ms: member.up_ms,
        unseen_ms: member.unseen_ms,
        connections: member.connections,
        log_behind,
        heard_by: member.heard_by,
        suspected_by: member.suspected_by,
    }
}

/// Has a node send its people elsewhere, a few at a time, or takes that back. The node hears of it at its next proof of
/// life.
pub async fn node_drain(ctx: &Ctx, name: &str, drain: bool) -> Result<(), AppError> {
    ctx.require(Permission::SysconsoleWriteEnvironmentHighAvailability)?;
    if name.is_empty() || name.contains('\0') {
        return Err(AppError::invalid_body("name"));
    }
    let mut tx = ctx.db().begin().await?;
    if member::member_drain_in_tx(&mut tx, name, drain).await? == 0 {
        return Err(AppError::new(errors::CLUSTER_NO_NODE).with("name", name.to_owned()));
    }
    audit::note_in_tx(ctx, &mut tx, ctx.user_id(), &[&format!("node={name} drain={drain}")]);
    ctx.commit(tx, Record::new()).await?;
    tracing::info!(name, drain, by = %ctx.user_id(), "an administrator asked for a node");
    Ok(())
}

fn host(address: &str) -> &str {
    address.rsplit_once(':').map_or(address, |(host, _)| host)
}
