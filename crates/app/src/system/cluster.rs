//! The nodes that serve this database together.

use roost_model::permission::Permission;
use roost_model::system::ClusterNode;
use roost_store::member;

use crate::{AppError, Ctx};

/// A member that has not proved its life for so long is not shown.
const SILENT_MS_MAX: i64 = 30_000;

/// The members, oldest first; nobody when the node was not told to be one.
pub async fn cluster_status(ctx: &Ctx) -> Result<Vec<ClusterNode>, AppError> {
    ctx.require(Permission::SysconsoleReadEnvironmentHighAvailability)?;
    if !ctx.config().cluster.enable {
        return Ok(Vec::new());
    }
    let members = member::members(ctx.db()).await?.into_iter();
    let shown = members.filter(|member| !member.fenced && member.unseen_ms < SILENT_MS_MAX);
    Ok(shown
        .map(|member| ClusterNode {
            id: member.identity.discovery_id,
            version: member.identity.version,
            schema_version: member.identity.schema_version,
            config_hash: member.identity.config_hash,
            ipaddress: host(&member.identity.api_address).to_owned(),
            hostname: member.identity.hostname,
        })
        .collect())
}

fn host(address: &str) -> &str {
    address.rsplit_once(':').map_or(address, |(host, _)| host)
}
