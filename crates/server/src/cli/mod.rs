//! The commands.

mod cluster;
mod db;
mod dev;
mod import;
mod progress;
mod routes;
mod serve;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Parser, Subcommand};
use roost_server::embedded;
use roost_server::node::StartError;
use roost_telemetry::Logging;

/// Open, highly available team messaging.
#[derive(Parser)]
#[command(name = "roost", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the API, with an embedded PostgreSQL unless a data source is given.
    Serve(serve::Args),
    /// Bring the database to the schema of this version.
    Migrate(db::MigrateArgs),
    /// Print the connection string of the embedded PostgreSQL.
    DbUrl(db::DbUrlArgs),
    /// The nodes that serve a database together.
    #[command(subcommand)]
    Cluster(cluster::Command),
    /// Load a bulk file: teams, channels, users, posts.
    Import(import::Args),
    /// Tools for working on Roost itself.
    #[command(subcommand, hide = true)]
    Dev(dev::Command),
    /// Print what of the API is built.
    Routes,
}

/// Where everything is kept, shared by all commands.
#[derive(clap::Args, Clone)]
struct Places {
    /// Configuration file; made with defaults when absent.
    #[arg(long, env = "ROOST_CONFIG", default_value = "./config/config.json")]
    config: PathBuf,
    /// Folder for the embedded database and, unless the configuration says otherwise, files.
    #[arg(long, env = "ROOST_DATA", default_value_os_t = embedded::default_data(Path::new(".")))]
    data: PathBuf,
    /// libpq URL of the database; wins over SqlSettings.DataSource.
    #[arg(long, env = "ROOST_DB_URL", hide_env_values = true)]
    db_url: Option<String>,
}

impl Places {
    /// The data source: what is named here or in the configuration, or else the embedded database, which must be there.
    fn dsn(&self) -> Result<String, StartError> {
        match &self.db_url {
            Some(url) => Ok(url.clone()),
            None => Ok(serve::external_dsn(&serve::open_config(self)?)
                .map_or_else(|| embedded::connection_string(&self.data), Ok)?),
        }
    }
}

/// Runs the command that the process was started with; `log` is where it logs to.
pub fn run(log: &Arc<Logging>) -> Result<(), StartError> {
    match Cli::parse().command {
        Command::Serve(args) => block_on(serve::run(args, log.clone())),
        Command::Migrate(args) => block_on(db::migrate(args)),
        Command::DbUrl(args) => db::db_url(&args),
        Command::Cluster(command) => block_on(cluster::run(command)),
        Command::Import(args) => block_on(import::run(args)),
        Command::Dev(command) => dev::run(&command),
        Command::Routes => {
            routes::run();
            Ok(())
        }
    }
}

/// The background runtime: the log, jobs, sockets' questions. HTTP workers have threads of their own.
fn block_on(work: impl Future<Output = Result<(), StartError>>) -> Result<(), StartError> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(work)
}
