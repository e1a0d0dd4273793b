//! The support packet: what somebody who is to help must know of a server, in one archive.
//!
//! Files whose names end in `.yaml` are JSON, which every reader of YAML reads. Secrets are masked as in the
//! configuration that administrators see; nothing that people wrote is in it.

use std::io::{Cursor, Write};

use roost_config::sanitized;
use roost_model::job::status;
use roost_model::permission::Permission;
use roost_store::channel_lists::Page;
use roost_store::{analytics, jobs, member, roles, systems};
use serde_json::{Value, json};
use zip::ZipWriter;
use zip::result::ZipError;
use zip::write::SimpleFileOptions;

use crate::{AppError, Ctx};

/// So many jobs are told of.
const JOBS: Page = Page { limit: 200, offset: 0 };

/// An archive and its name.
#[derive(Debug)]
pub struct SupportPacket {
    pub name: String,
    pub zip: Vec<u8>,
}

/// Gathers the packet; `logs` tells whether the log of this node comes along.
pub async fn support_packet(ctx: &Ctx, logs: bool) -> Result<SupportPacket, AppError> {
    ctx.require(Permission::ManageSystem)?;
    let mut files = vec![
        ("metadata.yaml", text(&metadata(ctx))?),
        ("diagnostics.yaml", text(&diagnostics(ctx).await?)?),
        ("stats.yaml", text(&stats(ctx).await?)?),
        ("jobs.yaml", text(&json!({ "jobs": all_jobs(ctx).await? }))?),
        ("permissions.yaml", text(&permissions(ctx).await?)?),
        ("sanitized_config.json", text(&sanitized(&ctx.config()))?),
    ];
    if logs {
        files.push(("mattermost.log", ctx.app().log_lines.all().join("\n")));
    }
    let packed = tokio::task::spawn_blocking(move || archive(&files)).await.map_err(AppError::internal)?;
    let name = format!("mm_support_packet_Roost_{}.zip", ctx.now_ms() / 1_000);
    Ok(SupportPacket { name, zip: packed.map_err(AppError::internal)? })
}

fn text(value: &Value) -> Result<String, AppError> {
    serde_json::to_string_pretty(value).map_err(AppError::internal)
}

fn archive(files: &[(&str, String)]) -> Result<Vec<u8>, ZipError> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in files {
        zip.start_file(*name, SimpleFileOptions::default())?;
        zip.write_all(text.as_bytes())?;
    }
    Ok(zip.finish()?.into_inner())
}

fn metadata(ctx: &Ctx) -> Value {
    let app = ctx.app();
    json!({
        "version": 1,
        "type": "support-packet",
        "generated_at": ctx.now_ms(),
        "server_version": app.node.version,
        "roost_version": app.node.roost_version,
        "server_id": app.installation.id,
    })
}

async fn diagnostics(ctx: &Ctx) -> Result<Value, AppError> {
    let (app, config) = (ctx.app(), ctx.config());
    let migrations = systems::migration_list(ctx.db()).await?;
    let nodes: Vec<Value> = if config.cluster.enable {
        let members = member::members(ctx.db()).await?.into_iter();
        members
            .map(|one| {
                json!({
                    "name": one.identity.name,
                    "hostname": one.identity.hostname,
                    "version": one.identity.version,
                    "config_hash": one.identity.config_hash,
                    "fenced": one.fenced,
                    "unseen_ms": one.unseen_ms,
                })
            })
            .collect()
    } else {
        Vec::new()
    };
    Ok(json!({
        "version": 1,
        "server": {
            "os": std::env::consts::OS,
            "architecture": std::env::consts::ARCH,
            "hostname": app.node.hostname,
            "version": app.node.version,
            "runs_as_root": app.node.runs_as_root,
        },
        "config": { "source": "file", "hash": *app.config.hash() },
        "database": {
            "type": "postgres",
            "schema_version": migrations.first().map(|newest| newest.version),
            "migrations": migrations,
        },
        "cluster": { "enabled": config.cluster.enable, "nodes": nodes },
    }))
}

async fn stats(ctx: &Ctx) -> Result<Value, AppError> {
    let all = analytics::analytics_standard(ctx.db(), ctx.now_ms()).await?;
    Ok(json!({
        "registered_users": all.scope.users,
        "deactivated_users": all.deactivated,
        "daily_active_users": all.active_day,
        "monthly_active_users": all.active_month,
        "teams": all.teams,
        "public_channels": all.scope.channels_open,
        "private_channels": all.scope.channels_private,
        "posts": all.scope.posts,
        "database_connections": all.connections,
    }))
}

async fn all_jobs(ctx: &Ctx) -> Result<Value, AppError> {
    let types: Vec<&str> = roost_model::job::TYPES.iter().map(|(name, _)| *name).collect();
    let list = jobs::job_page(ctx.db(), &types, &status::ALL, JOBS).await?;
    serde_json::to_value(list).map_err(AppError::internal)
}

async fn permissions(ctx: &Ctx) -> Result<Value, AppError> {
    let (roles, schemes) = (roles::role_list(ctx.db()).await?, roles::scheme_list(ctx.db()).await?);
    Ok(json!({ "roles": roles, "schemes": schemes }))
}
